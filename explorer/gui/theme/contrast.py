"""The table of colours used when the system asks for high contrast. It takes them from the system's palette alone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QPalette

from explorer.gui.theme.tokens import LIGHT

_GROUNDS = QPalette.ColorRole.Base
_LINES = QPalette.ColorRole.Mid
_WORDS = QPalette.ColorRole.Text


def high_contrast(palette: QPalette) -> Mapping[str, str]:
    """All tokens, bound to Base, Text, Mid and Highlight. Families differ by icon and shape only."""
    return {name: palette.color(_role(name)).name() for name in LIGHT}


def _role(name: str) -> QPalette.ColorRole:
    head, _, part = name.partition(".")
    if head == "focus" or part in {"selected", "fill", "fill-hover", "fill-pressed"}:
        return QPalette.ColorRole.Highlight
    if part == "on-accent":
        return QPalette.ColorRole.HighlightedText
    if part == "disabled":
        return QPalette.ColorRole.PlaceholderText
    if head == "line" or name in {"bg.pressed", "shadow"}:
        return _LINES
    if head in {"bg", "diff", "scrim"} or part == "tint":
        return _GROUNDS
    return _WORDS
