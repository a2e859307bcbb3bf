"""Requests that were open before, as rows of the welcome page."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.core.model.collection import Collection, RequestItem
from explorer.core.model.tree import ancestors
from explorer.gui.welcome.recent_list import RecentRow

_MOST = 5


def recent_rows(items: Sequence[RequestItem], collection: Collection | None) -> tuple[RecentRow, ...]:
    """The last few, each with the names of its folders."""
    return tuple(_row(item, collection) for item in items[:_MOST]) if collection is not None else ()


def _row(item: RequestItem, collection: Collection) -> RecentRow:
    folders = ancestors(collection, item.key)
    return RecentRow(
        method=item.request.method,
        name=item.request.name,
        place=" / ".join(folder.name for folder in folders),
        key=item.key,
    )
