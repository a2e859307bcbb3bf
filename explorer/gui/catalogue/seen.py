"""How often the failures of the catalogue were seen, from the groups of the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from explorer.core.diagnosis.catalog_entries import CatalogEntry
from explorer.core.model.history import FailureFacts, FailureGroup

PLACES_SHOWN = 4
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the history has of one entry."""

    groups: tuple[FailureGroup, ...]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def per_day(self) -> tuple[int, ...]:
        """Counts of the last days, oldest first."""
        return tuple(sum(day) for day in zip(*(group.per_day for group in self.groups), strict=False))

    @property
    def last(self) -> datetime:
        return max(group.last for group in self.groups)

    @property
    def fingerprint(self) -> str:
        """The failure to show in the history: the one seen last."""
        return max(self.groups, key=_last_of).fingerprint

    def sentence(self, now: datetime) -> str:
        """ "6 times in 14 days, in 3 requests. Last today at 10:21." """
        lately, days = sum(self.per_day), len(self.per_day)
        words = f"{_times(lately)} in {days} days" if lately else f"{_times(self.count)}, not in the last {days} days"
        if 0 < lately < self.count:
            words += f", {self.count} in all"
        if len(self.groups) == 1:
            requests = self.groups[0].requests
            words += f", in {requests} request{'' if requests == 1 else 's'}"
        return f"{words}. Last {_when(self.last, now)}."


def seen_by_entry(entries: Iterable[CatalogEntry], groups: Iterable[FailureGroup]) -> Mapping[str, Seen]:
    """Entry id to what was seen of it. A status counts for its API's entry and for HTTP's own."""
    by_sign: dict[tuple[str, str], list[FailureGroup]] = {}
    for group in groups:
        by_sign.setdefault((group.label, group.title.casefold()), []).append(group)
    found: dict[str, Seen] = {}
    for entry in entries:
        names = {entry.title.casefold(), *([entry.what.casefold()] if isinstance(entry.what, str) else ())}
        matching = [group for name in sorted(names) for group in by_sign.get((entry.label, name), ())]
        if matching:
            found[entry.id] = Seen(groups=tuple(matching))
    return found


def facts_lines(facts: FailureFacts, now: datetime) -> list[str]:
    """Where and since when a failure is seen, and what differs since its request last succeeded."""
    found = [f"First {_when(facts.first, now)}."]
    for place in facts.places[:PLACES_SHOWN]:
        where = f", {place.environment}" if place.environment else ""
        found.append(f"{place.request}{where}: {_times(place.count).lower()}")
    if (more := len(facts.places) - PLACES_SHOWN) > 0:
        found.append(f"and {more} more")
    if facts.last_success is None:
        return [*found, "The request that failed last has no earlier success."]
    differs = "; since then:" if facts.changes else "; the request is the same since then."
    found.append(f"Its request last succeeded {_when(facts.last_success, now)}{differs}")
    return found + [f"{change.field}: {change.before} → {change.after}" for change in facts.changes]


def day_label(day: date, today: date) -> str:
    """ "12 Nov", "Today"."""
    return "Today" if day == today else f"{day.day} {_MONTHS[day.month - 1]}"


def days_until(today: date, count: int) -> list[date]:
    """The last days, oldest first."""
    return [today - timedelta(days=count - 1 - number) for number in range(count)]


def _last_of(group: FailureGroup) -> datetime:
    return group.last


def _times(count: int) -> str:
    return "Once" if count == 1 else f"{count} times"


def _when(moment: datetime, now: datetime) -> str:
    local, today = moment.astimezone(), now.astimezone().date()
    clock = local.strftime("%H:%M")
    age_days = (today - local.date()).days
    if age_days in (0, 1):
        return f"{'today' if age_days == 0 else 'yesterday'} at {clock}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{day_label(local.date(), today)}{year} at {clock}"
