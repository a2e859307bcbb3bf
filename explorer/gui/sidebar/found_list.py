"""What a search found beside names: a heading and rows of two lines, the place and the words around the match."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from explorer.core.search import Found
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import badges, painting
from explorer.gui.widgets.labels import ElidedLabel

Index = QModelIndex | QPersistentModelIndex
FOUND = Qt.ItemDataRole.UserRole + 1
_ROW = 46
_HEADING = "In URLs, bodies, notes and more"
_NOTHING = "Nothing else holds these words"
_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class FoundModel(QAbstractListModel):
    """Read-only; most rows change with every letter."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Found, ...] = ()

    def set_items(self, items: tuple[Found, ...]) -> None:
        """Show other finds."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.items):
            return None
        item = self.items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return f"{item.method} {item.name}, {place_of(item)}: {item.excerpt}".strip()
            case _:
                return item if role == FOUND else None


class FoundDelegate(QStyledItemDelegate):
    """Method and name above; place and excerpt below, the match in the accent."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(fonts.scaled(120), fonts.scaled(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Found = index.data(FOUND)
        inset = fonts.scaled(measures.TREE_INSET)
        row = option.rect.adjusted(inset, 1, -inset, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, row, option)
        area = row.adjusted(fonts.scaled(6), fonts.scaled(3), -fonts.scaled(6), -fonts.scaled(3))
        half = area.height() // 2
        self._paint_name(painter, area.adjusted(0, 0, 0, -half), item)
        self._paint_excerpt(painter, area.adjusted(0, half, 0, 0), item)
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        colour = theme.current().color
        if option.state & QStyle.StateFlag.State_Selected:
            painting.fill_round(painter, row, measures.RADIUS_CONTROL, colour("bg.selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.fill_round(painter, row, measures.RADIUS_CONTROL, colour("bg.hover"))
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.property("keyboard_focus"):
            painting.draw_focus_inside(painter, row, measures.RADIUS_CONTROL)

    def _paint_name(self, painter: QPainter, area: QRect, item: Found) -> None:
        left = fonts.scaled(measures.METHOD_BADGE_WIDTH + 4)
        if item.method:
            badges.paint_method(painter, area, item.method)
        else:
            side = fonts.scaled(measures.ICON_SMALL)
            icons.paint(painter, QRect(area.left(), area.top(), side, area.height()), "folder", _muted())
        painting.draw_text(painter, area.adjusted(left, 0, 0, 0), item.name, fonts.ui_font(13), _strong())

    def _paint_excerpt(self, painter: QPainter, area: QRect, item: Found) -> None:
        colour, font, strong = theme.current().color, fonts.ui_font(12), fonts.ui_font(12, 600)
        start, end = item.marked
        left, room = float(area.left()), QFontMetricsF(font)
        place = f"{place_of(item)}  "
        painting.draw_text(painter, area, place, font, colour("text.muted"))
        left += room.horizontalAdvance(place)
        before = self._fitting(item.excerpt[:start], area.right() - left, item.excerpt[start:end], font)
        for text, is_match in ((before, False), (item.excerpt[start:end], True), (item.excerpt[end:], False)):
            rest = QRect(round(left), area.top(), max(0, area.right() - round(left)), area.height())
            token = "accent.fg" if is_match else "text.secondary"
            painting.draw_text(painter, rest, text, strong if is_match else font, colour(token))
            left += QFontMetricsF(strong if is_match else font).horizontalAdvance(text)

    def _fitting(self, before: str, room: float, match: str, font: QFont) -> str:
        """So much of what stands before the match that the match can be seen."""
        metrics = QFontMetricsF(font)
        free = room - metrics.horizontalAdvance(match) - fonts.scaled(24)
        while before and metrics.horizontalAdvance(f"…{before}") > max(free, 0):
            before = before[4:]
            if metrics.horizontalAdvance(f"…{before}") <= max(free, 0) or not before:
                return f"…{before.lstrip('…')}"
        return before


class FoundView(QListView):
    """Click or Enter picks a row."""

    picked = Signal(object)
    """``Found``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = FoundModel()
        self.setModel(self.found)
        self.setItemDelegate(FoundDelegate(self))
        self.setAccessibleName(_HEADING)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("ground", "app")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._pick)
        theme.current().changed.connect(self.doItemsLayout)

    def pick_first(self) -> bool:
        """Pick the first row; False when there is none."""
        if self.found.items:
            self.picked.emit(self.found.items[0])
        return bool(self.found.items)

    def _pick(self, index: QModelIndex) -> None:
        item = index.data(FOUND)
        if item is not None:
            self.picked.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._pick(self.currentIndex())
        elif event.text() == "/":
            event.ignore()  # it goes to the search
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setProperty("keyboard_focus", event.reason() in _KEYBOARD)
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.found.index(0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setProperty("keyboard_focus", False)
        super().focusOutEvent(event)


class FoundPanel(QWidget):
    """The heading with a count over the rows; hidden while nothing is searched."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = ElidedLabel(_HEADING, self, px=11, weight=600, color_token="text.muted")
        self.view = FoundView(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inset = QHBoxLayout()
        inset.setContentsMargins(16, 8, 16, 4)
        inset.addWidget(self.heading)
        column.addLayout(inset)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        self.view.picked.connect(self.picked)
        self.setFocusProxy(self.view)
        self.hide()

    def show_items(self, items: tuple[Found, ...], *, searching: bool) -> None:
        """Show finds; without a search the panel hides."""
        self.view.found.set_items(items)
        self.heading.set_text(f"{_HEADING} ({len(items)})" if items else _NOTHING)
        self.view.setVisible(bool(items))
        self.setVisible(searching)


def place_of(item: Found) -> str:
    """ "Header X-Trace", "Body", "Docs"."""
    return f"{item.part.value} {item.row}" if item.row else item.part.value


def _muted() -> QColor:
    return theme.current().color("text.muted")


def _strong() -> QColor:
    return theme.current().color("text.primary")
