"""The search of the sidebar: asks for finds as somebody types, shows them below the tree, opens them at the match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from explorer.core.model.diagnosis import Place, PlacePart
from explorer.core.search import Found, Part, names_found
from explorer.gui.bridge.search import Search
from explorer.gui.sidebar.found_list import FoundPanel

if TYPE_CHECKING:
    from explorer.gui.documents.request_page import RequestPage
    from explorer.gui.main_window.window import MainWindow

_PARTS = {
    Part.URL: PlacePart.URL,
    Part.PARAM: PlacePart.QUERY,
    Part.HEADER: PlacePart.HEADER,
    Part.AUTH: PlacePart.AUTH,
    Part.BODY: PlacePart.BODY,
    Part.VARIABLE: PlacePart.VARIABLE,
}


class Searching(QObject):
    """Made with the first letter that is typed into the search."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sidebar = window.sidebar
        self.search = Search(window.bridge.library, window.bridge.tasks)
        self.panel = FoundPanel()
        self._sidebar.put_below_tree(self.panel)
        self.search.found.connect(self._show)
        self.panel.picked.connect(self.open)
        self._sidebar.search.returnPressed.connect(self._open_first)

    def open(self, found: Found) -> None:
        """Open what was found, with the cursor at the match."""
        if not found.method:
            self._open_folder(found)
            return
        if found.part is Part.EXAMPLE:
            from explorer.core.model.example import example_keys  # late: seldom needed

            self._window.examples.open(example_keys(found.key, (found.row,))[0])
            return
        page = self._window.open_key(found.key)
        if page is not None:
            show_match(page, found)

    def _open_folder(self, found: Found) -> None:
        from explorer.gui.main_window.folder_pages import open_folder  # late: seldom needed

        page = open_folder(self._window, found.key)
        tabs = {Part.HEADER: "headers", Part.VARIABLE: "variables", Part.DOCS: "docs"}
        if page is not None and found.part in tabs:
            page.pane.show_tab(tabs[found.part])

    def _show(self, words: str, items: tuple[Found, ...]) -> None:
        collection = self._window.bridge.library.collection
        named = names_found(collection, words) if collection is not None and words else frozenset()
        rest = tuple(one for one in items if one.key not in named)
        self.panel.show_items(rest, searching=bool(words))
        self._sidebar.tree.setVisible(not words or bool(named))
        self._sidebar.tree.take_little_room(bool(words))

    def _open_first(self) -> None:
        if not self._sidebar.tree.open_first_request():
            self.panel.view.pick_first()


def show_match(page: RequestPage, found: Found) -> None:
    """Put the cursor of a request at what was found in it."""
    composer = page.composer
    if found.part is Part.DOCS:
        composer.tab("docs")
        docs = composer.pane.docs
        docs.write_at(found.start, found.end)
    elif found.part in _PARTS:
        in_text = found.part is Part.URL or (found.part is Part.BODY and not found.row)
        start, end = (found.start, found.end) if in_text else (-1, -1)
        composer.go_to(Place(part=_PARTS[found.part], name=found.row, crumbs=(), start=start, end=end))
    else:
        page.composer.bar.url.setFocus(Qt.FocusReason.OtherFocusReason)
