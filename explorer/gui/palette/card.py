"""The raised card of the palette: field and segments, rows or a sentence, footer. It holds no search logic."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.gui.palette.finder import Line
from explorer.gui.palette.footer import PaletteFooter
from explorer.gui.palette.query_field import QueryField
from explorer.gui.palette.rows_view import RowsView
from explorer.gui.palette.sources import SEGMENT_SCOPES
from explorer.gui.theme import fonts, icons, measures, theme
from explorer.gui.widgets.floating import FloatingFrame
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.painted import PaintedWidget
from explorer.gui.widgets.segments import Segment, Segments

_HEAD = 51
_LIST_PADDING_TOP = 4
_LIST_PADDING_BOTTOM = 8
_EMPTY = 64


class PaletteCard(FloatingFrame):
    """``wanted_height`` follows the rows; what does not fit scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, palette=True)
        self.field = QueryField(self)
        self.segments = Segments(
            [Segment(key=scope.value, title=scope.value.capitalize()) for scope in SEGMENT_SCOPES], "Scope", self
        )
        self.rows = RowsView(self)
        self._empty = ElidedLabel("", self, color_token="text.muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._footer = PaletteFooter(self)
        self._head = self._make_head()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Hairline(self))
        column.addSpacing(_LIST_PADDING_TOP)
        column.addWidget(self.rows, 1)
        column.addWidget(self._empty, 1)
        column.addSpacing(_LIST_PADDING_BOTTOM)
        column.addWidget(Hairline(self))
        column.addWidget(self._footer)
        for button in self.segments.findChildren(QWidget):
            # Tab belongs to the scopes here; the keyboard stays in the field.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.current().changed.connect(self._resize)
        self._resize()

    def show_lines(self, lines: tuple[Line, ...], query: str) -> None:
        """Show these rows, or say that nothing was found."""
        self.rows.set_lines(lines)
        self.rows.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self._empty.set_text(f"Nothing here matches “{query}”." if query else "There is nothing here yet.")
        self.field.setAccessibleDescription(self.rows.spoken_current())

    def wanted_height(self, limit: int) -> int:
        """Height for the present rows, at most ten of them, and at most ``limit``."""
        content = self.rows.wanted_height() if self.rows.lines else fonts.scaled(_EMPTY)
        around = (
            self._head.minimumHeight() + self._footer.minimumHeight() + 4 + _LIST_PADDING_TOP + _LIST_PADDING_BOTTOM
        )
        return min(content + around, limit)

    def _make_head(self) -> QWidget:
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(fonts.scaled(16), 0, fonts.scaled(16), 0)
        row.setSpacing(fonts.scaled(8))
        row.addWidget(_Glass(head))
        row.addWidget(self.field, 1)
        row.addWidget(self.segments)
        return head

    def _resize(self) -> None:
        self._head.setFixedHeight(fonts.row_height(_HEAD, fonts.ui_font(15), 20))
        self._empty.setMinimumHeight(fonts.scaled(_EMPTY) // 2)


class _Glass(PaintedWidget):
    """The magnifier before the field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(fonts.scaled(measures.ICON))

    def paint(self, painter: QPainter) -> None:
        icons.paint(painter, self.rect(), "search", self.colour("text.secondary"))
