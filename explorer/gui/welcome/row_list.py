"""A short list of painted rows. Arrow keys move, Enter chooses; a row under pointer or keyboard has a ground."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_ROW = 36


class _Row(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def spoken(self) -> str: ...


Row = TypeVar("Row", bound=_Row)


class RowList(PaintedWidget, Generic[Row]):
    """Subclasses paint the content of a row; ``called`` are the words for what is listed."""

    chosen = Signal(str)
    """The row's key."""

    def __init__(self, called: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._called = called
        self._rows: tuple[Row, ...] = ()
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("own_focus", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        if rows != self._rows:
            self._rows, self._at = rows, -1
            self.describe(f"{len(rows)} {self._called}")
            self.updateGeometry()
            self.update()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def paint_content(self, painter: QPainter, area: QRect, row: Row) -> None:
        """Draw a row, without its ground and arrow."""

    def row_rect(self, index: int) -> QRect:
        """Where a row is."""
        high = self._row_height()
        return QRect(0, index * high, self.width(), high)

    def _row_height(self) -> int:
        return fonts.row_height(_ROW, fonts.ui_font(), 12)

    def _move_to(self, index: int) -> None:
        self._at = max(-1, min(index, len(self._rows) - 1))
        if self._at >= 0:
            row = self._rows[self._at]
            self.describe(row.spoken)
        self.update()

    def _index_at(self, position: QPoint) -> int:
        index = position.y() // self._row_height()
        return index if 0 <= index < len(self._rows) else -1

    def paint(self, painter: QPainter) -> None:
        side = fonts.scaled(measures.ICON_SMALL)
        for index, row in enumerate(self._rows):
            area = self.row_rect(index)
            if index == self._at:
                painting.fill_round(painter, area, measures.RADIUS_CONTROL, self.colour("bg.hover"))
            inner = area.adjusted(0, 0, -fonts.scaled(6), 0)
            self.paint_content(painter, inner.adjusted(0, 0, -fonts.scaled(24), 0), row)
            arrow = QRect(inner.right() - side, inner.center().y() - side // 2 + 1, side, side)
            icons.paint(painter, arrow, "arrow-right", self.colour("text.muted"))
        if self.hasFocus() and self._at >= 0:
            painting.draw_focus_inside(painter, self.row_rect(self._at), measures.RADIUS_CONTROL)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(600), self._row_height() * len(self._rows))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move_to(self._index_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(self._rows[index].key)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._move_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._move_to(max(0, self._at + step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self.chosen.emit(self._rows[self._at].key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._move_to(max(0, self._at))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._move_to(-1)
