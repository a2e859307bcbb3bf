"""Rows of failures to begin with: pill, code and words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts
from explorer.gui.theme.tokens import Family
from explorer.gui.welcome.row_list import RowList
from explorer.gui.widgets import badges, painting

_CODE_AT = 64
_WORDS_AT = 296
_PILL_PX = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """One failure that the sample can show."""

    label: str
    """"400", "TLS"."""
    family: Family
    title: str
    is_code: bool
    """Code font for the title."""
    words: str
    key: str
    """What ``chosen`` carries."""

    @property
    def spoken(self) -> str:
        return f"{self.label} {self.title}: {self.words}"


class FailureList(RowList[FailureRow]):
    """``chosen`` carries the key of a request of the Failure lab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("failures to start with", parent)

    def paint_content(self, painter: QPainter, area: QRect, row: FailureRow) -> None:
        pill_height = fonts.scaled(18)
        pill = QRect(area.left(), area.center().y() - pill_height // 2 + 1, 0, pill_height)
        pill.setWidth(badges.pill_width(row.label, _PILL_PX))
        badges.paint_status_pill(painter, pill, row.family, row.label, px=_PILL_PX)
        font = fonts.code_font(12) if row.is_code else fonts.ui_font()
        title = QRect(area.left() + fonts.scaled(_CODE_AT), area.top(), 0, area.height())
        title.setRight(area.left() + fonts.scaled(_WORDS_AT - 8) - 1)
        painting.draw_text(painter, title, row.title, font, self.colour("text.primary"))
        words = area.adjusted(fonts.scaled(_WORDS_AT), 0, 0, 0)
        painting.draw_text(painter, words, row.words, fonts.ui_font(), self.colour("text.secondary"))
