"""Variables renamed in every file of the collection, and taken back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from explorer.core.storage.variable_rename import Renaming
    from explorer.gui.bridge.library import Library


class Renamings(QObject):
    """Belongs to a library; the keychain is not touched."""

    renamed = Signal(str, str)
    """Old and new name, after all files say the new one."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._library = library
        self._known: list[Renaming] = []

    def rename(self, old: str, new: str) -> None:
        """Give a variable another name in every file."""
        self._library.run(self._rename(old, new))

    def undo(self, old: str, new: str) -> None:
        """Take back the last renaming of ``old`` to ``new``."""
        self._library.run(self._undo(old, new))

    def clear(self) -> None:
        """Another collection is open."""
        self._known.clear()

    async def _rename(self, old: str, new: str) -> None:
        from explorer.core.storage.variable_rename import rename_variable  # late: it must not delay the first paint

        folder = self._library.folder
        if folder is None:
            return
        await self._library.refusals.refuse_name(new, "The name of a variable")
        renaming = await asyncio.to_thread(rename_variable, folder, old, new)
        self._known.append(renaming)
        self.renamed.emit(old, new)
        await self._library.announce()
        if renaming.unreadable:
            self._library.failed.emit(f"{', '.join(renaming.unreadable)} cannot be read and still says {old}.")

    async def _undo(self, old: str, new: str) -> None:
        from explorer.core.storage.variable_rename import undo_renaming

        folder, known = self._library.folder, [one for one in self._known if (one.old, one.new) == (old, new)]
        if folder is not None and known:
            await asyncio.to_thread(undo_renaming, folder, known[-1])
            self._known.remove(known[-1])
            self.renamed.emit(new, old)
        await self._library.announce()
