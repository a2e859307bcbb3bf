"""The composer of one request: a bar, a pane, and the Request that both together show.

It knows fields and values; resolving, sending and explaining are asked for by signals and told by calls.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from explorer.core.model.request import NoBody, Request, RequestSettings, TextBody
from explorer.gui.composer import opened, query
from explorer.gui.composer.body_kinds import BodyKind
from explorer.gui.composer.opened import LONG_TEXT
from explorer.gui.composer.pane import ComposerPane
from explorer.gui.composer.request_bar import RequestBar
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.pane_tabs import Dot

if TYPE_CHECKING:
    from explorer.core.model.diagnosis import Edit, Place, Problem
    from explorer.core.model.tree import InheritedHeader
    from explorer.core.variables import Variables
    from explorer.gui.composer.headers_tab import AutomaticHeader
    from explorer.gui.composer.settings_tab import Inherited

_REFRESH_MS = 150
"""How long after the last edit the used variables are read again."""
_REFRESH_LONG_MS = 700
"""The same for a long body, which is read as a whole for it."""


class Composer(QObject):
    """``edited`` follows every change by the person at once; read ``request()`` when the value is needed."""

    edited = Signal()
    send_requested = Signal()
    cancel_requested = Signal()
    send_and_save_requested = Signal()
    definition_requested = Signal(str)
    """Name of the variable whose value the person wants to see."""
    value_set = Signal(str, str)
    """Name and new value of a variable that is kept elsewhere."""
    scope_chosen = Signal(str, str, str)
    """Name, scope and value of a variable that is to be kept in that scope."""
    uses_requested = Signal(str)
    """Name of a variable whose requests are to be listed."""
    copy_requested = Signal(str)
    """What to copy: "curl"."""
    origin_requested = Signal(str)
    """Key of the folder (empty: the collection) that something inherited comes from."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bar = RequestBar()
        self.pane = ComposerPane()
        self._opened = Request()
        self._variables: Variables | None = None
        self._automatic: tuple[AutomaticHeader, ...] = ()
        self._inherited = ""
        self._owner: tuple[str | None, str] = (None, "")
        self._inherited_headers: tuple[InheritedHeader, ...] = ()
        self._inherited_settings: Inherited = {}
        self._also_used: frozenset[str] = frozenset()
        self._family = Family.CLIENT
        self._known: Request | None = None
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self._refresh_variables)
        self._connect_bar()
        self.pane.page_made.connect(self._page_made)
        self._show_signs()

    def _connect_bar(self) -> None:
        bar = self.bar
        bar.url.edited.connect(self._url_edited)
        bar.url.faults_changed.connect(self._show_signs)
        bar.url.definition_requested.connect(self.definition_requested)
        bar.method.changed.connect(self._edited)
        bar.send_requested.connect(self.send_requested)
        bar.cancel_requested.connect(self.cancel_requested)
        bar.send_and_save_requested.connect(self.send_and_save_requested)
        bar.curl_requested.connect(self._copy_curl)

    def _page_made(self, tab_id: str) -> None:
        """Connect a page and tell it what was told before it was there."""
        page = self.pane.made[tab_id]
        self._known = None
        if self._variables is not None:
            page.set_variables(self._variables)
        self._load(tab_id)
        page.edited.connect(self._edited)
        page.faults_changed.connect(self._show_signs)
        page.definition_requested.connect(self.definition_requested)
        if tab_id == "vars":
            self.pane.vars.value_set.connect(self.value_set)
            self.pane.vars.scope_chosen.connect(self.scope_chosen)
            self.pane.vars.uses_requested.connect(self.uses_requested)
        if tab_id in ("headers", "auth"):
            page.origin_requested.connect(self.origin_requested)  # type: ignore[attr-defined]
        if tab_id == "params":
            self.pane.params.url_edited.connect(self._query_edited)
        elif tab_id == "body":
            self.pane.body.kind.chosen.connect(self._body_kind_chosen)
        self._show_signs()

    def _body_kind_chosen(self, key: str) -> None:
        """GraphQL goes by POST; another method than GET was chosen on purpose."""
        if key == BodyKind.GRAPHQL.value and self.bar.method.method == "GET":
            self.bar.method.choose("POST")

    def _load(self, tab_id: str) -> None:
        """Fill a page from the request that was opened."""
        pane, request = self.pane, self._opened
        match tab_id:
            case "params":
                pane.params.load(request.url, request.params)
                pane.params.follow_url(self.bar.url.text())
            case "headers":
                pane.headers.load(request.headers, request.automatic_headers_off)
                pane.headers.automatic.set_rows(self._automatic)
                pane.headers.set_inherited(self._inherited_headers)
            case "auth":
                pane.auth.load(request.auth)
                pane.auth.set_inherited(self._inherited)
                pane.auth.set_owner(*self._owner)
            case "body":
                pane.body.load(request.body, request.variants)
            case "vars":
                pane.vars.set_also_used(self._also_used)
                pane.vars.show_request(replace(self.request(), variables=self._opened.variables))
            case "docs":
                pane.docs.load(request.docs)
            case "settings":
                pane.settings.load(request.settings)
                pane.settings.set_inherited(self._inherited_settings)

    # the value

    def set_request(self, request: Request) -> None:
        """Show a request. Sends nothing, forgets problems and what could be undone."""
        self.clear_problems()
        self.bar.method.set_method(request.method)
        self.bar.url.set_text(request.url)
        self._opened = replace(opened.as_fields(request), url=self.bar.url.text())
        self._known = None
        for tab_id in self.pane.made:
            self._load(tab_id)
        self._known = None
        self._refresh_variables()
        self._show_signs()

    def request(self) -> Request:
        """What the fields say now; blank rows of tables are left out. The same object until something is edited."""
        if self._known is None:
            self._known = self._read()
        return self._known

    @property
    def is_long(self) -> bool:
        """Whether the body is so long that what reads it as a whole should wait for a pause in typing."""
        if self.pane.has("body"):
            return self.pane.body.is_long()
        body = self._opened.body
        return isinstance(body, TextBody) and len(body.text) > LONG_TEXT

    def _read(self) -> Request:
        pane, was = self.pane, self._opened
        has_headers = pane.has("headers")
        return replace(
            was,
            method=self.bar.method.method,
            url=self.bar.url.text(),
            params=pane.params.params() if pane.has("params") else was.params,
            headers=pane.headers.headers() if has_headers else was.headers,
            auth=pane.auth.auth() if pane.has("auth") else was.auth,
            body=pane.body.body() if pane.has("body") else was.body,
            variants=pane.body.variants.variants() if pane.has("body") else was.variants,
            automatic_headers_off=pane.headers.automatic.off if has_headers else was.automatic_headers_off,
            docs=pane.docs.docs() if pane.has("docs") else was.docs,
            settings=pane.settings.values() if pane.has("settings") else was.settings,
            variables=pane.vars.variables() if pane.has("vars") else was.variables,
        )

    def set_name(self, name: str) -> None:
        """The name the request has now; it has no field here."""
        self._opened = replace(self._opened, name=name)
        self._known = None

    def open_find(self) -> None:
        """Search in the text body (Ctrl F); does nothing without one."""
        editor = self.pane.body.pages.present_editor()
        if editor is not None:
            self.tab("body")
            editor.open_find()

    # what others know

    def set_variables(self, variables: Variables) -> None:
        self._variables = variables
        self.bar.url.set_variables(variables)
        for page in self.pane.made.values():
            page.set_variables(variables)
        self._refresh_variables()

    def set_resolved(self, text: str, error: str = "") -> None:
        """The URL as it will be sent; or the sentence that says why it cannot be."""
        self.pane.footer.set_resolved(text, error)

    def set_automatic_headers(self, rows: tuple[AutomaticHeader, ...]) -> None:
        """Headers that would be added: name, value, whether it can be switched off, and why."""
        self._automatic = rows
        if self.pane.has("headers"):
            self.pane.headers.automatic.set_rows(rows)

    def set_inherited_auth(self, text: str) -> None:
        """What "Inherit" stands for, in words; empty when there are no credentials to inherit."""
        self._inherited = text
        if self.pane.has("auth"):
            self.pane.auth.set_inherited(text)
        self._show_signs()

    def set_origins(self, headers: tuple[InheritedHeader, ...], owner: str | None, owner_name: str) -> None:
        """Inherited headers, and the folder (the empty key: the collection) of inherited credentials."""
        self._inherited_headers, self._owner = headers, (owner, owner_name)
        if self.pane.has("headers"):
            self.pane.headers.set_inherited(headers)
        if self.pane.has("auth"):
            self.pane.auth.set_owner(owner, owner_name)

    def set_inherited_settings(self, inherited: Inherited) -> None:
        """What holds for settings that the request leaves open, and where that is set."""
        self._inherited_settings = inherited
        if self.pane.has("settings"):
            self.pane.settings.set_inherited(inherited)

    def set_also_used(self, names: frozenset[str]) -> None:
        """Names of variables in what is inherited."""
        self._also_used = names
        if self.pane.has("vars"):
            self.pane.vars.set_also_used(names)
        self._refresh_variables()

    def set_sending(self, sending: bool) -> None:
        """Send becomes Cancel while a request is in flight; what the last answer marked is forgotten."""
        if sending:
            self.clear_problems()
        self.bar.set_sending(sending)

    def set_compact(self, compact: bool) -> None:
        self.pane.set_compact(compact)

    # problems

    def show_problems(self, problems: tuple[Problem, ...], family: Family = Family.CLIENT) -> None:
        """Mark where the problems are; each mark goes when what it marks is edited."""
        from explorer.gui.composer import marking  # late, here and below: needed with the first problem only

        # Without a problem no field has a mark in another colour: none is painted anew after a success.
        self._family = family if problems else Family.CLIENT
        marking.show_problems(self.bar, self.pane, problems, self._family)
        self._show_signs()

    def clear_problems(self) -> None:
        self.bar.method.set_fault(False)
        self.bar.url.set_faults(())
        for page in self.pane.made.values():
            page.clear_faults()
        self._show_signs()

    def go_to(self, place: Place) -> None:
        """Switch to the tab, put the cursor there and flash."""
        from explorer.gui.composer import marking

        marking.go_to_place(self.bar, self.pane, place)

    # edits

    def apply_edits(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Apply a remedy's edits so that Ctrl Z in the changed field takes them back.

        Gives back the edits that are not the composer's to make: values of variables, and texts that are gone.
        """
        from explorer.gui.composer import applying

        return applying.apply_edits(self.bar, self.pane, edits)

    # places

    def name_body_variant(self) -> None:
        """Keep the body beside others, under a title that is asked for."""
        self.tab("body")
        self.pane.body.name_variant()

    def next_body_variant(self) -> None:
        """Select the next variant of the body."""
        self.tab("body")
        self.pane.body.next_variant()

    def focus_url(self) -> None:
        """Put the cursor into the URL and select it."""
        self.bar.url.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.url.selectAll()

    def tab(self, name: str) -> None:
        """Switch to a tab: params, headers, auth, body, vars, docs or settings."""
        self.pane.show_tab(name)

    # what happens

    def _edited(self, *_values: object) -> None:
        self._known = None
        self._refresh.start(_REFRESH_LONG_MS if self.is_long else _REFRESH_MS)
        self._show_signs()
        self.edited.emit()

    def _url_edited(self) -> None:
        url = self.bar.url.text()
        if self.pane.has("params") or self._opened.params or query.pairs(url) or query.path_names(url):
            self.pane.params.follow_url(url)
        self._edited()

    def _query_edited(self, url: str) -> None:
        start, end, text = query.changed_span(self.bar.url.text(), url)
        self.bar.url.replace_span(start, end, text)

    def _copy_curl(self) -> None:
        self.copy_requested.emit("curl")

    def _refresh_variables(self) -> None:
        self._refresh.stop()
        request = self.request()
        if self.pane.has("vars"):
            self.pane.vars.show_request(request)
        self.pane.tabs.set_count("vars", len(opened.names_in_use(request) | self._also_used) or None)

    def _show_signs(self) -> None:
        pane, tabs = self.pane, self.pane.tabs
        tabs.set_count("params", self._params_in_use() or None)
        tabs.set_count("headers", self._headers_in_use() or None)
        for tab_id, content in self._contents().items():
            page = pane.made.get(tab_id)
            fault = page is not None and page.has_faults()
            tabs.set_dot(tab_id, Dot.FAULT if fault else Dot.CONTENT if content else None, self._family)

    def _params_in_use(self) -> int:
        if self.pane.has("params"):
            return self.pane.params.in_use()
        url = self.bar.url.text()
        return len(query.pairs(url)) + len(query.path_names(url))

    def _headers_in_use(self) -> int:
        if not self.pane.has("headers"):
            return opened.headers_in_use(self._opened.headers)
        return sum(row.enabled and not row.is_blank for row in self.pane.headers.table.rows())

    def _contents(self) -> dict[str, bool]:
        """By tab id, whether it has something that a dot should tell; numbers tell it for some."""
        pane, was = self.pane, self._opened
        adds = opened.adds_credentials(was.auth, self._inherited)
        return {
            "params": False,
            "headers": False,
            "auth": pane.auth.has_content() if pane.has("auth") else adds,
            "body": pane.body.has_content() if pane.has("body") else not isinstance(was.body, NoBody),
            "vars": False,
            "settings": pane.settings.has_content() if pane.has("settings") else was.settings != RequestSettings(),
            "docs": bool((pane.docs.docs() if pane.has("docs") else was.docs).strip()),
        }
