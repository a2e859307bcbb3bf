"""The result panel: header, tabs and their panes for one exchange; what is shown while a request is under way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from explorer.gui.result.announcement import announce
from explorer.gui.result.empty_page import EmptyPage, RefusedPage
from explorer.gui.result.exchange_menu import MENU_WISHES, ExchangeMenu
from explorer.gui.result.head import PanelHead, ResultTabs
from explorer.gui.result.header import ResultHeader
from explorer.gui.result.moments import Clock, utc_now
from explorer.gui.result.panes import Panes
from explorer.gui.result.tabs import ResultTab, opening_tab, received, tabs_for, tabs_while_arriving
from explorer.gui.result.trust import stop_trusting, trusted_until
from explorer.gui.result.under_way import UnderWay
from explorer.gui.result.verdict import status_of
from explorer.gui.theme import measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.pane_tabs import PaneTab
from explorer.gui.widgets.status_pill import Status

if TYPE_CHECKING:
    from explorer.core.model.diagnosis import Place, Remedy
    from explorer.core.transport import Arriving, Progress
    from explorer.gui.result.body_pane import BodyPane
    from explorer.gui.result.certificate_pane import CertificatePane
    from explorer.gui.result.diagnosis_view import DiagnosisView
    from explorer.gui.result.sent_pane import SentPane
    from explorer.gui.result.shown import Shown
    from explorer.gui.result.timeline_pane import TimelinePane
    from explorer.gui.widgets.field_table import FieldTable


class ResultPanel(QWidget):
    """Takes a ``Shown``, emits wishes. It never sends, copies secrets, or reads the history."""

    go_to_requested = Signal(object)
    """A ``Place``."""
    remedy_requested = Signal(object)
    """A ``Remedy``, to be applied without sending."""
    apply_and_send_requested = Signal(object)
    """A ``Remedy``."""
    retry_requested = Signal()
    cancel_requested = Signal()
    compare_requested = Signal()
    compare_previous_requested = Signal()
    compare_other_requested = Signal()
    open_exchange_requested = Signal(str)
    link_requested = Signal(str)
    copy_curl_requested = Signal()
    copy_bundle_requested = Signal()
    check_requested = Signal()
    check_stop_requested = Signal()
    copy_check_requested = Signal()
    save_body_requested = Signal()
    capture_requested = Signal(object)
    """A ``JsonPlace`` whose value is to go into a variable."""
    save_example_requested = Signal()
    older_requested = Signal()
    newer_requested = Signal()
    copied = Signal(str)
    """Something was put on the clipboard; words for the notice."""

    def __init__(self, parent: QWidget | None = None, *, clock: Clock = utc_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._shown: Shown | None = None
        self.is_example = False
        """Whether what is shown is kept in a file of the collection: its menu offers less."""
        self._chosen: str = ResultTab.BODY
        self._is_pinned = False
        self._is_compact = False
        self._stale: set[str] = set()
        self._stack = QStackedWidget()
        self._panes = Panes(self._stack, clock, self._pane_made)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Result"))
        self.header = ResultHeader()
        self.tabs = ResultTabs(self.tr("Result"), height_px=measures.PANE_TABS_SECOND)
        self._head = PanelHead(self.header, self.tabs)
        self.under_way = UnderWay(self._stack, self.header, self)
        self.sending = self.under_way.strip
        self.empty = EmptyPage()
        self.refused = RefusedPage()
        self._build()
        self._connect()
        self.clear()

    # Its panes

    @property
    def diagnosis(self) -> DiagnosisView:
        return self._panes.diagnosis

    @property
    def body(self) -> BodyPane:
        return self._panes.body

    @property
    def headers(self) -> FieldTable:
        return self._panes.headers

    @property
    def cookies(self) -> FieldTable:
        return self._panes.cookies

    @property
    def timeline(self) -> TimelinePane:
        return self._panes.timeline

    @property
    def sent(self) -> SentPane:
        return self._panes.sent

    @property
    def certificate(self) -> CertificatePane:
        return self._panes.certificate

    # What it shows

    @property
    def shown(self) -> Shown | None:
        """What was given last; None when empty."""
        return self._shown

    def show_exchange(self, shown: Shown) -> None:
        """Show an exchange. A failure opens its diagnosis, unless a tab is pinned."""
        self.under_way.end()
        self.stop_retrying()
        self._shown = shown
        self._stale = set(ResultTab)
        self.header.show_exchange(shown, self._clock())
        self.header.set_compact(self._is_compact)
        chosen = opening_tab(shown, self._chosen, is_pinned=self._is_pinned)
        self._set_tabs(tabs_for(shown), chosen)
        if not shown.has_diagnosis:
            self._forget_diagnosis()
        self._open(chosen)
        status = status_of(shown.exchange, shown.diagnosis).text
        announce(self, f"{status}. {shown.diagnosis.headline.replace('`', '')}")

    def show_checked(self, shown: Shown) -> None:
        """The exchange shown, explained anew after a check."""
        self._shown = shown
        self.diagnosis_page().show_checked(shown)
        best = next((one.text for one in shown.diagnosis.causes), shown.diagnosis.headline)
        announce(self, f"Checked. {best.replace('`', '')}")

    def show_sending(self, started: datetime, *, secure: bool | None = None) -> None:
        """A request is under way; after 150 ms the old response is muted and the phases appear.

        ``secure`` says whether TLS is used; None when that is not known beforehand.
        """
        self.stop_retrying()
        self.header.pill.start_sending(self.tr("Sending"))
        self.under_way.begin(max(0.0, (self._clock() - started).total_seconds()), secure=secure)

    def show_progress(self, progress: Progress) -> None:
        """How far it came; of a long body that still comes in also its beginning."""
        self.under_way.show_progress(progress)

    def _expect_body(self, arriving: Arriving) -> None:
        self.under_way.uncover()
        self._set_tabs(tabs_while_arriving(arriving.headers), ResultTab.BODY)
        self.body.tools.show()

    def _show_arriving(self, arriving: Arriving) -> None:
        self.body.show_arriving(
            arriving.body, arriving.headers, is_complete=arriving.is_complete, inflow=arriving.inflow
        )
        self._stack.setCurrentWidget(self._panes.widget(ResultTab.BODY))

    def show_refused(self, sentence: str) -> None:
        """The request could not be sent as it stands; ``sentence`` says why."""
        self.under_way.end()
        self.stop_retrying()
        self._shown = None
        self.header.show_nothing()
        self.header.pill.set_status(Status(family=Family.CLIENT, text=self.tr("Not sent")))
        self._set_tabs_shown(False)
        self.refused.headline.set_text(sentence, "client.fg")
        self._stack.setCurrentWidget(self.refused)
        announce(self, sentence)

    def clear(self) -> None:
        """Show nothing but how to send."""
        self.under_way.end()
        self._shown = None
        self._forget_diagnosis()
        if self._panes.has(ResultTab.BODY):
            self.body.clear()
        self.header.show_nothing()
        self._set_tabs_shown(False)
        self._stack.setCurrentWidget(self.empty)

    def set_compact(self, compact: bool) -> None:
        """Stacked panes: status and tabs share a row, and a wide diagnosis has two columns."""
        self._is_compact = compact
        self.header.set_compact(compact)
        if self._panes.has(ResultTab.DIAGNOSIS):
            self.diagnosis.set_may_split(compact)
        self._head.set_compact(compact)

    def select_tab(self, tab_id: str) -> None:
        """Open a tab; raises KeyError when this exchange does not have it."""
        self.tabs.set_current(tab_id)

    def current_tab(self) -> str:
        """The id of the open tab; empty without an exchange."""
        return self.tabs.current if self._shown else ""

    def set_pinned(self, pinned: bool) -> None:
        """Keep the open tab open, also after a failure."""
        self._is_pinned = pinned

    # What it can do (keys of the window end here)

    def take_main_action(self) -> None:
        """The main button of the diagnosis (F8)."""
        if self._shown is not None and self._shown.has_diagnosis:
            self.diagnosis_page().take_main_action()

    def apply_fix(self) -> None:
        """The fix in the preview, without sending (Alt Enter)."""
        if self._shown is not None and self._shown.has_diagnosis:
            self.diagnosis_page().apply_fix()

    def places(self) -> tuple[Place, ...]:
        """Every place of the diagnosis in the request, in order (F4)."""
        problems = self._shown.diagnosis.problems if self._shown else ()
        return tuple(problem.place for problem in problems if problem.place is not None)

    def plan_retry(self) -> bool:
        """Retry by itself when the pause is over; False when there is no pause."""
        return self._shown is not None and self._shown.has_diagnosis and self.diagnosis_page().plan_retry()

    @property
    def pause_left_s(self) -> int:
        """Seconds the server of what is shown still asks to wait."""
        return self.diagnosis_page().pause_left_s if self._shown is not None and self._shown.has_diagnosis else 0

    def _has_plan(self) -> bool:
        return self._panes.has(ResultTab.DIAGNOSIS) and self.diagnosis.is_retry_planned

    def stop_retrying(self) -> bool:
        """Cancel a planned retry (Esc); whether there was one."""
        return self._panes.has(ResultTab.DIAGNOSIS) and self.diagnosis.stop_retrying()

    def open_find(self) -> None:
        """Search in the body (Ctrl F)."""
        if self.under_way.is_active and self._panes.has(ResultTab.BODY) and self.body.is_arriving():
            self.body.open_find()
        elif self._shown is not None and received(self._shown.exchange) is not None:
            self.select_tab(ResultTab.BODY)
            self.body.open_find()

    def copy_body(self) -> None:
        """Put the body as it came on the clipboard."""
        response = received(self._shown.exchange) if self._shown else None
        if response is None:
            return
        self._refresh(ResultTab.BODY)
        if self.body.copy_all():
            self.copied.emit(self.tr("Body copied"))

    def open_body(self) -> None:
        """Open the body in another program."""
        self._refresh(ResultTab.BODY)
        self.body.open_outside()

    def diagnosis_page(self) -> DiagnosisView:
        """The diagnosis view, brought up to date."""
        self._refresh(ResultTab.DIAGNOSIS)
        return self.diagnosis

    # Parts

    def _build(self) -> None:
        for pane in (self.empty, self.refused):
            self._stack.addWidget(pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.sending)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.current_changed.connect(self._tab_changed)
        self.header.compare_requested.connect(self.compare_requested)
        self.header.copy_body_requested.connect(self.copy_body)
        self.header.save_body_requested.connect(self.save_body_requested)
        self.header.more_requested.connect(lambda at: self.more_menu().popup(at))
        self.header.older_requested.connect(self.older_requested)
        self.header.newer_requested.connect(self.newer_requested)
        self.header.open_exchange_requested.connect(self.open_exchange_requested)
        self.header.timeline_requested.connect(partial(self.select_tab, ResultTab.TIMELINE))
        self.header.certificate_requested.connect(partial(self.select_tab, ResultTab.CERTIFICATE))
        self.header.pill.ticked.connect(self.under_way.advance)
        self.under_way.arrivals.begun.connect(self._expect_body)
        self.under_way.arrivals.due.connect(self._show_arriving)
        self.under_way.ended.connect(self._end_arriving)
        self.sending.cancel_requested.connect(self.cancel_requested)

    def _pane_made(self, tab: ResultTab, pane: QWidget) -> None:
        if tab is ResultTab.DIAGNOSIS:
            view = cast("DiagnosisView", pane)
            for name in view.WISHES:
                getattr(view, name).connect(getattr(self, name))
            view.set_may_split(self._is_compact)
        elif tab is ResultTab.BODY:
            body = cast("BodyPane", pane)
            body.save_requested.connect(self.save_body_requested)
            body.places.capture_requested.connect(self.capture_requested)
            self.under_way.cancelled.connect(body.notice.show_end)
            self._head.set_body(body)
        elif tab is ResultTab.CERTIFICATE:
            cast("CertificatePane", pane).remedy_requested.connect(self.remedy_requested)
        if hasattr(pane, "copied"):
            pane.copied.connect(self.copied)

    def _end_arriving(self) -> None:
        if self._panes.has(ResultTab.BODY):
            self.body.end_arriving()

    def _forget_diagnosis(self) -> None:
        if self._panes.has(ResultTab.DIAGNOSIS):
            self.diagnosis.clear()

    def _set_tabs(self, tabs: Iterable[PaneTab], chosen: str) -> None:
        self.tabs.blockSignals(True)
        self.tabs.set_tabs(tabs)
        self.tabs.set_current(chosen)
        self.tabs.blockSignals(False)
        self._set_tabs_shown(True)

    def _set_tabs_shown(self, shown: bool) -> None:
        self._head.set_tabs_shown(shown)
        if not shown and self._panes.has(ResultTab.BODY):
            self.body.tools.hide()

    def _tab_changed(self, tab_id: str) -> None:
        self._chosen = tab_id
        self._open(tab_id)

    def _open(self, tab_id: str) -> None:
        self._refresh(tab_id)
        if self._panes.has(ResultTab.BODY):
            self.body.tools.setVisible(tab_id == ResultTab.BODY)
        self._head.fit()
        self._stack.setCurrentWidget(self._panes.widget(ResultTab(tab_id)))

    def _refresh(self, tab_id: str) -> None:
        """Fill a pane when it is first looked at."""
        if self._shown is not None and tab_id in self._stale:
            self._stale.discard(tab_id)
            self._panes.fill(ResultTab(tab_id), self._shown)

    def more_menu(self) -> Menu:
        """Everything that can be done with the exchange."""
        until = trusted_until(self._shown.exchange) if self._shown else None
        is_trusted = until is not None and until > self._clock()
        menu = ExchangeMenu(self, is_pinned=self._is_pinned, is_trusted=is_trusted, is_example=self.is_example)
        menu.stop_trusting_requested.connect(partial(self._ask, stop_trusting()))
        for name in MENU_WISHES:
            getattr(menu, name).connect(getattr(self, name))
        menu.copy_body_requested.connect(self.copy_body)
        menu.open_body_requested.connect(self.open_body)
        menu.pin_toggled.connect(self.set_pinned)
        return menu

    def _ask(self, remedy: Remedy, _checked: bool = False) -> None:
        self.remedy_requested.emit(remedy)

    # Qt

    def event(self, event: QEvent) -> bool:
        # The window has an action on Esc; a planned retry of this panel comes first.
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._has_plan():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape and self.under_way.is_active:
            self.cancel_requested.emit()
        elif not (is_escape and self.stop_retrying()):
            super().keyPressEvent(event)
