"""Pinned and recent requests of the open workspace: read with it, written after a pause, told to whoever shows them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.core.errors import StorageError
from explorer.core.model.collection import RequestItem
from explorer.core.model.tree import requests_of
from explorer.core.storage.remembered import Remembered, load_remembered, save_remembered

if TYPE_CHECKING:
    from explorer.gui.bridge.library import Library
    from explorer.gui.tasks import Tasks

_PAUSE_MS = 400


class Pins(QObject):
    """What is not in the collection any more is not told, and not forgotten either: it may come back."""

    changed = Signal()

    def __init__(self, library: Library, tasks: Tasks, data_folder: Path) -> None:
        super().__init__(library)
        self._library, self._tasks, self._data = library, tasks, data_folder
        self._folder: Path | None = None
        self._known = Remembered()
        self._stopped = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._write)
        library.collection_changed.connect(self._collection_changed)
        library.item_moved.connect(self._moved)
        self._collection_changed(library.collection)

    @property
    def pinned(self) -> tuple[RequestItem, ...]:
        """In the order in which they were pinned."""
        return self._present(self._known.pinned)

    @property
    def recent(self) -> tuple[RequestItem, ...]:
        """The last one first."""
        return self._present(self._known.recent)

    def is_pinned(self, key: str) -> bool:
        """Whether a request is pinned."""
        return key in self._known.pinned

    def toggle(self, key: str) -> bool:
        """Pin a request or unpin it; whether it is pinned now."""
        self._take(self._known.toggled(key))
        return self.is_pinned(key)

    def opened(self, key: str) -> None:
        """A request is in front."""
        if key and self._known.recent[:1] != (key,):
            self._take(self._known.opened(key))

    def stop(self) -> None:
        """The window closes: what waits for the pause to end is written, and nothing later."""
        self._stopped = True
        self._flush()

    def _flush(self) -> None:
        """Write at once; blocks for a moment."""
        if self._pause.isActive() and self._folder is not None:
            self._pause.stop()
            self._save(self._folder, self._known)

    def _present(self, keys: tuple[str, ...]) -> tuple[RequestItem, ...]:
        collection = self._library.collection
        wanted = set(keys)
        found = {one.key: one for one in requests_of(collection) if one.key in wanted} if collection and keys else {}
        return tuple(found[key] for key in keys if key in found)

    def _take(self, known: Remembered) -> None:
        self._known = known
        if not self._stopped:
            self._pause.start()
        self.changed.emit()

    def _moved(self, old: str, new: str) -> None:
        self._take(self._known.moved(old, new))

    def _collection_changed(self, _collection: object) -> None:
        if self._library.folder != self._folder:
            self._flush()
            self._folder, self._known = self._library.folder, Remembered()
            if self._folder is not None:
                self._tasks.start("read pins", self._read(self._folder), self)
        self.changed.emit()

    async def _read(self, folder: Path) -> None:
        known = await asyncio.to_thread(load_remembered, self._data, folder)
        if folder == self._folder:
            opened = [key for key in self._known.recent if key not in known.recent]
            for key in reversed(opened):  # what came to the front meanwhile
                known = known.opened(key)
            self._known = known
            self.changed.emit()

    def _write(self) -> None:
        if self._folder is not None:
            self._tasks.start("write pins", self._written(self._folder, self._known))

    async def _written(self, folder: Path, known: Remembered) -> None:
        await asyncio.to_thread(self._save, folder, known)

    def _save(self, folder: Path, known: Remembered) -> None:
        try:
            save_remembered(self._data, folder, known)
        except (StorageError, OSError):
            return  # a convenience: a full disk is told by what matters
