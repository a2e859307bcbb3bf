"""What the mouse selects in a text viewer: characters, words, lines; beyond the edge the text scrolls along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

from explorer.gui.widgets.viewer_selection import Position

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer

_BEAT_MS = 40
_MOST_PIECES = 20_000
"""A line of more rows than this is selected as far as these go."""

Span = tuple[Position, Position]


class MouseSelection(QObject):
    """One press, double or triple click, and the dragging after it."""

    def __init__(self, viewer: TextViewer) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._clicks = 0
        self._first: Span = ((0, 0), (0, 0))
        """What was selected by the press: dragging never gives it back."""
        self._at = QPoint()
        self._double_at = QPoint()
        self._triple = QTimer(self, singleShot=True)
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._scroll)

    @property
    def is_pressed(self) -> bool:
        return self._clicks > 0

    def press(self, event: QMouseEvent) -> None:
        """Fold in the gutter, else put the caret there."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        line = self._viewer.position_at(point)[0]
        if point.x() < self._viewer.gutter_width and line in self._viewer.rows.folds:
            self._viewer.toggle_fold(line)
            return
        distance = (point - self._double_at).manhattanLength()
        if self._triple.isActive() and distance <= QGuiApplication.styleHints().startDragDistance():
            self._begin(3, self._line(self._viewer.position_at(point)), point)
            return
        position = self._viewer.position_at(point)
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._viewer.place(position, keep_anchor=keep)
        anchor = self._viewer.selection.anchor
        self._clicks, self._first, self._at = 1, (anchor, anchor), point

    def double_click(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or point.x() < self._viewer.gutter_width:
            self.press(event)
            return
        self._double_at = point
        self._triple.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._begin(2, self._word(self._viewer.position_at(point)), point)

    def move(self, point: QPoint) -> None:
        """The mouse is here now."""
        self._at = point
        in_gutter = point.x() < self._viewer.gutter_width
        self._viewer.viewport().setCursor(Qt.CursorShape.ArrowCursor if in_gutter else Qt.CursorShape.IBeamCursor)
        if not self._clicks:
            return
        if self._viewer.viewport().rect().contains(point):
            self._beat.stop()
        elif not self._beat.isActive():
            self._beat.start()
        self._extend()

    def release(self) -> None:
        self._clicks = 0
        self._beat.stop()

    def _begin(self, clicks: int, span: Span, point: QPoint) -> None:
        self._clicks, self._first, self._at = clicks, span, point
        self._viewer.select(*span)

    def _extend(self) -> None:
        position = self._viewer.position_at(self._at)
        unit = (position, position)
        if self._clicks > 1:
            unit = self._word(position) if self._clicks == 2 else self._line(position)
        if unit[0] < self._first[0]:
            self._viewer.select(self._first[1], unit[0])
        else:
            self._viewer.select(self._first[0], max(unit[1], self._first[1]))

    def _scroll(self) -> None:
        """Faster the farther away from the edge the mouse is."""
        area, viewer = self._viewer.viewport().rect(), self._viewer
        above, below = min(0, self._at.y()), max(0, self._at.y() - area.bottom())
        aside = min(0, self._at.x()) or max(0, self._at.x() - area.right())
        rows = (above + below) // viewer.line_height + (1 if below else 0)
        viewer.verticalScrollBar().setValue(
            viewer.verticalScrollBar().value() + rows * viewer.verticalScrollBar().singleStep()
        )
        viewer.horizontalScrollBar().setValue(viewer.horizontalScrollBar().value() + aside)
        self._extend()

    def _word(self, position: Position) -> Span:
        line, column = position
        begin, end = self._viewer.selection.word_at(position)
        return (line, min(begin, column)), (line, max(end, column))

    def _line(self, position: Position) -> Span:
        """The whole line with its end; of one in a file that is cut into rows, all of them."""
        first = last = position[0]
        file, count = self._viewer.file, len(self._viewer.lines)
        if file is not None:
            while first > 0 and not file.number(first) and position[0] - first < _MOST_PIECES:
                first -= 1
            while last + 1 < count and not file.number(last + 1) and last - position[0] < _MOST_PIECES:
                last += 1
        if last + 1 < count:
            return (first, 0), (last + 1, 0)
        return (first, 0), (last, len(self._viewer.lines[last]) if count else 0)
