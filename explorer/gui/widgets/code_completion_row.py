"""A row of the list of variables: the name, and its value, masked when secret."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import CELL_PADDING, MENU_ROW
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.code_completion import POPUP_WIDTH


class VariableNameDelegate(QStyledItemDelegate):
    """The name in the code font and its value, masked when secret, at the right."""

    def __init__(self, chips: Chips, parent: QObject) -> None:
        super().__init__(parent)
        self._chips = chips

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(fonts.scaled(POPUP_WIDTH), fonts.scaled(MENU_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colour = theme.current().color
        row: QRect = option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(row, colour("bg.pressed" if current else "bg.raised"))
        name = str(index.data())
        inner = row.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        painter.setFont(fonts.code_font(12))
        painter.setPen(colour("text.primary"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        taken = painter.fontMetrics().horizontalAdvance(name) + 2 * CELL_PADDING
        painter.setFont(fonts.ui_font(11))
        painter.setPen(colour("text.secondary" if current else "text.muted"))
        room = inner.adjusted(taken, 0, 0, 0)
        value = painter.fontMetrics().elidedText(
            self._chips.shown_value(name), Qt.TextElideMode.ElideRight, max(0, room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
