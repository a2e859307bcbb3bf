"""What can be done with exchanges of the list, one or several or all that is found: delete, pin, export, copy."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from explorer.core.errors import HistoryError
from explorer.core.model.history import HistoryRow
from explorer.core.storage.history import HistoryQuery
from explorer.gui import dialogs
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.history.chosen import Chosen, Wish
from explorer.gui.history.exporting import Exporting
from explorer.gui.tasks import Tasks

TAKEN_BACK_AT_MOST = 1_000
"""More are deleted for good, after a question: like Gmail, which asks where an action concerns all that is found."""

_MOST_URLS = 1_000
_MOST_COMMANDS = 50
"""Each is read from the history with its body."""


class Several(QObject):
    """Does it, as tasks of ``owner``; how it ended is told."""

    told = Signal(str)
    compare_requested = Signal(str, str)
    """Ids of the older and the newer one."""
    deleting = Signal(tuple)
    """Ids that are about to go; empty for a search's."""
    clearing = Signal()
    """All that is not pinned is about to go."""

    def __init__(self, ledger: Ledger, tasks: Tasks, exporting: Exporting, owner: QWidget) -> None:
        super().__init__(owner)
        self._ledger, self._tasks, self._exporting, self._owner = ledger, tasks, exporting, owner
        ledger.told.connect(self.told)

    def fulfil(self, wish: Wish, chosen: Chosen) -> None:
        """Begin what is wished."""
        match wish:
            case Wish.COMPARE:
                newer, older = chosen.rows
                self.compare_requested.emit(older.id, newer.id)
            case Wish.PIN | Wish.UNPIN:
                self._pin(chosen, wish is Wish.PIN)
            case Wish.EXPORT:
                self._export(chosen)
            case Wish.COPY_URLS:
                self._start(self._copy_urls(chosen))
            case Wish.COPY_CURL:
                self._start(self._copy_commands(chosen))
            case Wish.DELETE:
                self._delete(chosen)

    def delete_one(self, row: HistoryRow) -> None:
        """It can be taken back, so nobody is asked."""
        self.deleting.emit((row.id,))
        self._ledger.delete((row.id,))

    def ask_to_clear(self) -> None:
        """All exchanges that are not pinned, for good."""
        self._start(self._clear())

    async def _clear(self) -> None:
        text = "All recorded exchanges that are not pinned are deleted for good."
        if await dialogs.confirm(self._owner, "Clear the history?", text, "Clear history"):
            self.clearing.emit()
            self._ledger.clear()

    def toggle_pin(self, row: HistoryRow) -> None:
        """Keep one beyond the retention limit, or no longer."""
        self._ledger.pin((row.id,), not row.pinned)

    def _pin(self, chosen: Chosen, pinned: bool) -> None:
        if chosen.everything is not None:
            self._ledger.pin_found(chosen.everything, chosen.newest_id, pinned)
        else:
            self._ledger.pin(chosen.ids, pinned)

    def _export(self, chosen: Chosen) -> None:
        if chosen.everything is not None:
            self._exporting.start(chosen.everything, newest_id=chosen.newest_id)
        else:
            self._exporting.start(HistoryQuery(), chosen.ids[::-1])

    def _delete(self, chosen: Chosen) -> None:
        if chosen.everything is not None:
            self._start(self._delete_found(chosen.everything, chosen.newest_id))
        elif len(chosen.rows) > TAKEN_BACK_AT_MOST:
            self._start(self._ask_and_delete(chosen.ids))
        else:
            self.deleting.emit(chosen.ids)
            self._ledger.delete(chosen.ids)

    async def _delete_found(self, query: HistoryQuery, newest_id: str) -> None:
        """All but the pinned: what was not looked at one by one may hold some that were to be kept."""
        try:
            ids = await self._some_ids(query, newest_id)
        except HistoryError as error:
            self.told.emit(error.message)
            return
        if len(ids) <= TAKEN_BACK_AT_MOST:
            if not ids:
                self.told.emit("All of these are pinned, so none was deleted. Unpin them first.")
            else:
                self.deleting.emit(ids)
                self._ledger.delete(ids)
            return
        text = "They are deleted for good. Pinned ones are kept."
        if await dialogs.confirm(self._owner, "Delete all exchanges that are found?", text, "Delete all"):
            self.deleting.emit(())
            self._ledger.delete_found(query, newest_id)

    async def _ask_and_delete(self, ids: tuple[str, ...]) -> None:
        title = f"Delete {len(ids):,} exchanges from the history?"
        text = "So many are deleted for good, the pinned ones among them too."
        if await dialogs.confirm(self._owner, title, text, "Delete"):
            self.deleting.emit(ids)
            self._ledger.delete_for_good(ids)

    async def _some_ids(self, query: HistoryQuery, newest_id: str) -> tuple[str, ...]:
        """Those that are not pinned, one more than can be taken back at most."""
        found: list[str] = []
        async for portion in self._ledger.unpinned_ids(query, newest_id):
            found += portion
            if len(found) > TAKEN_BACK_AT_MOST:
                break
        return tuple(found)

    async def _copy_urls(self, chosen: Chosen) -> None:
        rows = await self._rows(chosen, _MOST_URLS)
        QApplication.clipboard().setText("\n".join(row.url for row in rows))
        self.told.emit(_copied(len(rows), "URL", chosen))

    async def _rows(self, chosen: Chosen, most: int) -> tuple[HistoryRow, ...]:
        """The newest ones, whether they are loaded or not."""
        if chosen.everything is None:
            return chosen.rows[:most]
        try:
            found = await self._ledger.rows(replace(chosen.everything, limit=most))
        except HistoryError as error:
            self.told.emit(error.message)
            return ()
        return tuple(row for row in found if row.id <= chosen.newest_id)

    async def _copy_commands(self, chosen: Chosen) -> None:
        from explorer.core.interchange.curl import curl_command  # late: seldom used

        commands: list[str] = []
        for row in await self._rows(chosen, _MOST_COMMANDS):
            try:
                exchange, _ = await self._ledger.open(row.id)
            except HistoryError:  # deleted meanwhile
                continue
            if exchange.sent is not None:
                commands.append(curl_command(exchange.sent))
        QApplication.clipboard().setText("\n\n".join(commands))
        self.told.emit(_copied(len(commands), "curl command", chosen))

    def _start(self, work: object) -> None:
        self._tasks.start("history several", work, self._owner)  # type: ignore[arg-type]


def _copied(count: int, thing: str, chosen: Chosen) -> str:
    words = f"1 {thing} is" if count == 1 else f"{count:,} {thing}s are"
    rest = f", of {chosen.number} selected" if chosen.number != f"{count:,}" else ""
    return f"{words} on the clipboard{rest}."
