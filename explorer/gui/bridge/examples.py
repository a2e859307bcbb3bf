"""Saved examples of requests: added, renamed, copied, deleted, each a step of the library's history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import StorageError
from explorer.core.model.collection import RequestItem
from explorer.core.model.example import example_keys, free_name
from explorer.core.model.tree import example_of, find, find_example

if TYPE_CHECKING:
    from explorer.core.model.example import Example
    from explorer.core.storage.example_changes import ExampleChange
    from explorer.gui.bridge.library import Library


class Examples(QObject):
    """Works through the library's queue. Keys are those of ``model.example.example_keys``."""

    saved = Signal(str)
    """Name of a new example, after ``added``."""
    added = Signal(str)
    """Key of an example that is in its file now: new, copied or brought back."""
    renamed = Signal(str, str)
    """Old and new key."""
    deleted = Signal(str)
    """Key of one that is in the file no more."""
    text_ready = Signal(str)
    """An example as YAML."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.library = library

    def add(self, request_key: str, example: Example) -> None:
        """Write a new example into the file of a request."""
        self.library.run(self._add(request_key, example))

    def rename(self, key: str, name: str) -> None:
        """Give an example another name."""
        self._change("rename", "rename_example", key, name)

    def duplicate(self, key: str) -> None:
        """Copy an example behind itself."""
        self._change("copy", "duplicate_example", key)

    def delete(self, key: str) -> None:
        """Take an example out of its file."""
        self._change("deletion", "delete_example", key)

    def read_text(self, key: str) -> None:
        """An example as YAML; ``text_ready`` brings it."""
        self.library.run(self._read_text(key))

    def tell(self, change: ExampleChange, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        """What a step did, by the keys of all examples of the request before and after."""
        if change.before is not None and change.after is not None:
            if before[change.place] != after[change.place]:
                self.renamed.emit(before[change.place], after[change.place])
        elif change.after is not None:
            self.added.emit(after[change.place])
        else:
            self.deleted.emit(before[change.place])

    def keys(self, request_key: str) -> tuple[str, ...]:
        """Keys of all examples of a request."""
        return example_keys(request_key, self._names(request_key))

    def _names(self, request_key: str) -> tuple[str, ...]:
        item = find(self.library.collection, request_key) if self.library.collection else None
        return tuple(one.name for one in item.examples) if isinstance(item, RequestItem) else ()

    async def _add(self, request_key: str, example: Example) -> None:
        from explorer.core.storage.example_of import leak_in_example  # late: nothing is saved at start
        from explorer.core.storage.secret_guard import refuse

        example = replace(example, name=free_name(example.name, self._names(request_key)))
        await self.library.refusals.guard()
        refuse(leak_in_example(example, self.library.refusals.known()))
        await self._do(f"new example “{example.name}”", "add_example", request_key, example)
        self.saved.emit(example.name)

    def _change(self, deed: str, function: str, key: str, *arguments: Any) -> None:
        self.library.run(self._changed(deed, function, key, *arguments))

    async def _changed(self, deed: str, function: str, key: str, *arguments: Any) -> None:
        found = find_example(self.library.collection, key)
        if found is None:
            raise StorageError("The example does not exist any more.")
        item, place = found
        if arguments:
            await self.library.refusals.refuse_name(str(arguments[0]))
        await self._do(f"{deed} of example “{example_of(found).name}”", function, item.key, place, *arguments)

    async def _do(self, words: str, function: str, request_key: str, *arguments: Any) -> None:
        await self.library.history.do(ExampleStep(self, words, function, request_key, *arguments))

    async def _read_text(self, key: str) -> None:
        found = find_example(self.library.collection, key)
        if found is not None:
            item, place = found
            self.text_ready.emit(await self.library.call("example_text", item.key, place, module="example_changes"))


class ExampleStep:
    """One change of one example; ``function`` of ``storage.example_changes`` does it the first time."""

    def __init__(self, examples: Examples, words: str, function: str, request_key: str, *arguments: Any) -> None:
        self.words = words
        self._examples, self._function = examples, function
        self._key, self._arguments = request_key, arguments
        self._change: ExampleChange | None = None

    async def redo(self, library: Library) -> None:
        """Do it, or take back what took it back."""
        before = self._examples.keys(self._key)
        if self._change is None:
            work = library.call(self._function, self._key, *self._arguments, module="example_changes")
        else:
            work = library.call("take_back", self._change, module="example_changes")
        self._change = await work
        await library.announce_item(self._key)
        self._examples.tell(self._change, before, self._examples.keys(self._key))

    async def undo(self, library: Library) -> None:
        """Take it back."""
        await self.redo(library)
