"""Where a person was looking: the tab of the composer, how far it was scrolled, the cursor, the split; and the tree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QPlainTextEdit, QWidget

from explorer.gui.documents.request_page import RequestPage

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow

_TABS = ("params", "headers", "auth", "body", "vars", "docs", "settings")


class Places(QObject):
    """Reads places as plain values, and puts them back: a document's when it is in front for the first time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: dict[str, dict[str, Any]] = {}
        window.desk.current_changed.connect(self._shown)

    def tree(self) -> dict[str, Any]:
        """Open folders and scrolling of the tree."""
        tree = self._window.sidebar.tree
        return {"expanded": list(tree.expanded_keys()), "scroll": tree.verticalScrollBar().value()}

    def put_tree(self, plain: object) -> None:
        """Open the folders that were open."""
        match plain:
            case {"expanded": list(keys), "scroll": int(value)}:
                tree = self._window.sidebar.tree
                tree.expand_keys(tuple(str(key) for key in keys))
                # The rows get their places with the next layout.
                QTimer.singleShot(0, tree, partial(tree.verticalScrollBar().setValue, value))

    def document(self, page: RequestPage) -> dict[str, Any]:
        """The place in a request; one that was never in front is still where it was last time."""
        waiting = self._waiting.get(page.document)
        if waiting is not None:
            return waiting
        tab = page.composer.pane.tabs.current
        areas = [_state(area) for area in _areas(page, tab)]
        return {"tab": tab, "split": page.splitter.sizes(), "stacked": _is_stacked(page), "areas": areas}

    def put_document(self, page: RequestPage, plain: object) -> None:
        """Go there when the request is in front."""
        if isinstance(plain, dict):
            self._waiting[page.document] = plain
            self._shown(self._window.desk.current_id)

    def _shown(self, document: str) -> None:
        page = self._window.desk.document(document)
        if document in self._waiting and isinstance(page, RequestPage):
            QTimer.singleShot(0, page, partial(self._go, page))

    def _go(self, page: RequestPage) -> None:
        match self._waiting.pop(page.document, None):
            case {"tab": str(tab), "split": [int(), int()] as split, "areas": list(states), **rest} if tab in _TABS:
                page.composer.tab(tab)
                if rest.get("stacked", _is_stacked(page)) == _is_stacked(page):  # heights are no widths
                    page.splitter.setSizes(split)
                QTimer.singleShot(0, page, partial(_put_areas, page, tab, states))


def _is_stacked(page: RequestPage) -> bool:
    return page.splitter.orientation() is Qt.Orientation.Vertical


def _areas(page: RequestPage, tab: str) -> list[QAbstractScrollArea]:
    """What scrolls in a tab of the composer, always in the same order."""
    pane = page.composer.pane
    inside: QWidget | None = pane.made.get(tab)
    return inside.findChildren(QAbstractScrollArea) if inside is not None else []


def _state(area: QAbstractScrollArea) -> list[int]:
    cursor = area.textCursor().position() if isinstance(area, QPlainTextEdit) else 0
    return [area.verticalScrollBar().value(), cursor]


def _put_areas(page: RequestPage, tab: str, states: list[object]) -> None:
    page.composer.pane.page(tab)  # made by itself only after the first paint
    for area, state in zip(_areas(page, tab), states, strict=False):
        match state:
            case [int(value), int(position)]:
                if isinstance(area, QPlainTextEdit):
                    cursor = area.textCursor()
                    cursor.setPosition(min(position, area.document().characterCount() - 1))
                    area.setTextCursor(cursor)
                area.verticalScrollBar().setValue(value)
