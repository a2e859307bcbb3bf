"""Points in time as the SMS API writes and reads them: ISO 8601, UTC with milliseconds when written."""

from datetime import UTC, datetime

YEARS = range(1970, 9999)
"""Years that leave room for adding days and shifting zones without overflow."""


def parse_instant(text: str) -> datetime | None:
    """The aware UTC time of an ISO 8601 date or timestamp, or None; without an offset UTC is meant."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    if value.year not in YEARS:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def is_instant(text: str) -> bool:
    return parse_instant(text) is not None


def instant_text(value: datetime) -> str:
    """``2026-01-01T10:00:00.000Z``."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"


def spring_instant_text(value: datetime) -> str:
    """``2026-01-01T10:00:00.000+00:00``, as Spring Boot's default error body has it."""
    return instant_text(value).replace("Z", "+00:00")
