"""Undo and redo of what was done in the tree: the commands say what they would take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from explorer.gui.commands import BY_ID

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow


def edits(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What the commands of the Edit menu do; their titles follow the history from here on."""
    history = window.bridge.library.history
    history.changed.connect(partial(_name, window))
    history.stepped.connect(window.notify)
    window.sidebar.tree_made.connect(partial(_connect_tree, window))
    _name(window)
    return {"edit.undo": history.undo, "edit.redo": history.redo}


def _connect_tree(window: MainWindow) -> None:
    window.sidebar.tree.undo_requested.connect(window.bridge.library.history.undo)
    window.sidebar.tree.redo_requested.connect(window.bridge.library.history.redo)


def _name(window: MainWindow) -> None:
    history, commands = window.bridge.library.history, window.commands
    for command_id, verb, words in (
        ("edit.undo", "Undo", history.undo_words),
        ("edit.redo", "Redo", history.redo_words),
    ):
        commands.set_title(command_id, f"{verb} {words}" if words else BY_ID[command_id].title)
        commands.set_enabled(command_id, bool(words))
