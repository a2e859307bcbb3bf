"""Rows of requests that were open before: method, name and where it lies."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts
from explorer.gui.welcome.row_list import RowList
from explorer.gui.widgets import badges, painting

_INSET = 8
_NAME_AT = 64
_PLACE_AT = 296


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentRow:
    """A request that was open before."""

    method: str
    name: str
    place: str
    """Names of the folders it lies in; empty in the collection itself."""
    key: str

    @property
    def spoken(self) -> str:
        place = f", in {self.place}" if self.place else ""
        return f"{self.method} {self.name}{place}"


class RecentList(RowList[RecentRow]):
    """``chosen`` carries the key of the request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("recent requests", parent)

    def paint_content(self, painter: QPainter, area: QRect, row: RecentRow) -> None:
        badges.paint_method(painter, area.adjusted(fonts.scaled(_INSET), 0, 0, 0), row.method)
        name = QRect(area.left() + fonts.scaled(_NAME_AT), area.top(), 0, area.height())
        name.setRight(area.left() + fonts.scaled(_PLACE_AT - 8) - 1 if row.place else area.right())
        painting.draw_text(painter, name, row.name, fonts.ui_font(), self.colour("text.primary"))
        place = area.adjusted(fonts.scaled(_PLACE_AT), 0, 0, 0)
        painting.draw_text(painter, place, row.place, fonts.ui_font(), self.colour("text.secondary"))
