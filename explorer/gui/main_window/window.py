"""What fills the frame: sidebar or rail, documents, status bar, and what floats over them."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from explorer.core.model.collection import Collection, RequestItem
from explorer.core.model.request import Request
from explorer.core.model.tree import find, requests_of
from explorer.core.settings import Settings
from explorer.gui.bridge.bridge import Bridge
from explorer.gui.commands import Commands
from explorer.gui.documents.desk import Desk
from explorer.gui.documents.request_page import RequestPage
from explorer.gui.documents.status_bar import StatusBar
from explorer.gui.main_window.actions import Actions
from explorer.gui.main_window.frame import Frame
from explorer.gui.main_window.hints import hints_of
from explorer.gui.main_window.items import Items
from explorer.gui.main_window.menus import main_menu
from explorer.gui.main_window.opening import Opening
from explorer.gui.main_window.page_wishes import PageWishes
from explorer.gui.main_window.pages import page_kinds
from explorer.gui.main_window.palette_overlay import PaletteOverlay
from explorer.gui.main_window.size_class import Division
from explorer.gui.main_window.tab_order import put_after
from explorer.gui.main_window.undoing import end_trashed, offer, offer_trashed, take_back, tell_trust
from explorer.gui.sidebar.panel import Sidebar
from explorer.gui.sidebar.rail import Rail
from explorer.gui.theme import measures, theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from explorer.gui.main_window.disk_changes import DiskChanges
    from explorer.gui.main_window.example_wishes import ExampleWishes
    from explorer.gui.main_window.saving import Saving
    from explorer.gui.main_window.searching import Searching
    from explorer.gui.main_window.secret_questions import SecretQuestions
    from explorer.gui.main_window.tree_wishes import TreeWishes
    from explorer.gui.widgets.toast import ToastHost


class MainWindow(QWidget):
    """Places and connects; every wish of a panel goes to the bridge or to another panel."""

    settings_changed = Signal(object)
    """Settings: ``app`` dresses the window anew."""

    def __init__(self, bridge: Bridge, frame: Frame) -> None:
        super().__init__(frame)
        self.frame = frame
        self.bridge = bridge
        self.commands = Commands(self)
        self.division = Division()
        self.sidebar = Sidebar()
        self.rail = Rail()
        self.page_wishes = PageWishes(self)
        self.desk = Desk(self.page_wishes.make, page_kinds(self))
        self.status = StatusBar()
        self.opening = Opening(self)
        self.items = Items(self)
        self.palette_overlay = PaletteOverlay(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._sidebar_px = measures.SIDEBAR_WIDTH
        """As the person chose it: a narrow window takes some of it, or all."""
        self._lay_out()
        self._connect_sidebar()
        self._connect_documents()
        self._connect_bridge()
        self.actions_table = Actions(self)
        theme.current().changed.connect(self.divide)
        self.ring = FocusRing(self)

    @cached_property
    def saving(self) -> Saving:
        """Made with the first save."""
        from explorer.gui.main_window.saving import Saving

        return Saving(self)

    @cached_property
    def disk_changes(self) -> DiskChanges:
        """Made with the first collection."""
        from explorer.gui.main_window.disk_changes import DiskChanges

        return DiskChanges(self)

    @cached_property
    def secret_questions(self) -> SecretQuestions:
        """Made with the first question."""
        from explorer.gui.main_window.secret_questions import SecretQuestions

        return SecretQuestions(self)

    @cached_property
    def tree_wishes(self) -> TreeWishes:
        """Made with the tree."""
        from explorer.gui.main_window.tree_wishes import TreeWishes

        return TreeWishes(self)

    @cached_property
    def examples(self) -> ExampleWishes:
        """Made with the first example."""
        from explorer.gui.main_window.example_wishes import ExampleWishes

        return ExampleWishes(self)

    @cached_property
    def searching(self) -> Searching:
        """Made with the first letter that is searched for."""
        from explorer.gui.main_window.searching import Searching

        return Searching(self)

    @cached_property
    def toasts(self) -> ToastHost:
        """Made with the first notice."""
        from explorer.gui.widgets.toast import ToastHost

        host = ToastHost(self, keep_clear_px=measures.BOTTOM_BAR + measures.STATUS_BAR)
        host.action_requested.connect(partial(take_back, self))
        return host

    # -- what others call

    def open_key(self, key: str, *, send: bool = False) -> RequestPage | None:
        """Open a saved request; None when the collection has none under this key."""
        collection = self.bridge.library.collection
        item = find(collection, key) if collection else None
        if not isinstance(item, RequestItem):
            return None
        page = self.desk.open_request(item.request, key, saved=item.request)
        if send:
            page.send()
        return page

    def open_named(self, name: str) -> RequestPage | None:
        """Open a saved request by key or, failing that, by name."""
        collection = self.bridge.library.collection
        rows = requests_of(collection) if collection else ()
        key = next((item.key for item in rows if name in (item.key, item.request.name)), "")
        return self.open_key(key) if key else None

    def open_folder(self, key: str) -> None:
        """Open the settings of a folder; the empty key is the collection."""
        from explorer.gui.main_window.folder_pages import open_folder

        open_folder(self, key)

    def new_request(self, request: Request | None = None) -> RequestPage:
        """Open an empty request, or this one, without a file."""
        page = self.desk.open_request(request or Request(), "", saved=None)
        page.composer.focus_url()
        return page

    def notify(self, text: str, family: Family = Family.INFO, action: str = "", key: str = "") -> None:
        """Show a sentence at the bottom right."""
        from explorer.gui.widgets.toast import Notice

        self.toasts.show_notice(Notice(text=text, family=family, action=action, key=key))

    def warn(self, text: str) -> None:
        """Show a sentence about something that did not work; it stays until it is closed."""
        self.notify(text, Family.CLIENT)

    def open_palette(self, prefix: str = "") -> None:
        """The command palette; ``prefix`` begins the search."""
        self.palette_overlay.open(prefix)

    def use_settings(self, settings: Settings) -> None:
        """Take over changed preferences: looks at once, the rest with the next send."""
        self.settings_changed.emit(settings)
        self.bridge.use_settings(settings)
        for page in self.desk.request_pages():
            page.refresh_variables()
        self._show_tls()

    def open_main_menu(self) -> None:
        """At the menu button of the sidebar or rail."""
        button = self.sidebar.menu_button if self.sidebar.isVisible() else self.rail.menu_button
        menu = main_menu(self.commands, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def divide(self) -> None:
        """Sidebar or rail, side by side or stacked: by width and choice."""
        has_sidebar = self.division.has_sidebar(self.width())
        if has_sidebar and self.sidebar.isHidden():
            self.splitter.setSizes([self._sidebar_px, self.splitter.width() - self._sidebar_px])
        self.sidebar.setVisible(has_sidebar)
        self.rail.setVisible(not has_sidebar)
        self.desk.strip.commands.set_compact(not has_sidebar)
        stacked = self.division.is_stacked(self.width())
        for page in self.desk.request_pages():
            page.set_stacked(stacked)

    def flush(self) -> None:
        """Hand edits that a page still holds back to the library, and follow files no longer: the window closes."""
        if "disk_changes" in self.__dict__:
            self.disk_changes.stop()
        if "tree_wishes" in self.__dict__:
            self.tree_wishes.pins.stop()
        for page in map(self.desk.document, self.desk.ids()):
            if page is not None and hasattr(page, "flush"):
                page.flush()

    def layout_state(self) -> dict[str, Any]:
        """Geometry and splitters for the layout file."""
        return {
            "geometry": bytes(self.frame.saveGeometry().toBase64().data()).decode(),
            "splitter": [self._sidebar_px, self.splitter.sizes()[1]],
            "division": self.division.plain(),
            "recent": self.opening.recent,
        }

    def restore_layout(self, plain: dict[str, Any]) -> None:
        """Put back what ``layout_state`` gave."""
        self.division = Division.from_plain(plain.get("division"))
        self.opening.recent = [str(one) for one in plain.get("recent") or [] if isinstance(one, str)]
        if isinstance(plain.get("geometry"), str):
            self.frame.restoreGeometry(QByteArray.fromBase64(plain["geometry"].encode()))
        if isinstance(plain.get("splitter"), list) and len(plain["splitter"]) == 2:
            self.splitter.setSizes([int(size) for size in plain["splitter"]])
            self._sidebar_px = int(plain["splitter"][0]) or self._sidebar_px
        self.divide()

    # -- inside

    def _lay_out(self) -> None:
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(self.desk)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([measures.SIDEBAR_WIDTH, 1184])
        upper = QWidget()
        row = QHBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.splitter, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(upper, 1)
        column.addWidget(self.status)
        self.rail.hide()
        self._show_sandbox(None)
        self._show_tls()

    def _connect_sidebar(self) -> None:
        side = self.sidebar
        self.splitter.splitterMoved.connect(self._sidebar_moved)
        side.page_requested.connect(self.desk.open_page)
        side.menu_requested.connect(self.open_main_menu)
        side.collapse_requested.connect(self._toggle_sidebar)
        side.add_requested.connect(self.items.new_in_folder)
        side.workspace_requested.connect(self.opening.offer_workspaces)
        side.tree_made.connect(self._connect_tree)
        side.search_changed.connect(self._search)
        self.rail.page_requested.connect(self.desk.open_page)
        self.rail.menu_requested.connect(self.open_main_menu)
        self.rail.expand_requested.connect(self._toggle_sidebar)
        self.rail.preferences_requested.connect(self._open_preferences)

    def _connect_tree(self) -> None:
        self.tree_wishes.connect_tree()

    def _sidebar_moved(self, _position: int, _index: int) -> None:
        self._sidebar_px = self.splitter.sizes()[0]

    def _search(self, words: str) -> None:
        self.searching.search.search(words)

    def _connect_documents(self) -> None:
        strip = self.desk.strip
        strip.tabs.add_requested.connect(self.new_request)
        strip.environment.environment_chosen.connect(self.bridge.library.use_environment)
        strip.environment.edit_requested.connect(self._open_environments)
        strip.palette_requested.connect(self.open_palette)
        self.desk.close_refused.connect(self._ask_before_closing)
        self.desk.current_changed.connect(self._document_changed)
        self.desk.page_made.connect(self.page_wishes.connect_page)
        self.status.sandbox_clicked.connect(self._toggle_sandbox)
        self.status.tls_clicked.connect(self._open_preferences)

    def _connect_bridge(self) -> None:
        bridge = self.bridge
        bridge.notice.connect(self.warn)
        bridge.trust_changed.connect(partial(tell_trust, self))
        bridge.library.failed.connect(self.warn)
        bridge.library.history.offered.connect(partial(offer, self))
        bridge.library.renamings.renamed.connect(self.items.variable_renamed)
        bridge.sources.notice.connect(self.warn)
        bridge.sources.commands_waiting.connect(self._ask_commands)
        bridge.sources.choice_requested.connect(self._ask_where_secrets_go)
        bridge.sources.passphrase_requested.connect(self._ask_passphrase)
        bridge.library.team_catalogs.faulty.connect(self.warn)
        bridge.library.collection_changed.connect(self._collection_changed)
        bridge.library.environment_changed.connect(self._environment_changed)
        bridge.library.item_created.connect(self.items.item_created)
        bridge.library.item_moved.connect(self.items.item_moved)
        bridge.library.item_deleted.connect(self.items.item_deleted)
        bridge.library.request_saved.connect(self.items.request_saved)
        bridge.ledger.failed.connect(self.warn)
        bridge.ledger.trashed.connect(partial(offer_trashed, self))
        bridge.ledger.trash_ended.connect(partial(end_trashed, self))
        bridge.ledger.results_changed.connect(self.sidebar.set_results)
        bridge.ledger.counted.connect(self.sidebar.navigation.row("history").set_count)
        bridge.sandbox.changed.connect(self._show_sandbox)
        bridge.sandbox.failed.connect(self.warn)

    def _ask_commands(self, commands: tuple[str, ...]) -> None:
        self.bridge.tasks.start("ask for commands", self.secret_questions.ask_commands(commands))

    def _ask_where_secrets_go(self) -> None:
        self.bridge.tasks.start("ask where secrets go", self.secret_questions.ask_choice())

    def _ask_passphrase(self) -> None:
        self.bridge.tasks.start("ask for passphrase", self.secret_questions.ask_passphrase())

    def _ask_before_closing(self, document: str) -> None:
        self.bridge.tasks.start(f"close {document}", self.saving.close(document))

    def _document_changed(self, document_id: str) -> None:
        page = self.desk.request_page
        self.sidebar.navigation.set_current(document_id)
        self.rail.set_current(document_id)
        self.order_tabs()
        self.sidebar.select(page.key if page else getattr(self.desk.current, "example_key", ""))
        self.status.set_hints(hints_of("request" if page else document_id))
        title = (
            page.title if page else next((tab.title for tab in self.desk.strip.tabs.tabs if tab.id == document_id), "")
        )
        self.frame.setWindowTitle(f"{title} - Explorer" if title else "Explorer")

    def order_tabs(self) -> None:
        """The page in front stands between the strip and the status bar in the order of the Tab key."""
        page = self.desk.current
        if page is not None:
            put_after(page, self.status.items)

    def show_variable(self, name: str) -> None:
        """Open the environments at a variable."""
        page = self.desk.open_page("environments")
        page.show_variable(name)  # type: ignore[attr-defined]

    def _collection_changed(self, collection: Collection | None) -> None:
        self.opening.remember(self.bridge.library.folder)
        self.sidebar.set_collection(collection)
        self.disk_changes.watching()
        self._environment_changed(self.bridge.library.environment)

    def _environment_changed(self, name: str) -> None:
        collection = self.bridge.library.collection
        self.desk.strip.environment.set_environments(collection.environments if collection else (), name)
        self._show_tls()

    def _show_sandbox(self, info: object) -> None:
        environments = self.desk.document("environments")
        if environments is not None:
            environments.set_running(self.bridge.sandbox.values())  # type: ignore[attr-defined]
        self.status.show_sandbox(info.base_url if info is not None else "")  # type: ignore[attr-defined]

    def _show_tls(self) -> None:
        workspace = self.bridge.workspace
        is_open = workspace is not None and workspace.collection is not None
        verified = self.bridge.settings.verify_tls and (workspace is None or workspace.environment.verify_tls)
        self.status.show_tls(verified if is_open else None, private=self.bridge.settings.private)

    def _toggle_sidebar(self) -> None:
        self.commands.trigger("sidebar.toggle")

    def _toggle_sandbox(self) -> None:
        self.commands.trigger("sandbox.stop" if self.bridge.sandbox.info else "sandbox.start")

    def _open_preferences(self) -> None:
        self.desk.open_page("preferences")

    def _open_environments(self) -> None:
        self.desk.open_page("environments")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.commands.trigger("sidebar.search")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.divide()
