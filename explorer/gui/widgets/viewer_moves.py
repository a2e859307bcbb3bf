"""Where the keys put the caret of a text viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from explorer.gui.widgets.viewer_selection import Position

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer


def key_target(viewer: TextViewer, event: QKeyEvent) -> Position | None:
    """Where a key puts the caret; None for a key that does not move it."""
    line = viewer.selection.caret[0]
    page = max(1, viewer.viewport().height() // viewer.line_height - 1)
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    last = len(viewer.lines) - 1
    match event.key():
        case Qt.Key.Key_Left:
            return viewer.selection.step_word(-1) if control else viewer.selection.step(-1)
        case Qt.Key.Key_Right:
            return viewer.selection.step_word(1) if control else viewer.selection.step(1)
        case Qt.Key.Key_Up:
            return _row_target(viewer, -1)
        case Qt.Key.Key_Down:
            return _row_target(viewer, 1)
        case Qt.Key.Key_PageUp:
            return _row_target(viewer, -page)
        case Qt.Key.Key_PageDown:
            return _row_target(viewer, page)
        case Qt.Key.Key_Home:
            return (0, 0) if control else (line, 0)
        case Qt.Key.Key_End:
            return (last, len(viewer.lines[last])) if control and last >= 0 else (line, 1 << 30)
    return None


def _row_target(viewer: TextViewer, rows: int) -> Position:
    if not len(viewer.rows):
        return 0, 0
    here = viewer.rows.row_of(*viewer.selection.caret)
    offset = viewer.selection.caret[1] - viewer.rows.row(here)[1]
    line, start, end = viewer.rows.row(max(0, min(here + rows, len(viewer.rows) - 1)))
    return line, min(start + offset, end)
