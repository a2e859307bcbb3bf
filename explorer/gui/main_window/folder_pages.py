"""The pages of what the tree holds beside requests: settings of folders and of the collection, saved examples. One
document each, made on first use, closed with what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from explorer.core.model.tree import ancestors
from explorer.gui.documents.desk import PageKind
from explorer.gui.widgets.document_tabs import DocumentTab

if TYPE_CHECKING:
    from explorer.gui.documents.folder_page import FolderPage
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.main_window.window import MainWindow

FOLDER = "folder:"
EXAMPLE = "example:"
_TITLE = "Settings of {name}"


class FolderKinds(dict[str, PageKind]):
    """The pages by id; "folder:KEY" is the page of a folder, "folder:" that of the collection, "example:KEY" that of
    an example."""

    def __init__(self, window: MainWindow, kinds: Mapping[str, PageKind]) -> None:
        super().__init__(kinds)
        self._window = window

    def __missing__(self, page_id: str) -> PageKind:
        if page_id.startswith(EXAMPLE):
            return PageKind("Example", "bookmark", partial(self._example, page_id))
        if not page_id.startswith(FOLDER):
            raise KeyError(page_id)
        key = page_id.removeprefix(FOLDER)
        return PageKind("Settings", "settings", partial(_made, self._window, page_id, key))

    def _example(self, page_id: str) -> QWidget:
        return self._window.examples.made(page_id)


def open_folder(window: MainWindow, key: str) -> FolderPage | None:
    """Open the settings of a folder (the empty key: of the collection), or come back to them; None without one."""
    from explorer.gui.documents.folder_values import owner_of

    if owner_of(window.bridge.library.collection, key) is None:
        window.warn("There is no such folder in the open collection.")
        return None
    page_id = next((one for one, page in folder_pages(window) if page.key == key), f"{FOLDER}{key}")
    page = cast("FolderPage", window.desk.open_page(page_id))
    _retitle(window, page_id, page)
    return page


def folder_pages(window: MainWindow) -> list[tuple[str, FolderPage]]:
    """Those that are open, with their ids."""
    ids = [one for one in window.desk.ids() if one.startswith(FOLDER)]
    return [(one, cast("FolderPage", window.desk.document(one))) for one in ids]


def open_current_folder(window: MainWindow) -> None:
    """The folder of the tree's cursor, or the one that the request in front is in."""
    page = window.desk.request_page
    tree_key = window.sidebar.tree.folder_key()
    open_folder(window, page.key.rpartition("/")[0] if page is not None and page.key else tree_key)


def show_variable(window: MainWindow, page: RequestPage, name: str) -> None:
    """Where the value of a variable is kept: the settings of a folder or the collection, else the environments."""
    workspace, collection = window.bridge.workspace, window.bridge.library.collection
    found = workspace.variables(page.key, page.request().variables).lookup(name) if workspace is not None else None
    owner: str | None = None
    if found is not None and collection is not None and found.origin.startswith("folder "):
        folders = reversed(ancestors(collection, page.key))
        owner = next(one.key for one in folders if any(row.name == name and row.enabled for row in one.variables))
    elif found is not None and collection is not None and found.origin == "collection":
        owner = "" if any(row.name == name and not row.secret for row in collection.variables) else None
    settings = open_folder(window, owner) if owner is not None else None
    if settings is not None:
        settings.pane.go_to_variable(name)
    else:
        window.show_variable(name)


def _made(window: MainWindow, page_id: str, key: str) -> QWidget:
    from explorer.gui.documents.folder_page import FolderPage

    page = FolderPage(window.bridge, key)
    page.notice.connect(window.warn)
    page.open_variable_requested.connect(window.show_variable)
    page.open_folder_requested.connect(window.open_folder)
    page.renamed.connect(partial(_retitle, window, page_id, page))
    page.gone.connect(partial(window.desk.close_now, page_id))
    return page


def _retitle(window: MainWindow, page_id: str, page: FolderPage) -> None:
    if window.desk.document(page_id) is page:
        title = _TITLE.format(name=page.name)
        window.desk.strip.tabs.set_tab(DocumentTab(id=page_id, title=title, icon="settings"))
