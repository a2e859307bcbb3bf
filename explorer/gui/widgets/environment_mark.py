"""The coloured mark of an environment: Explorer's own choice, else the colour that its file names, else a quiet one."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from explorer.core.model.environment import Environment, EnvironmentShape
from explorer.gui.theme import theme
from explorer.gui.theme.theme import wants_high_contrast
from explorer.gui.widgets import painting

_QUIET = "line.control"
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?", re.IGNORECASE)
_LEAST_CONTRAST = 3.0
"""Of a mark against what is behind it (WCAG 2.2, 1.4.11)."""
_STEP = 115
_STEPS = 30


def paint_mark(painter: QPainter, box: QRectF, environment: Environment) -> None:
    """A circle or a square in the colour of the environment."""
    square = environment.shape is EnvironmentShape.SQUARE
    painting.fill_round(painter, box, 2 if square else box.width() / 2, mark_colour(environment))


def mark_colour(environment: Environment) -> QColor:
    """The colour for the theme in use; one that a file names is moved until it can be seen on the window's ground."""
    look = theme.current()
    if environment.color:
        try:
            return look.color(f"{environment.color}.line")
        except KeyError:  # a family of a later version
            return look.color(_QUIET)
    named = named_colour(environment.file_color)
    if named is None or wants_high_contrast():
        return look.color(_QUIET)
    return _seen_on(look.color("bg.surface"), named)


def named_colour(text: str) -> QColor | None:
    """The colour that a file names, as CSS writes them; None for anything else."""
    text = text.strip()
    if _HEX.fullmatch(text):
        return QColor(text[: 4 if len(text) < 7 else 7])  # CSS has the opacity last, and a mark needs none
    return QColor(text) if text.isalpha() and QColor.isValidColorName(text) else None


def _seen_on(ground: QColor, colour: QColor) -> QColor:
    lighter = ground.lightness() < 128
    if lighter and colour.value() < 40:
        colour = QColor.fromHsv(max(colour.hue(), 0), colour.saturation(), 40)  # black times anything stays black
    for _step in range(_STEPS):
        if _contrast(ground, colour) >= _LEAST_CONTRAST:
            break
        colour = _moved(colour, lighter=lighter)
    return colour


def _moved(colour: QColor, *, lighter: bool) -> QColor:
    return colour.lighter(_STEP) if lighter else colour.darker(_STEP)


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
