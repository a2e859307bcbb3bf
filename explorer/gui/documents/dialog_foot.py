"""The row of buttons at the foot of a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.gui.theme import measures


def dialog_foot(*buttons: QWidget, left: QWidget | None = None, fills: bool = False) -> QHBoxLayout:
    """Buttons stand on the right; ``left`` is something on the other side, which takes all the room if it ``fills``."""
    foot = QHBoxLayout()
    foot.setContentsMargins(measures.BOTTOM_BAR_PADDING, 8, measures.BOTTOM_BAR_PADDING, 8)
    foot.setSpacing(measures.BOTTOM_BAR_GAP)
    if left is not None:
        foot.addWidget(left, int(fills))
    if not fills:
        foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    return foot
