"""What the team knows of its own APIs (``.explorer/catalog.toml`` beside a collection), read with the collection."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from explorer.core.diagnosis.catalog_rows import ApiCatalog
    from explorer.core.workspace import Workspace


class TeamCatalogs(QObject):
    """Belongs to a library, which says when to read."""

    changed = Signal(object)
    """The catalogs that are in force now."""
    faulty = Signal(str)
    """Sentences about what is wrong in the file; the rest of it is in force."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.in_force: tuple[ApiCatalog, ...] = ()
        self._faults: tuple[str, ...] = ()

    def forget_faults(self) -> None:
        """Another folder is opened: its faults are news."""
        self._faults = ()

    async def read(self, folder: Path, workspace: Workspace) -> None:
        """Take up the catalogs of a folder; a fault is told once, until the file has other ones."""
        from explorer.core.team_catalog import read_collection_catalogs  # late: after the first paint

        found, faults = await asyncio.to_thread(read_collection_catalogs, folder)
        if found != workspace.catalogs:
            self.in_force = workspace.catalogs = found
            self.changed.emit(found)
        if faults and faults != self._faults:
            self.faulty.emit(" ".join(faults))
        self._faults = faults
