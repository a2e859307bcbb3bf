"""The git repository around the open collection: what changed in it, and commits. Git runs on a thread.

It looks again shortly after files were saved or changed by others, and after git itself did something.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from explorer.core.errors import ExplorerError, StorageError
from explorer.core.storage.git.commit import commit
from explorer.core.storage.git.item_changes import item_changes
from explorer.core.storage.git.repository import read_state
from explorer.core.storage.git.revert import Reverted, revert, take_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.core.model.versions import FileChange, ItemChange, RepositoryState
    from explorer.gui.bridge.library import Library
    from explorer.gui.tasks import Tasks

_QUIET_MS = 250
"""A checkout stirs many files; git is asked when it has been quiet for this long."""
_LOOK = "git status"
_COMMIT = "git commit"


class Repository(QObject):
    """Tells of the repository of ``library``'s folder; a wish that git refuses is a sentence."""

    state_changed = Signal(object)
    """RepositoryState, or None without a repository; also when only the content of changed files may differ."""
    committed = Signal(str, int)
    """The message and how many files."""
    refused = Signal(str)
    """Why there was no commit; several lines when a hook said so."""
    reverted = Signal(object)
    """Reverted: what ``take_back`` needs."""

    def __init__(self, library: Library, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._tasks = library, tasks
        self.state: RepositoryState | None = None
        self._again = False
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self.look)
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(self.stir)
        library.collection_changed.connect(self.stir)

    @property
    def is_committing(self) -> bool:
        return self._tasks.is_running(_COMMIT)

    def stir(self, _what: object = None) -> None:
        """Something happened: look when it has become quiet."""
        self._quiet.start()

    def look(self) -> None:
        """Ask git now; while it is being asked, once more afterwards."""
        self._again = self._tasks.is_running(_LOOK)
        if not self._again:
            self._tasks.start(_LOOK, self._look())

    def stop(self) -> None:
        """Look no more."""
        self._quiet.stop()
        self._follow("")

    def commit(self, chosen: Sequence[FileChange], message: str) -> None:
        """Commit these files; ``committed`` or ``refused`` follows."""
        if not self.is_committing:
            self._tasks.start(_COMMIT, self._commit(tuple(chosen), message))

    def revert(self, file: FileChange) -> None:
        """Take a file back to the last commit; ``reverted`` tells how to undo it."""
        self._library.run(self._revert(file))

    def take_back(self, reverted: Reverted) -> None:
        """Undo it."""
        self._library.run(self._take_back(reverted))

    async def items(self) -> tuple[ItemChange, ...]:
        """What changed in each file. Raises StorageError."""
        folder, state = self._library.folder, self.state
        if folder is None or state is None:
            return ()
        return await asyncio.to_thread(item_changes, folder, state.changes, tuple(self._library.refusals.known()))

    async def _look(self) -> None:
        folder = self._library.folder
        self.state = await asyncio.to_thread(read_state, folder) if folder is not None else None
        self._follow(self.state.git_folder if self.state else "")
        self.state_changed.emit(self.state)
        if self._again:
            self._again = False
            self._quiet.start()

    def _follow(self, git_folder: str) -> None:
        """Git's own folder changes with every commit and every switch of branch."""
        known, wanted = self._system.directories(), [git_folder] if git_folder else []
        if known != wanted:
            if known:
                self._system.removePaths(known)
            if wanted:
                self._system.addPaths(wanted)

    async def _commit(self, chosen: tuple[FileChange, ...], message: str) -> None:
        folder = self._library.folder
        await self._library.idle()
        try:
            if folder is None:
                raise StorageError("No collection is open any more.")
            await asyncio.to_thread(commit, folder, chosen, message, self._library.refusals.known())
        except ExplorerError as error:
            self.refused.emit(error.message)
        else:
            self.committed.emit(message, len(chosen))
        self.look()

    async def _revert(self, file: FileChange) -> None:
        reverted = await asyncio.to_thread(revert, self._folder(), file)
        self._library.reread()
        self.look()
        self.reverted.emit(reverted)

    async def _take_back(self, reverted: Reverted) -> None:
        await asyncio.to_thread(take_back, self._folder(), reverted)
        self._library.reread()
        self.look()

    def _folder(self) -> Path:
        assert self._library.folder is not None
        return self._library.folder
