"""Draws the cells of the matrix and makes their editors. The cell tells what it is; nothing is looked up here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from explorer.core.variables import Variables
from explorer.gui.environments.lines import Cell, CellKind, HeadingLine
from explorer.gui.environments.matrix_model import Role
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.code_chips import Chips, paint_chip
from explorer.gui.widgets.code_line_edit import VariableLineEdit

HEADING = 52
_WIDE = 16
_NO_EDGE = (CellKind.HEADING,)

Index = QModelIndex | QPersistentModelIndex


def line_height(line: object) -> int:
    """Height of a line at the present text zoom."""
    px = HEADING if isinstance(line, HeadingLine) else measures.MATRIX_ROW
    return fonts.row_height(px, fonts.ui_font(), 8)


class CellDelegate(QStyledItemDelegate):
    """One for all columns."""

    reveal_requested = Signal(object)
    """The index of a secret whose eye was clicked."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.active_column = -1
        self.variables_at: Callable[[int], Variables] = lambda _column: Variables()
        """What the values of a column can refer to; set by the page."""

    def _paint_ground(self, painter: QPainter, cell: QRect, index: Index, kind: CellKind) -> None:
        colour = theme.current().color
        if kind is CellKind.MISSING:
            painter.fillRect(cell, colour("client.tint"))
        elif index.column() == self.active_column and kind is not CellKind.HEADING:
            painter.fillRect(cell, colour("bg.inset"))
        line = colour("line.subtle")
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), line)
        if kind not in _NO_EDGE and index.column() < index.model().columnCount() - 1:
            painter.fillRect(QRect(cell.right(), cell.top(), 1, cell.height()), line)

    def _paint_name(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        colour, small, code = theme.current().color, fonts.ui_font(11), fonts.code_font(12)
        painting.draw_text(painter, area, cell.note, small, colour("text.muted"), painting.RIGHT)
        note = painting.text_width(small, cell.note) + fonts.scaled(8) if cell.note else 0
        words = "{{" + cell.text + "}}"
        width = min(painting.text_width(code, words), area.width() - note - 2)
        high = fonts.scaled(20)
        chip = QRect(area.left() + 1, area.center().y() + 1 - high // 2, width, high)
        paint_chip(painter, chip.toRectF(), colour("bg.hover" if cell.off else "accent.tint"))
        painting.draw_text(painter, chip, words, code, colour("text.muted" if cell.off else "accent.fg"))

    def _paint_secret(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        colour = theme.current().color
        box = _eye(area)
        icons.paint(painter, box, "eye-off", colour("accent.fg" if cell.revealed else "text.muted"))
        words = area.adjusted(0, 0, -box.width() - fonts.scaled(8), 0)
        unread = cell.revealed and cell.off
        font = fonts.ui_font(12) if unread else fonts.code_font(12)
        strong = cell.revealed and not unread
        painting.draw_text(painter, words, cell.text, font, colour("text.primary" if strong else "text.muted"))

    def _paint_noted(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        """The value, and where it comes from if there is room for both."""
        font, token = _words(cell)
        small, gap = fonts.ui_font(11), fonts.scaled(8)
        width = painting.text_width(font, cell.text) + gap
        if width + painting.text_width(small, cell.note) <= area.width():
            painting.draw_text(painter, area, cell.note, small, _ink("text.muted"), painting.RIGHT)
        painting.draw_text(painter, area, cell.text, font, _ink(token))

    def _paint_missing(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        colour, side = theme.current().color("client.fg"), fonts.scaled(measures.ICON_INLINE)
        icons.paint(painter, QRect(area.left(), area.top(), side, area.height()), "triangle-alert", colour)
        words = area.adjusted(side + fonts.scaled(8), 0, 0, 0)
        painting.draw_text(painter, words, cell.text, fonts.ui_font(12), colour)

    def _paint_cell(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        match cell.kind:
            case CellKind.NAME:
                self._paint_name(painter, area, cell)
            case CellKind.SECRET:
                self._paint_secret(painter, area, cell)
            case CellKind.VALUE if cell.note:
                self._paint_noted(painter, area, cell)
            case CellKind.MISSING:
                self._paint_missing(painter, area, cell)
            case CellKind.HEADING:
                words = area.adjusted(0, fonts.scaled(22), 0, 0)
                painting.draw_text(painter, words, cell.text, fonts.ui_font(11, 600), _ink("text.secondary"))
            case CellKind.COUNT:
                font = fonts.tabular(fonts.ui_font(12))
                painting.draw_text(painter, area, cell.text, font, _ink("text.muted"), painting.RIGHT)
            case _:
                font, token = _words(cell)
                painting.draw_text(painter, area, cell.text, font, _ink(token))

    # Qt

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(fonts.scaled(60), line_height(index.data(Role.LINE)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell = index.data(Role.CELL)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, index, cell.kind)
        self._paint_cell(painter, _area(rect, index), cell)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.draw_focus_inside(painter, rect.adjusted(0, 0, -1, -1), 2)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        cell: Cell = index.data(Role.CELL)
        editor = self._line_edit(parent, index, cell)
        editor.setFrame(False)
        editor.setAutoFillBackground(True)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "Value"))
        editor.setStyleSheet(_editor_style(index, cell))
        if cell.kind is CellKind.ADD:
            editor.setPlaceholderText("Name")
        if cell.kind is CellKind.SECRET:
            editor.setPlaceholderText("New value")
            editor.setEchoMode(QLineEdit.EchoMode.Normal if cell.revealed else QLineEdit.EchoMode.Password)
        return editor

    def _line_edit(self, parent: QWidget, index: Index, cell: Cell) -> QLineEdit:
        """A value may refer to variables; a secret being typed is not shown, and a name or a setting refers to none."""
        if cell.kind not in (CellKind.VALUE, CellKind.MISSING):
            return QLineEdit(parent)
        chips = Chips()
        chips.set_variables(self.variables_at(index.column()))
        return VariableLineEdit(chips, parent, px=12)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.isModified():
            return  # The matrix was refreshed while someone types.
        cell: Cell = index.data(Role.CELL)
        hidden = cell.kind is CellKind.SECRET and not cell.revealed
        editor.setText("" if hidden else str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.isModified():
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() is not QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        cell: Cell = index.data(Role.CELL)
        room = fonts.scaled(8)
        target = _eye(_area(option.rect, index)).adjusted(-room, 0, room, 0)
        if cell.kind is CellKind.SECRET and target.contains(event.position().toPoint()):
            self.reveal_requested.emit(index)
            return True
        return False


def _area(rect: QRect, index: Index) -> QRect:
    """The room for words; the first and the last column keep the page's own margin."""
    inner = fonts.scaled(measures.CELL_PADDING_WIDE)
    last = index.column() == index.model().columnCount() - 1
    left = fonts.scaled(_WIDE) if index.column() == 0 else inner
    return rect.adjusted(left, 0, -(fonts.scaled(_WIDE) if last else inner) - 1, -1)


def _eye(area: QRect) -> QRect:
    side = fonts.scaled(measures.ICON_SMALL)
    return QRect(area.right() + 1 - side, area.top(), side, area.height())


def _ink(token: str) -> QColor:
    return theme.current().color(token)


def _words(cell: Cell) -> tuple[QFont, str]:
    """Font and colour of plain words."""
    match cell.kind:
        case CellKind.VALUE:
            return fonts.code_font(12), "text.muted" if cell.off else "text.primary"
        case CellKind.SETTING:
            return fonts.ui_font(13), "text.primary"
        case CellKind.SETTING_NAME:
            return fonts.ui_font(13), "text.secondary"
        case CellKind.ADD:
            return fonts.ui_font(13), "text.muted"
        case _:
            return fonts.ui_font(12), "text.muted"


def _editor_style(index: Index, cell: Cell) -> str:
    """A frame as wide as the focus ring, and the font of what is edited."""
    colour = theme.current().color
    plain = cell.kind is CellKind.SETTING
    family = fonts.chosen_families()[0 if plain else 1]
    left = (_WIDE if index.column() == 0 else measures.CELL_PADDING_WIDE) - 4
    return (
        f"QLineEdit {{ border: 2px solid {colour('focus').name()}; border-radius: 0;"
        f" background: {colour('bg.surface').name()}; padding: 0 {fonts.scaled(left)}px;"
        f" font-family: '{family}'; font-size: {fonts.scaled(13 if plain else 12)}px }}"
    )
