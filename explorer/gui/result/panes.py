"""The panes of the result tabs. Each is imported and made when it is first asked for: a send shows one or two of them.

What an exchange means it does not know; it only hands each pane its part.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from explorer.gui.result.moments import Clock
from explorer.gui.result.tabs import ResultTab, received, tls_of

if TYPE_CHECKING:
    from explorer.core.content.cookies import Cookie
    from explorer.core.model.exchange import TlsInfo
    from explorer.gui.result.body_pane import BodyPane
    from explorer.gui.result.certificate_pane import CertificatePane
    from explorer.gui.result.diagnosis_view import DiagnosisView
    from explorer.gui.result.sent_pane import SentPane
    from explorer.gui.result.shown import Shown
    from explorer.gui.result.timeline_pane import TimelinePane
    from explorer.gui.widgets.field_table import FieldTable


class Panes:
    """Adds what it makes to ``stack``, then calls ``made`` with the pane, to be connected."""

    def __init__(self, stack: QStackedWidget, clock: Clock, made: Callable[[ResultTab, QWidget], None]) -> None:
        self._stack = stack
        self._clock = clock
        self._made = made
        self._outer: dict[ResultTab, QWidget] = {}

    def has(self, tab: ResultTab) -> bool:
        """Whether this pane was made."""
        return tab in self._outer

    def widget(self, tab: ResultTab) -> QWidget:
        """What stands in the stack for a tab."""
        getattr(self, tab.value)
        return self._outer[tab]

    @cached_property
    def diagnosis(self) -> DiagnosisView:
        from explorer.gui.result.diagnosis_view import DiagnosisView

        pane = DiagnosisView(clock=self._clock)
        self._add(ResultTab.DIAGNOSIS, pane, pane)
        return pane

    @cached_property
    def body(self) -> BodyPane:
        from explorer.gui.result.body_pane import BodyPane

        pane = BodyPane()
        self._add(ResultTab.BODY, pane, pane)
        return pane

    @cached_property
    def headers(self) -> FieldTable:
        from explorer.gui.widgets.field_table import Column, FieldTable, inset

        name = Column(title=_say("Name"), width_px=220, token="text.secondary")
        pane = FieldTable((name, Column(title=_say("Value"))), _say("Response headers"))
        self._add(ResultTab.HEADERS, pane, inset(pane))
        return pane

    @cached_property
    def cookies(self) -> FieldTable:
        from explorer.gui.widgets.field_table import Column, FieldPage, FieldTable

        name, value = Column(title=_say("Name"), width_px=140), Column(title=_say("Value"))
        attributes = Column(title=_say("Attributes"), token="text.secondary")
        pane = FieldTable((name, value, attributes), _say("Cookies"))
        self._add(ResultTab.COOKIES, pane, FieldPage(pane, _say("The response set no cookies.")))
        return pane

    @cached_property
    def timeline(self) -> TimelinePane:
        from explorer.gui.result.timeline_pane import TimelinePane

        pane = TimelinePane()
        self._add(ResultTab.TIMELINE, pane, pane)
        return pane

    @cached_property
    def sent(self) -> SentPane:
        from explorer.gui.result.sent_pane import SentPane

        pane = SentPane()
        self._add(ResultTab.SENT, pane, pane)
        return pane

    @cached_property
    def certificate(self) -> CertificatePane:
        from explorer.gui.result.certificate_pane import CertificatePane

        pane = CertificatePane()
        self._add(ResultTab.CERTIFICATE, pane, pane)
        return pane

    def fill(self, tab: ResultTab, shown: Shown) -> None:
        """Hand a pane its part of an exchange."""
        exchange = shown.exchange
        response, tls = received(exchange), tls_of(exchange)
        match tab:
            case ResultTab.DIAGNOSIS:
                self.diagnosis.show_diagnosis(shown)
            case ResultTab.BODY if response and shown.is_body_coming:
                self.body.show_arriving(response.body, response.headers, is_complete=False)
            case ResultTab.BODY if response:
                self.body.show_body(response.body, response.headers)
                self.body.notice.show_wire_note(shown.diagnosis.body_note)
            case ResultTab.HEADERS if response:
                self.headers.set_rows(response.headers)
            case ResultTab.COOKIES if response:
                from explorer.core.content.cookies import cookies

                self.cookies.set_rows([_cookie_row(cookie) for cookie in cookies(response.headers)])
            case ResultTab.TIMELINE:
                self.timeline.show_exchange(exchange)
            case ResultTab.SENT if exchange.sent:
                self.sent.show_sent(exchange.sent)
            case ResultTab.CERTIFICATE if tls:
                self._show_certificate(tls, shown)

    def _show_certificate(self, tls: TlsInfo, shown: Shown) -> None:
        from explorer.gui.result.trust import trust_remedy

        now, failure = self._clock(), shown.exchange.failure
        named = failure.trusted_sha256 if failure else ""
        self.certificate.show_tls(tls, now, remedy=trust_remedy(shown, now), trusted_sha256=named)

    def _add(self, tab: ResultTab, pane: QWidget, outer: QWidget) -> None:
        self._outer[tab] = outer
        self._stack.addWidget(outer)
        self._made(tab, pane)


def _cookie_row(cookie: Cookie) -> tuple[str, ...]:
    attributes = "; ".join(f"{name}={value}" if value else name for name, value in cookie.attributes)
    return cookie.name, cookie.value, attributes


def _say(words: str) -> str:
    return QCoreApplication.translate("ResultPanes", words)
