"""An HTML body as a text document: no scripts, nothing loaded, links that only show where they lead."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from explorer.gui.theme import fonts, measures

_MOST_CHARACTERS = 60_000
"""A text document lays out everything; more than this would hold the window."""

_OUT = re.compile(
    r"<(script|style|iframe|object|template|noscript|svg)\b.*?</\1\s*>|<(link|meta|img|base)\b[^>]*>", re.I | re.S
)


class PagePreview(QTextBrowser):
    """Nothing is ever fetched: whatever the document asks for, it gets nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(fonts.scaled(measures.BOTTOM_BAR_PADDING))
        self.setAccessibleName(self.tr("Preview of the page"))

    def show_page(self, text: str) -> None:
        """Show a page, of a long one the beginning."""
        self.setHtml(_OUT.sub("", text[:_MOST_CHARACTERS]))

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return QByteArray()
