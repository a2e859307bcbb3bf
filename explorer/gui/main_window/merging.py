"""Files that git left half merged: looked at side by side, a side chosen for each conflict, and taken back."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from explorer.core.errors import ExplorerError
from explorer.core.model.collection import BrokenItem
from explorer.core.model.tree import walk
from explorer.core.storage.half_merged import HalfMerged, Rewriting, read_half_merged
from explorer.gui.main_window.conflict_dialog import ConflictDialog
from explorer.gui.main_window.conflict_subject import FileConflict, Sides

if TYPE_CHECKING:
    from explorer.gui.bridge.library import Library
    from explorer.gui.main_window.window import MainWindow

_GIT_WAITS = "Git is told with “git add {key}” when you are done"


def resolve_chosen(window: MainWindow) -> None:
    """The half merged file under the tree's cursor, else the first there is."""
    collection = window.bridge.library.collection
    items = walk(collection.items) if collection is not None else ()
    keys = [one.key for one in items if isinstance(one, BrokenItem) and one.is_half_merged]
    chosen = window.sidebar.tree.selected_key()
    if keys:
        resolve(window, chosen if chosen in keys else keys[0])
    else:
        window.notify("No file of this collection holds marks of a merge conflict")


def resolve(window: MainWindow, key: str) -> None:
    """Open one to choose."""
    window.bridge.tasks.start("merge conflict", _ask(window, key))


async def _ask(window: MainWindow, key: str) -> None:
    folder = window.bridge.library.folder
    if folder is None:
        return
    try:
        file = await asyncio.to_thread(read_half_merged, folder, key)
    except ExplorerError as error:
        window.warn(error.message)
        return
    subject = FileConflict(file)
    dialog = ConflictDialog(subject, "Write this", window)
    dialog.chosen.connect(partial(_write, window, file, subject))
    dialog.open()


def _write(window: MainWindow, file: HalfMerged, subject: FileConflict, sides: Sides) -> None:
    rewriting = Rewriting(key=file.key, before=file.data, after=subject.result(sides).encode())
    window.bridge.library.run(_do(window, rewriting))


async def _do(window: MainWindow, rewriting: Rewriting) -> None:
    library = window.bridge.library
    await library.history.do(Choice(rewriting))
    window.notify(_GIT_WAITS.format(key=rewriting.key), action="Undo", key=UNDO)


UNDO = "merge choice"
"""Key of the notice that takes the last choice back."""


class Choice:
    """What was chosen in a half merged file, in the history of what was done in the tree."""

    def __init__(self, rewriting: Rewriting) -> None:
        self.words = f"choice in {rewriting.key}"
        self._rewriting = rewriting

    async def redo(self, library: Library) -> None:
        await library.call("rewrite", self._rewriting, module="half_merged")
        await library.announce()

    async def undo(self, library: Library) -> None:
        await library.call("rewrite", self._rewriting.reversed(), module="half_merged")
        await library.announce()
