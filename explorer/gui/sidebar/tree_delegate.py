"""Draws the rows of the collection tree: chevron or method, name, last failure at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from explorer.core.model.collection import BrokenItem, Folder, OtherItem
from explorer.gui.models.collection_model import Role
from explorer.gui.models.example_rows import ExampleItem
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges, painting

_BADGE_GAP = 6
_ICON_SIZE = 14
_BEFORE_METHOD = 5
"""How far the chevron of a request with examples stands out, so that the methods stay in one line."""
_MARK_WIDTH = 12
_DOT = 6
_MARKS = {
    "new": ("A", "ok.fg"),
    "changed": ("M", "accent.fg"),
    "renamed": ("R", "accent.fg"),
    "conflicted": ("!", "server.fg"),
}
"""Git's own letters."""

Index = QModelIndex | QPersistentModelIndex


def family_of(label: str) -> Family:
    """The colour family of a result label: by its first digit, or transport for words."""
    if label.startswith("5"):
        return Family.SERVER
    return Family.CLIENT if label[:1].isdigit() else Family.TRANSPORT


def token_of(status: int) -> str:
    """The colour of an example's sign."""
    families = {2: Family.OK, 3: Family.REDIRECT, 4: Family.CLIENT, 5: Family.SERVER}
    family = families.get(status // 100)
    return family.fg if family is not None else "text.muted"


class TreeDelegate(QStyledItemDelegate):
    """Rows of 28 px; top folders are bold. The ground spans the row, inset by 8."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def _left(self, index: Index) -> int:
        depth, parent = 0, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        return fonts.scaled(measures.TREE_INSET + 6 + measures.TREE_INDENT * depth)

    def is_on_chevron(self, index: Index, place: QPoint) -> bool:
        """Whether a point is on the sign that unfolds a request; a folder unfolds wherever it is clicked."""
        if isinstance(index.data(Role.ITEM), Folder) or not index.model().hasChildren(index):
            return False
        left = self._left(index)
        return left - fonts.scaled(_BADGE_GAP) <= place.x() < left + fonts.scaled(measures.TREE_INDENT)

    def _paint_ground(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        colour = theme.current().color
        if option.state & QStyle.StateFlag.State_Selected:
            painting.fill_round(painter, row, measures.RADIUS_CONTROL, colour("bg.selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.fill_round(painter, row, measures.RADIUS_CONTROL, colour("bg.hover"))
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.property("keyboard_focus"):
            painting.draw_focus_inside(painter, row, measures.RADIUS_CONTROL)

    def _paint_sign(self, painter: QPainter, area: QRect, index: Index) -> int:
        """Chevron, method or icon; returns where the name begins."""
        item, colour = index.data(Role.ITEM), theme.current().color
        icon = QRect(area.left(), area.top(), fonts.scaled(_ICON_SIZE), area.height())
        is_folder = isinstance(item, Folder)
        if is_folder or index.model().hasChildren(index):
            name = "chevron-down" if self._view.isExpanded(index) else "chevron-right"
            place = icon if is_folder else icon.translated(-fonts.scaled(_BEFORE_METHOD), 0)
            icons.paint(painter, place, name, colour("text.muted"))
        if is_folder:
            return icon.right() + fonts.scaled(_BADGE_GAP)
        if isinstance(item, ExampleItem):
            sign = icon.translated(fonts.scaled(measures.TREE_INDENT), 0)
            icons.paint(painter, sign, "bookmark", colour(token_of(item.example.status)))
            return sign.right() + fonts.scaled(_BADGE_GAP)
        method = index.data(Role.METHOD)
        badge = area.adjusted(fonts.scaled(measures.TREE_INDENT), 0, 0, 0)
        if method:
            badge.setWidth(fonts.scaled(measures.METHOD_BADGE_WIDTH))
            badges.paint_method(painter, badge, method)
        elif isinstance(item, BrokenItem):
            icons.paint(painter, icon.translated(fonts.scaled(14), 0), "triangle-alert", colour("client.line"))
        elif isinstance(item, OtherItem):
            icons.paint(painter, icon.translated(fonts.scaled(14), 0), "circle-dashed", colour("text.muted"))
        return badge.left() + fonts.scaled(measures.METHOD_BADGE_WIDTH + _BADGE_GAP)

    def _paint_mark(self, painter: QPainter, area: QRect, index: Index) -> int:
        """What git says, in a column of its own while there is a repository; returns where the rest must end."""
        mark = index.data(Role.MARK)
        if mark is None:
            return area.right()
        colour, width = theme.current().color, fonts.scaled(_MARK_WIDTH)
        column = QRect(area.right() - width, area.top(), width, area.height())
        if mark in _MARKS:
            letter, token = _MARKS[mark]
            painting.draw_text(painter, column, letter, fonts.code_font(11, 600), colour(token), painting.RIGHT)
        elif mark:
            token = "server.line" if "conflicted" in mark else "text.muted"
            side = fonts.scaled(_DOT)
            dot = QRectF(column.right() - side - fonts.scaled(0.5), column.center().y() - side / 2 + 0.5, side, side)
            painting.fill_round(painter, dot, side / 2, colour(token))
        return column.left() - fonts.scaled(2)

    def _paint_result(self, painter: QPainter, area: QRect, index: Index) -> int:
        """The last failure at the right; returns where the name must end."""
        label = index.data(Role.RESULT)
        if not label:
            return area.right()
        font, colour = fonts.code_font(11), theme.current().color(family_of(label).fg)
        painting.draw_text(painter, area, label, font, colour, painting.RIGHT)
        return area.right() - painting.text_width(font, label) - fonts.scaled(8)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(fonts.scaled(120), fonts.row_height(measures.TREE_ROW, fonts.ui_font()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = fonts.scaled(measures.TREE_INSET)
        row = QRect(inset, option.rect.top(), self._view.viewport().width() - 2 * inset, option.rect.height())
        self._paint_ground(painter, row.adjusted(0, 1, 0, -1), option)
        area = row.adjusted(self._left(index) - inset, 0, -fonts.scaled(8), 0)
        area.setLeft(self._paint_sign(painter, area, index))
        area.setRight(self._paint_mark(painter, area, index))
        area.setRight(self._paint_result(painter, area, index))
        painting.draw_text(
            painter, area, str(index.data()), self._font(option, index), self._text_colour(option, index)
        )
        painter.restore()

    def _font(self, option: QStyleOptionViewItem, index: Index):  # type: ignore[no-untyped-def]
        if isinstance(index.data(Role.ITEM), Folder) and not index.parent().isValid():
            return fonts.ui_font(13, 600)
        return fonts.ui_font(13, 500 if option.state & QStyle.StateFlag.State_Selected else 400)

    def _text_colour(self, option: QStyleOptionViewItem, index: Index):  # type: ignore[no-untyped-def]
        item = index.data(Role.ITEM)
        strong = bool(option.state & QStyle.StateFlag.State_Selected) or not index.parent().isValid()
        muted = isinstance(item, OtherItem | BrokenItem) or (isinstance(item, ExampleItem) and bool(item.example.fault))
        return theme.current().color("text.muted" if muted else "text.primary" if strong else "text.secondary")

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName("Name")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(Role.ITEM)
        left = self._left(index) + fonts.scaled(
            20 if isinstance(item, Folder) else 34 if isinstance(item, ExampleItem) else 50
        )
        width = self._view.viewport().width() - left - fonts.scaled(12)
        editor.setGeometry(left, option.rect.top(), width, option.rect.height())

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()
