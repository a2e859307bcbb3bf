"""The bar above both panes: method, URL and Send. It knows texts and wishes, not what is sent."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from explorer.gui.composer.method_choice import MethodChoice
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import (
    LOADING_DELAY_MS,
    RADIUS_CARD,
    REQUEST_BAR,
    REQUEST_BAR_PADDING_X,
    REQUEST_CONTROL,
    REQUEST_GAP,
)
from explorer.gui.widgets import painting
from explorer.gui.widgets.buttons import ButtonKind
from explorer.gui.widgets.code_line import VariableLine
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.split_button import SplitButton


class RequestBar(QWidget):
    """``method`` and ``url`` are the fields; what the person wants is sent as wishes."""

    send_requested = Signal()
    cancel_requested = Signal()
    send_and_save_requested = Signal()
    curl_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sending = False
        self.frame = _UrlFrame(self)
        self.method = self.frame.method
        self.url = self.frame.url
        self.send = SplitButton("Send", self._menu(), ButtonKind.PRIMARY, "send", self)
        self._delay = QTimer(self, singleShot=True, interval=LOADING_DELAY_MS)
        self._delay.timeout.connect(self._show_cancel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(REQUEST_BAR_PADDING_X, 0, REQUEST_BAR_PADDING_X, 0)
        row.setSpacing(REQUEST_GAP)
        row.addWidget(self.frame, 1)
        row.addWidget(self.send)
        self.send.clicked.connect(self._pressed)
        self.url.accepted.connect(self._entered)
        theme.current().changed.connect(self._dress)
        self._dress()

    def set_sending(self, sending: bool) -> None:
        """While in flight the button says Cancel; at once for the keyboard, for the eye after 150 ms."""
        self._sending = sending
        if sending:
            self._delay.start()
        else:
            self._delay.stop()
            self._show("Send", ButtonKind.PRIMARY, "send", options=True)

    def _show_cancel(self) -> None:
        self._show("Cancel", ButtonKind.SECONDARY, None, options=False)

    def _show(self, words: str, kind: ButtonKind, icon: str | None, *, options: bool) -> None:
        self.send.set_options_shown(options)
        self.send.set_kind(kind)
        self.send.set_icon(icon)
        self.send.set_text(words)

    def _menu(self) -> Menu:
        menu = Menu("Send", self)
        menu.add("Send", "send", "Ctrl Enter").triggered.connect(self._entered)
        menu.add("Send and save").triggered.connect(self.send_and_save_requested)
        menu.addSeparator()
        menu.add("Copy as curl", "terminal", "Ctrl Shift C").triggered.connect(self.curl_requested)
        return menu

    def _pressed(self) -> None:
        if not self._sending:
            self.send_requested.emit()
        elif not self._delay.isActive():
            # A second click in the first moments is a double click, not a change of mind.
            self.cancel_requested.emit()

    def _entered(self) -> None:
        if not self._sending:
            self.send_requested.emit()

    def _dress(self) -> None:
        height = fonts.row_height(REQUEST_CONTROL, fonts.code_font(13), 12)
        self.frame.setFixedHeight(height)
        self.setFixedHeight(height + fonts.scaled(REQUEST_BAR - REQUEST_CONTROL))
        self.send.setMinimumWidth(0)
        if not self._sending:
            self.send.setMinimumWidth(self.send.sizeHint().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme.current().color
        painter.fillRect(self.rect(), colour("bg.surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line.subtle"))
        painter.end()


class _UrlFrame(QFrame):
    """One frame around method and URL; it shows the focus of the URL and its faults."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.method = MethodChoice(self)
        self.url = VariableLine(self)
        self.url.setAccessibleName("URL")
        self.url.setPlaceholderText("https://api.example.com/path or {{base_url}}/path")
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 2, 8, 2)
        row.setSpacing(fonts.scaled(12))
        row.addWidget(self.method)
        row.addWidget(self.url, 1)
        self.url.installEventFilter(self)
        self.url.faults_changed.connect(self.update)
        theme.current().changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().color
        strong = bool(self.url.faults()) or self.url.hasFocus()
        border = "fault.line" if self.url.faults() else "focus" if self.url.hasFocus() else "line.control"
        width = 2 if strong else 1
        painting.draw_frame(
            painter, self.rect(), RADIUS_CARD, colour(border, self.url.family), colour("bg.surface"), width
        )
        line = self.method.geometry().right() + 1
        painter.fillRect(line, width, 1, self.height() - 2 * width, colour("line.control"))
        painter.end()
