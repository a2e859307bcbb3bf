"""A read-only table of texts: headers, cookies. Rows can be selected and copied; long values have a tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.viewer_grid import shown

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; ``width_px`` 0 takes the rest."""

    title: str
    width_px: int = 0
    code: bool = True
    token: str = "text.primary"


class FieldModel(QAbstractTableModel):
    """Rows of texts under columns."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[tuple[str, ...], ...] = ()

    def set_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    # Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self.rows[index.row()][index.column()]
            case Qt.ItemDataRole.FontRole:
                return fonts.code_font(12) if column.code else fonts.ui_font(11)
            case Qt.ItemDataRole.ForegroundRole:
                return theme.current().color(column.token)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class FieldDelegate(QStyledItemDelegate):
    """Cells with 8 px of padding over a hairline; a text that does not fit is cut at its end."""

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Selection, hover and the line below."""
        colour = theme.current().color
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, colour("bg.selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, colour("bg.hover"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, colour("line.subtle"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.paint_ground(painter, option)
        area: QRect = option.rect
        font = index.data(Qt.ItemDataRole.FontRole)
        padding = fonts.scaled(measures.CELL_PADDING)
        cell = area.adjusted(padding, 0, -padding, 0)
        text = QFontMetrics(font).elidedText(shown(str(index.data())), Qt.TextElideMode.ElideRight, cell.width())
        painting.draw_text(painter, cell, text, font, index.data(Qt.ItemDataRole.ForegroundRole))


def inset(table: QWidget) -> QWidget:
    """The table moved right, so that its texts stand under the title of the first tab."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(fonts.scaled(measures.BOTTOM_BAR_PADDING - measures.CELL_PADDING), 0, 0, 0)
    line.addWidget(table)
    return holder


def spaced(label: QWidget) -> QHBoxLayout:
    """A label over or under such a table, with room around it."""
    line = QHBoxLayout()
    pad = fonts.scaled(measures.BOTTOM_BAR_PADDING)
    line.setContentsMargins(pad, fonts.scaled(8), pad, fonts.scaled(8))
    line.addWidget(label)
    return line


class FieldPage(QWidget):
    """A table, or one sentence in its place while there are no rows."""

    def __init__(self, table: FieldTable, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.note = RichLabel(sentence, color_token="text.muted")
        self._holder = inset(table)
        pad = fonts.scaled(measures.BOTTOM_BAR_PADDING)
        words = QHBoxLayout()
        words.setContentsMargins(pad, fonts.scaled(12), pad, 0)
        words.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(words)
        column.addWidget(self._holder, 1)
        column.addStretch()
        table.fields.modelReset.connect(self._choose)
        self._choose()

    def _choose(self) -> None:
        has_rows = self.table.fields.rowCount() > 0
        self.note.setVisible(not has_rows)
        self._holder.setVisible(has_rows)


class FieldTable(QTableView):
    """Ctrl C copies whole rows as "name: value"; the menu copies one value."""

    copied = Signal(str)

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = FieldModel(columns, self)
        self.setModel(self.fields)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(FieldDelegate(self))
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(False)
        theme.current().changed.connect(self._measure)
        self._measure()

    def set_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """One text for each column."""
        self.fields.set_rows(rows)

    def selected_text(self) -> str:
        """Selected rows, first two columns, one a line."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return "\n".join(": ".join(self.fields.rows[row][:2]) for row in rows)

    def copy(self) -> None:
        """Put the selected rows on the clipboard."""
        text = self.selected_text()
        if text:
            self._put(text)

    def copy_value(self) -> None:
        """Put the value of the current row on the clipboard."""
        row = self.currentIndex().row()
        if 0 <= row < len(self.fields.rows):
            self._put(self.fields.rows[row][1])

    def _put(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(self.tr("Copied"))

    def _measure(self) -> None:
        header = self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(fonts.row_height(measures.TABLE_ROW, fonts.code_font(12), 8))
        for index, column in enumerate(self.fields.columns):
            if column.width_px:
                header.setSectionResizeMode(index, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(index, fonts.scaled(column.width_px))
            else:
                header.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(self.tr("Copy value"), "copy").triggered.connect(self.copy_value)
        menu.add(self.tr("Copy row"), "copy").triggered.connect(self.copy)
        menu.popup(event.globalPos())
