"""Times as the window says them: local, 24 hours, "today at 10:36", "Wed 18"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


def clock_text(moment: datetime) -> str:
    """ "10:36:51" in local time."""
    return moment.astimezone().strftime("%H:%M:%S")


def utc_text(moment: datetime) -> str:
    """For tooltips: "2026-11-23 09:36:51 UTC"."""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def day_text(day: date) -> str:
    """ "12 Nov"."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def date_text(day: date) -> str:
    """ "12 Nov 2026"."""
    return f"{day_text(day)} {day.year}"


def weekday_text(day: date, today: date) -> str:
    """ "Wed 18", or "Today"."""
    return "Today" if day == today else f"{_DAYS[day.weekday()]} {day.day}"


def until_text(moment: datetime, now: datetime) -> str:
    """For a moment to come: "until today at 20:00", "until tomorrow at 09:15", "until 29 Nov at 09:15"."""
    local, here = moment.astimezone(), now.astimezone()
    days = (local.date() - here.date()).days
    day = {0: "today", 1: "tomorrow"}.get(days, day_text(local.date()))
    return f"until {day} at {local.strftime('%H:%M')}"


def when_text(moment: datetime, now: datetime) -> str:
    """ "today at 10:36", "yesterday at 16:02", "12 Nov at 16:02", with the year when it is another one."""
    local, here = moment.astimezone(), now.astimezone()
    clock = local.strftime("%H:%M")
    age_days = (here.date() - local.date()).days
    if age_days == 0:
        return f"today at {clock}"
    if age_days == 1:
        return f"yesterday at {clock}"
    day = day_text(local.date()) if local.year == here.year else date_text(local.date())
    return f"{day} at {clock}"
