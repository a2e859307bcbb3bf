"""The ring around the control that has the keyboard. It is shown only when the focus came from a key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from explorer.gui.theme import measures
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_OUT = measures.FOCUS_WIDTH + measures.FOCUS_OFFSET
_MOVES = frozenset((QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.ParentChange))


def wants_ring(widget: QWidget | None) -> bool:
    """False for widgets that show focus themselves: fields by their border, lists, editors and tabs inside."""
    if widget is None or widget.property("own_focus"):
        return False
    return not isinstance(widget, (QLineEdit, QAbstractScrollArea))


def used_by_key(view: QWidget) -> None:
    """A key was pressed in a list: its focus is shown from now on, however the keyboard came there."""
    window = view.window()
    if not window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        view.update()


class FocusRing(PaintedWidget):
    """One for each window, made with it and kept above its content. It takes no clicks.

    Qt notes on the top level (``WA_KeyboardFocusChange``), and on it alone, whether the last change of focus came
    from Tab, Backtab or a shortcut; the window may be a child of it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: tuple[QWidget, ...] = ()
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    @property
    def target(self) -> QWidget | None:
        """The control inside the ring, or None."""
        return self._target

    def show_at(self, widget: QWidget | None) -> None:
        """Put the ring around a widget of this window; None takes it away."""
        for old in self._watched:
            if isValid(old):
                old.removeEventFilter(self)
        self._target = widget
        chain: list[QWidget] = []
        step = widget
        while step is not None and step is not self._window:
            chain.append(step)
            step = step.parentWidget()
        self._watched = tuple(chain)
        for part in self._watched:
            part.installEventFilter(self)
        self._follow()

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        window = self._window
        if not (isValid(self) and isValid(window)):
            return  # the application outlives every window
        by_key = window.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        inside = now is not None and now is not window and window.isAncestorOf(now)
        self.show_at(now if inside and by_key and wants_ring(now) else None)

    def _follow(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        window = self._window
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        self.setGeometry(area.adjusted(-_OUT, -_OUT, _OUT, _OUT))
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._follow()
        return False

    def paint(self, painter: QPainter) -> None:
        if self._target is None or not isValid(self._target):
            return
        radius = self._target.property("focus_radius")
        inner = self.rect().adjusted(_OUT, _OUT, -_OUT, -_OUT)
        painting.draw_focus_ring(painter, inner, measures.RADIUS_TAG if radius is None else int(radius))
