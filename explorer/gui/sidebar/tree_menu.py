"""The menu of the tree: what can be done with the chosen items, each row with its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence

from explorer.core.model.collection import BrokenItem, Folder, RequestItem
from explorer.gui.models.collection_model import Role
from explorer.gui.models.example_rows import ExampleItem
from explorer.gui.sidebar.tree_selection import folder_of, place_after, select_indexes, selected_indexes
from explorer.gui.widgets.key_text import key_text
from explorer.gui.widgets.menu import Menu

if TYPE_CHECKING:
    from explorer.gui.sidebar.collection_tree import CollectionTree


def open_menu(tree: CollectionTree, position: QPoint) -> None:
    """At a point of the tree; a row that is not chosen yet is chosen first."""
    index = tree.indexAt(position)
    if index.isValid() and not tree.selectionModel().isSelected(index):
        select_indexes(tree, (index,))
    item = index.data(Role.ITEM)
    menu = Menu("", tree)
    folder = folder_of(index)
    menu.add("New request", "plus").triggered.connect(partial(_emit, tree.new_request_requested, folder))
    menu.add("New folder", "folder").triggered.connect(partial(_emit, tree.new_folder_requested, folder))
    is_example = isinstance(item, ExampleItem)
    if item is not None:
        menu.addSeparator()
        (_add_example_rows if is_example else _add_item_rows)(menu, tree)
    menu.addSeparator()
    place = place_after(tree) if item is not None else ("", None)
    paste = menu.add("Paste", "clipboard-list", _keys(QKeySequence.StandardKey.Paste))
    paste.triggered.connect(partial(_emit, tree.paste_requested, *place))
    if item is not None:
        menu.addSeparator()
        delete = menu.add("Delete example" if is_example else "Move to trash", "trash-2", "Del", danger=True)
        delete.triggered.connect(tree.delete_chosen)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(tree.viewport().mapToGlobal(position))


def _add_example_rows(menu: Menu, tree: CollectionTree) -> None:
    chosen = selected_indexes(tree)
    if len(chosen) == 1:
        key = str(chosen[0].data(Role.KEY))
        menu.add("Open", "bookmark", "Enter").triggered.connect(partial(_emit, tree.open_requested, key))
        draft = menu.add("Make a request of it", "send")
        draft.triggered.connect(partial(_emit, tree.draft_requested, key))
        menu.add("Rename", "pencil", "F2").triggered.connect(partial(_call, tree.edit_name, key))
    menu.add("Duplicate", "copy").triggered.connect(tree.duplicate_chosen)
    menu.add("Copy as YAML", "copy", _keys(QKeySequence.StandardKey.Copy)).triggered.connect(tree.copy_chosen)


def _add_item_rows(menu: Menu, tree: CollectionTree) -> None:
    chosen = selected_indexes(tree)
    items = [index.data(Role.ITEM) for index in chosen]
    key = str(items[0].key)
    if len(items) == 1:
        if isinstance(items[0], Folder):
            settings = menu.add("Folder settings", "settings", "Enter")
            settings.triggered.connect(partial(_emit, tree.settings_requested, key))
        if isinstance(items[0], RequestItem):
            pin = menu.add("Unpin" if tree.is_pinned(key) else "Pin", "", "Ctrl Shift P")
            pin.triggered.connect(partial(_emit, tree.pin_requested, key))
            example = menu.add("Save response as example…", "bookmark", "Ctrl Shift S")
            example.triggered.connect(partial(_emit, tree.example_requested, key))
        menu.add("Rename", "pencil", "F2").triggered.connect(partial(_call, tree.edit_name, key))
    menu.add("Duplicate", "copy").triggered.connect(tree.duplicate_chosen)
    menu.add("Cut", "", _keys(QKeySequence.StandardKey.Cut)).triggered.connect(tree.cut_chosen)
    menu.add("Copy as YAML", "copy", _keys(QKeySequence.StandardKey.Copy)).triggered.connect(tree.copy_chosen)
    if any(isinstance(item, RequestItem) for item in items):
        menu.add("Copy as curl", "terminal").triggered.connect(tree.copy_curl_of_chosen)
    if len(items) == 1:
        if isinstance(items[0], BrokenItem) and items[0].is_half_merged:
            merge = menu.add("Resolve merge conflict…", "git-branch")
            merge.triggered.connect(partial(_emit, tree.merge_requested, key))
        show = menu.add("Show file", "external-link")
        show.triggered.connect(partial(_emit, tree.show_file_requested, key))
        if chosen[0].data(Role.MARK):
            changes = menu.add("Show changes", "git-branch")
            changes.triggered.connect(partial(_emit, tree.changes_requested, key))


def _keys(standard: QKeySequence.StandardKey) -> str:
    return key_text(QKeySequence(standard))


def _emit(signal: object, *values: object) -> None:
    signal.emit(*[value for value in values if not isinstance(value, bool)])  # type: ignore[attr-defined]


def _call(method: object, key: str, _checked: bool = False) -> None:
    method(key)  # type: ignore[operator]
