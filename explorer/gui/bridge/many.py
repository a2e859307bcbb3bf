"""Changes of several items of the collection at once, each one step of the library's history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import StorageError

if TYPE_CHECKING:
    from explorer.core.model.collection import Collection
    from explorer.core.storage.collection_many import Change
    from explorer.core.storage.collection_text import Copied
    from explorer.gui.bridge.library import Library

_DEEDS = {"moved": "move", "duplicated": "copy", "moved to the trash": "deletion", "pasted": "paste"}


class Many(QObject):
    """Works through the library's queue, so that changes never race."""

    changed = Signal(object)
    """The ``Change`` that is on disk now, after the new collection was told."""
    taken_back = Signal(object)
    """The change that an undo made: what had been moved there came back."""
    text_ready = Signal(str, int)
    """Items as YAML, and how many there are."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._library = library

    def move(self, keys: Sequence[str], parent_key: str, before_key: str | None) -> None:
        """Put items into a folder, before another item or at its end."""
        self._library.run(self._change("move_many", keys, parent_key, before_key))

    def duplicate(self, keys: Sequence[str]) -> None:
        """Copy items beside themselves."""
        self._library.run(self._change("duplicate_many", keys))

    def delete(self, keys: Sequence[str]) -> None:
        """Put items into the trash."""
        self._library.run(self._change("delete_many", keys))

    def paste(self, items: Sequence[Copied], parent_key: str, before_key: str | None = None) -> None:
        """Write new items into a folder."""
        self._library.run(self._paste(items, parent_key, before_key))

    def copy_to(self, keys: Sequence[str], parent_key: str, before_key: str | None) -> None:
        """Copies of items into a folder, before another item or at its end."""
        self._library.run(self._copy_to(keys, parent_key, before_key))

    def read_text(self, keys: Sequence[str]) -> None:
        """Items as YAML; ``text_ready`` brings it."""
        self._library.run(self._read_text(keys))

    async def _change(self, function: str, keys: Sequence[str], *arguments: Any) -> None:
        from explorer.core.storage import collection_many  # late, here and below: nothing is changed at start

        work: Callable[..., Change] = getattr(collection_many, function)
        folder, collection = self._open()
        if function != "delete_many":
            await self._library.refusals.refuse_items(keys, copied=function == "duplicate_many")
        await self._finish(await asyncio.to_thread(work, folder, collection, keys, *arguments))

    async def _paste(self, items: Sequence[Copied], parent_key: str, before_key: str | None) -> None:
        from explorer.core.storage.collection_many import create_many

        folder, collection = self._open()
        await self._library.refusals.refuse_pasted(items)
        await self._finish(await asyncio.to_thread(create_many, folder, collection, parent_key, items, before_key))

    async def _copy_to(self, keys: Sequence[str], parent_key: str, before_key: str | None) -> None:
        from explorer.core.storage.collection_many import create_many, outermost
        from explorer.core.storage.collection_text import items_from_text, items_text

        folder, collection = self._open()
        text = await asyncio.to_thread(items_text, folder, collection, outermost(collection, keys))
        items = items_from_text(text)
        await self._library.refusals.refuse_pasted(items)
        await self._finish(await asyncio.to_thread(create_many, folder, collection, parent_key, items, before_key))

    async def _read_text(self, keys: Sequence[str]) -> None:
        from explorer.core.storage.collection_many import outermost
        from explorer.core.storage.collection_text import items_text

        folder, collection = self._open()
        chosen = outermost(collection, keys)
        self.text_ready.emit(await asyncio.to_thread(items_text, folder, collection, chosen), len(chosen))

    async def _finish(self, change: Change) -> None:
        if not change.steps:
            return
        await self._library.announce()
        self._library.history.add(ManyStep(self, change))
        self.changed.emit(change)

    async def take_back(self, change: Change) -> Change:
        """Take a change back; gives the one that does it again. For the library's queue."""
        from explorer.core.storage.collection_many import take_back

        folder, _ = self._open()
        reverse = await asyncio.to_thread(take_back, folder, change)
        await self._library.announce()
        self.taken_back.emit(reverse)
        return reverse

    def _open(self) -> tuple[Path, Collection]:
        if self._library.folder is None or self._library.collection is None:
            raise StorageError("Open or create a collection first (File menu).")
        return self._library.folder, self._library.collection


class ManyStep:
    """A change of several items in the history of what was done in the tree."""

    def __init__(self, many: Many, change: Change) -> None:
        self.words = _words(change.words)
        self._many, self._change = many, change

    async def undo(self, _library: Library) -> None:
        """Take it back."""
        self._change = await self._many.take_back(self._change)

    async def redo(self, library: Library) -> None:
        """Taking back what took it back does it again."""
        await self.undo(library)


def _words(sentence: str) -> str:
    """ "3 items were moved" as it stands behind "Undo": "move of 3 items"."""
    what, _, done = sentence.partition(" were ") if " were " in sentence else sentence.partition(" was ")
    return f"{_DEEDS.get(done, done)} of {what}"
