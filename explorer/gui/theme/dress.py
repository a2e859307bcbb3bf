"""Applies the preferences that are about looks."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from explorer.core.settings import Settings
from explorer.gui.theme import theme
from explorer.gui.theme.theme import ThemeMode


def dress(app: QApplication, settings: Settings) -> None:
    """Theme and text size of the preferences."""
    look = theme.current()
    if not look.is_applied:
        look.apply(app)
    look.set_mode(ThemeMode(settings.theme.value))
    look.set_scale(settings.text_scale_percent)
