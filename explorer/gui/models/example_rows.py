"""Saved examples as rows of the collection tree, below their request."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.core.model.collection import Folder, Item, RequestItem
from explorer.core.model.example import Example, example_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleItem:
    """A row; ``request_key`` is the request's, ``key`` the example's own."""

    key: str
    request_key: str
    example: Example

    @property
    def name(self) -> str:
        return self.example.name


Row = Item | ExampleItem


def rows_below(row: Row | None) -> tuple[Row, ...]:
    """What stands below a folder or a request; made when asked for, since most requests have no examples."""
    match row:
        case Folder():
            return row.items
        case RequestItem() if row.examples:
            keys = example_keys(row.key, (one.name for one in row.examples))
            pairs = zip(keys, row.examples, strict=True)
            return tuple(ExampleItem(key=key, request_key=row.key, example=one) for key, one in pairs)
        case _:
            return ()


def example_tip(row: ExampleItem) -> str:
    """Words for the tooltip: what it answers, and what was said about it."""
    if row.example.fault:
        return f"This example cannot be read: {row.example.fault}"
    response = row.example.response
    status = f"{response.status or ''} {response.reason}".strip() if response else ""
    head = f"Saved example: {status}" if status else "Saved example"
    return "\n".join(filter(None, (head, row.example.description)))


def example_spoken(row: ExampleItem) -> str:
    """One phrase for a screen reader."""
    status = f", status {row.example.status}" if row.example.status else ""
    return f"Example {row.name}{status}"
