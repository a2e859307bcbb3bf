"""The menu of a text viewer: copy, select all, and what its owner adds for the place that was clicked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent

from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.viewer_moves import block_around

if TYPE_CHECKING:
    from explorer.gui.widgets.text_viewer import TextViewer


def open_menu(viewer: TextViewer, event: QContextMenuEvent) -> None:
    """At the mouse, which takes the caret along unless it is on the selection; or at the caret."""
    by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
    if not by_key:
        start, end = viewer.selection.span()
        position = viewer.position_at(event.pos())
        if not start <= position <= end or viewer.selection.is_empty:
            viewer.place(position, keep_anchor=False)
    menu = Menu(parent=viewer)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    copy = menu.add(viewer.tr("Copy"), "copy", "Ctrl C", enabled=not viewer.selection.is_empty)
    copy.triggered.connect(viewer.copy)
    menu.add(viewer.tr("Select all"), "", "Ctrl A").triggered.connect(viewer.select_all)
    _add_folding(viewer, menu)
    viewer.menu_opened.emit(menu)
    menu.popup(viewer.caret.below() if by_key else event.globalPos())


def _add_folding(viewer: TextViewer, menu: Menu) -> None:
    line = viewer.selection.caret[0]
    if line in viewer.rows.folded:
        menu.add(viewer.tr("Unfold"), "", "+").triggered.connect(partial(_fold, viewer, line))
    elif (first := block_around(viewer, line)) is not None:
        menu.add(viewer.tr("Fold"), "", "-").triggered.connect(partial(_fold, viewer, first))


def _fold(viewer: TextViewer, line: int, _checked: bool = False) -> None:
    viewer.go_to(line)
    viewer.toggle_fold(line)
