"""Where the window shows git: the branch in the status bar, the row of the Changes page, the marks in the tree.

Made when the collection turns out to lie in a repository, some time after it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.core.model.versions import ChangeKind, RepositoryState
from explorer.core.storage.collection_names import FOLDER_FILE
from explorer.gui.bridge.repository import Repository
from explorer.gui.sidebar.navigation import Page

if TYPE_CHECKING:
    from explorer.core.storage.git.revert import Reverted
    from explorer.gui.main_window.window import MainWindow

PAGE = Page(id="changes", title="Changes", icon="git-branch")
BELOW, BELOW_CONFLICTED = "below", "below conflicted"
"""Marks of a folder that has a changed, or a conflicted, file in it."""


class Versions(QObject):
    """Hears of the repository and passes it on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._reverted: dict[str, Reverted] = {}
        self.repository = Repository(window.bridge.library, window.bridge.tasks, self)
        self.repository.state_changed.connect(self._show)
        self.repository.reverted.connect(self._offer_undo)
        self.repository.committed.connect(self._tell)
        window.status.branch_clicked.connect(self.open_page)
        window.sidebar.tree.changes_requested.connect(self.open_page)

    def open_page(self, key: str = "") -> None:
        """The changes in front, at those of an item if it has any."""
        page = self._window.desk.open_page(PAGE.id)
        if key:
            page.select(key)  # type: ignore[attr-defined]

    def take_back(self, key: str) -> None:
        """Undo a revert; ``key`` is the notice's."""
        reverted = self._reverted.pop(key, None)
        if reverted is not None:
            self.repository.take_back(reverted)

    def _show(self, state: RepositoryState | None) -> None:
        window, there = self._window, state is not None
        window.status.show_branch(*(branch_words(state) if state is not None else ("",)))
        window.sidebar.navigation.show_page(PAGE, there)
        window.rail.show_page(PAGE, there)
        if state is not None:
            window.sidebar.navigation.row(PAGE.id).set_count(len(state.changes), "changed")
        window.sidebar.navigation.set_current(window.desk.current_id)
        window.rail.set_current(window.desk.current_id)
        window.sidebar.tree.set_marks(marks(state) if state is not None else None)

    def _offer_undo(self, reverted: Reverted) -> None:
        key = f"{self._window.disk_changes.REVERTED}{len(self._reverted)}"
        self._reverted[key] = reverted
        name = reverted.file.key.rpartition("/")[2]
        self._window.notify(f"{name} is as in the last commit", action="Undo", key=key)

    def _tell(self, _message: str, count: int) -> None:
        self._window.notify("1 file was committed" if count == 1 else f"{count} files were committed")


def branch_words(state: RepositoryState) -> tuple[str, str, str]:
    """Words, colour and tip of the branch in the status bar."""
    if state.refusal:
        return "Git unavailable", "text.muted", state.refusal
    count = len(state.changes)
    words = [state.name or "no commit yet"]
    if state.ahead or state.behind:
        words.append(
            " ".join(f"{sign}{number}" for sign, number in (("↑", state.ahead), ("↓", state.behind)) if number)
        )
    if state.operation:
        words.append(f"{state.operation.value} under way")
    tip = [f"On branch {state.branch}" if state.branch else "No branch is checked out (detached HEAD)"]
    if state.upstream:
        tip.append(f"{state.ahead} ahead of and {state.behind} behind {state.upstream}")
    tip.append("1 changed file" if count == 1 else f"{count} changed files" if count else "Nothing changed")
    return " ".join(words), "client.fg" if state.operation else "text.muted", "\n".join(tip)


def marks(state: RepositoryState) -> Mapping[str, str]:
    """By key of the tree's items: the kind of their change, or that something below them changed."""
    found: dict[str, str] = {}
    for change in state.changes:
        key = change.key.removesuffix(f"/{FOLDER_FILE}")
        if change.kind is not ChangeKind.DELETED:
            found[key] = change.kind.value
        below = BELOW_CONFLICTED if change.kind is ChangeKind.CONFLICTED else BELOW
        for one in change.keys:
            for folder in _above(one):
                if found.get(folder, BELOW) == BELOW:
                    found[folder] = below
    return found


def _above(key: str) -> list[str]:
    parts = key.split("/")[:-1]
    return ["/".join(parts[: index + 1]) for index in range(len(parts))]
