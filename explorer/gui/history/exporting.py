"""Export of the history as HAR: asks for the file, shows how far it is, and can be stopped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from explorer.core.errors import HistoryError
from explorer.core.model.history import HistoryRow
from explorer.core.storage.history import HistoryQuery
from explorer.gui import dialogs
from explorer.gui.bridge.history_export import export_har
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.tasks import Tasks

_TASK = "history export"
_TOLD_EVERY = 25


class Exporting(QObject):
    """One export at a time."""

    told = Signal(str)
    """How far it is or how it ended, as a sentence."""
    running_changed = Signal(bool)

    def __init__(self, ledger: Ledger, tasks: Tasks, owner: QWidget) -> None:
        super().__init__(owner)
        self._ledger, self._tasks, self._owner = ledger, tasks, owner

    @property
    def is_running(self) -> bool:
        return self._tasks.is_running(_TASK)

    def start(self, query: HistoryQuery, only: tuple[str, ...] = (), newest_id: str = "") -> None:
        """Ask for a file and write the exchanges of a search up to one of them, or only these, the oldest first."""
        self._tasks.start(_TASK, self._ask_and_write(query, only, newest_id), self._owner)

    def start_one(self, row: HistoryRow) -> None:
        """The same for one exchange."""
        self.start(HistoryQuery(), (row.id,))

    def stop(self) -> None:
        """Nothing of the new file stays."""
        self._tasks.cancel(_TASK)
        self.told.emit("The export was stopped.")
        self.running_changed.emit(False)

    async def _ask_and_write(self, query: HistoryQuery, only: tuple[str, ...], newest_id: str) -> None:
        path = await dialogs.ask_save_file(self._owner, "Export as HAR", "history.har", "har")
        if path is not None:
            self.running_changed.emit(True)
            await self._write(query, only, newest_id, path)
            self.running_changed.emit(False)

    async def _write(self, query: HistoryQuery, only: tuple[str, ...], newest_id: str, path: Path) -> None:
        try:
            count = await export_har(self._ledger, query, path, self._progressed, only, newest_id)
        except HistoryError as error:
            self.told.emit(error.message)
        except OSError as error:
            self.told.emit(f"{path.name} was not written: {error.strerror or error}.")
        else:
            words = "1 exchange was" if count == 1 else f"{count:,} exchanges were"
            self.told.emit(f"{words} written to {path.name}.")

    def _progressed(self, count: int) -> None:
        if count % _TOLD_EVERY == 0:
            self.told.emit(f"Exporting: {count:,} written.")
