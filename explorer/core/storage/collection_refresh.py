"""One file of an open collection read again: what a save changed, without a look at ten thousand others."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from explorer.core.model.collection import Collection, Folder, Item
from explorer.core.storage.collection_load import Memory, load, read_item
from explorer.core.storage.collection_parts import rank


def with_item(folder: Path, collection: Collection, key: str, memory: Memory) -> Collection:
    """The collection with this item as its file is now; with everything read again when it has no such item."""
    items = _with(collection.items, key, lambda: read_item(folder, key, memory))
    return replace(collection, items=items) if items is not None else load(folder, memory)


def _with(items: tuple[Item, ...], key: str, read: Callable[[], Item]) -> tuple[Item, ...] | None:
    """The items with the one of this key replaced, each in its place; None when it is not among them."""
    for at, item in enumerate(items):
        if item.key == key and not isinstance(item, Folder):
            return tuple(sorted((*items[:at], read(), *items[at + 1 :]), key=rank))
        if isinstance(item, Folder) and key.startswith(f"{item.key}/"):
            below = _with(item.items, key, read)
            return None if below is None else (*items[:at], replace(item, items=below), *items[at + 1 :])
    return None
