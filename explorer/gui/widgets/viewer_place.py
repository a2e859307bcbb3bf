"""Where a viewer of a file is, in bytes: its first row, anchor and caret. Bytes outlive the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer
    from explorer.gui.widgets.viewer_selection import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewerPlace:
    """Bytes of the text; ``is_at_end`` says that the last row is in view, and there is more than fits."""

    top: int = 0
    anchor: int = 0
    caret: int = 0
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
        is_at_end=is_at_end,
    )


def go_back(viewer: TextViewer, top: Position, anchor: Position, caret: Position) -> None:
    """The row of ``top`` comes to the upper edge."""
    viewer.selection.select(anchor, caret)
    viewer.scroll_to_row(viewer.rows.row_of(*top))
    viewer.viewport().update()
