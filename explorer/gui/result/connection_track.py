"""A timeline as the columns of the phase track, and as the bars of the timeline, with the words for each phase."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from explorer.core.content.amounts import duration_text
from explorer.core.model.exchange import Exchange, Phase, Span
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.phase_track import Phase as Column
from explorer.gui.widgets.phase_track import PhaseState
from explorer.gui.widgets.timeline import TimelineBar

_WORDS = {
    Phase.DNS: "DNS",
    Phase.CONNECT: "Connect",
    Phase.TLS: "TLS",
    Phase.REQUEST: "Request",
    Phase.WAIT: "Wait",
    Phase.DOWNLOAD: "Download",
}
_FAMILIES = {Phase.WAIT: Family.INFO, Phase.DOWNLOAD: Family.REDIRECT}
_ORDER = tuple(Phase)


def phase_words(phase: Phase) -> str:
    """ "DNS", "Connect", "TLS", ..."""
    return QCoreApplication.translate("Phases", _WORDS[phase])


def phase_track(exchange: Exchange) -> tuple[Column, ...]:
    """Columns of a failed exchange: the last hop's phases, the broken one, and those not reached."""
    failure = exchange.failure
    broken = failure.phase if failure else None
    last_hop = max((span.hop for span in exchange.timeline.spans), default=0)
    spans = {span.phase: span for span in exchange.timeline.spans if span.hop == last_hop}
    needs_tls = exchange.sent is None or exchange.sent.url.startswith("https:") or Phase.TLS in spans
    phases = [phase for phase in _ORDER if phase is not Phase.TLS or needs_tls or broken is Phase.TLS]
    return tuple(_column(phase, spans.get(phase), broken, is_new=Phase.CONNECT in spans) for phase in phases)


def running_track(phase: Phase, times_s: Mapping[Phase, float], *, secure: bool) -> tuple[Column, ...]:
    """Columns of a send under way, with the seconds each phase took so far; TLS only when ``secure``."""
    here = _ORDER.index(phase)
    columns = []
    for index, each in enumerate(_ORDER):
        if each is Phase.TLS and not secure:
            continue
        state = PhaseState.DONE if index < here else PhaseState.RUNNING if index == here else PhaseState.PENDING
        caption = duration_text(times_s[each]) if index <= here and each in times_s else ""
        columns.append(Column(title=phase_words(each), caption=caption, state=state))
    return tuple(columns)


def timeline_bars(exchange: Exchange) -> tuple[TimelineBar, ...]:
    """One bar for each span; with redirects the hop is in the title."""
    spans = exchange.timeline.spans
    hops = len({span.hop for span in spans})
    return tuple(_bar(span, f"{span.hop + 1}  " if hops > 1 else "") for span in spans)


def _column(phase: Phase, span: Span | None, broken: Phase | None, *, is_new: bool) -> Column:
    """``is_new`` says that a connection was opened: then a missing look-up was not needed, else all was kept."""
    title = phase_words(phase)
    say = QCoreApplication.translate
    if phase is broken:
        words = (
            say("Phases", "{0}, failed").format(duration_text(span.end_s - span.start_s))
            if span
            else say("Phases", "Failed")
        )
        return Column(title=title, caption=words, state=PhaseState.BROKEN)
    if span is not None:
        return Column(title=title, caption=duration_text(span.end_s - span.start_s), state=PhaseState.DONE)
    if broken is not None and _ORDER.index(phase) < _ORDER.index(broken):
        words = say("Phases", "Not needed") if is_new else say("Phases", "Reused")
        return Column(title=title, caption=words, state=PhaseState.DONE)
    return Column(title=title, caption=say("Phases", "Not reached"), state=PhaseState.PENDING)


def _bar(span: Span, prefix: str) -> TimelineBar:
    family = Family.TRANSPORT if span.broken else _FAMILIES.get(span.phase, Family.OK)
    duration_s = span.end_s - span.start_s
    tip = f"{duration_text(span.start_s)} – {duration_text(span.end_s)}"
    return TimelineBar(
        title=prefix + phase_words(span.phase),
        start_s=span.start_s,
        duration_s=duration_s,
        caption=duration_text(duration_s),
        family=family,
        tip=f"{tip}. {span.note}" if span.note else tip,
    )
