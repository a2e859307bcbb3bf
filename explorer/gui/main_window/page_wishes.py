"""How a request page is made, and what each of its wishes does in the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from explorer.gui.documents.request_page import RequestPage

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow


class PageWishes(QObject):
    """Connects pages to the parts of the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = window.bridge.tasks

    def make(self, document: str) -> RequestPage:
        """An empty page for a document."""
        return RequestPage(self._window.bridge, document)

    def connect_page(self, page: RequestPage) -> None:
        """Listen to a page that was just made."""
        window = self._window
        page.set_stacked(window.division.is_stacked(window.width()))
        page.notice.connect(window.notify)
        page.open_request_requested.connect(window.open_named)
        page.open_variable_requested.connect(partial(self._show_variable, page))
        page.composer.origin_requested.connect(window.open_folder)
        page.composer.uses_requested.connect(window.palette_overlay.open_uses)
        page.link_requested.connect(window.opening.open_link)
        page.compare_requested.connect(window.opening.compare)
        page.save_requested.connect(partial(self._save, page))
        page.save_body_requested.connect(partial(self._save_body, page))
        page.save_example_requested.connect(self._save_example)
        page.confirm_requested.connect(partial(self._confirm_send, page))
        # After the exchange was painted.
        page.exchange_shown.connect(partial(QTimer.singleShot, 0, window, window.order_tabs))
        page.composer.bar.url.takes_paste = partial(self._paste_into, page)

    def _show_variable(self, page: RequestPage, name: str) -> None:
        from explorer.gui.main_window.folder_pages import show_variable  # late: with the first click only

        show_variable(self._window, page, name)

    def _save(self, page: RequestPage) -> None:
        self._tasks.start(f"save {page.document}", self._window.saving.save(page))

    def _save_body(self, page: RequestPage) -> None:
        self._tasks.start("save body", self._window.saving.save_body(page))

    def _save_example(self) -> None:
        self._window.examples.save_shown()

    def _confirm_send(self, page: RequestPage, question: str, action: str) -> None:
        self._tasks.start(f"confirm {page.document}", self._confirmed_send(page, question, action), page)

    async def _confirmed_send(self, page: RequestPage, question: str, action: str) -> None:
        from explorer.gui import dialogs  # late, both: no dialog opens at start
        from explorer.gui.documents.preview import shown_url

        if await dialogs.confirm(self._window, question, shown_url(page, self._window.bridge), action):
            page.send_now()

    def _paste_into(self, page: RequestPage, text: str) -> bool:
        from explorer.gui.main_window.pasting import paste_into  # late: not before something is pasted

        return paste_into(self._window, page, text)
