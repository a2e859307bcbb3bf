"""What the tree wishes and the window grants: several items moved, copied, pasted or deleted, each to be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from explorer.core.errors import ExplorerError
from explorer.core.model.collection import RequestItem
from explorer.core.model.tree import find, find_example
from explorer.gui.bridge.many import Many, ManyStep
from explorer.gui.bridge.pins import Pins
from explorer.gui.main_window.pasting import items_of, texts_of
from explorer.gui.models.collection_drag import MIME_YAML, Dropped, dropped
from explorer.gui.widgets.own_clipboard import put_data

if TYPE_CHECKING:
    from explorer.core.storage.collection_many import Change
    from explorer.core.storage.collection_text import Copied
    from explorer.gui.main_window.window import MainWindow
    from explorer.gui.sidebar.pinned_rows import PinnedRows

_MOST_SHOWN = 5
"""Pasted requests that are opened in tabs at once."""


class TreeWishes(QObject):
    """Made with the tree. What concerns one item goes to the library, several go through ``Many``."""

    UNDO = "many"

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library = window.bridge.library
        self._tasks = window.bridge.tasks
        self._cut: tuple[str, ...] = ()
        self._cut_text = ""
        """What a cut put on the clipboard: when something else is there, nothing is moved."""
        self.many = Many(self._library)
        self.many.changed.connect(self._changed)
        self.many.taken_back.connect(self._taken_back)
        self.many.text_ready.connect(self._put_on_clipboard)
        self.pins = Pins(self._library, self._tasks, window.bridge.places.data)
        self._pinned_rows: PinnedRows | None = None
        self.pins.changed.connect(self._show_pinned)
        window.desk.current_changed.connect(self._remember_open)

    def connect_tree(self) -> None:
        """Listen to the tree, which was just made."""
        tree, window = self._window.sidebar.tree, self._window
        tree.open_requested.connect(self._open)
        tree.rename_requested.connect(self.rename)
        tree.move_requested.connect(self._move)
        tree.copy_to_requested.connect(self.many.copy_to)
        tree.drop_requested.connect(self.put_in)
        tree.duplicate_requested.connect(self.duplicate)
        tree.delete_requested.connect(self.delete)
        tree.copy_requested.connect(self.copy)
        tree.cut_requested.connect(self._cut_items)
        tree.copy_curl_requested.connect(self.copy_curl)
        tree.paste_requested.connect(self.paste)
        tree.undo_requested.connect(self._library.history.undo)
        tree.redo_requested.connect(self._library.history.redo)
        tree.new_folder_requested.connect(window.items.new_folder)
        tree.new_request_requested.connect(window.items.new_request_in)
        tree.show_file_requested.connect(window.opening.show_file)
        tree.explained.connect(window.warn)
        tree.merge_requested.connect(self._merge)
        tree.settings_requested.connect(window.open_folder)
        tree.pin_requested.connect(self.toggle_pin)
        tree.example_requested.connect(self._save_example)
        tree.draft_requested.connect(self._make_draft)
        tree.is_pinned = self.pins.is_pinned

    def _merge(self, key: str) -> None:
        from explorer.gui.main_window.merging import resolve  # late: seldom needed

        resolve(self._window, key)

    def take_action(self, key: str) -> bool:
        """The action of a notice; false when the notice was not of these."""
        if key == self.UNDO:
            self._library.history.undo_last(ManyStep)
        return key == self.UNDO

    # -- pinned and recent

    def toggle_pin(self, key: str) -> None:
        """Pin a request, or unpin it."""
        self._window.notify("Pinned" if self.pins.toggle(key) else "Unpinned")

    def _remember_open(self, _document: str) -> None:
        page = self._window.desk.request_page
        if page is not None:
            self.pins.opened(page.key)

    def _show_pinned(self) -> None:
        items = self.pins.pinned
        if self._pinned_rows is None and items:
            from explorer.gui.sidebar.pinned_rows import PinnedRows  # late: most people pin nothing

            self._pinned_rows = PinnedRows()
            self._pinned_rows.open_requested.connect(self._open)
            self._pinned_rows.unpin_requested.connect(self.toggle_pin)
            self._window.sidebar.put_above_collections(self._pinned_rows)
        if self._pinned_rows is not None:
            self._pinned_rows.set_items(items)

    # -- out

    def copy(self, keys: Sequence[str]) -> None:
        """These items on the clipboard as YAML, as their files have it."""
        self._cut = ()
        items, examples = self._parted(keys)
        if items:
            self.many.read_text(items)
        elif examples:
            self._window.examples.examples.read_text(examples[0])

    def copy_curl(self, keys: Sequence[str]) -> None:
        """These requests on the clipboard as commands, with their values and credentials."""
        collection = self._library.collection
        found = [item for key in keys if collection and isinstance(item := find(collection, key), RequestItem)]
        try:
            commands = [self._window.bridge.curl_command(item.request, item.key) for item in found]
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        if commands:
            QGuiApplication.clipboard().setText("\n".join(commands))
            self._window.notify("Copied as curl, with its credentials")

    # -- in

    def paste(self, parent_key: str, before_key: str | None) -> None:
        """What is on the clipboard into a folder: items that were cut, requests in YAML, curl commands, files."""
        keys, self._cut = self._cut, ()
        if keys and QGuiApplication.clipboard().text() == self._cut_text:
            self.many.move(keys, parent_key, before_key)
            return
        found = dropped(QGuiApplication.clipboard().mimeData())
        if found is None:
            self._window.warn("There is no request on the clipboard: neither YAML of a collection nor a curl command.")
        else:
            self.put_in(found, parent_key, before_key)

    def put_in(self, found: Dropped, parent_key: str, before_key: str | None) -> None:
        """Text or files from elsewhere into a folder; without a collection they open in tabs."""
        self._tasks.start("paste", self._put_in(found, parent_key, before_key))

    async def _put_in(self, found: Dropped, parent_key: str, before_key: str | None) -> None:
        try:
            texts = await asyncio.to_thread(texts_of, found)
            items, notes = await asyncio.to_thread(items_of, texts)
        except ExplorerError as error:
            self._window.warn(error.message)
            return
        for note in notes:
            self._window.notify(note)
        if self._library.folder is None:
            self._open_drafts(items)
        elif await self._may_write(items):
            self.many.paste(items, parent_key, before_key)

    def _open_drafts(self, items: Sequence[Copied]) -> None:
        from explorer.core.storage.collection_text import requests_in

        for request in list(requests_in(items))[:_MOST_SHOWN]:
            self._window.new_request(request)

    async def _may_write(self, items: Sequence[Copied]) -> bool:
        """A credential that stands in a pasted request gets into a file only when the person says so."""
        from explorer.core.storage.collection_text import requests_in
        from explorer.core.storage.secret_guard import literal_secret

        typed = next((words for one in requests_in(items) if (words := literal_secret(one))), "")
        return not typed or await self._window.saving.confirm_credential(typed)

    # -- done

    def _open(self, key: str) -> None:
        if self._window.open_key(key) is None:
            self._window.examples.open(key)

    def _save_example(self, key: str) -> None:
        """The last answer of a request; without one in its tab, what to do first."""
        page = self._window.open_key(key)
        if page is not None:
            self._window.examples.save_shown()

    def _make_draft(self, key: str) -> None:
        self._window.examples.draft(key)

    def _parted(self, keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Items with files of their own, and examples."""
        collection = self._library.collection
        examples = tuple(key for key in keys if find_example(collection, key) is not None)
        return tuple(key for key in keys if key not in examples), examples

    def rename(self, key: str, name: str) -> None:
        """Give an item or an example another name."""
        if find_example(self._library.collection, key) is not None:
            self._window.examples.examples.rename(key, name)
        else:
            self._library.rename(key, name)

    def _move(self, keys: Sequence[str], parent_key: str, before_key: str | None) -> None:
        if len(keys) == 1:
            self._library.move(keys[0], parent_key, before_key)
        else:
            self.many.move(keys, parent_key, before_key)

    def duplicate(self, keys: Sequence[str]) -> None:
        """Copy items and examples beside themselves."""
        keys, examples = self._parted(keys)
        for example in examples:
            self._window.examples.examples.duplicate(example)
        if len(keys) == 1:
            self._library.duplicate(keys[0])
        elif keys:
            self.many.duplicate(keys)

    def delete(self, keys: Sequence[str]) -> None:
        """Put items into the trash, and take examples out of their files."""
        keys, examples = self._parted(keys)
        for example in examples:
            self._window.examples.examples.delete(example)
        if len(keys) == 1:
            self._library.delete(keys[0])
        elif keys:
            self.many.delete(keys)

    def _cut_items(self, keys: Sequence[str]) -> None:
        self.copy(keys)
        self._cut, _ = self._parted(keys)

    def _put_on_clipboard(self, text: str, count: int) -> None:
        self._cut_text = text
        data = QMimeData()
        data.setText(text)
        data.setData(MIME_YAML, text.encode())
        put_data(data)
        self._window.notify("Copied as YAML" if count == 1 else f"{count} items copied as YAML")

    def _changed(self, change: Change) -> None:
        self._follow(change)
        self._window.notify(change.words, action="Undo", key=self.UNDO)

    def _taken_back(self, change: Change) -> None:
        self._follow(change)

    def _follow(self, change: Change) -> None:
        """Documents go with their files; what arrived is chosen in the tree."""
        items = self._window.items
        for old, new in change.moved:
            items.item_moved(old, new)
        for key in change.trashed:
            items.detach(key)
        for key in change.created:
            items.attach_again(key)
        arrived = [*change.created, *(new for _, new in change.moved)]
        if arrived:
            self._window.sidebar.tree.reveal_keys(arrived)
        created = [key for key in change.created if self._is_request(key)]
        if len(created) == 1 == len(change.steps):
            self._window.open_key(created[0])

    def _is_request(self, key: str) -> bool:
        collection = self._library.collection
        return collection is not None and isinstance(find(collection, key), RequestItem)
