"""Every preference: one dataclass whose fields carry title, help, unit and range for the preferences page."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ThemeChoice(StrEnum):
    """Which theme the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def _setting(default: Any, title: str, help_text: str, **limits: Any) -> Any:
    return field(default=default, metadata={"title": title, "help": help_text, **limits})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Preferences of one person on one machine."""

    theme: ThemeChoice = _setting(ThemeChoice.SYSTEM, "Theme", "Follows the system unless one is chosen.")
    text_scale_percent: int = _setting(
        100, "Text size", "Scales all text of the window.", unit="%", minimum=80, maximum=200
    )
    timeout_s: float = _setting(
        30.0,
        "Timeout",
        "Longest wait for a connection and between two pieces of the response.",
        unit="s",
        minimum=0.1,
        maximum=3600.0,
    )
    follow_redirects: bool = _setting(True, "Follow redirects", "Goes on to the Location of a 3xx response.")
    max_redirects: int = _setting(10, "Redirects at most", "Stops a loop of redirects.", minimum=0, maximum=100)
    verify_tls: bool = _setting(True, "Verify TLS certificates", "Refuses a server that cannot prove its name.")
    http2: bool = _setting(True, "HTTP/2", "Offers HTTP/2 to servers that speak TLS.")
    unpacked_mb: int = _setting(
        100,
        "Unpack at most",
        "A compressed response that grows to more than 500 times its size is stopped here. Others are never cut.",
        unit="MB",
        minimum=1,
        maximum=1_000_000,
    )
    history_days: int = _setting(
        90, "Keep history", "Older exchanges are deleted, pinned ones stay.", unit="days", minimum=1, maximum=3650
    )
    history_rows: int = _setting(
        1_000_000,
        "Exchanges kept",
        "Beyond this number the oldest are deleted, pinned ones stay.",
        minimum=100,
        maximum=10_000_000,
    )
    history_mb: int = _setting(
        4_000,
        "Size of the history",
        "Beyond it the oldest exchanges are deleted.",
        unit="MB",
        minimum=50,
        maximum=500_000,
    )
    autosave: bool = _setting(
        False,
        "Autosave",
        "Saves a request that has a file after a pause in typing and when you go elsewhere. Undo goes back past it, "
        "and what others changed in the file is never overwritten.",
    )
    private: bool = _setting(False, "Private mode", "Nothing that is sent is recorded.")
    reduce_motion: bool = _setting(False, "Reduce motion", "Switches fades and slides off.")
