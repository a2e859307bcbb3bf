"""What can be done to one item of the collection and taken back: rename, move, delete, make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explorer.core.storage.collection_undo import Relocated
    from explorer.core.storage.trash import TrashEntry
    from explorer.gui.bridge.library import Library


class Relocation:
    """A rename or a move; ``function`` of ``storage.collection_undo`` does it."""

    def __init__(self, words: str, function: str, key: str, *arguments: Any) -> None:
        self.words = words
        self._function, self._key, self._arguments = function, key, arguments
        self._done: Relocated | None = None

    async def redo(self, library: Library) -> None:
        if self._function == "rename":
            await library.refusals.refuse_name(self._arguments[0])
        else:
            await library.refusals.refuse_items([self._key])
        self._done = await library.call(self._function, self._key, *self._arguments, module="collection_undo")
        await library.announce()
        if self._done.new != self._done.old:
            library.item_moved.emit(self._done.old, self._done.new)

    async def undo(self, library: Library) -> None:
        assert self._done is not None
        key = await library.call("move_back", self._done, module="collection_undo")
        await library.announce()
        if self._done.new != key:
            library.item_moved.emit(self._done.new, key)


class Deletion:
    """An item that went to the trash."""

    def __init__(self, words: str, key: str) -> None:
        self.words = words
        self._key = key
        self._entry: TrashEntry | None = None

    async def redo(self, library: Library) -> None:
        self._entry = await library.call("delete", self._key)
        await library.announce()
        library.item_deleted.emit(self._key)

    async def undo(self, library: Library) -> None:
        self._key = await library.call("restore", self._entry)
        await library.announce()
        library.item_created.emit(self._key)


class Creation:
    """A new item: ``function`` of ``storage.collections`` makes it, the trash holds it while it is taken back."""

    def __init__(self, words: str, function: str, *arguments: Any, key: str = "") -> None:
        self.words = words
        self._function, self._arguments = function, arguments
        self._key = key
        """Given for one that was made already."""
        self._entry: TrashEntry | None = None

    async def redo(self, library: Library) -> None:
        if self._entry is None:
            await self._refuse(library)
            self._key = await library.call(self._function, *self._arguments)
        else:
            self._key = await library.call("restore", self._entry)
        await library.announce()
        library.item_created.emit(self._key)

    async def undo(self, library: Library) -> None:
        self._entry = await library.call("delete", self._key)
        await library.announce()
        library.item_deleted.emit(self._key)

    async def _refuse(self, library: Library) -> None:
        """A new folder brings its name, a copy everything that is in what it is made of."""
        if self._function == "duplicate":
            await library.refusals.refuse_items([self._arguments[0]], copied=True)
        else:
            await library.refusals.refuse_name(self._arguments[1])
