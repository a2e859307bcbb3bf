"""Times of the history in few words: local, 24 hours, shorter the longer ago."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK_DAYS = 7


def run_text(moment: datetime, today: date) -> str:
    """ "10:42:07" today, "Fri 16:20" within a week, else "14 Nov 16:20"."""
    local = moment.astimezone()
    if local.date() == today:
        return local.strftime("%H:%M:%S")
    return f"{_day_text(local.date(), today)} {local.strftime('%H:%M')}"


def last_text(moment: datetime, today: date) -> str:
    """ "10:42" today, "Sun" within a week, else "14 Nov"."""
    local = moment.astimezone()
    return local.strftime("%H:%M") if local.date() == today else _day_text(local.date(), today)


def head_text(moment: datetime, today: date) -> str:
    """ "Today 10:36:51", "Fri 20 Nov 16:20:00"."""
    local = moment.astimezone()
    return f"{day_title(local.date(), today)} {local.strftime('%H:%M:%S')}"


def day_title(day: date, today: date) -> str:
    """ "Today", "Yesterday", "Fri 20 Nov", with the year when it is another one."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    words = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def utc_text(moment: datetime) -> str:
    """For tooltips."""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def _day_text(day: date, today: date) -> str:
    if 0 < (today - day).days < _WEEK_DAYS:
        return _DAYS[day.weekday()]
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"
