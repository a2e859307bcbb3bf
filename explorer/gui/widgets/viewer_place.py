"""Where a viewer of a file is, in bytes: its first row, anchor and caret. Bytes outlive the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.core.content.hex_lines import WIDEST, HexLines
from explorer.core.content.text_lines import TextLines

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer
    from explorer.gui.widgets.viewer_selection import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewerPlace:
    """Bytes of the text; ``is_at_end`` says that the last row is in view, and there is more than fits."""

    top: int = 0
    anchor: int = 0
    caret: int = 0
    below: int = -1
    """Rows between the upper edge and the caret where that is in view: it stays there also when the rows above it are
    more or fewer than before. -1 where it is not."""
    is_at_end: bool = False

    @property
    def offsets(self) -> tuple[int, int, int]:
        return self.top, self.anchor, self.caret


def place_in(viewer: TextViewer) -> ViewerPlace:
    """Where it is now; the begin for lines that are in no file."""
    file, bar = viewer.file, viewer.verticalScrollBar()
    is_at_end = 0 < bar.maximum() <= bar.value()
    if file is None:
        return ViewerPlace(is_at_end=is_at_end)
    return ViewerPlace(
        top=file.offset_of(*viewer.first_position()),
        anchor=file.offset_of(*viewer.selection.anchor),
        caret=file.offset_of(*viewer.selection.caret),
        below=_below(viewer),
        is_at_end=is_at_end,
    )


def go_back(viewer: TextViewer, top: Position, anchor: Position, caret: Position, *, below: int = -1) -> None:
    """The row of ``top`` comes to the upper edge, or the caret so many rows below it."""
    viewer.selection.select(anchor, caret)
    row = viewer.rows.row_of(*top) if below < 0 else viewer.rows.row_of(*caret) - below
    viewer.scroll_to_row(max(0, row))
    viewer.viewport().update()


def widest_in(viewer: TextViewer) -> int:
    """Columns of the longest row in view whose characters are not all one column wide."""
    first, last = max(0, viewer.row_at(0)), viewer.row_at(viewer.viewport().height()) + 1
    rows = [viewer.rows.row(index) for index in range(first, min(len(viewer.rows), last))]
    texts = [viewer.lines[line][start:end] for line, start, end in rows if not viewer.lines[line].isascii()]
    return round(max(map(viewer.grid.width_of, texts), default=0) / viewer.grid.column_width)


def _below(viewer: TextViewer) -> int:
    rows = viewer.rows.row_of(*viewer.selection.caret) - viewer.rows.row_of(*viewer.first_position())
    return rows if 0 <= rows * viewer.line_height < viewer.viewport().height() else -1


def longest_of(lines: Sequence[str]) -> int:
    """Columns of the longest line; of a dump, of any."""
    if isinstance(lines, HexLines):
        return WIDEST
    return lines.widest if isinstance(lines, TextLines) else max(map(len, lines), default=0)
