"""Where the fault lies: places in the request, the phase in which a connection broke, or the rate of requests."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from explorer.core.model.diagnosis import Link, Place, Problem
from explorer.core.model.exchange import Failure, FailureKind
from explorer.gui.result.breadcrumb import Breadcrumb
from explorer.gui.result.connection_track import phase_track, phase_words
from explorer.gui.result.request_rate import request_rate
from explorer.gui.result.section import LinkButton, Section, action_button, prose
from explorer.gui.result.shown import Shown
from explorer.gui.result.validity import validity_of
from explorer.gui.result.verdict import fault_of
from explorer.gui.widgets.phase_track import PhaseTrack
from explorer.gui.widgets.rate_bars import RateBars
from explorer.gui.widgets.validity_bar import ValidityBar

_SHOWN_PLACES = 6
_RETRY_AFTER = Link(title="RFC 9110, 10.2.3", url="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3")
_DATED = (FailureKind.TLS_EXPIRED, FailureKind.TLS_NOT_YET_VALID)


class WhereSection(Section):
    """Empty when nothing is known; then it is left out."""

    go_to_requested = Signal(object)
    """A ``Place``."""
    link_requested = Signal(str)

    def __init__(self, shown: Shown, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Where"), parent)
        self.is_empty = True
        self._fault = fault_of(shown.exchange, shown.diagnosis)
        self._places(shown.diagnosis.problems)
        if shown.exchange.failure is not None:
            self._connection(shown, shown.exchange.failure, now)
        elif shown.diagnosis.retry.after_s:
            self._rate(shown)

    def _places(self, problems: tuple[Problem, ...]) -> None:
        located = [problem for problem in problems if problem.place is not None]
        several = len(located) > 1
        for index, problem in enumerate(located[:_SHOWN_PLACES]):
            if problem.place is None:
                continue
            aside = self.tr("line {0}").format(problem.place.line) if problem.place.line else ""
            if problem.place.missing:
                aside = self.tr("missing, would go to {0}").format(aside) if aside else self.tr("missing")
            lines: tuple[QWidget, ...] = (Breadcrumb(problem.place.crumbs, aside),)
            if several and problem.message:
                lines = (*lines, prose(problem.message))
            self._row(*lines, action=self._go_button(problem.place, first=index == 0))
        if len(located) > _SHOWN_PLACES:
            self.add(prose(self.tr("{0} more fields").format(len(located) - _SHOWN_PLACES)))

    def _go_button(self, place: Place, *, first: bool) -> QWidget:
        button = action_button(self.tr("Go to field"), key_hint="F4" if first else "")
        button.clicked.connect(partial(self._go, place))
        return button

    def _go(self, place: Place) -> None:
        self.go_to_requested.emit(place)

    def _connection(self, shown: Shown, failure: Failure, now: datetime) -> None:
        crumbs = ["Connection"]
        if failure.phase is not None:
            crumbs.append(phase_words(failure.phase))
        chain = failure.tls.chain if failure.tls else ()
        if chain and failure.host:
            crumbs.append(self.tr("certificate of") + f" `{failure.host}`")
        elif failure.host:
            crumbs.append(f"`{failure.host}{f':{failure.port}' if failure.port else ''}`")
        if failure.phase is None:
            return
        self._row(Breadcrumb(crumbs, last_as_code=False))
        track = PhaseTrack(phase_track(shown.exchange), self._fault)
        self.add(track, gap_px=2, padded=False)
        if chain and failure.kind in _DATED:
            self.add(ValidityBar(validity_of(chain[0], now), self._fault), gap_px=10, padded=False)

    def _rate(self, shown: Shown) -> None:
        source = shown.diagnosis.retry.source
        link = self._link(_RETRY_AFTER) if source.lower().startswith("retry-after") else None
        crumbs = (self.tr("Response header"), source) if source else (self.tr("Response body"),)
        self._row(Breadcrumb(crumbs, last_as_code=bool(source)), action=link)
        rate = request_rate(shown)
        if rate is not None:
            self.add(RateBars(rate, self._fault), gap_px=2, padded=False)

    def _link(self, link: Link) -> LinkButton:
        button = LinkButton(link)
        button.clicked.connect(partial(self._ask_link, link.url))
        return button

    def _ask_link(self, url: str) -> None:
        self.link_requested.emit(url)

    def _row(self, *content: QWidget, action: QWidget | None = None) -> None:
        self.add(*content, action=action)
        self.is_empty = False
