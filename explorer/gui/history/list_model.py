"""The list of the History page as a Qt model. It asks for more by signals and knows nothing of the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from explorer.core.model.history import FailureGroup, HistoryRow
from explorer.gui.history.list_lines import Line, LineKind, group_lines, run_lines, timed_lines
from explorer.gui.history.moments import utc_text

Index = QModelIndex | QPersistentModelIndex

RUNS_AT_FIRST = 5
_NOWHERE = QModelIndex()
_LEAF = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_FLAGS = dict.fromkeys(LineKind, _LEAF | Qt.ItemFlag.ItemIsSelectable) | {
    LineKind.DAY: _LEAF,
    LineKind.GROUP: Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable,
}
"""Put together once: a layout of the view asks several times for each row, and there may be a hundred thousand."""


class HistoryModel(QAbstractItemModel):
    """Either rows by time or failures with runs below them; ``line_of`` tells what an index stands for."""

    more_requested = Signal()
    """The end of the rows by time is near."""
    runs_requested = Signal(str)
    """A failure was expanded for the first time; its fingerprint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_grouped = False
        self.group_labels: frozenset[str] = frozenset()
        self.today: date = datetime.now().astimezone().date()
        self.mark_a = ""
        self.mark_b = ""
        self.all_up_to = ""
        """Where all that is found is selected, the newest exchange of it; else empty."""
        self._lines: list[Line] = []
        self._is_last = True
        self._is_asking = False

    # What it shows

    def show_rows(self, rows: tuple[HistoryRow, ...], is_last: bool) -> None:
        """Rows by time, from the newest."""
        self._replace(False, timed_lines(rows, 0, None), is_last)

    def append_rows(self, rows: tuple[HistoryRow, ...], is_last: bool) -> None:
        """Older rows below those shown."""
        self._is_asking, self._is_last = False, is_last
        last = self._lines[-1].row if self._lines else None
        lines = timed_lines(rows, len(self._lines), last.started.astimezone().date() if last else None)
        if not lines:
            return
        self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(lines) - 1)
        self._lines += lines
        self.endInsertRows()

    def show_groups(self, groups: tuple[FailureGroup, ...]) -> None:
        """Failures, closed."""
        self.group_labels = frozenset(group.label for group in groups)
        self._replace(True, group_lines(groups), True)

    def show_runs(
        self, fingerprint: str, rows: tuple[HistoryRow, ...], success: HistoryRow | None, is_last: bool
    ) -> None:
        """All runs of a failure that are to be seen, in place of those seen before."""
        parent = self._group_line(fingerprint)
        if parent is None or parent.group is None:
            return
        where = self.createIndex(parent.number, 0, parent)
        if parent.children:
            before = parent.children  # indexes point at these lines until they are removed
            self.beginRemoveRows(where, 0, len(before) - 1)
            parent.children = []
            self.endRemoveRows()
        left = 0 if is_last else max(1, parent.group.count - len(rows))
        lines = run_lines(parent, rows, success, left)
        parent.is_loaded = True
        if lines:
            self.beginInsertRows(where, 0, len(lines) - 1)
            parent.children = lines
            self.endInsertRows()

    def set_marks(self, mark_a: str, mark_b: str) -> None:
        """Ids of the exchanges marked A and B; empty for none."""
        self.mark_a, self.mark_b = mark_a, mark_b
        self._repaint(QModelIndex())

    def ask_for_more(self) -> None:
        """The end of the rows by time is near: wish for older ones, once until they come."""
        if not self.is_grouped and not self._is_last and not self._is_asking:
            self._is_asking = True
            self.more_requested.emit()

    # What it tells

    def line_of(self, index: Index) -> Line | None:
        """The line of an index; None for the root."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Line) else None

    def lines(self) -> Iterator[Line]:
        """All lines, top to bottom, each failure's runs behind it."""
        for line in self._lines:
            yield line
            yield from line.children

    def exchanges_between(self, parent: Index, first: int, last: int) -> Iterator[Line]:
        """The lines with an exchange among some siblings."""
        return (line for line in self._children(parent)[first : last + 1] if line.row is not None)

    def index_of_line(self, line: Line) -> QModelIndex:
        return self.createIndex(line.number, 0, line)

    def last_id(self) -> str | None:
        """The oldest exchange shown by time."""
        return self._lines[-1].exchange_id or None if self._lines else None

    def loaded_count(self) -> int:
        """How many exchanges are shown by time."""
        return sum(1 for line in self._lines if line.kind is LineKind.RUN)

    def index_of_group(self, fingerprint: str) -> QModelIndex:
        line = self._group_line(fingerprint)
        return self.createIndex(line.number, 0, line) if line else QModelIndex()

    def index_of_exchange(self, exchange_id: str) -> QModelIndex:
        """Where an exchange is shown first; an invalid index when it is not."""
        for line in self._lines:
            for found in (line, *line.children):
                if exchange_id and found.exchange_id == exchange_id:
                    return self.createIndex(found.number, 0, found)
        return QModelIndex()

    def index_not_newer(self, exchange_id: str) -> QModelIndex:
        """By time, where an exchange is; where it is not shown, the first one that is older."""
        index = self.index_of_exchange(exchange_id)
        if index.isValid():
            return index
        older = (line for line in self._lines if line.exchange_id and line.exchange_id < exchange_id)
        line = next(older, None)
        return self.index_of_line(line) if line else QModelIndex()

    def shown_runs(self, fingerprint: str) -> int:
        """How many runs of a failure are shown."""
        line = self._group_line(fingerprint)
        return len(line.runs()) if line else 0

    def _group_line(self, fingerprint: str) -> Line | None:
        return next((line for line in self._lines if line.group and line.group.fingerprint == fingerprint), None)

    def _replace(self, is_grouped: bool, lines: list[Line], is_last: bool) -> None:
        self.beginResetModel()
        before = self._lines  # indexes point at these lines until the reset is over
        self.is_grouped, self._lines = is_grouped, lines
        self._is_last, self._is_asking = is_last, False
        self.today = datetime.now().astimezone().date()
        self.endResetModel()
        before.clear()

    def _repaint(self, parent: QModelIndex) -> None:
        count = self.rowCount(parent)
        if not count:
            return
        self.dataChanged.emit(self.index(0, 0, parent), self.index(count - 1, 0, parent))
        if not parent.isValid() and self.is_grouped:
            for line in self._lines:
                self._repaint(self.createIndex(line.number, 0, line))

    # Qt

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        siblings = self._children(parent)
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, siblings[row])

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        line = self.line_of(index)
        if line is None or line.parent is None:
            return QModelIndex()
        return self.createIndex(line.parent.number, 0, line.parent)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._children(parent))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        line = self.line_of(parent)
        if line is None:
            return bool(self._lines)
        return line.kind is LineKind.GROUP and (bool(line.children) or not line.is_loaded)

    def canFetchMore(self, parent: Index) -> bool:
        """Of groups only: a QTreeView fetches at every layout, which brought all rows there are, page after page."""
        line = self.line_of(parent)
        return line is not None and line.kind is LineKind.GROUP and not line.is_loaded

    def fetchMore(self, parent: Index) -> None:
        line = self.line_of(parent)
        if line is not None and line.group is not None and self.canFetchMore(parent):
            line.is_loaded = True
            self.runs_requested.emit(line.group.fingerprint)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line_of(index)
        return Qt.ItemFlag.NoItemFlags if line is None else _FLAGS[line.kind]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line_of(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words(self.today)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = {self.mark_a: "A, ", self.mark_b: "B, "}.get(line.exchange_id, "") if line.exchange_id else ""
            return mark + line.words(self.today).replace("\t", ", ")
        if role == Qt.ItemDataRole.ToolTipRole and line.row is not None:
            return f"{line.row.method} {line.row.url}\n{utc_text(line.row.started)}"
        return None

    def _children(self, parent: Index) -> list[Line]:
        line = self.line_of(parent)
        return self._lines if line is None else line.children
