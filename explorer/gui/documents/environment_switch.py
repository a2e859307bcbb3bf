"""The button at the right of the tab strip that shows and changes the active environment."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from explorer.core.model.environment import Environment
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets import interaction, painting
from explorer.gui.widgets.environment_mark import paint_mark
from explorer.gui.widgets.menu import Menu

_NONE = Environment(key="", name="")


class EnvironmentSwitch(QToolButton):
    """Mark, name and chevron; a click or Ctrl+E opens the list."""

    environment_chosen = Signal(str)
    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._environments: tuple[Environment, ...] = ()
        self._current = _NONE
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("focus_radius", measures.RADIUS_CONTROL)
        self.clicked.connect(self.open_list)
        theme.current().changed.connect(self.updateGeometry)
        self._tell()

    def set_environments(self, environments: tuple[Environment, ...], current: str) -> None:
        """What can be chosen and what is active."""
        self._environments = environments
        self._current = next((one for one in environments if one.name == current), _NONE)
        self._tell()

    def open_list(self) -> None:
        """Show the list under the button."""
        menu = Menu("", self)
        for environment in (*self._environments, _NONE):
            action = menu.add(environment.name or "No environment")
            action.setCheckable(True)
            action.setChecked(environment.name == self._current.name)
            action.triggered.connect(partial(self._choose, environment.name))
        menu.addSeparator()
        menu.add("Edit environments", "variable", "Ctrl Shift M").triggered.connect(self._edit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        width = menu.sizeHint().width()
        menu.popup(self.mapToGlobal(QPoint(self.width() - width, self.height() + 4)))

    @property
    def words(self) -> str:
        """The name shown."""
        return self._current.name or "No environment"

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.environment_chosen.emit(name)

    def _edit(self, _checked: bool = False) -> None:
        self.edit_requested.emit()

    def _tell(self) -> None:
        self.setAccessibleName(f"Environment: {self.words}")
        self.setToolTip("Switch environment (Ctrl+E)")
        self.updateGeometry()
        self.update()

    def _paint_mark(self, painter: QPainter, centre_y: float) -> None:
        side = fonts.scaled(8)
        box = QRectF(fonts.scaled(10), centre_y - side / 2, side, side)
        paint_mark(painter, box, self._current)

    def sizeHint(self) -> QSize:
        width = painting.text_width(fonts.ui_font(13, 500), self.words)
        return QSize(width + fonts.scaled(52), fonts.row_height(measures.BUTTON, fonts.ui_font(), 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, state = theme.current().color, interaction.of(self)
        ground = colour("bg.pressed" if state.pressed else "bg.hover" if state.hovered else "bg.surface")
        painting.draw_frame(painter, self.rect(), measures.RADIUS_CONTROL, colour("line.default"), ground)
        self._paint_mark(painter, self.height() / 2)
        area = self.rect().adjusted(fonts.scaled(25), 0, -fonts.scaled(26), 0)
        painting.draw_text(painter, area, self.words, fonts.ui_font(13, 500), colour("text.primary"))
        side = fonts.scaled(measures.ICON_SMALL)
        chevron = QRectF(self.width() - side - fonts.scaled(8), (self.height() - side) / 2, side, side)
        icons.paint(painter, chevron, "chevron-down", colour("text.muted"))
        painter.end()
