"""A line to search in: an icon, a key hint while it is empty, a button that clears it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.icon_button import IconButton


class SearchField(QLineEdit):
    """``textChanged`` and ``returnPressed`` as in any line edit; Esc clears a text before it does anything else."""

    def __init__(
        self,
        placeholder: str,
        key_hint: str = "",
        parent: QWidget | None = None,
        *,
        height_px: int = measures.INPUT,
    ) -> None:
        super().__init__(parent)
        self._key_hint, self._height_px = key_hint, height_px
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._clear = IconButton("x", self.tr("Clear"), self, size_px=24, icon_px=measures.ICON_SMALL)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.hide()
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(self._text_changed)
        theme.current().changed.connect(self._resize)
        self._resize()

    @property
    def clear_button(self) -> IconButton:
        return self._clear

    def set_key_hint(self, key_hint: str) -> None:
        self._key_hint = key_hint
        self._resize()

    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.update()

    def _resize(self) -> None:
        self.setFixedHeight(fonts.row_height(self._height_px, fonts.ui_font(), 6))
        hint = painting.key_hint_width(self._key_hint) + 4 if self._key_hint else 0
        right = max(hint, fonts.scaled(24)) + 2
        self.setTextMargins(fonts.scaled(22), 0, right, 0)
        self._place_clear()
        self.update()

    def _place_clear(self) -> None:
        self._clear.resize(self._clear.sizeHint())
        side = self._clear.height()
        self._clear.move(self.width() - side - 3, (self.height() - side) // 2)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(200), self.height())

    def event(self, event: QEvent) -> bool:
        # Or the window's Esc would come first.
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, colour = QPainter(self), theme.current().color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = fonts.scaled(measures.ICON_SMALL)
        box = QRect(fonts.scaled(9), (self.height() - side) // 2, side, side)
        icons.paint(painter, box, "search", colour("text.muted"))
        if self._key_hint and not self.text():
            width, high = painting.key_hint_width(self._key_hint), painting.key_hint_height()
            frame = QRect(self.width() - width - fonts.scaled(7), (self.height() - high) // 2, width, high)
            painting.draw_key_hint(painter, frame, self._key_hint, colour("text.muted"))
        painter.end()
