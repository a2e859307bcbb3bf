"""Days of use for the pictures: exchanges that were really sent, recorded again at earlier times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange, Outcome, Response
from explorer.core.storage.history import History
from explorer.core.workspace import Performed


def earlier_id(moment: datetime, number: int) -> str:
    """A version 7 UUID of that time, so that identifiers sort as the exchanges do."""
    milliseconds = int(moment.timestamp() * 1000)
    return f"{milliseconds:012x}7{number:03x}8{number:015x}"


Past = list[tuple[Exchange, Diagnosis]]


def past_of(performed: Performed, moments: Iterable[datetime], first_number: int) -> Past:
    """One finished exchange again at each moment."""
    return [
        (
            replace(
                performed.exchange,
                id=earlier_id(moment, number),
                started=moment,
                outcome=_dated(performed.exchange.outcome, moment),
            ),
            performed.diagnosis,
        )
        for number, moment in enumerate(moments, first_number)
    ]


async def lay_down(history: History, past: Past) -> None:
    """Record it in the order in which it happened."""
    for exchange, diagnosis in sorted(past, key=lambda one: one[0].started):
        await history.record(exchange, diagnosis)


def days_before(now: datetime, *days: float) -> tuple[datetime, ...]:
    """Moments so many days before now, oldest first."""
    return tuple(sorted(now - timedelta(days=one) for one in days))


def _dated(outcome: Outcome, moment: datetime) -> Outcome:
    """The response as the server would have dated it then."""
    if not isinstance(outcome, Response):
        return outcome
    date = format_datetime(moment, usegmt=True)
    headers = tuple((name, date if name.lower() == "date" else value) for name, value in outcome.headers)
    return replace(outcome, headers=headers)
