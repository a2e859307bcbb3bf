"""The Changes page: changed files at the left with the commit's message, what changed in one of them at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.errors import ExplorerError
from explorer.core.model.versions import ItemChange, RepositoryState
from explorer.core.storage.collection_names import FOLDER_FILE
from explorer.gui.changes.commit_box import CommitBox
from explorer.gui.changes.detail_pane import DetailPane
from explorer.gui.changes.list_head import ListHead
from explorer.gui.changes.list_model import ChangesModel, can_be_chosen
from explorer.gui.changes.list_view import ChangesView
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.hairline import Hairline

if TYPE_CHECKING:
    from explorer.gui.bridge.repository import Repository
    from explorer.gui.tasks import Tasks

_SHARES = (420, 764)
_NOTHING = "Nothing changed since the last commit."
_NO_REPOSITORY = "The open collection does not lie in a git repository."


class ChangesPage(QWidget):
    """What git tells comes from ``repository``; it is read when the page is seen."""

    open_requested = Signal(str)
    """Key of the file."""
    copied = Signal(str)

    def __init__(self, repository: Repository, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._repository, self._tasks = repository, tasks
        self._unsaved: Mapping[str, str] = {}
        self._is_stale = True
        self._selected = ""
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ChangesModel(self)
        self.head = ListHead(self.model)
        self.view = ChangesView(self.model)
        self.commit_box = CommitBox()
        self.detail = DetailPane(tasks)
        self.empty = EmptyState(_NOTHING)
        self._left = QWidget()
        self._stack = QStackedWidget()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    # -- what others call

    def main_action(self) -> None:
        """Ctrl+Enter."""
        self.commit_box.commit()

    def go_to_problem(self, step: int) -> None:
        """F4 and Shift+F4: the next (1) or the previous (-1) difference."""
        self.detail.go_to_difference(step)

    def select(self, key: str) -> None:
        """Go to the change of an item, now or when the list is there; an unknown one changes nothing."""
        for one in (key, f"{key}/{FOLDER_FILE}"):
            if self.model.row_of(one) >= 0 or not self.model.items:
                self._selected = one
                self.view.setCurrentIndex(self.model.index(self.model.row_of(one)))
                return

    def set_unsaved(self, names: Mapping[str, str]) -> None:
        """Open requests with drafts that are not saved: key to name."""
        self._unsaved = names
        self._count()

    # -- inside

    def _lay_out(self) -> None:
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.head)
        left.addWidget(Hairline(color_token="line.default"))
        left.addWidget(self._stack, 1)
        left.addWidget(Hairline(color_token="line.default"))
        left.addWidget(self.commit_box)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for part, share in ((self._left, _SHARES[0]), (self.detail, _SHARES[1])):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, share)
        splitter.setSizes(list(_SHARES))
        self.absent = EmptyState(_NO_REPOSITORY)
        self._pages.addWidget(splitter)
        self._pages.addWidget(self.absent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _connect(self) -> None:
        repository = self._repository
        repository.state_changed.connect(self._state_changed)
        repository.committed.connect(self._committed)
        repository.refused.connect(self._refused)
        self.model.chosen_changed.connect(self._choice_changed)
        self.head.refresh_requested.connect(repository.look)
        self.view.item_selected.connect(self._selected_item)
        self.view.open_requested.connect(self._open)
        self.view.revert_requested.connect(self._revert)
        self.view.copy_requested.connect(self._copy)
        self.detail.open_requested.connect(self._open)
        self.detail.revert_requested.connect(self._revert)
        self.detail.copied.connect(self.copied)
        self.commit_box.commit_requested.connect(self._commit)

    def _state_changed(self, _state: RepositoryState | None) -> None:
        self._is_stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._is_stale = False
        self._tasks.start(f"changes {id(self)}", self._read_items(), self)

    async def _read_items(self) -> None:
        state = self._repository.state
        if state is None or state.refusal:
            self.absent.set_sentence(state.refusal if state else _NO_REPOSITORY)
            self._pages.setCurrentWidget(self.absent)
            return
        try:
            items = await self._repository.items()
        except ExplorerError as error:
            self.empty.set_sentence(error.message)
            items = ()
        else:
            self.empty.set_sentence(_NOTHING)
        self.head.show_state(state)
        self._pages.setCurrentIndex(0)
        self._show(items)

    def _show(self, items: tuple[ItemChange, ...]) -> None:
        key = self._selected
        self.model.set_items(items)
        self._stack.setCurrentWidget(self.view if items else self.empty)
        row = max(0, self.model.row_of(key))
        if items:
            self.view.setCurrentIndex(self.model.index(row))
        item = self.view.current_item()
        if item != self.detail.item:
            self.detail.show_item(item)
        self._count()

    def _choice_changed(self) -> None:
        self.commit_box.refuse("")
        self._count()

    def _count(self) -> None:
        chosen = self.model.chosen
        self.commit_box.set_counts(len(chosen), len(self.model.choosable))
        self.commit_box.set_unsaved([self._unsaved[one.key] for one in chosen if one.key in self._unsaved])

    def _selected_item(self, item: ItemChange | None) -> None:
        if item is not None:
            self._selected = item.file.key
        self.detail.show_item(item)

    def _open(self, item: ItemChange) -> None:
        self.open_requested.emit(item.file.key)

    def _revert(self, item: ItemChange) -> None:
        if can_be_chosen(item):
            self._repository.revert(item.file)

    def _copy(self, _item: ItemChange) -> None:
        self.detail.copy()

    def _commit(self, message: str) -> None:
        self.commit_box.set_busy(True)
        self._repository.commit(self.model.chosen, message)

    def _committed(self, _message: str, _count: int) -> None:
        self.commit_box.set_busy(False)
        self.commit_box.committed()

    def _refused(self, sentence: str) -> None:
        self.commit_box.set_busy(False)
        self.commit_box.refuse(sentence)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._repository.state is None:
            self._repository.look()
        elif self._is_stale:
            self._read()
