"""The windows of time a list can be limited to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``title`` stands on the button, ``words`` at the end of "36 failures of 212 requests"."""

    days: int
    title: str
    words: str

    def since(self, now: datetime) -> datetime:
        """The local midnight with which it begins."""
        midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - timedelta(days=self.days - 1)


WINDOWS = (
    Window(days=1, title="Today", words="today"),
    *(Window(days=days, title=f"{days} days", words=f"in {days} days") for days in (7, 14, 30, 90)),
)
USUAL = WINDOWS[2]
