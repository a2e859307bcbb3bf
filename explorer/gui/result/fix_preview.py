"""The preview of a fix inside the diagnosis: long lines break, since it stands in a page that scrolls already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts
from explorer.gui.widgets.diff_view import DiffView
from explorer.gui.widgets.viewer_highlight import Language

_MAX_ROWS = 12


class FixPreview(DiffView):
    """As high as its broken lines, up to a dozen rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_wrap(True)

    def set_preview(self, preview: Sequence[str], language: Language = Language.JSON) -> None:
        super().set_preview(preview, language)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    # Qt

    def sizeHint(self) -> QSize:
        rows = max(1, min(len(self.rows), _MAX_ROWS))
        return QSize(fonts.scaled(120), rows * self.line_height + 2 * self.top_padding + 2)
