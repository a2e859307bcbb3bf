"""The field in which the history is filtered: tokens as chips, and free words behind them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from explorer.gui.history.filter_chip import FilterChip
from explorer.gui.history.filters import Filter, Token, is_open, parsed, so_far, typed
from explorer.gui.history.offers import Offers
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.key_hint import KeyHint

_TYPING_PAUSE_MS = 60


class FilterField(QFrame):
    """``filter_changed`` comes at once for tokens and after a pause for words."""

    filter_changed = Signal(object)
    """A Filter."""
    leave_requested = Signal()
    """Arrow down: on to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._chips: list[FilterChip] = []
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit = QLineEdit()
        # The frame and its focus are painted here, around chips and text together.
        self.edit.setStyleSheet("border: 0; padding: 0; background: transparent")
        # As high as the frame: what is offered opens below it and not over it.
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.edit.setPlaceholderText("Status, code, path or body text")
        self.edit.setAccessibleName("Filter the history")
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._typed)
        self.edit.returnPressed.connect(self._return_pressed)
        self.offers = Offers(self.edit)
        self.offers.activated[str].connect(self._offered)  # type: ignore[index]
        self.edit.setCompleter(self.offers)
        self._hint = KeyHint("Ctrl F", split=False)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._announce)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self._hint)
        theme.current().changed.connect(self._fit)
        self._fit()

    @property
    def filter(self) -> Filter:
        """Tokens and words as they are now."""
        return self._filter

    @property
    def asked(self) -> Filter:
        """What is looked for now: a token counts while it is being typed."""
        return so_far(self._filter)

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        return tuple(self._chips)

    def set_filter(self, chosen: Filter) -> None:
        """Show other tokens and words and announce them."""
        self._filter = chosen
        self.edit.setText(chosen.text)
        self._show_chips()
        self._announce()

    def set_text(self, text: str) -> None:
        """As if it had been typed: ``is:failed group``."""
        self.set_filter(parsed(text))

    def focus(self) -> None:
        """Put the caret behind the words and select them."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def _offered(self, text: str) -> None:
        if not text.endswith(":"):
            QTimer.singleShot(0, self, self._entered)

    def _typed(self, text: str) -> None:
        if text.endswith(" ") and not is_open(text) and parsed(text).tokens:
            self.take(text)
            return
        self._filter = Filter(tokens=self._filter.tokens, text=text)
        self._pause.start()

    def _return_pressed(self) -> None:
        popup: QAbstractItemView | None = self.offers.popup()
        if popup is not None and popup.isVisible():
            if popup.currentIndex().isValid():
                return  # what was chosen comes first, and then this
            popup.hide()
        self._entered()

    def _entered(self) -> None:
        self.take(self.edit.text())

    def take(self, text: str) -> None:
        """The tokens of what stands in the field become chips beside those that are there."""
        found, chosen = parsed(text), self._filter
        for token in found.tokens:
            chosen = chosen.adding(self.offers.spelled(token))
        self.set_filter(Filter(tokens=chosen.tokens, text=found.text))

    def _remove(self, title: str) -> None:
        self.set_filter(Filter(tokens=self._filter.without(title).tokens, text=self.edit.text()))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit_token(self, title: str) -> None:
        token = next(one for one in self._filter.tokens if one.title == title)
        rest = self._filter.without(title)
        self.set_filter(Filter(tokens=rest.tokens, text=f"{rest.text} {typed(token)}".strip()))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chips(self) -> None:
        if tuple(chip.token for chip in self._chips) == self._filter.tokens:
            return
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(token) for token in self._filter.tokens]
        for number, chip in enumerate(self._chips):
            self._row.insertWidget(number, chip)

    def _chip(self, token: Token) -> FilterChip:
        chip = FilterChip(token, self)
        chip.removed.connect(self._remove)
        chip.edit_requested.connect(self._edit_token)
        return chip

    def _announce(self) -> None:
        self._pause.stop()
        self._hint.setVisible(not self._filter.text)
        self.filter_changed.emit(self.asked)

    def _fit(self) -> None:
        self.setFixedHeight(fonts.row_height(measures.REQUEST_CONTROL, fonts.ui_font(), 8))
        self.edit.setFont(fonts.ui_font())
        self._row.setContentsMargins(fonts.scaled(36), 0, fonts.scaled(9), 0)
        self._row.setSpacing(fonts.scaled(8))
        self.update()

    def _edit_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Backspace if not self.edit.text() and self._filter.tokens:
                self._remove(self._filter.tokens[-1].title)
            case Qt.Key.Key_Escape if not self._filter.is_empty:
                self.set_filter(Filter())
            case Qt.Key.Key_Down:
                self.leave_requested.emit()
            case _:
                return False
        return True

    def _wants_escape(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and not self._filter.is_empty

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._edit_key(event)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants_escape(event):
            event.accept()  # Otherwise the window's own Esc takes the key.
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme.current().color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.edit.hasFocus()
        border = colour("focus" if focused else "line.control")
        width = 2.0 if focused else 1.0
        painting.draw_frame(painter, self.rect(), measures.RADIUS_CARD, border, colour("bg.surface"), width)
        side = fonts.scaled(measures.ICON_SMALL)
        icons.paint(painter, QRect(fonts.scaled(13), 0, side, self.height()), "search", colour("text.muted"))
        painter.end()
