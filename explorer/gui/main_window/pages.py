"""How each page is made and connected, on its first use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from explorer.gui.documents.desk import PageKind

if TYPE_CHECKING:
    from explorer.gui.environments.page import EnvironmentsPage
    from explorer.gui.main_window.window import MainWindow


def page_kinds(window: MainWindow) -> Mapping[str, PageKind]:
    """The pages by id. Each is imported when it is opened, so that the first paint does not pay for it."""
    return {
        "welcome": PageKind("Welcome", "compass", partial(_welcome, window)),
        "history": PageKind("History", "history", partial(_history, window)),
        "catalogue": PageKind("Error catalogue", "book-open", partial(_catalogue, window)),
        "environments": PageKind("Environments", "variable", partial(_environments, window)),
        "preferences": PageKind("Preferences", "settings", partial(_preferences, window)),
        "keys": PageKind("Keys", "info", partial(_keys, window)),
    }


def _welcome(window: MainWindow) -> QWidget:
    from explorer.gui.welcome.page import WelcomePage

    page = WelcomePage()
    opening = window.opening
    page.start_sandbox_requested.connect(opening.open_sample)
    page.choose_file_requested.connect(opening.choose_file)
    page.new_request_requested.connect(window.new_request)
    page.failure_requested.connect(opening.show_failure)
    page.files_dropped.connect(opening.open_files)
    page.curl_pasted.connect(opening.open_curl)
    page.set_failures(opening.welcome_failures())
    return page


def _history(window: MainWindow) -> QWidget:
    from explorer.gui.history.page import HistoryPage

    page = HistoryPage(window.bridge.ledger, window.bridge.tasks)
    page.open_requested.connect(window.opening.open_exchange)
    page.send_again_requested.connect(window.opening.send_exchange_again)
    page.send_as_it_was_requested.connect(window.opening.send_exchange_as_it_was)
    return page


def _catalogue(window: MainWindow) -> QWidget:
    from explorer.gui.catalogue.page import CataloguePage

    page = CataloguePage(window.bridge.tasks)
    opening = window.opening
    page.set_lab_keys(opening.lab_keys())
    page.set_added(window.bridge.library.catalogs)
    window.bridge.library.catalogs_changed.connect(page.set_added)
    page.provoke_requested.connect(opening.show_failure)
    page.open_request_requested.connect(window.open_named)
    page.show_in_history_requested.connect(opening.show_in_history)
    page.link_requested.connect(opening.open_link)
    page.copied.connect(window.notify)
    opening.count_failures(page)
    return page


def _environments(window: MainWindow) -> QWidget:
    from explorer.gui.environments.page import EnvironmentsPage

    page = EnvironmentsPage(window.bridge.library, window.bridge.tasks)
    page.requests_requested.connect(window.opening.search_requests)
    page.set_running(window.bridge.sandbox.values())
    tell = partial(_tell_later, window, page)
    window.bridge.sources.unlocked.connect(tell)
    tell()
    return page


def _tell_later(window: MainWindow, page: EnvironmentsPage) -> None:
    if isValid(page):
        window.bridge.tasks.start("where secrets are kept", _tell_where_secrets_are(window, page), page)


async def _tell_where_secrets_are(window: MainWindow, page: EnvironmentsPage) -> None:
    workspace = window.bridge.workspace
    if workspace is not None and workspace.secrets is not None:
        page.set_secrets_kept(await workspace.secrets.is_persistent(), workspace.secrets.is_in_file)


def _preferences(window: MainWindow) -> QWidget:
    from explorer.gui.preferences.page import PreferencesPage

    page = PreferencesPage(window.bridge.settings)
    page.settings_changed.connect(window.use_settings)
    return page


def _keys(window: MainWindow) -> QWidget:
    from explorer.gui.preferences.keys_page import KeysPage

    return KeysPage()
