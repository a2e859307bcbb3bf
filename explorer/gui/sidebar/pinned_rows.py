"""The pinned requests above the tree: a heading and a row each, drawn like rows of the tree; hidden without any."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from explorer.core.model.collection import RequestItem
from explorer.gui.theme import fonts, measures, theme
from explorer.gui.widgets import badges, interaction, painting
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.menu import Menu

_MOST_SHOWN = 8


class PinnedRow(QToolButton):
    """One request."""

    def __init__(self, item: RequestItem, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(f"{item.request.method} {item.request.name}, pinned")
        self.setToolTip(f"{item.request.method} {item.request.url}")
        theme.current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(160), fonts.row_height(measures.TREE_ROW, fonts.ui_font()))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().color
        if interaction.of(self).hovered:
            painting.fill_round(painter, self.rect().adjusted(0, 1, 0, -1), measures.RADIUS_CONTROL, colour("bg.hover"))
        area = self.rect().adjusted(fonts.scaled(8), 0, -fonts.scaled(8), 0)
        badges.paint_method(painter, area, self.item.request.method)
        words = area.adjusted(fonts.scaled(measures.METHOD_BADGE_WIDTH + 6), 0, 0, 0)
        painting.draw_text(painter, words, self.item.request.name, fonts.ui_font(13), colour("text.secondary"))
        painter.end()


class PinnedRows(QWidget):
    """Click or Space opens, Del unpins, arrows move."""

    open_requested = Signal(str)
    unpin_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PinnedRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(measures.TREE_INSET, 8, measures.TREE_INSET, 0)
        self._column.setSpacing(0)
        inset = QHBoxLayout()
        inset.setContentsMargins(8, 0, 8, 2)
        inset.addWidget(ElidedLabel("Pinned", self, px=11, weight=600, color_token="text.muted"))
        self._column.addLayout(inset)
        self.hide()

    def set_items(self, items: tuple[RequestItem, ...]) -> None:
        """Show these requests; the palette has those that find no room."""
        items = items[:_MOST_SHOWN]
        if items == tuple(row.item for row in self.rows):
            return
        focused = next((at for at, row in enumerate(self.rows) if row.hasFocus()), -1)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(item) for item in items]
        self.setVisible(bool(items))
        if focused >= 0 and self.rows:
            self.rows[min(focused, len(self.rows) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _row(self, item: RequestItem) -> PinnedRow:
        row = PinnedRow(item, self)
        row.clicked.connect(partial(self._open, item.key))
        row.customContextMenuRequested.connect(partial(self._open_menu, row))
        self._column.addWidget(row)
        row.show()
        return row

    def _open(self, key: str, _checked: bool = False) -> None:
        self.open_requested.emit(key)

    def _unpin(self, key: str, _checked: bool = False) -> None:
        self.unpin_requested.emit(key)

    def _open_menu(self, row: PinnedRow, position: QPoint) -> None:
        menu = Menu("", row)
        menu.add("Open", "arrow-right").triggered.connect(partial(self._open, row.item.key))
        menu.add("Unpin", "x", "Del").triggered.connect(partial(self._unpin, row.item.key))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(row.mapToGlobal(position))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((index for index, row in enumerate(self.rows) if row.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if at < 0:
            super().keyPressEvent(event)
        elif step is not None:
            self.rows[(at + step) % len(self.rows)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_requested.emit(self.rows[at].item.key)
        elif event.key() == Qt.Key.Key_Delete:
            self.unpin_requested.emit(self.rows[at].item.key)
        else:
            super().keyPressEvent(event)
