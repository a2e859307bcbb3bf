"""Menus as the design draws them: rows of 28, an icon, the shortcut at the right, dangerous items in red."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QActionEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.key_text import key_text

_ICON = "icon_name"
_DANGER = "danger"


def set_menu_icon(action: QAction, icon: str, *, danger: bool = False) -> QAction:
    """Note the icon that ``Menu`` draws for an action, in red if it destroys something. Gives the action back."""
    action.setProperty(_ICON, icon)
    action.setProperty(_DANGER, danger)
    return action


class Menu(QMenu):
    """A ``QMenu`` that paints itself; anything that takes a menu takes this one."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, min_width_px: int = 0) -> None:
        super().__init__(title, parent)
        self._min_width_px = min_width_px
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        theme.current().changed.connect(self._fit)
        self.aboutToShow.connect(self._fit)

    def add(self, title: str, icon: str = "", keys: str = "", *, danger: bool = False, enabled: bool = True) -> QAction:
        """Add an item; ``keys`` is shown as it is written."""
        action = self.addAction(title)
        action.setProperty("keys", keys)
        action.setEnabled(enabled)
        set_menu_icon(action, icon, danger=danger)
        self._fit()  # a property that is set late tells nobody
        return action

    def _shortcut(self, action: QAction) -> str:
        return str(action.property("keys") or "") or key_text(action.shortcut())

    def _tones(self, action: QAction) -> tuple[str, str, str]:
        """The tokens of icon, words and shortcut."""
        if not action.isEnabled():
            return "text.disabled", "text.disabled", "text.disabled"
        current = action is self.activeAction()
        keys = "text.secondary" if current else "text.muted"
        if action.property(_DANGER):
            return "server.fg", "server.fg", keys
        return "text.muted", "text.primary", keys

    def _paint_mark(self, painter: QPainter, action: QAction, box: QRect, token: str) -> None:
        colour = theme.current().color(token)
        if action.isCheckable():
            if action.isChecked():
                icons.paint(painter, box, "check", colour)
        elif action.property(_ICON):
            icons.paint(painter, box, str(action.property(_ICON)), colour)
        elif not action.icon().isNull():
            action.icon().paint(painter, box)

    def _paint_item(self, painter: QPainter, action: QAction, row: QRect) -> None:
        colour = theme.current().color
        if action is self.activeAction() and action.isEnabled():
            painting.fill_round(painter, row, measures.RADIUS_TAG, colour("bg.pressed"))
        icon, words, keys = self._tones(action)
        side, left = fonts.scaled(measures.ICON_SMALL), row.left() + fonts.scaled(9)
        box = QRect(left, row.top() + (row.height() - side) // 2, side, side)
        self._paint_mark(painter, action, box, icon)
        text = row.adjusted(fonts.scaled(32), 0, -fonts.scaled(8), 0)
        title = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        painting.draw_text(painter, text, title, fonts.ui_font(), colour(words))
        if action.menu() is not None:
            end = QRect(row.right() - side - 4, box.top(), side, side)
            icons.paint(painter, end, "chevron-right", colour(keys))
        else:
            painting.draw_text(painter, text, self._shortcut(action), fonts.ui_font(11), colour(keys), painting.RIGHT)

    def _fit(self) -> None:
        """Make room for our words: QMenu spreads its rows over the minimum width, and no further."""
        titles = [painting.text_width(fonts.ui_font(), action.text()) for action in self.actions()]
        keys = [painting.text_width(fonts.ui_font(11), self._shortcut(action)) for action in self.actions()]
        around = fonts.scaled(32 + 24 + 8 + 10)
        need = max(titles, default=0) + max(keys, default=0) + around
        self.setMinimumWidth(max(need, fonts.scaled(self._min_width_px)))
        self.update()

    def actionEvent(self, event: QActionEvent) -> None:
        super().actionEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().color
        border, ground = colour("line.default"), colour("bg.raised")
        painting.draw_frame(painter, self.rect(), measures.RADIUS_CARD, border, ground)
        for action in self.actions():
            row = self.actionGeometry(action)
            if action.isSeparator():
                painter.fillRect(QRect(row.left(), row.center().y(), row.width(), 1), colour("line.subtle"))
            elif action.isVisible():
                self._paint_item(painter, action, row)
        painter.end()
