"""A quiet button that shows one of several choices and opens a menu of them. What a choice means its owner knows."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from explorer.gui.theme import fonts, icons, theme
from explorer.gui.theme.measures import BUTTON, ICON_INLINE, RADIUS_CONTROL
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.menu import Menu


class ChoiceButton(QToolButton):
    """``chosen`` carries the key the person took; Ctrl Z goes back to the one before."""

    chosen = Signal(str)
    extra_chosen = Signal()

    def __init__(self, name: str, options: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        """``options`` are pairs of key and title."""
        super().__init__(parent)
        self._name = name
        self._options = dict(options)
        self._key = options[0][0]
        self._past: list[str] = []
        self._disabled: dict[str, str] = {}
        self._extra = ""
        self.undo_further: Callable[[], bool] | None = None
        """What Ctrl Z does when no choice is left to go back to."""
        self.setProperty("focus_radius", RADIUS_CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        theme.current().changed.connect(self._refresh)
        self._refresh()

    @property
    def key(self) -> str:
        return self._key

    @property
    def title(self) -> str:
        return self._options.get(self._key, self._key)

    def set_key(self, key: str, title: str = "") -> None:
        """Show a choice; ``title`` adds one that is not offered. Sends nothing and forgets what was before."""
        if title:
            self._options.setdefault(key, title)
        self._key = key
        self._past.clear()
        self._refresh()

    def set_options(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer others, as pairs of key and title; ``set_key`` says which of them is taken."""
        self._options = dict(options)
        self._refresh()

    def set_disabled(self, reasons: dict[str, str]) -> None:
        """By key, why a choice cannot be taken now."""
        self._disabled = reasons

    def set_extra(self, title: str) -> None:
        """A last row of the menu that is no choice; empty for none."""
        self._extra = title

    def choose(self, key: str) -> None:
        """Take a choice as the person would."""
        if key != self._key:
            self._past.append(self._key)
            self._key = key
            self._refresh()
            self.chosen.emit(key)

    def undo(self) -> bool:
        """Go back to the choice before; False when there is none."""
        if not self._past:
            return self.undo_further is not None and self.undo_further()
        self._key = self._past.pop()
        self._refresh()
        self.chosen.emit(self._key)
        return True

    def open_menu(self) -> None:
        menu = self.menu_of_choices()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def menu_of_choices(self) -> Menu:
        """A new menu with the present choice marked."""
        menu = Menu(self._name, self)
        for key, title in self._options.items():
            action = menu.addAction(title)
            action.setData(key)
            action.setCheckable(True)
            action.setChecked(key == self._key)
            action.setEnabled(key not in self._disabled)
            action.setToolTip(self._disabled.get(key, ""))
            if key == self._key:
                menu.setActiveAction(action)
        menu.setToolTipsVisible(True)
        menu.triggered.connect(self._taken)
        if self._extra:
            menu.addSeparator()
            menu.addAction(self._extra).triggered.connect(self.extra_chosen)
        return menu

    def _taken(self, action: QAction) -> None:
        if action.isCheckable():
            self.choose(str(action.data()))

    def _refresh(self) -> None:
        self.setAccessibleName(f"{self._name}: {self.title}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        font = fonts.ui_font(13)
        width = painting.text_width(font, self.title) + fonts.scaled(ICON_INLINE) + fonts.scaled(8)
        return QSize(width, fonts.row_height(BUTTON, font))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not event.modifiers():
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, state = theme.current().color, interaction.of(self)
        ink = colour("text.primary" if state.hovered or state.pressed else "text.secondary")
        size = fonts.scaled(ICON_INLINE)
        words = self.rect().adjusted(0, 0, -size, 0)
        painting.draw_text(painter, words, self.title, fonts.ui_font(13), ink)
        arrow = QRect(self.width() - size, 0, size, self.height())
        icons.paint(painter, arrow, "chevron-down", colour("text.muted"))
        painter.end()
