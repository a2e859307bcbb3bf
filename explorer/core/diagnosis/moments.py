"""Reads the times people and programs put into requests: ISO 8601 in both forms, HTTP dates, seconds and milliseconds
since 1970. It compares nothing."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from explorer.core.diagnosis.retry_after import http_date

_LONGEST = 40
_BASIC = re.compile(r"(\d{8})T(\d{6})Z")
_COUNTED = re.compile(r"\d{10}(?:\.\d{1,6})?|\d{13}")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*(?:[Zz]|[+-]\d\d:?\d\d)")
_NAIVE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as it was written. Without a zone ``at`` is taken for UTC and may be up to 14 hours off."""

    at: datetime
    has_zone: bool = True
    is_day: bool = False
    """Whether only a date was written."""


def read(text: str) -> Moment | None:
    """The time a text is; None when it is none for certain."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _read(text)
    except (ValueError, OverflowError, OSError):
        return None


def _read(text: str) -> Moment | None:
    basic = _BASIC.fullmatch(text)
    if basic:
        return Moment(at=datetime.strptime("".join(basic.groups()), "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    if _COUNTED.fullmatch(text):
        number = float(text)
        return Moment(at=datetime.fromtimestamp(number / 1000 if len(text) == 13 else number, tz=UTC))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = date.fromisoformat(text)
        return Moment(at=datetime(day.year, day.month, day.day, tzinfo=UTC), has_zone=False, is_day=True)
    if _ZONED.fullmatch(text):
        return Moment(at=datetime.fromisoformat(text).astimezone(UTC))
    if _NAIVE.fullmatch(text):
        return Moment(at=datetime.fromisoformat(text).replace(tzinfo=UTC), has_zone=False)
    found = http_date(text) if text[:3].isalpha() and "GMT" in text else None
    return Moment(at=found) if found else None
