"""Push buttons in five kinds, with an icon and a key hint. They know nothing of what they start."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting


class ButtonKind(StrEnum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    LINK = "link"
    DANGER = "danger"


class Look(NamedTuple):
    """Tokens of one kind: ground, hover, pressed, border, words and icon; empty means none."""

    words: str
    icon: str
    ground: str = ""
    hover: str = "bg.hover"
    pressed: str = "bg.pressed"
    border: str = ""


LOOKS = {
    ButtonKind.PRIMARY: Look(
        ground="accent.fill",
        hover="accent.fill-hover",
        pressed="accent.fill-pressed",
        words="text.on-accent",
        icon="text.on-accent",
    ),
    ButtonKind.SECONDARY: Look(ground="bg.surface", border="line.default", words="text.primary", icon="text.muted"),
    ButtonKind.GHOST: Look(words="text.secondary", icon="text.muted"),
    ButtonKind.LINK: Look(words="accent.fg", icon="accent.fg"),
    ButtonKind.DANGER: Look(ground="bg.surface", border="line.default", words="server.fg", icon="server.fg"),
}


class Button(QPushButton):
    """A push button of one kind. ``kind`` is also its dynamic property; ``height_px`` 36 stands in the request bar.

    A link's icon stands after its text, as in "RFC 9110, 15.5.1"; all others before it.
    """

    def __init__(
        self,
        text: str,
        kind: ButtonKind | str = ButtonKind.SECONDARY,
        icon: str | None = None,
        key_hint: str = "",
        parent: QWidget | None = None,
        *,
        px: int = 13,
        weight: int = 500,
        height_px: int = measures.BUTTON,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._key_hint = key_hint
        self._px, self._weight, self._height_px = px, weight, height_px
        self._kind = ButtonKind(kind)
        self.setProperty("kind", self._kind.value)
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.current().changed.connect(self._refresh)

    @property
    def kind(self) -> ButtonKind:
        return self._kind

    @property
    def key_hint(self) -> str:
        return self._key_hint

    @property
    def icon_name(self) -> str | None:
        return self._icon

    def set_kind(self, kind: ButtonKind | str) -> None:
        self._kind = ButtonKind(kind)
        self.setProperty("kind", self._kind.value)
        self._refresh()

    def set_text(self, text: str) -> None:
        """Change the words and the accessible name."""
        self.setText(text)
        self.setAccessibleName(text)
        self._refresh()

    def set_icon(self, icon: str | None) -> None:
        self._icon = icon
        self._refresh()

    def set_key_hint(self, key_hint: str) -> None:
        self._key_hint = key_hint
        self._refresh()

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return fonts.ui_font(self._px, self._weight)

    def _padding(self) -> int:
        if self._kind is ButtonKind.LINK:
            return fonts.scaled(measures.LINK_PADDING)
        wide = self._height_px > measures.BUTTON
        return fonts.scaled(measures.CELL_PADDING_WIDE if wide else measures.BUTTON_PADDING)

    def _icon_size(self) -> int:
        if self._px < 13 or self._kind is ButtonKind.LINK:
            return fonts.scaled(measures.ICON_INLINE)
        tall = self._height_px > measures.BUTTON
        return fonts.scaled(measures.ICON if tall else measures.ICON_SMALL)

    def _content_width(self) -> int:
        width = painting.text_width(self._font(), self.text())
        if self._icon is not None:
            width += self._icon_size() + (fonts.scaled(measures.ICON_GAP) if self.text() else 0)
        if self._key_hint:
            width += fonts.scaled(10) + painting.key_hint_width(self._key_hint)
        return width

    def _body(self) -> QRect:
        """The part that shows text; a subclass may keep room at the right."""
        return self.rect()

    def _ground(self, look: Look, state: interaction.Interaction) -> str:
        if not state.enabled:
            return "bg.inset" if look.ground else ""
        if state.pressed:
            return look.pressed
        return look.hover if state.hovered else look.ground

    def _paint_ground(self, painter: QPainter, look: Look, state: interaction.Interaction) -> None:
        colour = theme.current().color
        ground, border = self._ground(look, state), look.border
        if not state.enabled and look.ground:
            border = "line.subtle"
        if border:
            fill = colour(ground) if ground else None
            painting.draw_frame(painter, self.rect(), measures.RADIUS_CONTROL, colour(border), fill)
        elif ground:
            painting.fill_round(painter, self.rect(), measures.RADIUS_CONTROL, colour(ground))

    def _paint_content(self, painter: QPainter, words: QColor, tint: QColor) -> None:
        body, font = self._body(), self._font()
        left = body.left() + max(self._padding(), (body.width() - self._content_width()) // 2)
        text_width = painting.text_width(font, self.text())
        size, gap = self._icon_size(), fonts.scaled(measures.ICON_GAP)
        icon_first = self._icon is not None and self._kind is not ButtonKind.LINK
        if self._icon is not None:
            at = left if icon_first else left + text_width + gap
            icons.paint(painter, QRect(at, body.top(), size, body.height()), self._icon, tint)
        text_left = left + size + gap if icon_first else left
        room = min(text_width, body.right() - text_left)
        painting.draw_text(painter, QRect(text_left, body.top(), room, body.height()), self.text(), font, words)
        if self._key_hint:
            self._paint_key_hint(painter, left + self._content_width(), words)

    def _paint_key_hint(self, painter: QPainter, right: int, words: QColor) -> None:
        width, height = painting.key_hint_width(self._key_hint), painting.key_hint_height()
        rect = QRect(right - width, (self.height() - height) // 2, width, height)
        primary = self._kind is ButtonKind.PRIMARY and self.isEnabled()
        border = QColor(words) if primary else theme.current().color("line.default")
        if primary:
            border.setAlphaF(0.6)
        muted = theme.current().color("text.muted" if self.isEnabled() else "text.disabled")
        painting.draw_key_hint(painter, rect, self._key_hint, words if primary else muted, border)

    def sizeHint(self) -> QSize:
        height = fonts.row_height(self._height_px, self._font(), 8)
        return QSize(self._content_width() + 2 * self._padding(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, look = interaction.of(self), LOOKS[self._kind]
        colour = theme.current().color
        self._paint_ground(painter, look, state)
        disabled = "text.disabled"
        words, tint = (look.words, look.icon) if state.enabled else (disabled, disabled)
        self._paint_content(painter, colour(words), colour(tint))
        painter.end()
