"""Notices that files of the open collection were changed by git, an editor or another program.

Folders and files are watched; what the system cannot tell is seen when the window becomes active again. It reads
nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from explorer.core.model.collection import Folder
from explorer.core.model.tree import walk

if TYPE_CHECKING:
    from explorer.core.model.collection import Collection

_QUIET_MS = 150
"""A checkout changes many files; they are read when it has been quiet for this long."""
_AT_ONCE = 200
"""So many paths are given to the system in one step, which takes about a millisecond."""
_OPTIONAL = ("catalog.toml", "openapi.json", "openapi.yaml", "openapi.yml")
"""Files beside a collection that may come later."""
_FILES_LIMIT = 10_000
"""Files beyond are seen when the window becomes active; changes of folders always."""


class DiskWatch(QObject):
    """``changed`` comes once after a burst of changes, also after our own: whoever reads again compares."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = QFileSystemWatcher(self)
        self._wanted: set[str] = set()
        self._waiting: list[str] = []
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._adding = QTimer(self, interval=0)
        self._quiet.timeout.connect(self.changed)
        self._adding.timeout.connect(self._add_some)
        self._system.directoryChanged.connect(self._stir)
        self._system.fileChanged.connect(self._stir)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._application_changed)

    def follow(self, collection: Collection | None) -> None:
        """Watch the folders and files of this collection instead of what was watched before."""
        wanted = _paths(collection) if collection else []
        before, self._wanted = self._wanted, set(wanted)
        gone = list(before - self._wanted)
        if gone:
            self._system.removePaths(gone)
        self._waiting += [path for path in wanted if path not in before]
        if self._waiting:
            self._adding.start()

    def stop(self) -> None:
        """Watch nothing."""
        self._quiet.stop()
        self._adding.stop()
        self.follow(None)

    def _add_some(self) -> None:
        some, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        if some:
            self._system.addPaths(some)
        if not self._waiting:
            self._adding.stop()

    def _stir(self, path: str) -> None:
        # A file that was replaced is no longer watched by the system.
        again = [path] if path in self._wanted else []
        # Nor is one that was not there when the collection was opened.
        again += [f"{path}/{name}" for name in _OPTIONAL if path.endswith("/.explorer")]
        known = {*self._waiting, *self._system.files()} - {path}
        self._waiting += [one for one in again if one not in known]
        if self._waiting:
            self._adding.start()
        self._quiet.start()

    def _application_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive and self._wanted:
            self._quiet.start()


def _paths(collection: Collection) -> list[str]:
    """Folders first: they tell of new, deleted and replaced files."""
    root = collection.key
    folders = [root, f"{root}/environments", f"{root}/.explorer"]
    files = [
        f"{root}/opencollection.yml",
        *(f"{root}/.explorer/{name}" for name in _OPTIONAL),
        *(f"{root}/{one.key}" for one in collection.environments),
    ]
    for item in walk(collection.items):
        (folders if isinstance(item, Folder) else files).append(f"{root}/{item.key}")
    return [*folders, *files[:_FILES_LIMIT]]
