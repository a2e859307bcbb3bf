"""Saved examples as rows of the collection tree, below their request."""

from __future__ import annotations

from explorer.core.model.collection import Folder, Item, RequestItem
from explorer.core.model.example import Example, example_keys


class ExampleItem:
    """A row of the tree: an example under a key. A plain class, since a dataclass costs time at the start."""

    __slots__ = ("example", "key")

    def __init__(self, key: str, example: Example) -> None:
        self.key, self.example = key, example

    @property
    def name(self) -> str:
        """Of the example."""
        return self.example.name


Row = Item | ExampleItem


def rows_below(row: Row | None) -> tuple[Row, ...]:
    """What stands below a folder or a request; made when asked for, since most requests have no examples."""
    if type(row) is RequestItem and not row.examples:
        return ()  # asked first, for ten thousand requests
    if isinstance(row, Folder):
        return row.items
    if not isinstance(row, RequestItem):
        return ()
    keys = example_keys(row.key, (one.name for one in row.examples))
    return tuple(ExampleItem(key, one) for key, one in zip(keys, row.examples, strict=True))


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
