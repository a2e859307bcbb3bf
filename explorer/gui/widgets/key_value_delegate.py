"""Paints the cells of a key-value table and makes their editors. It reads the model and changes only what was typed."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from explorer.core.variables import references
from explorer.gui.theme import fonts, icons, theme
from explorer.gui.theme.measures import (
    CELL_PADDING_WIDE,
    CHECKBOX,
    ICON,
    ICON_INLINE,
    REQUEST_BAR_PADDING_X,
)
from explorer.gui.widgets import painting
from explorer.gui.widgets.badges import paint_checkbox
from explorer.gui.widgets.code_chips import Chips, paint_chip
from explorer.gui.widgets.code_line_edit import VariableLineEdit
from explorer.gui.widgets.key_value_model import Column, KeyValueModel
from explorer.gui.widgets.key_value_rows import Row

Index = QModelIndex | QPersistentModelIndex


class KeyValueDelegate(QStyledItemDelegate):
    """One for all columns."""

    def __init__(self, model: KeyValueModel, chips: Chips, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._chips = chips
        self.hovered_row = -1
        self.flash_row = -1

    def _paint_ground(self, painter: QPainter, cell: QRect, row: int) -> None:
        colour = theme.current().color
        if row == self.flash_row:
            painter.fillRect(cell, colour("bg.pressed"))
        elif row in self._model.faults:
            painter.fillRect(cell, colour("fault.tint", self._model.family))
        elif row == self.hovered_row and not self._model.is_add_line(row):
            painter.fillRect(cell, colour("bg.inset"))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), colour("line.subtle"))

    def _paint_check(self, painter: QPainter, cell: QRect, enabled: bool) -> None:
        side = fonts.scaled(CHECKBOX)
        box = QRect(cell.left() + REQUEST_BAR_PADDING_X, cell.center().y() - side // 2 + 1, side, side)
        paint_checkbox(painter, box, enabled)

    def _paint_text(self, painter: QPainter, place: QRectF, text: str, ink: QColor) -> float:
        """Text in the code font with its chips; answers with the width it took."""
        font = fonts.code_font(12)
        metrics = QFontMetricsF(font)
        full = metrics.horizontalAdvance(text)
        shown = text if full <= place.width() else metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(place, int(painting.LEFT | Qt.TextFlag.TextSingleLine), shown)
        for reference in references(shown) if "{{" in shown else ():
            word = shown[reference.start : reference.end]
            left = place.left() + metrics.horizontalAdvance(shown[: reference.start])
            height = metrics.height() + 2
            chip = QRectF(left, place.center().y() - height / 2, metrics.horizontalAdvance(word), height)
            paint_chip(painter, chip, self._chips.ground(reference.name))
            painter.setPen(self._chips.ink(reference.name))
            painter.drawText(chip, int(painting.LEFT), word)
        return min(full, place.width())

    def _paint_value(self, painter: QPainter, place: QRectF, number: int, row: Row, ink: QColor) -> None:
        if row.is_file:
            size = fonts.scaled(ICON_INLINE)
            icons.paint(painter, QRectF(place.left(), place.top(), size, place.height()), "upload", ink)
            place = place.adjusted(size + 6, 0, 0, 0)
        if row.is_file and not row.value:
            painting.draw_text(painter, place, "Choose a file", fonts.ui_font(12), theme.current().color("text.muted"))
            return
        width = self._paint_text(painter, place, row.value, ink)
        if number in self._model.faults:
            painter.setPen(QPen(theme.current().color("fault.line", self._model.family), 2))
            bottom = place.center().y() + QFontMetricsF(fonts.code_font(12)).height() / 2 + 1
            painter.drawLine(
                QRectF(place.left(), bottom, max(width, 12), 0).topLeft(),
                QRectF(place.left() + max(width, 12), bottom, 0, 0).topLeft(),
            )

    def _paint_hint(self, painter: QPainter, place: QRectF, number: int, row: Row, before: int) -> None:
        """The hint, or the note of a fault, which may use what room the value (``before`` px wide) leaves."""
        colour = theme.current().color
        taken = QFontMetricsF(fonts.code_font(12)).horizontalAdvance(row.value) + 3 * CELL_PADDING_WIDE
        place = place.adjusted(-max(0.0, before - taken), 0, 0, 0)
        note = self._model.faults.get(number, "")
        ink = colour("fault.fg", self._model.family) if note else colour("text.muted")
        painting.draw_text(painter, place, note or row.description, fonts.ui_font(11), ink, painting.RIGHT)

    def _paint_add_line(self, painter: QPainter, cell: QRect, index: Index) -> None:
        """What the line that adds a row says, or the note of a row that is missing."""
        colour = theme.current().color
        if index.column() == Column.NAME:
            painter.setClipping(False)
            words = cell.adjusted(CELL_PADDING_WIDE, 0, 200, -1)
            painting.draw_text(painter, words, str(index.data() or ""), fonts.ui_font(13), colour("text.muted"))
        elif index.column() == Column.HINT:
            painter.setClipping(False)
            place = cell.adjusted(CELL_PADDING_WIDE - self._value_width(), 0, -CELL_PADDING_WIDE, -1)
            note = self._model.faults.get(index.row(), "")
            ink = colour("fault.fg", self._model.family)
            painting.draw_text(painter, place, note, fonts.ui_font(11), ink, painting.RIGHT)

    def _value_width(self) -> int:
        view = self.parent()
        return view.columnWidth(Column.VALUE) if isinstance(view, QTableView) else 0

    def _paint_kind(self, painter: QPainter, place: QRectF, row: Row) -> None:
        colour = theme.current().color
        words = "File" if row.is_file else "Text"
        painting.draw_text(painter, place, words, fonts.ui_font(12), colour("text.secondary"))
        size = fonts.scaled(ICON_INLINE)
        at = place.left() + painting.text_width(fonts.ui_font(12), words) + 4
        icons.paint(painter, QRectF(at, place.top(), size, place.height()), "chevron-down", colour("text.muted"))

    def _paint_row(self, painter: QPainter, cell: QRect, index: Index, row: Row) -> None:
        colour = theme.current().color
        place = QRectF(cell.adjusted(CELL_PADDING_WIDE, 0, -CELL_PADDING_WIDE, -1))
        ink = colour("text.primary" if row.enabled else "text.muted")
        match Column(index.column()):
            case Column.CHECK:
                if self._model.checkable:
                    self._paint_check(painter, cell, row.enabled)
            case Column.NAME:
                self._paint_text(painter, place, row.name, ink)
            case Column.KIND:
                self._paint_kind(painter, place, row)
            case Column.VALUE:
                self._paint_value(painter, place, index.row(), row, ink)
            case Column.HINT:
                self._paint_hint(painter, place, index.row(), row, self._value_width())
            case Column.ACTION:
                if index.row() == self.hovered_row and not self._model.fixed_names:
                    size = fonts.scaled(ICON)
                    trash = QRect(cell.left() + 2, cell.top(), size, cell.height())
                    icons.paint(painter, trash, "trash-2", colour("text.secondary"))

    # Qt

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, cell, index.row())
        row = self._model.row_at(index.row())
        if row is not None:
            self._paint_row(painter, cell, index, row)
        else:
            self._paint_add_line(painter, cell, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.draw_focus_inside(painter, cell.adjusted(0, 0, 0, -1), 2)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = VariableLineEdit(self._chips, parent, px=12)
        editor.setProperty("frame", "none")
        editor.setAutoFillBackground(True)
        editor.setFrame(False)
        title = self._model.headerData(index.column(), Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
        editor.setAccessibleName(str(title))
        editor.setStyleSheet(_editor_style())
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, VariableLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, VariableLineEdit) and editor.text() != (index.data(Qt.ItemDataRole.EditRole) or ""):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        view = option.widget
        row = self._model.row_at(index.row())
        if index.column() == Column.VALUE and (row is None or not row.description) and hasattr(view, "columnWidth"):
            cell = cell.adjusted(0, 0, view.columnWidth(Column.HINT), 0)
        editor.setGeometry(cell)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        released = event.type() is QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent)
        if not released or self._model.row_at(index.row()) is None:
            return False
        if index.column() == Column.CHECK and self._model.checkable:
            self.toggle(index)
            return True
        return False

    def toggle(self, index: Index) -> None:
        """Switch a row on or off."""
        row = self._model.row_at(index.row())
        if row is not None and self._model.checkable:
            self._model.change(index.row(), enabled=not row.enabled)


def _editor_style() -> str:
    """A frame as wide as the focus ring: a cell editor has no room for a ring around it."""
    colour = theme.current().color
    return (
        f"QLineEdit {{ border: 2px solid {colour('focus').name()}; border-radius: 0;"
        f" background: {colour('bg.surface').name()}; padding: 0 {CELL_PADDING_WIDE - 4}px; }}"
    )
