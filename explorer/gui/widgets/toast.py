"""Short notices at the bottom right of a window. Each has one action at most; errors stay until closed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.badges import FAMILY_ICONS
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.floating import FloatingFrame
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.painted import PaintedWidget

_WIDTH = 512
_LONGEST = 280
"""Letters that are shown, on about four lines; the tooltip has the rest."""

_UNBROKEN = re.compile(r"[^\s]{40,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """``key`` names the notice: a second one with the same key replaces the first."""

    text: str
    family: Family = Family.OK
    action: str = ""
    key: str = ""

    @property
    def stays(self) -> bool:
        """Errors stay; the others go after 5 s."""
        return self.family in {Family.CLIENT, Family.SERVER, Family.TRANSPORT}


class Toast(FloatingFrame):
    """One notice, 44 high, or as high as a long sentence needs: it says what to do at its end."""

    action_requested = Signal()
    close_requested = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setAccessibleName(notice.text)
        mark = _Mark(notice.family, self)
        self._label = label = _Words(notice.text, self)
        self.action = Button(notice.action, ButtonKind.LINK, parent=self, px=12)
        self.action.setVisible(bool(notice.action))
        self.close_button = IconButton(
            "x", self.tr("Close"), self, color_token="text.muted", size_px=24, icon_px=measures.ICON_SMALL
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.scaled(15), 0, fonts.scaled(7), 0)
        row.setSpacing(fonts.scaled(4))
        row.addWidget(mark)
        row.addSpacing(fonts.scaled(7))
        row.addWidget(label, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.action.clicked.connect(self._act)
        self.close_button.clicked.connect(self._close)

    def set_text(self, text: str) -> None:
        """Other words in the same place, such as how far something is."""
        self._label.set_text(text)
        self.setAccessibleName(text)

    def _act(self) -> None:
        self.action_requested.emit()

    def _close(self) -> None:
        self.close_requested.emit()

    def sizeHint(self) -> QSize:
        natural = super().sizeHint().width()
        width = min(natural, fonts.scaled(_WIDTH))
        words = self._label.heightForWidth(self._label.sizeHint().width() - (natural - width))
        return QSize(width, max(fonts.row_height(measures.TOAST, fonts.ui_font(), 16), words + fonts.scaled(24)))


class _Words(QLabel):
    """On several lines where one has no room for them."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFont(fonts.ui_font())
        self.set_text(text)

    def set_text(self, text: str) -> None:
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        # A path has no blanks to break at.
        self.setText(_UNBROKEN.sub(lambda one: re.sub(r"([/\\])", "\\1\u200b", one[0]), shown))
        self.setToolTip(text if shown != text else "")
        self.setAccessibleName(text)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(painting.text_width(self.font(), self.text()), fonts.row_height(20, self.font(), 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(painting.text_width(self.font(), "…"), self.sizeHint().height())


class _Mark(PaintedWidget):
    def __init__(self, family: Family, parent: QWidget) -> None:
        super().__init__(parent)
        self._family = family
        self.setFixedSize(fonts.scaled(measures.ICON), fonts.scaled(measures.ICON))

    def paint(self, painter: QPainter) -> None:
        icons.paint(painter, self.rect(), FAMILY_ICONS[self._family], self.colour(self._family.fg))


class ToastHost(QObject):
    """Shows notices over ``window``, the newest lowest; a fourth one pushes out the oldest that may go."""

    action_requested = Signal(str)
    """The key of the notice whose action was chosen."""

    def __init__(self, window: QWidget, *, keep_clear_px: int = 0) -> None:
        """``keep_clear_px`` at the foot of the window stay free: bars whose buttons must not be covered."""
        super().__init__(window)
        self._window, self._keep_clear_px = window, keep_clear_px
        self._toasts: list[Toast] = []
        window.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """Those shown now, oldest first."""
        return tuple(self._toasts)

    def show_notice(self, notice: Notice, shown_ms: int = measures.TOAST_SHOWN_MS) -> Toast:
        """Show a notice; an error stays, any other goes after ``shown_ms``. The same words are not there twice."""
        for old in self.toasts:
            if old.notice.key == notice.key and (notice.key or old.notice == notice):
                self._remove(old)
        toast = Toast(notice, self._window)
        toast.action_requested.connect(partial(self._act, toast))
        toast.close_requested.connect(partial(self._remove, toast))
        self._toasts.append(toast)
        self._make_room()
        if not notice.stays:
            QTimer.singleShot(shown_ms, toast, partial(self._remove, toast))
        toast.show()
        self._place()
        return toast

    def dismiss(self, key: str) -> None:
        """Take away the notice with this key, if it is shown."""
        for toast in self.toasts:
            if toast.notice.key == key:
                self._remove(toast)

    def _make_room(self) -> None:
        while len(self._toasts) > measures.TOAST_MAX:
            older = self._toasts[:-1]
            self._remove(next((toast for toast in older if not toast.notice.stays), older[0]))

    def _act(self, toast: Toast) -> None:
        self.action_requested.emit(toast.notice.key)
        self._remove(toast)

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        inset, gap = fonts.scaled(measures.TOAST_INSET), fonts.scaled(measures.TOAST_GAP)
        bottom = self._window.height() - inset - fonts.scaled(self._keep_clear_px)
        for toast in reversed(self._toasts):
            size = toast.sizeHint()
            width = min(max(size.width(), fonts.scaled(280)), self._window.width() - 2 * inset)
            left = self._window.width() - inset - width
            toast.setGeometry(QRect(left, bottom - size.height(), width, size.height()))
            toast.raise_()
            bottom -= size.height() + gap

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
