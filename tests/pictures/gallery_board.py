"""Places samples on the gallery's board. Only the gallery uses absolute places: it copies a drawing."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from explorer.gui.widgets.labels import ElidedLabel

COLUMNS = (16, 464, 912)
COLUMN_WIDTHS = (428, 428, 512)


def place(board: QWidget, widget: QWidget, x: int, y: int, width: int = 0, height: int = 0) -> None:
    """Put a widget at a place; a width or height of 0 is the widget's own."""
    hint = widget.sizeHint()
    widget.setParent(board)
    widget.setGeometry(x, y, width or hint.width(), height or hint.height())
    widget.show()


def heading(board: QWidget, text: str, x: int, middle: int) -> None:
    """A section's name, 11 px and 600, with its middle at ``middle``."""
    label = ElidedLabel(text, board, px=11, weight=600, color_token="text.muted")
    place(board, label, x, middle - 10, 420, 20)


def note(board: QWidget, text: str, x: int, middle: int, px: int = 11, token: str = "text.muted") -> QLabel:
    """A short text with its middle at ``middle``."""
    label = ElidedLabel(text, board, px=px, color_token=token)
    place(board, label, x, middle - 10, 0, 20)
    return label
