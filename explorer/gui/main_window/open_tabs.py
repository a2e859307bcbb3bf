"""Which tabs are open beside the requests, in what order, and which is in front; and those again at the next start.

Requests are known by the ids of their drafts, examples and folders by their keys, pages by their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer.gui.main_window.folder_pages import EXAMPLE, FOLDER

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow

_PAGES = ("history", "catalogue", "environments")


def layout_of(window: MainWindow, draft_ids: Mapping[str, str]) -> dict[str, Any]:
    """Plain values for ``reopen``; ``draft_ids`` has the drafts of documents that are requests."""
    names = {one: draft_ids.get(one) or _name(window, one) for one in window.desk.ids()}
    return {"tabs": [name for name in names.values() if name], "front": names.get(window.desk.current_id, "")}


def reopen(window: MainWindow, layout: Mapping[str, Any], draft_ids: Mapping[str, str]) -> None:
    """Open what is still there, put all tabs in their order, and bring the one to the front that was, unless it is a
    request: which of them is in front is told by its draft."""
    names = [one for one in layout.get("tabs", ()) if isinstance(one, str)]
    drafts = {draft: document for document, draft in draft_ids.items()}
    found = {name: drafts[name] if name in drafts else _opened(window, name) for name in names}
    tabs = window.desk.strip.tabs
    places = {document: number for number, document in enumerate(found.values()) if document}
    # A request that was opened right before a kill is in no layout yet: it stands last.
    tabs.set_tabs(sorted(tabs.tabs, key=lambda tab: places.get(tab.id, len(names))))
    front = layout.get("front")
    if isinstance(front, str) and front not in drafts and found.get(front):
        window.desk.show_document(found[front])


def _name(window: MainWindow, document_id: str) -> str:
    """A page that followed a new name keeps its id."""
    page = window.desk.document(document_id)
    if document_id.startswith(EXAMPLE):
        return f"{EXAMPLE}{getattr(page, 'example_key', '')}"
    if document_id.startswith(FOLDER):
        return f"{FOLDER}{getattr(page, 'key', '')}"
    return document_id if document_id in _PAGES else ""


def _opened(window: MainWindow, name: str) -> str:
    """Id of the document; empty for what is gone."""
    from explorer.core.model.tree import find_example
    from explorer.gui.documents.folder_values import owner_of  # late: as all of a page

    collection = window.bridge.library.collection
    if name.startswith(EXAMPLE):
        if find_example(collection, name.removeprefix(EXAMPLE)) is None:
            return ""
        window.examples.open(name.removeprefix(EXAMPLE))
    elif name.startswith(FOLDER):
        if owner_of(collection, name.removeprefix(FOLDER)) is None:
            return ""
        window.open_folder(name.removeprefix(FOLDER))
    elif name in _PAGES:
        window.desk.open_page(name)
    else:
        return ""
    return window.desk.current_id
