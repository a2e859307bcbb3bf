"""Searching the open collection off the event loop, as somebody types: every letter gives up the search before."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from explorer.core.model.collection import Collection
    from explorer.core.search import Found, Index
    from explorer.gui.bridge.library import Library
    from explorer.gui.tasks import Tasks

_NAME = "search requests"
_PAUSE_S = 0.03
"""Letters that follow sooner are searched for together."""


class Search(QObject):
    """Keeps the index between searches; it is made with the first one."""

    found = Signal(str, tuple)
    """The words, and ``Found`` items in their order."""

    def __init__(self, library: Library, tasks: Tasks) -> None:
        super().__init__(library)
        self._library, self._tasks = library, tasks
        self._index: Index | None = None
        self._lock = threading.Lock()
        self._words = ""
        library.collection_changed.connect(self._collection_changed)

    def search(self, words: str) -> None:
        """Look for these words; none end the search that is under way."""
        self._words = words.strip()
        if self._words:
            self._tasks.start(_NAME, self._search(self._words), self)
        else:
            self._tasks.cancel(_NAME)
            self.found.emit("", ())

    async def _search(self, words: str) -> None:
        await asyncio.sleep(_PAUSE_S)
        collection, over = self._library.collection, threading.Event()
        if collection is None:
            return
        try:
            items = await asyncio.to_thread(self._find, collection, words, over)
        finally:
            over.set()
        self.found.emit(words, items)

    def _find(self, collection: Collection, words: str, over: threading.Event) -> tuple[Found, ...]:
        from explorer.core.search import Index  # late: nobody searches while the window starts

        with self._lock:
            if self._index is None:
                self._index = Index()
            return self._index.find(collection, words, is_over=over.is_set)

    def _collection_changed(self, _collection: object) -> None:
        if self._words:
            self.search(self._words)
