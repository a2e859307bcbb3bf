"""Undo and redo of what was done in the tree: the commands say what they would take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence

from explorer.gui.commands import BY_ID

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow

_KEY = QKeySequence.StandardKey


def edits(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What the commands of the Edit menu do; their titles follow the history from here on."""
    history = window.bridge.library.history
    history.changed.connect(partial(_name, window))
    history.stepped.connect(window.notify)
    window.installEventFilter(_UndoKeys(window))
    _name(window)
    return {"edit.undo": history.undo, "edit.redo": history.redo}


class _UndoKeys(QObject):
    """Ctrl+Z where no text field takes it: in the tree, in tables, between them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._commands = window.commands

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            for keys, command_id in ((_KEY.Undo, "edit.undo"), (_KEY.Redo, "edit.redo")):
                if event.matches(keys):
                    self._commands.trigger(command_id)
                    return True
        return False


def _name(window: MainWindow) -> None:
    history, commands = window.bridge.library.history, window.commands
    for command_id, verb, words in (
        ("edit.undo", "Undo", history.undo_words),
        ("edit.redo", "Redo", history.redo_words),
    ):
        commands.set_title(command_id, f"{verb} {words}" if words else BY_ID[command_id].title)
        commands.set_enabled(command_id, bool(words))
