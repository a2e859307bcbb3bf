"""Every colour of both themes by name. It knows values and families, nothing of Qt or of where a colour is used."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Family(StrEnum):
    """A status family. Each has three tokens: ``fg`` for text, ``line`` for graphics, ``tint`` for grounds."""

    OK = "ok"
    INFO = "info"
    REDIRECT = "redirect"
    CLIENT = "client"
    SERVER = "server"
    TRANSPORT = "transport"

    @property
    def fg(self) -> str:
        return f"{self.value}.fg"

    @property
    def line(self) -> str:
        return f"{self.value}.line"

    @property
    def tint(self) -> str:
        return f"{self.value}.tint"


FAULT_ALIASES = ("fault.fg", "fault.line", "fault.tint")
"""Names that stand for client, server or transport; bound for each exchange by ``bound``."""

_NEUTRALS = (
    ("bg.app", "#F3F4F6", "#15171B"),
    ("bg.surface", "#FFFFFF", "#1A1D22"),
    ("bg.inset", "#F8F9FA", "#1F2228"),
    ("bg.raised", "#FFFFFF", "#22262D"),
    ("bg.hover", "#E9EBEF", "#292E37"),
    ("bg.pressed", "#DDE1E7", "#313742"),
    ("bg.selected", "#E2E9FA", "#252E48"),
    ("line.subtle", "#E5E7EB", "#282C34"),
    ("line.default", "#D3D7DE", "#363C47"),
    ("line.control", "#858D9B", "#6B7381"),
    ("text.primary", "#1B1E24", "#E6E8ED"),
    ("text.secondary", "#474E5B", "#B3B9C5"),
    ("text.muted", "#5F6774", "#98A0AE"),
    ("text.disabled", "#A0A7B3", "#5C6370"),
    ("text.on-accent", "#FFFFFF", "#FFFFFF"),
    ("accent.fg", "#2B51C9", "#93AEFF"),
    ("accent.fill", "#2F57D6", "#4268E4"),
    ("accent.fill-hover", "#274ABA", "#486DE6"),
    ("accent.fill-pressed", "#203E9E", "#3759CC"),
    ("accent.tint", "#E8EEFC", "#222D4A"),
    ("focus", "#2F57D6", "#7F9EFF"),
    ("diff.add", "#E4F4EA", "#18301F"),
    ("diff.del", "#FCEAEB", "#3B1D21"),
    # Written #AARRGGBB: the palette's scrim, and the two shadows of floating frames.
    ("scrim", "#591B1E24", "#8C08090B"),
    ("shadow", "#241B1E24", "#73000000"),
)

_FAMILIES = (
    ("ok", ("#17703A", "#2E9A58", "#E4F4EA"), ("#6CCB92", "#45A76E", "#18301F")),
    ("info", ("#4A5870", "#7585A0", "#EBEEF3"), ("#A9B4C8", "#75839C", "#262C37")),
    ("redirect", ("#0B6A7E", "#1E8FA6", "#DFF2F6"), ("#63C6D9", "#3A9DB2", "#14303A")),
    ("client", ("#A04300", "#D2691E", "#FDF0E3"), ("#F3A765", "#D9843B", "#38260F")),
    ("server", ("#B8202E", "#D6404D", "#FCEAEB"), ("#FF8E93", "#E35D66", "#3B1D21")),
    ("transport", ("#862D8C", "#A94FB0", "#F7EBF8"), ("#DD9BE3", "#B66CBE", "#34203A")),
)

_METHODS_AND_SYNTAX = (
    ("method.get", "#0A66A8", "#74B8EE"),
    ("method.post", "#17703A", "#6CCB92"),
    ("method.put", "#86580A", "#DDB45C"),
    ("method.patch", "#6440BE", "#B9A2F5"),
    ("method.delete", "#A83244", "#F0909C"),
    ("method.other", "#4A5870", "#A9B4C8"),
    ("syntax.key", "#1B1E24", "#E6E8ED"),
    ("syntax.punctuation", "#5F6774", "#98A0AE"),
    ("syntax.string", "#0F6757", "#7CCBB8"),
    ("syntax.number", "#6440BE", "#B9A2F5"),
    ("syntax.boolean", "#6440BE", "#B9A2F5"),
    ("syntax.null", "#6440BE", "#B9A2F5"),
    ("syntax.placeholder", "#6440BE", "#B9A2F5"),
    ("syntax.variable", "#2B51C9", "#93AEFF"),
)


def method_token(method: str) -> str:
    """The token of an HTTP method, ``method.other`` for those without a colour of their own."""
    token = f"method.{method.lower()}"
    return token if token in LIGHT else "method.other"


def bound(name: str, fault: Family) -> str:
    """``fault.fg`` -> ``server.fg`` and so on; any other name unchanged."""
    return f"{fault.value}.{name.partition('.')[2]}" if name in FAULT_ALIASES else name


def unknown(name: str) -> KeyError:
    """The error for a name that no theme has, with the nearest one that exists."""
    from difflib import get_close_matches  # late: only a mistake needs it, and every start would pay

    near = get_close_matches(name, [*LIGHT, *FAULT_ALIASES], n=1, cutoff=0.0)
    return KeyError(f"There is no colour token {name!r}. The nearest one is {near[0]!r}.")


def _table(column: int) -> Mapping[str, str]:
    colours = {row[0]: row[column] for row in (*_NEUTRALS, *_METHODS_AND_SYNTAX)}
    for family in _FAMILIES:
        shades = family[1] if column == 1 else family[2]
        for part, value in zip(("fg", "line", "tint"), shades, strict=True):
            colours[f"{family[0]}.{part}"] = value
    return MappingProxyType(colours)


LIGHT: Mapping[str, str] = _table(1)
DARK: Mapping[str, str] = _table(2)
