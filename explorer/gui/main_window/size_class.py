"""How the window is divided at a given width, and the person's own choice for each class of width."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from explorer.gui.theme import fonts

_SIDE_BY_SIDE_FROM = 1360
_SIDEBAR_FROM = 1128


class SizeClass(StrEnum):
    """Width classes of the window."""

    WIDE = "wide"
    MEDIUM = "medium"
    NARROW = "narrow"


def size_class(width: int) -> SizeClass:
    """The class of a width in device-independent pixels; larger text needs more of it."""
    width = round(width * 100 / fonts.scale_percent())
    if width >= _SIDE_BY_SIDE_FROM:
        return SizeClass.WIDE
    return SizeClass.MEDIUM if width >= _SIDEBAR_FROM else SizeClass.NARROW


@dataclass(slots=True)
class Division:
    """Whether there is a sidebar and whether panes are stacked; what the person chose wins, per class."""

    sidebar: dict[str, bool] = field(default_factory=dict)
    stacked: dict[str, bool] = field(default_factory=dict)

    def has_sidebar(self, width: int) -> bool:
        """Sidebar rather than rail."""
        kind = size_class(width)
        return self.sidebar.get(kind, kind is not SizeClass.NARROW)

    def is_stacked(self, width: int) -> bool:
        """One pane above the other."""
        kind = size_class(width)
        return self.stacked.get(kind, kind is not SizeClass.WIDE)

    def toggle_sidebar(self, width: int) -> None:
        """The person wants the other one at this class of width."""
        self.sidebar[size_class(width)] = not self.has_sidebar(width)

    def toggle_stacked(self, width: int) -> None:
        """The person wants the other division at this class of width."""
        self.stacked[size_class(width)] = not self.is_stacked(width)

    def plain(self) -> dict[str, Any]:
        """For the layout file."""
        return {"sidebar": dict(self.sidebar), "stacked": dict(self.stacked)}

    @staticmethod
    def from_plain(plain: Any) -> Division:
        """From the layout file; anything odd is left out."""
        rows = plain if isinstance(plain, dict) else {}
        kept = {
            name: {str(key): value for key, value in rows.get(name, {}).items() if isinstance(value, bool)}
            for name in ("sidebar", "stacked")
            if isinstance(rows.get(name, {}), dict)
        }
        return Division(**kept)
