"""Badges and rows that delegates draw."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.gui.theme.theme import Theme
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges, rows
from explorer.gui.widgets.rows import RowState, TreeRow

AREA = QRect(0, 0, 200, 28)


def _canvas(dressed: Theme) -> QImage:
    image = QImage(QSize(200, 28), QImage.Format.Format_RGB32)
    image.fill(dressed.color("bg.app"))
    return image


def _count(image: QImage, colour: QColor) -> int:
    return sum(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_long_methods_are_shortened_in_rows() -> None:
    assert [badges.short_method(name) for name in ("DELETE", "OPTIONS", "get")] == ["DEL", "OPT", "GET"]


def test_pill_fills_its_rectangle(dressed: Theme) -> None:
    image = _canvas(dressed)
    painter = QPainter(image)
    badges.paint_status_pill(painter, QRect(0, 5, badges.pill_width("503", 11), 18), Family.SERVER, "503", px=11)
    painter.end()
    assert _count(image, dressed.color("server.tint")) > 200


def test_checkbox_is_filled_when_checked(dressed: Theme) -> None:
    for checked in (True, False):
        image = _canvas(dressed)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        badges.paint_checkbox(painter, AREA, checked)
        painter.end()
        assert (_count(image, dressed.color("accent.fill")) > 100) is checked


def test_row_shows_selection_and_focus(dressed: Theme) -> None:
    row = TreeRow(title="Send a batch", method="POST", end="400", end_family=Family.CLIENT)
    seen = []
    for state in (RowState(), RowState(selected=True), RowState(selected=True, focused=True)):
        image = _canvas(dressed)
        painter = QPainter(image)
        rows.paint_tree_row(painter, AREA, row, state)
        painter.end()
        seen.append((_count(image, dressed.color("bg.selected")) > 500, _count(image, dressed.color("focus")) > 200))
    assert seen == [(False, False), (True, False), (True, True)]
