"""What each command does: a table from its id to a bound method. Titles and keys are in ``gui/commands.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from explorer.core.settings import ThemeChoice
from explorer.gui.documents.request_page import RequestPage
from explorer.gui.main_window.body_actions import body_actions, close_bar_of_body
from explorer.gui.main_window.edits import edits
from explorer.gui.main_window.item_actions import item_actions
from explorer.gui.main_window.tab_order import focus_first, stops

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow

_ZOOM_STEP_PERCENT = 10


class Actions(QObject):
    """Runs commands on the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        others = (edits(window), item_actions(window), body_actions(window))
        acts = (self._file(), self._request(), self._view(), self._tools(), *others)
        self._table: dict[str, Callable[[], object]] = {}
        for table in acts:
            self._table |= table
        window.commands.requested.connect(self.run)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), window)
            shortcut.activated.connect(partial(window.desk.show_number, number))
            tab = QShortcut(QKeySequence(f"Alt+{number}"), window)
            tab.activated.connect(partial(self._pane_tab, number))

    def run(self, command_id: str) -> None:
        """Do it; raises KeyError for a command without a row here, which a test rules out."""
        self._table[command_id]()

    def ids(self) -> frozenset[str]:
        """Every command that does something."""
        return frozenset(self._table)

    def _file(self) -> dict[str, Callable[[], object]]:
        window, opening = self._window, self._window.opening
        return {
            "request.new": window.new_request,
            "folder.new": self._new_folder,
            "collection.open": opening.choose_folder,
            "collection.new": opening.create_collection,
            "import.file": opening.choose_file,
            "request.save": self._save,
            "request.rename": partial(self._with_selected, self._edit_name),
            "trash.restore": window.bridge.library.restore_last,
            "document.close": window.desk.close,
            "app.quit": window.frame.close,
        }

    def _request(self) -> dict[str, Callable[[], object]]:
        return {
            "request.send": self._send,
            "request.cancel": self._cancel,
            "request.retry": partial(self._on_current, "retry"),
            "diagnosis.main": partial(self._on_current, "main_action"),
            "diagnosis.apply": partial(self._on_current, "apply_fix"),
            "diagnosis.check": self._check,
            "problem.next": partial(self._go_to_problem, 1),
            "problem.previous": partial(self._go_to_problem, -1),
            "request.copy_curl": partial(self._copy, "curl"),
            "diagnosis.copy_bundle": partial(self._copy, "bundle"),
            "body.save_as_variant": self._name_variant,
            "body.next_variant": self._next_variant,
            "response.save": self._save_body,
            "response.save_example": self._save_example,
            "certificate.trust": partial(self._trust, True),
            "certificate.forget": partial(self._trust, False),
            "exchange.compare": self._compare,
            "exchange.older": partial(self._step_back, True),
            "exchange.newer": partial(self._step_back, False),
        }

    def _view(self) -> dict[str, Callable[[], object]]:
        window = self._window
        pages = {
            "history.open": "history",
            "catalogue.open": "catalogue",
            "environments.open": "environments",
            "welcome.open": "welcome",
            "preferences.open": "preferences",
            "help.keys": "keys",
        }
        themes = {f"theme.{choice.value}": partial(self._use_theme, choice) for choice in ThemeChoice}
        return {
            **{command: partial(self._open_page, page) for command, page in pages.items()},
            **themes,
            "palette.open": partial(window.open_palette, ""),
            "git.changes": self._open_changes,
            "request.open": partial(window.palette_overlay.open, scope="requests"),
            "url.focus": self._focus_url,
            "find.here": self._find,
            "sidebar.search": self._search,
            "sidebar.toggle": self._toggle_sidebar,
            "layout.toggle": self._toggle_stacked,
            "pane.next": partial(self._pane, 1),
            "pane.previous": partial(self._pane, -1),
            "document.next": partial(window.desk.step, 1),
            "document.previous": partial(window.desk.step, -1),
            "history.group": self._group_history,
            "environment.switch": window.desk.strip.environment.open_list,
            "zoom.in": partial(self._zoom, _ZOOM_STEP_PERCENT),
            "zoom.out": partial(self._zoom, -_ZOOM_STEP_PERCENT),
            "zoom.reset": partial(self._zoom, 0),
        }

    def _tools(self) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
            "sandbox.start": window.bridge.sandbox.start,
            "sandbox.stop": window.bridge.sandbox.stop,
            "certificate.list": self._list_trusted,
            "history.clear": self._clear_history,
            "history.private": self._toggle_private,
        }

    # -- pieces

    def _on_current(self, method: str) -> None:
        """On a request or a saved example, whichever is in front."""
        page = self._window.desk.current
        if page is not None and hasattr(page, method):
            getattr(page, method)()

    def _copy(self, what: str) -> None:
        page = self._window.desk.current
        if page is not None and hasattr(page, "copying"):
            (page.copying.curl if what == "curl" else page.copying.bundle)()

    def _trust(self, wished: bool) -> None:
        from explorer.gui.documents import trusting  # late: seldom needed

        page = self._window.desk.request_page
        if page is not None:
            (trusting.offer if wished else trusting.stop)(page, self._window.bridge)

    def _list_trusted(self) -> None:
        self._window.desk.open_page("preferences").show_trusted()  # type: ignore[attr-defined]

    def _check(self) -> None:
        page = self._window.desk.request_page
        if page is not None:
            page.checking.check()

    def _step_back(self, older: bool) -> None:
        page = self._window.desk.request_page
        if page is not None:
            (page.past.show_older if older else page.past.show_newer)()

    def _with_selected(self, method: Callable[[str], object]) -> None:
        page = self._window.desk.request_page
        key = page.key if page is not None and page.key else self._window.sidebar.tree.selected_key()
        if key:
            method(key)

    def _edit_name(self, key: str) -> None:
        self._window.sidebar.tree.edit_name(key)

    def _send(self) -> None:
        page = self._window.desk.current
        if isinstance(page, RequestPage):
            page.send()
        elif page is not None and hasattr(page, "main_action"):
            page.main_action()

    def _cancel(self) -> None:
        page = self._window.desk.current
        if page is not None and hasattr(page, "cancel") and page.cancel():
            return
        close_bar_of_body(self._window)

    def _save(self) -> None:
        page = self._window.desk.request_page
        if page is not None:
            self._window.bridge.tasks.start(f"save {page.document}", self._window.saving.save(page))

    def _save_body(self) -> None:
        page = self._window.desk.current
        if page is not None and hasattr(page, "save_body_requested"):
            page.save_body_requested.emit()

    def _save_example(self) -> None:
        self._window.examples.save_shown()

    def _name_variant(self) -> None:
        page = self._window.desk.request_page
        if page is not None:
            page.composer.name_body_variant()

    def _next_variant(self) -> None:
        page = self._window.desk.request_page
        if page is not None:
            page.composer.next_body_variant()

    def _go_to_problem(self, step: int) -> None:
        page = self._window.desk.current
        if page is not None and hasattr(page, "go_to_problem"):
            page.go_to_problem(step)

    def _compare(self) -> None:
        page = self._window.desk.current
        if isinstance(page, RequestPage):
            page.compare()
        elif page is not None and hasattr(page, "compare_marked"):
            page.compare_marked()

    def _focus_url(self) -> None:
        page = self._window.desk.request_page
        if page is not None:
            page.composer.focus_url()

    def _find(self) -> None:
        page = self._window.desk.current
        for name in ("find_here", "focus_filter", "focus_search"):
            if page is not None and hasattr(page, name):
                getattr(page, name)()
                return

    def _search(self) -> None:
        if not self._window.sidebar.isVisible():
            self._toggle_sidebar()
        self._window.sidebar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle_sidebar(self) -> None:
        self._window.division.toggle_sidebar(self._window.width())
        self._window.divide()

    def _toggle_stacked(self) -> None:
        self._window.division.toggle_stacked(self._window.width())
        self._window.divide()

    def _pane(self, step: int) -> None:
        page = self._window.desk.current
        panes: tuple[QWidget, ...] = (self._window.sidebar, self._window.desk.strip)
        panes += page.panes() if isinstance(page, RequestPage) else (page,) if page is not None else ()
        panes = tuple(pane for pane in panes if pane.isVisible() and stops(pane))
        focused = QApplication.focusWidget()
        at = next((index for index, pane in enumerate(panes) if focused and _holds(pane, focused)), -1)
        focus_first(panes[(at + step) % len(panes)])

    def _pane_tab(self, number: int) -> None:
        page = self._window.desk.current
        if page is not None and hasattr(page, "select_tab_number"):
            page.select_tab_number(number)

    def _open_page(self, page_id: str) -> None:
        """With the keyboard in it, so that what is typed next goes there."""
        page = self._window.desk.open_page(page_id)
        focused = QApplication.focusWidget()
        if focused is None or focused is page or not page.isAncestorOf(focused):  # it counts as its own ancestor
            focus_first(page)

    def _open_changes(self) -> None:
        page = self._window.desk.request_page
        self._window.disk_changes.versions.open_page(page.key if page is not None else "")

    def _group_history(self) -> None:
        page = self._window.desk.open_page("history")
        page.toggle_grouping()  # type: ignore[attr-defined]

    def _use_theme(self, choice: ThemeChoice) -> None:
        self._window.use_settings(replace(self._window.bridge.settings, theme=choice))

    def _zoom(self, step: int) -> None:
        settings = self._window.bridge.settings
        percent = 100 if step == 0 else max(80, min(200, settings.text_scale_percent + step))
        self._window.use_settings(replace(settings, text_scale_percent=percent))

    def _new_folder(self) -> None:
        self._window.bridge.library.create_folder(self._window.sidebar.tree.folder_key(), "New folder")

    def _toggle_private(self) -> None:
        settings = self._window.bridge.settings
        self._window.use_settings(replace(settings, private=not settings.private))

    def _clear_history(self) -> None:
        self._window.bridge.tasks.start("clear history", self._ask_and_clear())

    async def _ask_and_clear(self) -> None:
        text = "All recorded exchanges that are not pinned are deleted for good."
        from explorer.gui import dialogs  # late: no dialog opens at start

        if await dialogs.confirm(self._window, "Clear the history?", text, "Clear history"):
            self._window.bridge.ledger.clear()


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
