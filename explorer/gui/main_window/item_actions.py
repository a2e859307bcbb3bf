"""Commands on the items of the tree, whichever are chosen there: copy, paste, settings of their folders."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow


def item_actions(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What each of these commands does, by its id."""
    return {
        "request.duplicate": partial(_on_chosen, window, "duplicate"),
        "request.delete": partial(_on_chosen, window, "delete"),
        "request.pin": partial(_pin, window),
        "items.copy": partial(_on_chosen, window, "copy"),
        "items.copy_curl": partial(_on_chosen, window, "copy_curl"),
        "items.paste": partial(_paste, window),
        "merge.resolve": partial(_resolve, window),
        "folder.settings": partial(_folder_settings, window),
        "collection.settings": partial(window.open_folder, ""),
    }


def _on_chosen(window: MainWindow, method: str) -> None:
    """On several when several are chosen, else on the request in front, else on the row of the tree's cursor."""
    keys = window.sidebar.tree.chosen_keys()
    page = window.desk.request_page
    if page is not None and page.key and len(keys) < 2:
        keys = (page.key,)
    if keys:
        getattr(window.tree_wishes, method)(keys)


def _pin(window: MainWindow) -> None:
    """The request in front, or else the one under the tree's cursor."""
    page = window.desk.request_page
    key = page.key if page is not None and page.key else window.sidebar.tree.selected_key()
    if key.endswith((".yml", ".yaml")):
        window.tree_wishes.toggle_pin(key)
    else:
        window.warn("Only a saved request can be pinned.")


def _paste(window: MainWindow) -> None:
    window.tree_wishes.paste(*window.sidebar.tree.paste_place())


def _resolve(window: MainWindow) -> None:
    from explorer.gui.main_window.merging import resolve_chosen  # late: seldom needed

    resolve_chosen(window)


def _folder_settings(window: MainWindow) -> None:
    from explorer.gui.main_window.folder_pages import open_current_folder  # late: seldom needed

    open_current_folder(window)
