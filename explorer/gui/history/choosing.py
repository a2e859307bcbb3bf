"""Several lines of the History page selected: shows how many, and hands what is wished to ``Several``."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from explorer.core.storage.history import Counts, HistoryQuery
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.history.chosen import Chosen, Wish
from explorer.gui.history.list_view import HistoryView
from explorer.gui.history.several import Several


class Choosing(QObject):
    """Between the list and the details."""

    several_chosen = Signal(object)
    """Chosen, whenever it becomes another one."""
    one_left = Signal()
    """There were several, and there is one or none."""

    def __init__(
        self, view: HistoryView, several: Several, ledger: Ledger, question: Callable[[], HistoryQuery]
    ) -> None:
        """``question`` gives what the list shows."""
        super().__init__(view)
        self._view, self._several, self._ledger, self._question = view, several, ledger, question
        self._was_several = False
        self._counts: Counts | None = None
        view.selected.changed.connect(self.look)
        view.several_wished.connect(self.fulfil)
        view.undo_requested.connect(ledger.restore_last)
        ledger.trashed.connect(self._undo_changed)
        ledger.trash_ended.connect(self._undo_changed)

    def set_counts(self, counts: Counts) -> None:
        """How many are found."""
        self._counts = counts
        if self._view.selected.is_all:
            self.look()

    def restore(self) -> bool:
        """The list was filled anew; whether several are selected again."""
        found = self._view.selected.restore()
        self.look()
        return found

    def look(self) -> None:
        """Other exchanges are selected."""
        is_several = self._view.selected.is_several
        chosen = self._chosen() if is_several else None
        self._view.setAccessibleDescription(chosen.title if chosen else "")
        if chosen is not None:
            self.several_chosen.emit(chosen)
        elif self._was_several:
            self.one_left.emit()
        self._was_several = is_several

    def fulfil(self, wish: Wish) -> None:
        """Do it with what is selected now."""
        if self._view.selected.is_several:
            self._several.fulfil(wish, self._chosen())

    def _chosen(self) -> Chosen:
        selected = self._view.selected
        rows = selected.rows()
        if not selected.is_all:
            return Chosen(rows=rows, number=f"{len(rows):,}")
        query = self._question()
        return Chosen(rows=rows, everything=query, newest_id=selected.newest_id, number=self._number(query))

    def _number(self, query: HistoryQuery) -> str:
        counts = self._counts
        if counts is None:
            return ""
        return counts.words(counts.failed if query.failed_only else counts.pinned if query.pinned_only else counts.all)

    def _undo_changed(self, _what: object) -> None:
        self._view.can_undo = self._ledger.can_restore
