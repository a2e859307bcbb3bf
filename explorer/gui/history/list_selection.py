"""Which lines of the history's list are selected: kept when the list is filled anew, and told as exchanges.

"All that is found" is a notion of its own: the loaded lines are shown as selected, those loaded later too, and none is
loaded for it. What is recorded afterwards does not belong to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QTreeView

from explorer.core.model.history import HistoryRow
from explorer.gui.history.list_lines import Line, LineKind
from explorer.gui.history.list_model import HistoryModel

_Flag = QItemSelectionModel.SelectionFlag


class ListSelection(QObject):
    """Of a view over the model."""

    changed = Signal()
    """Other exchanges are selected, by the person."""

    def __init__(self, view: QTreeView, model: HistoryModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._kept: tuple[str, ...] = ()
        self._is_ours = False
        model.modelAboutToBeReset.connect(self._keep)
        model.rowsInserted.connect(self._lines_inserted)
        view.selectionModel().selectionChanged.connect(self._selection_changed)

    @property
    def is_all(self) -> bool:
        """Whether all that is found is selected."""
        return bool(self._model.all_up_to)

    @property
    def newest_id(self) -> str:
        """Of all that is found; empty when single ones are selected."""
        return self._model.all_up_to

    @property
    def is_several(self) -> bool:
        return self.is_all or next(self._beyond_first(), None) is not None

    def rows(self) -> tuple[HistoryRow, ...]:
        """The selected exchanges that are loaded, as they stand in the list, each once."""
        found = {line.row.id: line.row for line in self._lines() if line.row is not None}
        return tuple(found.values())

    def select_all(self) -> None:
        """All that is found."""
        first = next(self._exchanges(), None)
        newest_id = _id_of_now() if self._model.is_grouped else first.exchange_id if first is not None else ""
        if newest_id and self._select_from(newest_id):
            self.changed.emit()

    def clear(self) -> None:
        """What is selected is about to be deleted."""
        self._model.all_up_to, self._kept = "", ()
        self._view.selectionModel().clearSelection()

    def restore(self) -> bool:
        """After the list was filled anew: select what was selected, as far as it is there. Whether there were several,
        and something of them is left."""
        kept = frozenset(self._kept)
        if not self._model.is_grouped:  # the runs of a failure come one failure after the other
            self._kept = ()
        if self.is_all:
            return self._select_from(self.newest_id)
        if not kept:
            return False
        return self._apply(self._ranges(lambda line: line.exchange_id in kept))

    def neighbour(self) -> str:
        """The exchange below the last selected one, else the one above the first: to go to when these are deleted."""
        selected = {line.exchange_id for line in self._lines()}
        above = below = ""
        is_passed = False
        for line in self._exchanges():
            if line.exchange_id in selected:
                is_passed, below = True, ""
            elif not is_passed:
                above = line.exchange_id
            elif not below:
                below = line.exchange_id
        return below or above

    def _select_from(self, newest_id: str) -> bool:
        """All lines from an exchange downwards; where it is gone, from the first one that is older."""
        self._model.all_up_to = newest_id
        if self._model.is_grouped:
            return self._apply(self._ranges(lambda _line: True))
        first = self._model.index_not_newer(newest_id)
        last = self._model.index(self._model.rowCount() - 1, 0)
        return self._apply(QItemSelection(first, last) if first.isValid() else QItemSelection())

    def _ranges(self, is_wanted: Callable[[Line], bool]) -> QItemSelection:
        """The lines that are wanted, neighbours as one range: selections of many ranges are slow. Lines of days do not
        interrupt one."""
        found = QItemSelection()
        first = last = QModelIndex()
        for line in self._model.lines():
            if line.kind is LineKind.DAY:
                continue
            index = self._model.index_of_line(line) if is_wanted(line) else QModelIndex()
            if first.isValid() and not (index.isValid() and index.parent() == first.parent()):
                found.select(first, last)
                first = QModelIndex()
            if index.isValid():
                first, last = (first if first.isValid() else index), index
        if first.isValid():
            found.select(first, last)
        return found

    def _apply(self, selection: QItemSelection) -> bool:
        """Whether something is selected now."""
        if selection.isEmpty():
            self._model.all_up_to = ""
            return False
        self._is_ours = True
        model = self._view.selectionModel()
        if not model.currentIndex().isValid():
            model.setCurrentIndex(selection.first().topLeft(), _Flag.NoUpdate)
        model.select(selection, _Flag.ClearAndSelect)
        self._is_ours = False
        return True

    def _keep(self) -> None:
        self._kept = tuple(row.id for row in self.rows()) if self.is_several and not self.is_all else ()

    def _lines_inserted(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        if self.is_all:
            self._select_from(self.newest_id)

    def _selection_changed(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        if not self._is_ours:
            self._model.all_up_to, self._kept = "", ()
            self.changed.emit()

    def _beyond_first(self) -> Iterator[Line]:
        lines = self._lines()
        next(lines, None)
        return lines

    def _lines(self) -> Iterator[Line]:
        selection = self._view.selectionModel().selection()
        for part in (selection.at(number) for number in range(selection.count())):
            yield from self._model.exchanges_between(part.parent(), part.top(), part.bottom())

    def _exchanges(self) -> Iterator[Line]:
        return (line for line in self._model.lines() if line.kind in (LineKind.RUN, LineKind.SUCCESS))


def _id_of_now() -> str:
    """Behind all that was sent until now: identifiers begin with their time (RFC 9562, UUID version 7)."""
    return f"{int(time.time() * 1000):012x}".ljust(32, "f")
