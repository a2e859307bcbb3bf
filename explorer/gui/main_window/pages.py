"""How each page is made and connected, on its first use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from explorer.core.model.collection import BrokenItem
from explorer.core.model.tree import find
from explorer.gui.documents.desk import PageKind
from explorer.gui.main_window.folder_pages import FolderKinds

if TYPE_CHECKING:
    from explorer.core.diagnosis.catalog_rows import ApiCatalog
    from explorer.gui.changes.page import ChangesPage
    from explorer.gui.environments.page import EnvironmentsPage
    from explorer.gui.main_window.window import MainWindow
    from explorer.gui.preferences.page import PreferencesPage
    from explorer.gui.welcome.page import WelcomePage


def page_kinds(window: MainWindow) -> Mapping[str, PageKind]:
    """The pages by id. Each is imported when it is opened, so that the first paint does not pay for it."""
    return FolderKinds(
        window,
        {
            "welcome": PageKind("Welcome", "compass", partial(_welcome, window)),
            "history": PageKind("History", "history", partial(_history, window)),
            "catalogue": PageKind("Error catalogue", "book-open", partial(_catalogue, window)),
            "environments": PageKind("Environments", "variable", partial(_environments, window)),
            "changes": PageKind("Changes", "git-branch", partial(_changes, window)),
            "preferences": PageKind("Preferences", "settings", partial(_preferences, window)),
            "keys": PageKind("Keys", "info", partial(_keys, window)),
        },
    )


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
    page.request_requested.connect(window.open_key)
    if "tree_wishes" in window.__dict__:
        _follow_recent(window, page)
    else:  # nothing was open before there is a tree
        window.sidebar.tree_made.connect(partial(_follow_recent, window, page))
    return page


def _follow_recent(window: MainWindow, page: WelcomePage) -> None:
    tell = partial(_tell_recent, window, page)
    window.tree_wishes.pins.changed.connect(tell)
    window.desk.current_changed.connect(tell)
    tell()


def _tell_recent(window: MainWindow, page: WelcomePage, _document: str = "") -> None:
    """Read from the collection only while somebody can see it."""
    if isValid(page) and window.desk.current is page:
        from explorer.gui.main_window.recent import recent_rows  # late: not at the first paint

        page.set_recent(recent_rows(window.tree_wishes.pins.recent, window.bridge.library.collection))


def _history(window: MainWindow) -> QWidget:
    from explorer.gui.history.page import HistoryPage

    page = HistoryPage(window.bridge.ledger, window.bridge.tasks)
    page.open_requested.connect(window.opening.open_exchange)
    page.send_again_requested.connect(window.opening.send_exchange_again)
    page.send_as_it_was_requested.connect(window.opening.send_exchange_as_it_was)
    page.request_requested.connect(partial(_with_examples, window, "make_request"))
    page.example_requested.connect(partial(_with_examples, window, "save_recorded"))
    return page


def _with_examples(window: MainWindow, method: str, exchange_id: str) -> None:
    getattr(window.examples, method)(exchange_id)


def _catalogue(window: MainWindow) -> QWidget:
    from explorer.gui.catalogue.page import CataloguePage

    page = CataloguePage(window.bridge.tasks)
    opening = window.opening
    page.set_lab_keys(opening.lab_keys())
    page.set_added(window.bridge.library.team_catalogs.in_force)
    window.bridge.library.team_catalogs.changed.connect(page.set_added)
    page.set_descriptions(partial(_descriptions, window))
    for change in (window.disk_changes.watch.changed, window.bridge.library.collection_changed):
        change.connect(page.follow_descriptions)
    page.provoke_requested.connect(opening.show_failure)
    page.open_request_requested.connect(window.open_named)
    page.show_in_history_requested.connect(opening.show_in_history)
    page.facts_wanted.connect(partial(opening.read_failure, page))
    page.link_requested.connect(opening.open_link)
    page.copied.connect(window.notify)
    opening.count_failures(page)
    return page


async def _descriptions(window: MainWindow) -> tuple[ApiCatalog, ...]:
    """The API descriptions beside the collection; what cannot be used in them is told once."""
    workspace = window.bridge.workspace
    if workspace is None:
        return ()
    before = workspace.descriptions
    workspace.descriptions = await before.renewed(workspace.folder if workspace.collection else None)
    if workspace.descriptions is not before and workspace.descriptions.sentences:
        window.warn(" ".join(workspace.descriptions.sentences))
    return workspace.descriptions.catalogs


def _environments(window: MainWindow) -> QWidget:
    from explorer.gui.environments.page import EnvironmentsPage

    page = EnvironmentsPage(window.bridge.library, window.bridge.tasks)
    page.requests_requested.connect(window.palette_overlay.open_uses)
    page.set_running(window.bridge.sandbox.values())
    tell = partial(_tell_later, window, page)
    window.bridge.sources.unlocked.connect(tell)
    tell()
    return page


def _changes(window: MainWindow) -> QWidget:
    from explorer.gui.changes.page import ChangesPage

    page = ChangesPage(window.disk_changes.versions.repository, window.bridge.tasks)
    page.open_requested.connect(partial(_open_change, window))
    page.copied.connect(window.notify)
    tell = partial(_tell_unsaved, window, page)
    window.desk.changed.connect(tell)
    tell()
    return page


def _open_change(window: MainWindow, key: str) -> None:
    """A request, the environments, the two versions of a file in conflict, or where another file lies."""
    collection = window.bridge.library.collection
    item = find(collection, key) if collection is not None else None
    if isinstance(item, BrokenItem) and item.is_half_merged:
        from explorer.gui.main_window.merging import resolve  # late: seldom needed

        resolve(window, key)
    elif window.open_key(key) is None:
        if key.startswith("environments/"):
            window.desk.open_page("environments")
        else:
            window.opening.show_file(key)


def _tell_unsaved(window: MainWindow, page: ChangesPage) -> None:
    if isValid(page):
        pages = window.desk.request_pages()
        page.set_unsaved({one.key: one.title for one in pages if one.key and one.is_unsaved})


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
    page.trusted.remove_requested.connect(window.bridge.trusts.forget)
    window.bridge.trust_changed.connect(partial(_show_trusted, window, page))
    _show_trusted(window, page)
    return page


def _show_trusted(window: MainWindow, page: PreferencesPage, *_changed: object) -> None:
    if isValid(page):
        window.bridge.tasks.start("trusted certificates", _read_trusted(window, page), page)


async def _read_trusted(window: MainWindow, page: PreferencesPage) -> None:
    page.set_trusted(await window.bridge.trusts.all())


def _keys(window: MainWindow) -> QWidget:
    from explorer.gui.preferences.keys_page import KeysPage

    return KeysPage()
