"""Where the keys put the caret of a text viewer, and which block they fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from explorer.gui.widgets.viewer_selection import Position

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer


_REACH_ROWS = 2_000
"""How far above the caret the block around it is looked for."""


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
    offset = viewer.caret.goal(viewer.selection.caret[1] - viewer.rows.row(here)[1])
    line, start, end = viewer.rows.row(max(0, min(here + rows, len(viewer.rows) - 1)))
    return viewer.caret.keep(offset, (line, min(start + offset, end)))


def fold_by_key(viewer: TextViewer, event: QKeyEvent) -> bool:
    """Minus folds the block that begins on the caret's line or else is around it, plus unfolds the line's; Ctrl+Shift
    with a bracket does the same, as in other editors. Whether it was such a key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    brackets = {Qt.Key.Key_BraceLeft: 1, Qt.Key.Key_BracketLeft: 1, Qt.Key.Key_BraceRight: -1}
    brackets[Qt.Key.Key_BracketRight] = -1
    signs = {"-": 1, "+": -1}
    folds = brackets.get(Qt.Key(event.key()), 0) if modifiers == both else signs.get(event.text(), 0)
    if not folds:
        return False
    line = viewer.selection.caret[0]
    if folds < 0 and line in viewer.rows.folded:
        viewer.toggle_fold(line)
    elif folds > 0 and (first := block_around(viewer, line)) is not None:
        viewer.go_to(first)
        viewer.toggle_fold(first)
    return True


def block_around(viewer: TextViewer, line: int) -> int | None:
    """The line on which the innermost open block around a line begins; None where there is none, or not near."""
    folds, folded, lines = viewer.rows.folds, viewer.rows.folded, viewer.lines
    if line in folds and line not in folded:
        return line
    if line >= len(lines):
        return None
    indent, is_end = _indent(lines[line]), lines[line].lstrip(" ").startswith(("}", "]", "</"))
    for above in range(line - 1, max(-1, line - _REACH_ROWS), -1):
        text = lines[above]
        if not (_indent(text) < indent or (is_end and _indent(text) == indent and above in folds)) or not text.strip():
            continue
        if above in folds and above not in folded:
            return above
        indent, is_end = _indent(text), False
    return None


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
