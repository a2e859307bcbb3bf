"""Fills a QPalette from the colour table, for everything that the style draws without a style sheet."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QColor, QPalette

FUSION = "explorer_fusion"
"""Property of an application that was started with the Fusion style."""

_Role = QPalette.ColorRole

_ROLES = (
    (_Role.Window, "bg.app"),
    (_Role.WindowText, "text.primary"),
    (_Role.Base, "bg.surface"),
    (_Role.AlternateBase, "bg.inset"),
    (_Role.Text, "text.primary"),
    (_Role.PlaceholderText, "text.muted"),
    (_Role.Button, "bg.surface"),
    (_Role.ButtonText, "text.primary"),
    (_Role.BrightText, "server.fg"),
    (_Role.Highlight, "bg.selected"),
    (_Role.HighlightedText, "text.primary"),
    (_Role.Link, "accent.fg"),
    (_Role.LinkVisited, "accent.fg"),
    (_Role.ToolTipBase, "bg.raised"),
    (_Role.ToolTipText, "text.primary"),
    (_Role.Light, "bg.raised"),
    (_Role.Midlight, "line.subtle"),
    (_Role.Mid, "line.default"),
    (_Role.Dark, "line.control"),
    (_Role.Shadow, "shadow"),
    (_Role.Accent, "accent.fill"),
)

_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText)


def palette_from(colours: Mapping[str, str]) -> QPalette:
    """The palette for a colour table; words of disabled controls take ``text.disabled``."""
    palette = QPalette()
    for role, token in _ROLES:
        palette.setColor(role, QColor(colours[token]))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["text.disabled"]))
    return palette
