"""What a control is going through: hover, press, focus. A property can pin it, for pictures of all states."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QAbstractButton, QWidget

PINNED = "pinned_state"
"""Dynamic property: "hover", "focus" or "pressed" makes a widget look so without any pointer."""


class Interaction(NamedTuple):
    enabled: bool
    hovered: bool
    pressed: bool
    focused: bool


def of(widget: QWidget) -> Interaction:
    """The state of a widget now; pressed only for buttons."""
    pinned = widget.property(PINNED)
    down = isinstance(widget, QAbstractButton) and widget.isDown()
    return Interaction(
        enabled=widget.isEnabled(),
        hovered=pinned == "hover" or (widget.isEnabled() and widget.underMouse()),
        pressed=pinned == "pressed" or down,
        focused=pinned == "focus" or widget.hasFocus(),
    )


def pin(widget: QWidget, state: str) -> None:
    """Make a widget look hovered, focused or pressed; an empty state lets it go."""
    widget.setProperty(PINNED, state)
    widget.update()
