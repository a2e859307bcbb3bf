"""A button of the filter bar that opens a menu of choices: an icon, the choice, a chevron."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.menu import Menu

_CHEVRON = 20


class MenuButton(Button):
    """One of several choices, by its number."""

    chosen = Signal(int)

    def __init__(self, name: str, choices: Sequence[str], icon: str, parent: QWidget | None = None) -> None:
        self._name = name
        super().__init__(
            choices[0], ButtonKind.SECONDARY, icon, parent=parent, weight=400, height_px=measures.REQUEST_CONTROL
        )
        self._menu = Menu(parent=self)
        group = QActionGroup(self)
        for number, title in enumerate(choices):
            action = self._menu.add(title)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self._choose, number))
        self.clicked.connect(self.open_menu)
        self.set_current(0)

    @property
    def choices(self) -> Menu:
        """The menu behind the button."""
        return self._menu

    def set_current(self, number: int) -> None:
        """Show a choice as the current one."""
        action = self._menu.actions()[number]
        action.setChecked(True)
        self.set_text(action.text())
        self.setAccessibleName(f"{self._name}: {action.text()}")

    def open_menu(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _choose(self, number: int, _checked: bool = False) -> None:
        self.set_current(number)
        self.chosen.emit(number)

    def _body(self) -> QRect:
        return self.rect().adjusted(0, 0, -fonts.scaled(_CHEVRON), 0)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(fonts.scaled(_CHEVRON), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = fonts.scaled(measures.ICON_SMALL)
        left = self.width() - fonts.scaled(_CHEVRON + 6)
        icons.paint(painter, QRect(left, 0, side, self.height()), "chevron-down", theme.current().color("text.muted"))
        painter.end()
