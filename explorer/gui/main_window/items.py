"""What the window does when items of the collection are made, moved, deleted or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.core.model.collection import RequestItem
from explorer.core.model.request import Request
from explorer.core.model.tree import find
from explorer.gui.documents.request_page import RequestPage

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow


class Items(QObject):
    """Keeps documents and tree in step with the files."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        self._detached: dict[str, str] = {}
        """Keys of deleted files to the documents that still hold their drafts."""

    def item_created(self, key: str) -> None:
        """A new item: a request is opened, a folder waits for its name; what undo brought back has one already."""
        self.attach_again(key)
        collection = self._bridge.library.collection
        item = find(collection, key) if collection else None
        if self._bridge.library.history.is_stepping and not isinstance(item, RequestItem):
            self._window.sidebar.select(key)
        elif self._window.open_key(key) is None:
            self._window.sidebar.tree.edit_name(key)

    def item_moved(self, old: str, new: str) -> None:
        """Documents of what was moved or renamed follow it."""
        collection = self._bridge.library.collection
        for page in self._window.desk.request_pages():
            moved = _moved_key(page.key, old, new)
            item = find(collection, moved) if collection and moved != page.key else None
            if isinstance(item, RequestItem):
                page.mark_saved(moved, item.request)
        current = self._window.desk.request_page
        self._window.sidebar.select(current.key if current is not None else new)

    def variable_renamed(self, old: str, new: str) -> None:
        """Open requests use the new name too."""
        from explorer.gui.documents.variable_values import follow_renaming  # late: seldom needed

        for page in self._window.desk.request_pages():
            follow_renaming(page, old, new)

    def item_deleted(self, key: str) -> None:
        """What went to the trash can be taken back."""
        self.detach(key)
        if not self._bridge.library.history.is_stepping:
            self._window.notify("Moved to the trash", action="Undo", key="trash")

    def detach(self, key: str) -> None:
        """Documents of what is gone keep their drafts."""
        for page in self._window.desk.request_pages():
            if page.key == key or page.key.startswith(f"{key}/"):
                self._detached[page.key] = page.document
                page.forget_file()

    def attach_again(self, key: str) -> None:
        """A file came back from the trash: its document belongs to it again."""
        collection = self._bridge.library.collection
        for former in [one for one in self._detached if one == key or one.startswith(f"{key}/")]:
            page = self._window.desk.document(self._detached.pop(former))
            item = find(collection, former) if collection else None
            if isinstance(page, RequestPage) and not page.key and isinstance(item, RequestItem):
                page.mark_saved(former, item.request)

    def request_saved(self, document: str, key: str, request: Request) -> None:
        """A document's request was written; one made in the tree is opened."""
        page = self._window.desk.document(document)
        if isinstance(page, RequestPage):
            page.mark_saved(key, request)
            item = find(self._bridge.library.collection, key) if self._bridge.library.collection else None
            if isinstance(item, RequestItem):
                page.base = item.request  # as the file says it now, by which the next change of others is told
            if page is self._window.desk.current:
                self._window.sidebar.select(key)
        elif not document:
            self._window.open_key(key)

    def new_in_folder(self) -> None:
        """A new request where the tree's cursor is."""
        self.new_request_in(self._window.sidebar.tree.folder_key())

    def new_request_in(self, parent_key: str) -> None:
        """A new request in a folder; without a collection one without a file."""
        if self._bridge.library.folder is None:
            self._window.new_request()
        else:
            self._bridge.library.create_request("", parent_key, Request(name="New request"))

    def new_folder(self, parent_key: str) -> None:
        """A new folder, to be named."""
        self._bridge.library.create_folder(parent_key, "New folder")


def _moved_key(key: str, old: str, new: str) -> str:
    if key == old:
        return new
    return f"{new}{key[len(old) :]}" if key.startswith(f"{old}/") else key
