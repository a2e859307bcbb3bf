"""The composer of one request: a bar, a pane, and the Request that both together show.

It knows fields and values; resolving, sending and explaining are asked for by signals and told by calls.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from explorer.core.model.diagnosis import Edit, EditTarget, Place, Problem
from explorer.core.model.request import Request, RequestSettings
from explorer.core.variables import Variables
from explorer.gui.composer import edits as text_edits
from explorer.gui.composer import query
from explorer.gui.composer.body_pages import BodyKind
from explorer.gui.composer.headers_tab import AutomaticHeader
from explorer.gui.composer.marking import go_to_place, show_marks
from explorer.gui.composer.marks import Written, sorted_marks
from explorer.gui.composer.pane import ComposerPane
from explorer.gui.composer.request_bar import RequestBar
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.pane_tabs import Dot

_REFRESH_MS = 150
"""How long after the last edit the used variables are read again."""


class Composer(QObject):
    """``edited`` follows every change by the person at once; read ``request()`` when the value is needed."""

    edited = Signal()
    send_requested = Signal()
    cancel_requested = Signal()
    send_and_save_requested = Signal()
    definition_requested = Signal(str)
    """Name of the variable whose value the person wants to see."""
    copy_requested = Signal(str)
    """What to copy: "curl"."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bar = RequestBar()
        self.pane = ComposerPane()
        self._name = ""
        self._settings = RequestSettings()
        self._family = Family.CLIENT
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self._refresh_variables)
        self._connect_bar()
        self._connect_pane()
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

    def _connect_pane(self) -> None:
        for page in self.pane.pages.values():
            page.edited.connect(self._edited)
            page.faults_changed.connect(self._show_signs)
            page.definition_requested.connect(self.definition_requested)
        self.pane.params.url_edited.connect(self._query_edited)

    # the value

    def set_request(self, request: Request) -> None:
        """Show a request. Sends nothing, forgets problems and what could be undone."""
        self.clear_problems()
        self._name, self._settings = request.name, request.settings
        self.bar.method.set_method(request.method)
        self.bar.url.set_text(request.url)
        self.pane.params.load(self.bar.url.text(), request.params)
        self.pane.headers.load(request.headers, request.automatic_headers_off)
        self.pane.auth.load(request.auth)
        self.pane.body.load(request.body)
        self.pane.docs.load(request.docs)
        self._refresh_variables()
        self._show_signs()

    def request(self) -> Request:
        """What the fields say now; blank rows of tables are left out."""
        pane = self.pane
        return Request(
            name=self._name,
            method=self.bar.method.method,
            url=self.bar.url.text(),
            params=pane.params.params(),
            headers=pane.headers.headers(),
            auth=pane.auth.auth(),
            body=pane.body.body(),
            settings=self._settings,
            automatic_headers_off=pane.headers.automatic.off,
            docs=pane.docs.docs(),
        )

    def set_name(self, name: str) -> None:
        """The name the request has now; it has no field here."""
        self._name = name

    def open_find(self) -> None:
        """Search in the text body (Ctrl F); does nothing without one."""
        editor = self.pane.body.pages.present_editor()
        if editor is not None:
            self.tab("body")
            editor.open_find()

    # what others know

    def set_variables(self, variables: Variables) -> None:
        self.bar.url.set_variables(variables)
        for page in self.pane.pages.values():
            page.set_variables(variables)
        self._refresh_variables()

    def set_resolved(self, text: str, error: str = "") -> None:
        """The URL as it will be sent; or the sentence that says why it cannot be."""
        self.pane.footer.set_resolved(text, error)

    def set_automatic_headers(self, rows: tuple[AutomaticHeader, ...]) -> None:
        """Headers that would be added: name, value, whether it can be switched off, and why."""
        self.pane.headers.automatic.set_rows(rows)

    def set_inherited_auth(self, text: str) -> None:
        """What "Inherit" stands for, in words; empty when there are no credentials to inherit."""
        self.pane.auth.set_inherited(text)
        self._show_signs()

    def set_sending(self, sending: bool) -> None:
        """Send becomes Cancel while a request is in flight."""
        self.bar.set_sending(sending)

    def set_compact(self, compact: bool) -> None:
        self.pane.set_compact(compact)

    # problems

    def show_problems(self, problems: tuple[Problem, ...], family: Family = Family.CLIENT) -> None:
        """Mark where the problems are; each mark goes when what it marks is edited."""
        self._family = family
        show_marks(self.bar, self.pane, sorted_marks(problems, self._written()), family)
        self._show_signs()

    def clear_problems(self) -> None:
        self.bar.method.set_fault(False)
        self.bar.url.set_faults(())
        for page in self.pane.pages.values():
            page.clear_faults()
        self._show_signs()

    def go_to(self, place: Place) -> None:
        """Switch to the tab, put the cursor there and flash."""
        go_to_place(self.bar, self.pane, place)

    def _written(self) -> Written:
        pane = self.pane
        editor, table = pane.body.pages.present_editor(), pane.body.pages.present_table()
        return Written(
            url=self.bar.url.text(),
            body=editor.text() if editor else "",
            query=pane.params.table.rows(),
            path=pane.params.path_table.rows(),
            headers=pane.headers.table.rows(),
            form=table.rows() if table else (),
        )

    # edits

    def apply_edits(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Apply a remedy's edits so that Ctrl Z in the changed field takes them back.

        Gives back the edits that are not the composer's to make: values of variables, and texts that are gone.
        """
        left = list[Edit]()
        for target in EditTarget:
            group = tuple(edit for edit in edits if edit.target is target)
            if group:
                left += self._apply(target, group)
        return tuple(left)

    def _apply(self, target: EditTarget, group: tuple[Edit, ...]) -> tuple[Edit, ...]:
        match target:
            case EditTarget.BODY:
                return self._edit_body(group)
            case EditTarget.URL:
                return self._edit_url(group)
            case EditTarget.METHOD:
                self.bar.method.choose(group[-1].after)
                self.bar.method.button.setFocus(Qt.FocusReason.OtherFocusReason)
            case EditTarget.HEADER:
                for edit in group:
                    self.pane.headers.change(edit.name, edit.before, edit.after)
                self.tab("headers")
                self.pane.headers.table.setFocus(Qt.FocusReason.OtherFocusReason)
            case EditTarget.AUTH:
                self._edit_auth(group)
            case EditTarget.VARIABLE:
                return group
        return ()

    def _edit_body(self, group: tuple[Edit, ...]) -> tuple[Edit, ...]:
        body = self.pane.body
        self.tab("body")
        table = body.pages.present_table()
        if table is not None:
            return body.change_rows(group)
        if body.pages.kind is BodyKind.NONE:
            body.choose_kind(BodyKind.JSON)
        editor = body.pages.present_editor()
        if editor is None:
            return group
        changes = text_edits.changes(editor.text(), group)
        editor.replace_spans(changes)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return () if changes else group

    def _edit_url(self, group: tuple[Edit, ...]) -> tuple[Edit, ...]:
        changes = text_edits.changes(self.bar.url.text(), group)
        for start, end, text in changes:
            self.bar.url.replace_span(start, end, text)
        self.bar.url.setFocus(Qt.FocusReason.OtherFocusReason)
        return () if changes else group

    def _edit_auth(self, group: tuple[Edit, ...]) -> None:
        auth = self.pane.auth
        self.tab("auth")
        for edit in group:
            if edit.name == "scheme":
                auth.change_scheme(edit.after)
                auth.kind.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                auth.change_token(edit.after)
                auth.main_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # places

    def focus_url(self) -> None:
        """Put the cursor into the URL and select it."""
        self.bar.url.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.url.selectAll()

    def tab(self, name: str) -> None:
        """Switch to a tab: params, headers, auth, body, vars or docs."""
        self.pane.show_tab(name)

    # what happens

    def _edited(self, *_values: object) -> None:
        self._refresh.start()
        self._show_signs()
        self.edited.emit()

    def _url_edited(self) -> None:
        self.pane.params.follow_url(self.bar.url.text())
        self._edited()

    def _query_edited(self, url: str) -> None:
        start, end, text = query.changed_span(self.bar.url.text(), url)
        self.bar.url.replace_span(start, end, text)

    def _copy_curl(self) -> None:
        self.copy_requested.emit("curl")

    def _refresh_variables(self) -> None:
        self._refresh.stop()
        self.pane.vars.show_request(self.request())
        self.pane.tabs.set_count("vars", len(self.pane.vars.model.rows) or None)

    def _show_signs(self) -> None:
        pane, tabs = self.pane, self.pane.tabs
        headers = sum(row.enabled and not row.is_blank for row in pane.headers.table.rows())
        tabs.set_count("params", pane.params.in_use() or None)
        tabs.set_count("headers", headers or None)
        content = {
            "auth": pane.auth.has_content(),
            "body": pane.body.has_content(),
            "docs": bool(pane.docs.docs().strip()),
        }
        for tab_id, page in pane.pages.items():
            dot = Dot.FAULT if page.has_faults() else Dot.CONTENT if content.get(tab_id) else None
            tabs.set_dot(tab_id, dot, self._family)
