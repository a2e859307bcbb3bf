"""The sends of the last minute as bars, with the moment the server had enough."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from PySide6.QtCore import QCoreApplication

from explorer.gui.result.shown import Shown
from explorer.gui.widgets.rate_bars import Rate, RateBar

_WINDOW_S = 60
_COUNTED_S = 10


def request_rate(shown: Shown) -> Rate | None:
    """One bar a second up to the refusal; None when there is nothing to compare (fewer than two sends).

    A send exactly 10 s old still counts, in the bars, in the caption and for the causes alike.
    """
    if len(shown.recent_sends) < 2:
        return None
    end = shown.exchange.started
    counts = [0] * _WINDOW_S
    for moment in shown.recent_sends:
        age_s = (end - moment) / timedelta(seconds=1)
        if 0 <= age_s <= _WINDOW_S:
            counts[_WINDOW_S - max(1, ceil(age_s))] += 1
    recent = sum(counts[-_COUNTED_S:])
    say = QCoreApplication.translate
    status = shown.diagnosis.label or say("Rate", "refused")
    bars = tuple(_bar(index, count) for index, count in enumerate(counts))
    return Rate(
        bars=bars,
        start_caption=say("Rate", "60 s ago"),
        end_caption=say("Rate", "Now"),
        mark=_WINDOW_S,
        mark_caption=say("Rate", "{0} in {1} s, then {2}").format(recent, _COUNTED_S, status),
    )


def _bar(index: int, count: int) -> RateBar:
    age_s = _WINDOW_S - index
    return RateBar(count=count, counted=age_s <= _COUNTED_S, tip=f"{count}, {age_s} s" if count else "")
