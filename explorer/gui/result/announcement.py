"""Tells assistive technology a sentence, where Qt can (6.8 and later)."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Read a sentence aloud after what is being read now."""
    event_class = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if event_class is not None and QAccessible.isActive():
        QAccessible.updateAccessibility(event_class(widget, sentence))
