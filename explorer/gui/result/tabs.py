"""Which tabs an exchange has, and which one opens."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from explorer.core.content.amounts import size_text
from explorer.core.content.cookies import cookies
from explorer.core.model.exchange import Exchange, FailureKind, Headers, Response, TlsInfo
from explorer.gui.result.shown import Shown
from explorer.gui.result.verdict import fault_of
from explorer.gui.widgets.pane_tabs import Dot, PaneTab


class ResultTab(StrEnum):
    """Ids of the tabs."""

    DIAGNOSIS = "diagnosis"
    BODY = "body"
    HEADERS = "headers"
    COOKIES = "cookies"
    TIMELINE = "timeline"
    SENT = "sent"
    CERTIFICATE = "certificate"


def received(exchange: Exchange) -> Response | None:
    """The response, or what had arrived of one before it broke."""
    return exchange.response or (exchange.failure.partial if exchange.failure else None)


def tls_of(exchange: Exchange) -> TlsInfo | None:
    """The TLS connection, when its certificates were seen."""
    outcome = exchange.outcome
    return outcome.tls if outcome.tls and outcome.tls.chain else None


def tabs_for(shown: Shown) -> tuple[PaneTab, ...]:
    """In the order they stand. Without a response the certificate comes right after the diagnosis."""
    exchange = shown.exchange
    tabs: list[PaneTab] = []
    if shown.has_diagnosis:
        tabs.append(_diagnosis(shown))
    response = received(exchange)
    certificate = _certificate(exchange)
    if response is None:
        return (*tabs, *certificate, _tab(ResultTab.TIMELINE, "Timeline"), *_sent(exchange))
    is_timed = bool(exchange.timeline.spans) or exchange.timeline.duration_s > 0
    timeline = (_tab(ResultTab.TIMELINE, "Timeline"),) if is_timed else ()
    return (*tabs, *_of_response(response.headers), *timeline, *_sent(exchange, counted=False), *certificate)


def tabs_while_arriving(headers: Headers) -> tuple[PaneTab, ...]:
    """The usual ones, in a row that stands as it will stand then; but for the body they wait for the last byte."""
    others = (_tab(ResultTab.TIMELINE, "Timeline"), _tab(ResultTab.SENT, "Request sent"))
    tabs = (*_of_response(headers), *others)
    return tuple(tab._replace(enabled=tab.id == ResultTab.BODY) for tab in tabs)


def opening_tab(shown: Shown, chosen: str, *, is_pinned: bool) -> str:
    """The pinned tab; else the diagnosis of a failure; else the tab chosen last, or the first that fits."""
    ids = [tab.id for tab in tabs_for(shown)]
    if is_pinned and chosen in ids:
        return chosen
    failure = shown.exchange.failure
    if failure is not None and failure.kind is FailureKind.CANCELLED and failure.partial is not None:
        # A stream is stopped by the person, who is reading it.
        return chosen if chosen in ids and chosen != ResultTab.DIAGNOSIS else ResultTab.BODY
    if (shown.diagnosis.is_error or failure is not None) and ResultTab.DIAGNOSIS in ids:
        return ResultTab.DIAGNOSIS
    if chosen in ids and chosen != ResultTab.DIAGNOSIS:
        return chosen
    return ResultTab.BODY if ResultTab.BODY in ids else ids[0]


def _of_response(headers: Headers) -> tuple[PaneTab, PaneTab, PaneTab]:
    count = len(cookies(headers))
    return (
        _tab(ResultTab.BODY, "Body"),
        _tab(ResultTab.HEADERS, "Headers", str(len(headers))),
        _tab(ResultTab.COOKIES, "Cookies", str(count) if count else ""),
    )


def _diagnosis(shown: Shown) -> PaneTab:
    failed = shown.diagnosis.is_error or shown.exchange.failure is not None
    return PaneTab(
        id=ResultTab.DIAGNOSIS,
        title=_say("Diagnosis"),
        dot=Dot.FAULT if failed else Dot.CONTENT,
        fault=fault_of(shown.exchange, shown.diagnosis),
    )


def _sent(exchange: Exchange, *, counted: bool = True) -> tuple[PaneTab, ...]:
    if exchange.sent is None:
        return ()
    failure = exchange.failure
    nothing_left = failure is not None and not failure.request_sent
    size = size_text(0 if nothing_left else exchange.sent.body.size_bytes)
    return (_tab(ResultTab.SENT, "Request sent", size if counted else ""),)


def _certificate(exchange: Exchange) -> tuple[PaneTab, ...]:
    tls = tls_of(exchange)
    return (_tab(ResultTab.CERTIFICATE, "Certificate", str(len(tls.chain))),) if tls else ()


def _tab(tab: ResultTab, title: str, count: str = "") -> PaneTab:
    return PaneTab(id=tab, title=_say(title), number=count)


def _say(title: str) -> str:
    return QCoreApplication.translate("ResultTabs", title)
