"""The method at the left of the request bar: a menu of the usual ones, and a field to type any other."""

import re

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedLayout, QToolButton, QWidget

from explorer.gui.theme import fonts, icons, theme
from explorer.gui.theme.measures import ICON_INLINE, RADIUS_CARD, RADIUS_CONTROL
from explorer.gui.theme.tokens import Family, method_token
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.badges import method_font
from explorer.gui.widgets.menu import Menu

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_CUSTOM = "Custom…"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110 §5.6.2; §9.1: a method is such a token, and upper and lower case differ."""
_PX = 13


class MethodChoice(QWidget):
    """``changed`` carries the method the person took; Ctrl Z on the button goes back."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past: list[str] = []
        self.button = _MethodButton(self)
        self.field = QLineEdit(self)
        self.field.setProperty("frame", "none")
        self.field.setPlaceholderText("Method")
        self.field.setAccessibleName("Custom method")
        # A stacked layout would make the button as wide as the field wants to be.
        self.field.setMinimumWidth(0)
        self.field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._stack = QStackedLayout(self)
        self._stack.setSizeConstraint(QStackedLayout.SizeConstraint.SetNoConstraint)
        self._stack.addWidget(self.button)
        self._stack.addWidget(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.button.clicked.connect(self.open_menu)
        self.button.undo_requested.connect(self.undo)
        self.field.returnPressed.connect(self._typed)
        self.field.editingFinished.connect(self._typed)
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.field.setFont(method_font(_PX))

    @property
    def method(self) -> str:
        return self.button.method

    def set_method(self, method: str) -> None:
        """Show a method; sends nothing."""
        self._past.clear()
        self._show(method)

    def choose(self, method: str) -> None:
        """Take a method as the person would."""
        if method != self.method:
            self._past.append(self.method)
            self._show(method)
            self.changed.emit(method)

    def undo(self) -> None:
        if self._past:
            self._show(self._past.pop())
            self.changed.emit(self.method)

    def set_fault(self, fault: bool, family: Family = Family.CLIENT) -> None:
        self.button.set_fault(fault, family)

    def open_menu(self) -> None:
        menu = self.menu_of_methods()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def menu_of_methods(self) -> Menu:
        """A new menu: the usual methods and one entry to type another."""
        menu = Menu("Method", self)
        for method in METHODS:
            action = menu.addAction(method)
            action.setCheckable(True)
            action.setChecked(method == self.method)
            if method == self.method:
                menu.setActiveAction(action)
        menu.addSeparator()
        menu.addAction(_CUSTOM)
        menu.triggered.connect(self._taken)
        return menu

    def type_custom(self) -> None:
        """Put a field in place of the button."""
        self.field.setText(self.method if self.method not in METHODS else "")
        self._stack.setCurrentWidget(self.field)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _show(self, method: str) -> None:
        self.button.set_method(method)
        self.updateGeometry()

    def _taken(self, action: QAction) -> None:
        if action.text() == _CUSTOM:
            self.type_custom()
        else:
            self.choose(action.text())

    def _typed(self) -> None:
        if self._stack.currentWidget() is not self.field:
            return
        typed = self.field.text().strip()
        had_focus = self.field.hasFocus()
        self._stack.setCurrentWidget(self.button)
        if had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        if _TOKEN.fullmatch(typed):
            self.choose(typed)

    def sizeHint(self) -> QSize:
        return self.button.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.button.sizeHint()

    def event(self, event: QEvent) -> bool:
        # Or the window's Esc would come first.
        asked = event.type() is QEvent.Type.ShortcutOverride and self._stack.currentWidget() is self.field
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self.field:
            self.field.clear()
            self._typed()
        else:
            super().keyPressEvent(event)


class _MethodButton(QToolButton):
    """The method's name in its colour and a chevron; as wide as the name."""

    undo_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.method = "GET"
        self._fault, self._family = False, Family.CLIENT
        self.setProperty("focus_radius", RADIUS_CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.current().changed.connect(self._refresh)
        self._refresh()

    def set_method(self, method: str) -> None:
        self.method = method
        self.set_fault(False)
        self._refresh()

    def set_fault(self, fault: bool, family: Family = Family.CLIENT) -> None:
        self._fault, self._family = fault, family
        self.update()

    def _refresh(self) -> None:
        self.setAccessibleName(f"Method: {self.method}")
        self.setToolTip("Method")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        shown = min(painting.text_width(method_font(_PX), self.method), fonts.scaled(120))
        return QSize(shown + fonts.scaled(12 + 9 + ICON_INLINE + 8), fonts.scaled(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, state = theme.current().color, interaction.of(self)
        if state.hovered or state.pressed:
            ground = colour("bg.pressed" if state.pressed else "bg.hover")
            painting.fill_round(painter, self.rect().adjusted(2, 2, -2, -2), RADIUS_CARD - 3, ground)
        text = self.rect().adjusted(fonts.scaled(12), 0, -fonts.scaled(ICON_INLINE + 10), 0)
        painting.draw_text(painter, text, self.method, method_font(_PX), colour(method_token(self.method)))
        if self._fault:
            width = min(text.width(), painting.text_width(method_font(_PX), self.method))
            painter.fillRect(QRect(text.left(), text.center().y() + 10, width, 2), colour("fault.line", self._family))
        size = fonts.scaled(ICON_INLINE)
        arrow = QRect(self.width() - size - fonts.scaled(8), 0, size, self.height())
        icons.paint(painter, arrow, "chevron-down", colour("text.muted"))
        painter.end()
