"""A request and its result side by side or stacked. It sends, applies fixes and follows the answer; tabs and windows
are not its business."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from explorer.core.errors import ExplorerError
from explorer.core.model.request import NoBody, Request
from explorer.gui.composer.composer import Composer
from explorer.gui.documents.automatic_retries import AutomaticRetries
from explorer.gui.documents.checking import Checking
from explorer.gui.documents.copying import Copying
from explorer.gui.documents.origin import Origin
from explorer.gui.documents.past_exchanges import PastExchanges
from explorer.gui.documents.preview import show_preview
from explorer.gui.documents.variable_values import set_in_scope, set_value
from explorer.gui.result.placeholder import Placeholder
from explorer.gui.theme import measures

# Nothing of the result is imported here: a page is on the screen long before the first answer.
if TYPE_CHECKING:
    from explorer.core.model.diagnosis import Diagnosis, Remedy
    from explorer.core.model.environment import Variable
    from explorer.core.model.exchange import Exchange
    from explorer.core.model.history import SeenBefore
    from explorer.core.transport import Progress
    from explorer.core.workspace import Performed
    from explorer.gui.bridge.bridge import Bridge
    from explorer.gui.result.panel import ResultPanel
    from explorer.gui.result.shown import Shown

_PREVIEW_DELAY_MS = 120
_PREVIEW_LONG_DELAY_MS = 500
_STACKED_SHARE = 35


class RequestPage(QWidget):
    """One document of kind request. ``key`` is empty until it is saved."""

    changed = Signal()
    """Title, method, unsaved mark or draft may differ now."""
    exchange_shown = Signal()
    save_requested = Signal()
    save_body_requested = Signal()
    save_example_requested = Signal()
    open_request_requested = Signal(str)
    open_variable_requested = Signal(str)
    compare_requested = Signal(str, str)
    """Ids of the last success and of the exchange shown."""
    link_requested = Signal(str)
    notice = Signal(str)
    confirm_requested = Signal(str, str)
    """Question and its action; the owner calls ``send_now`` when the person agrees."""

    def __init__(self, bridge: Bridge, document: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.key = ""
        self.origin = Origin()
        self.saved: Request | None = None
        self.base: Request | None = None
        """What was read from the file, to the letter; ``saved`` is the same as the fields show it."""
        self.shown: Shown | None = None
        self._bridge = bridge
        self.composer = Composer(self)
        self._placeholder = Placeholder()
        self._result: ResultPanel | None = None
        self.past = PastExchanges(self, bridge)
        self.copying = Copying(self, bridge)
        self.checking = Checking(self, bridge)
        self._retries = AutomaticRetries(self, bridge)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._preview_timer = QTimer(self, singleShot=True, interval=_PREVIEW_DELAY_MS)
        self._preview_timer.timeout.connect(partial(show_preview, self, bridge))
        self._problem_at = -1
        self._waits = False
        self._own: tuple[Variable, ...] = ()
        self._lay_out()
        self._connect_composer()
        self._connect_bridge()

    @property
    def result(self) -> ResultPanel:
        """The panel: imported and made when it is first asked for. Until then its placeholder stands there."""
        if self._result is None:
            from explorer.gui.documents.result_wishes import connect_result
            from explorer.gui.result.panel import ResultPanel

            self._result = ResultPanel()
            self.splitter.replaceWidget(1, self._result)
            self._placeholder.deleteLater()
            self._result.set_compact(self.splitter.orientation() is Qt.Orientation.Vertical)
            self._result.show()
            connect_result(self, self._bridge, self._result)
        return self._result

    # -- values

    def set_request(self, request: Request, key: str, *, saved: Request | None) -> None:
        """Show a request; ``saved`` is what its file holds, None for one without a file."""
        self.key, self.saved, self.base = key, saved, saved
        self.composer.set_request(request)
        if saved is not None:
            # What the fields make of the file is the measure: blank rows and the like are no change.
            self.saved = self.composer.request() if request == saved else saved
        self.composer.tab(_first_tab(request))
        self.refresh_variables()
        self.changed.emit()

    def request(self) -> Request:
        """The request as it stands in the fields."""
        return self.composer.request()

    @property
    def place(self) -> str:
        """The key whose folders' headers, credentials and variables hold."""
        return self.key or self.origin.place(self)

    @property
    def title(self) -> str:
        """Words for the tab."""
        request = self.request()
        return request.name or request.url.partition("?")[0].rstrip("/").rsplit("/", 1)[-1] or "New request"

    @property
    def is_unsaved(self) -> bool:
        """Whether the fields differ from the file, or there is no file and something was written."""
        request = self.request()
        return request != self.saved if self.saved is not None else bool(request.url)

    def mark_saved(self, key: str, request: Request) -> None:
        """The request was written to its file."""
        self.key, self.saved, self.base = key, request, request
        self.composer.set_name(request.name)
        self.changed.emit()

    def take_request(self, request: Request) -> None:
        """Put another draft into the fields; what the file holds stays as it is known."""
        self.composer.set_request(request)
        self.refresh_variables()
        self.changed.emit()

    def forget_file(self) -> None:
        """Its file went to the trash: the draft stays, without a file."""
        self.key, self.saved, self.base = "", None, None
        self.changed.emit()

    # -- sending

    def send(self) -> None:
        """Send, after a question when the environment asks for it; while the core is still loading, wait for it."""
        workspace = self._bridge.workspace
        if workspace is None or not self._bridge.is_ready:
            self._set_waiting(True)
            return
        environment, method = workspace.environment, self.request().method
        if environment.asks_before(method):
            self.confirm_requested.emit(f"Send {method} to {environment.name}?", "Send")
        else:
            self.send_now()

    def send_now(self) -> None:
        """Send without any question."""
        self._bridge.sending.send(self.document, self.request(), self.place)

    def cancel(self) -> bool:
        """Stop what is under way; False when there was nothing to stop."""
        if self._waits:
            self._set_waiting(False)
            return True
        if self._bridge.sending.is_under_way(self.document):
            self._bridge.sending.cancel(self.document)
            self.result.under_way.cancel()
            return True
        return self.checking.stop() or (self._result is not None and self._result.stop_retrying())

    def retry(self) -> None:
        """Send again; asks first when the effect of the last send is unknown or the server asked to wait."""
        question = self._retries.question()
        if question:
            self.confirm_requested.emit(question, "Send again")
        else:
            self.send()

    def show_recorded(self, exchange: Exchange, diagnosis: Diagnosis, seen: SeenBefore | None) -> None:
        """Show an exchange from the history, as it was."""
        from explorer.gui.result.shown import Shown

        self._show(Shown(exchange=exchange, diagnosis=diagnosis, seen=seen, environment=exchange.environment))
        if not _writes_the_same(exchange.request, self.request()):
            self.composer.clear_problems()
            self.notice.emit("The request has changed since this response.")

    def show_head(self, exchange: Exchange, diagnosis: Diagnosis) -> None:
        """An exchange of the history whose large body comes in a moment."""
        from explorer.gui.result.shown import Shown

        shown = Shown(exchange=exchange, diagnosis=diagnosis, environment=exchange.environment, is_body_coming=True)
        self._show(shown)

    # -- commands of the window

    def apply_fix(self, remedy: Remedy | None = None) -> bool:
        """Apply a remedy, or the one in the preview; False when there is nothing to apply."""
        from explorer.gui.documents import remedies

        if remedy is None:
            self.result.apply_fix()
            return True
        return remedies.apply_edits(self, self._bridge, remedy)

    def main_action(self) -> None:
        """What F8 does: the primary button of the diagnosis."""
        self.result.take_main_action()

    def go_to_problem(self, step: int) -> None:
        """Put the cursor on the next (1) or previous (-1) problem."""
        places = self.result.places()
        if places:
            at = self._problem_at if self._problem_at >= 0 or step > 0 else len(places)
            self._problem_at = (at + step) % len(places)
            self.composer.go_to(places[self._problem_at])

    def compare(self) -> None:
        """Compare what is shown with the last success."""
        if self.shown is not None and self.shown.seen is not None and self.shown.seen.last_success_id:
            self.compare_requested.emit(self.shown.seen.last_success_id, self.shown.exchange.id)
        else:
            self.notice.emit("There is no earlier success of this request to compare with.")

    def find_here(self) -> None:
        """Ctrl+F: in the pane that has the focus."""
        focused = QGuiApplication.focusObject()
        if isinstance(focused, QWidget) and self.composer.pane.isAncestorOf(focused):
            self.composer.open_find()
        else:
            self.result.open_find()

    def select_tab_number(self, number: int) -> None:
        """Alt+1 to 9: a tab of the pane that has the focus."""
        focused = QGuiApplication.focusObject()
        result = self._result
        in_result = result is not None and isinstance(focused, QWidget) and result.isAncestorOf(focused)
        tabs = result.tabs if result is not None and in_result else self.composer.pane.tabs
        if tabs.isTabEnabled(number - 1):
            tabs.setCurrentIndex(number - 1)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in order."""
        return (self.composer.bar, self.composer.pane, self._result or self._placeholder)

    def set_stacked(self, stacked: bool) -> None:
        """One above the other instead of side by side."""
        orientation = Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal
        if self.splitter.orientation() != orientation:
            self.splitter.setOrientation(orientation)
            self._reset_split()
        self.composer.set_compact(stacked)
        if self._result is not None:
            self._result.set_compact(stacked)

    def refresh_variables(self, _changed: object = None) -> None:
        """The environment or its values changed."""
        workspace = self._bridge.workspace
        if workspace is not None:
            from explorer.gui.documents.inherited_auth import show_inherited

            self._own = self.request().variables
            self.composer.set_variables(workspace.variables(self.place, self._own))
            show_inherited(self, workspace)
            show_preview(self, self._bridge)

    # -- inside

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.composer.bar)
        self.splitter.addWidget(self.composer.pane)
        self.splitter.addWidget(self._placeholder)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        layout.addWidget(self.splitter, 1)
        self._reset_split()

    def _reset_split(self) -> None:
        side_by_side = self.splitter.orientation() is Qt.Orientation.Horizontal
        share = measures.COMPOSER_SHARE if side_by_side else _STACKED_SHARE
        self.splitter.setSizes([500, 683] if side_by_side else [share * 100, (100 - share) * 100])
        self.splitter.setStretchFactor(0, share)
        self.splitter.setStretchFactor(1, 100 - share)

    def _connect_composer(self) -> None:
        composer = self.composer
        composer.edited.connect(self._edited)
        composer.send_requested.connect(self.send)
        composer.cancel_requested.connect(self.cancel)
        composer.send_and_save_requested.connect(self._send_and_save)
        composer.definition_requested.connect(self.open_variable_requested)
        composer.value_set.connect(partial(set_value, self, self._bridge))
        composer.scope_chosen.connect(partial(set_in_scope, self._bridge))
        composer.copy_requested.connect(self.copying.curl)

    def _connect_bridge(self) -> None:
        sending, library = self._bridge.sending, self._bridge.library
        sending.started.connect(self._started)
        sending.progressed.connect(self._progressed)
        sending.finished.connect(self._finished)
        sending.refused.connect(self._refused)
        self._bridge.ready.connect(self._core_is_ready)
        library.environment_changed.connect(self.refresh_variables)
        library.collection_changed.connect(self.refresh_variables)
        self._bridge.sandbox.changed.connect(self.refresh_variables)

    def _core_is_ready(self) -> None:
        self.refresh_variables()
        if self._waits:
            self._set_waiting(False)
            self.send()

    def _set_waiting(self, waits: bool) -> None:
        """Whether a send was asked for before it was possible."""
        self._waits = waits
        self.composer.set_sending(waits)

    def _edited(self) -> None:
        if self.request().variables != self._own:
            self.refresh_variables()
        self._preview_timer.start(_PREVIEW_LONG_DELAY_MS if self.composer.is_long else _PREVIEW_DELAY_MS)
        self.changed.emit()

    def _send_and_save(self) -> None:
        self.save_requested.emit()
        self.send()

    def _started(self, document: str) -> None:
        if document == self.document:
            self.composer.set_sending(True)
            self.result.show_sending(datetime.now(UTC), secure=self._sends_secure())

    def _sends_secure(self) -> bool:
        workspace = self._bridge.workspace
        return workspace is not None and workspace.resolved_url(self.request(), self.place).startswith("https:")

    def _progressed(self, document: str, progress: Progress) -> None:
        if document == self.document:
            self.result.show_progress(progress)

    def _finished(self, document: str, performed: Performed) -> None:
        if document != self.document:
            return
        from explorer.gui.result.shown import shown_of

        self.composer.set_sending(False)
        self._show(shown_of(performed))
        self._retries.after(performed)
        if performed.notice:
            self.notice.emit(performed.notice)

    def _refused(self, document: str, error: ExplorerError) -> None:
        if document == self.document:
            self.composer.set_sending(False)
            self.result.show_refused(error.message)

    def _show(self, shown: Shown) -> None:
        from explorer.gui.result.verdict import family_of

        self.shown = shown
        self._problem_at = -1
        self.result.show_exchange(shown)
        self.composer.show_problems(shown.diagnosis.problems, family_of(shown.exchange, shown.diagnosis))
        self.exchange_shown.emit()

    def take_remedy(self, remedy: Remedy) -> None:
        from explorer.gui.documents import remedies

        remedies.take(self, self._bridge, remedy)

    def apply_and_send(self, remedy: Remedy) -> None:
        if self.apply_fix(remedy):
            self.send()


def _first_tab(request: Request) -> str:
    """Where the eye should begin: at the body if there is one."""
    return "params" if isinstance(request.body, NoBody) else "body"


def _writes_the_same(one: Request, other: Request) -> bool:
    """Whether marks made for one request fit the other; credentials are masked in what was recorded."""
    return (one.method, one.url, one.body) == (other.method, other.url, other.body)
