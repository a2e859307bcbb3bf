"""Commands on the result in front: its places, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow


_NO_PLACE = "Choose a value in a body of JSON or XML first."
_NOT_HERE = {
    "find_in_body": "Open the tree of a body and choose a node there first.",
    "filter": "Only bodies of JSON or XML can be filtered.",
    "next_form": "There is no body here that has another form.",
}
"""What is missing, by the method of ``BodyPlaces``; else it is a place."""

_NO_BODY = "Send the request first: there is no response yet."


def body_actions(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What each of these commands does, by its id."""
    return {
        "place.capture": partial(_on_body, window, "capture"),
        "response.copy": partial(_on_result, window, "copy_body"),
        "response.open_outside": partial(_on_result, window, "open_body"),
        "response.next_form": partial(_on_body, window, "next_form"),
        "body.filter": partial(_on_body, window, "filter"),
        "place.find_in_body": partial(_on_body, window, "find_in_body"),
        "place.show_in_tree": partial(_on_body, window, "show_in_tree"),
        "exchange.compare_previous": partial(_compare, window, "with_previous"),
        "exchange.compare_other": partial(_compare, window, "with_chosen"),
    }


def close_bar_of_body(window: MainWindow) -> None:
    """Esc in a body: the search line closes, or else that of the filter."""
    page: Any = window.desk.current
    focused = QApplication.focusWidget()
    if focused is not None and getattr(page, "shown", None) is not None and page.result.isAncestorOf(focused):
        page.result.body.places.close_bar()


def _on_body(window: MainWindow, method: str) -> None:
    from explorer.gui.result.tabs import ResultTab  # late: nothing of the result is loaded at start

    page: Any = window.desk.current  # a request, or a saved example
    is_body = getattr(page, "shown", None) is not None and page.result.current_tab() == ResultTab.BODY
    if not is_body or not getattr(page.result.body.places, method)():
        window.notify(_NOT_HERE.get(method, _NO_PLACE))


def _on_result(window: MainWindow, method: str) -> None:
    page: Any = window.desk.current
    if getattr(page, "shown", None) is None:
        window.notify(_NO_BODY)
    else:
        getattr(page.result, method)()


def _compare(window: MainWindow, function: str) -> None:
    from explorer.gui.documents import comparing_with  # late: asked for by hand

    page = window.desk.request_page
    if page is not None:
        getattr(comparing_with, function)(page, window.bridge)
