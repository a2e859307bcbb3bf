"""Notices that files of the open collection were changed by git, an editor or another program.

Folders and files are watched; what the system cannot tell is seen when the window becomes active again. It reads
nothing itself.
"""

from __future__ import annotations

import os
from itertools import islice
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
"""So many paths are given to the system, or taken back, in one step, which takes some milliseconds."""
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
        self._root = ""
        self._is_there = True
        """Whether the root was there when the folder above it was looked at last."""
        self._waiting: dict[str, None] = {}
        """In this order; as keys, since a checkout stirs ten thousand of them."""
        self._leaving: list[str] = []
        self._missing: list[str] = []
        """What was not there when it was to be watched; tried again with every other tree."""
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._adding = QTimer(self, interval=0)
        self._quiet.timeout.connect(self.changed)
        self._adding.timeout.connect(self._hand_over_some)
        self._system.directoryChanged.connect(self._stir)
        self._system.fileChanged.connect(self._stir)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._application_changed)

    def follow(self, collection: Collection | None) -> None:
        """Watch the folders and files of this collection instead of what was watched before."""
        self._root = collection.key if collection else ""
        wanted = [os.path.dirname(self._root), *_paths(collection)] if collection else []
        before, self._wanted = self._wanted, set(wanted)
        self._leaving = [*(path for path in self._leaving if path not in self._wanted), *(before - self._wanted)]
        fresh = (path for path in wanted if path not in before)
        again = (path for path in (*self._waiting, *self._missing) if path in self._wanted)
        self._waiting, self._missing = dict.fromkeys((*again, *fresh)), []
        if self._waiting or self._leaving:
            self._adding.start()

    def stop(self) -> None:
        """Watch nothing."""
        self._quiet.stop()
        self.follow(None)
        self._adding.stop()

    def _hand_over_some(self) -> None:
        gone, self._leaving = self._leaving[:_AT_ONCE], self._leaving[_AT_ONCE:]
        if gone:
            self._system.removePaths(gone)
        some = list(islice(self._waiting, _AT_ONCE))
        for path in some:
            del self._waiting[path]
        if some:
            # What is watched already is among those that were not taken.
            self._missing += [path for path in self._system.addPaths(some) if not os.path.exists(path)]
        if not self._waiting and not self._leaving:
            self._adding.stop()

    def _stir(self, path: str) -> None:
        if path == os.path.dirname(self._root):
            # A watch goes along when a folder is renamed; only the one above tells. What else lies there is not ours.
            before, self._is_there = self._is_there, os.path.isdir(self._root)
            if before == self._is_there:
                return
            path = self._root
        if path not in self._wanted:
            return
        # A file that was replaced is no longer watched by the system; nor is one that was not there before.
        later = {one for one in self._missing if one.startswith(f"{path}/")}
        self._missing = [one for one in self._missing if one not in later]
        self._waiting |= dict.fromkeys((path, *later))
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
