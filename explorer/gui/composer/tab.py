"""What the tabs of the composer share: tools for the second row, faults, variables. It knows no tab's content."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from explorer.core.variables import Variables
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.labels import ElidedLabel


class Tools(QWidget):
    """What stands in the row below the tabs, or beside them when there is little room."""

    def __init__(self, left: QWidget, *right: QWidget) -> None:
        super().__init__()
        self.left = left
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.scaled(8))
        row.addWidget(left)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)


class ComposerTab(QWidget):
    """A page of the pane. ``edited`` follows every change by the person."""

    edited = Signal()
    faults_changed = Signal()
    definition_requested = Signal(str)
    parts_made = Signal()
    """Parts that take the keyboard were made after the page."""

    tools: Tools

    def set_variables(self, variables: Variables) -> None:
        """Show which references have a value."""

    def has_faults(self) -> bool:
        return False

    def clear_faults(self) -> None:
        """Take all marks away."""


def title_label(text: str, parent: QWidget | None = None) -> QLabel:
    """The title at the left of the second row."""
    return ElidedLabel(text, parent, color_token="text.secondary")


def scrolled(*parts: QWidget) -> QScrollArea:
    """Parts below each other, scrolled as one; the last one does not grow."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setProperty("ground", "surface")
    inner = QWidget()
    inner.setProperty("ground", "surface")
    inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 16)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area.setWidget(inner)
    return area


class SectionTitle(QLabel):
    """A heading between two tables."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("tone", "muted")
        self.setContentsMargins(REQUEST_BAR_PADDING_X, 20, REQUEST_BAR_PADDING_X, 4)
        theme.current().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(fonts.ui_font(11, 600))


def filled(tab: QWidget, content: QWidget) -> None:
    """Let one widget fill a tab."""
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(content)
