"""An HTML or Markdown body as a text document: no scripts, nothing loaded, links that only show where they lead."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from explorer.gui.theme import fonts, measures

_MOST_CHARACTERS = 60_000
"""A text document lays out everything; more than this would hold the window."""

_MOST_MARKDOWN_CHARACTERS = 10_000
"""The same for Markdown, which takes longer."""

_ROOM_ABOVE_HEADING, _ROOM_ABOVE_TEXT = 14, 6
_MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML

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

    def show_markdown(self, text: str) -> None:
        """Show a Markdown text, of a long one the beginning; HTML in it is shown as it is written."""
        shown = text[:_MOST_MARKDOWN_CHARACTERS]
        if len(shown) < len(text):
            shown = shown[: shown.rfind("\n") + 1] or shown
        self.document().setMarkdown(shown, _MARKDOWN)
        self._set_apart()
        if len(shown) < len(text):
            self.append(self.tr("Only the beginning is previewed."))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_apart(self) -> None:
        """Room above headings and texts: what is read from Markdown has none."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin().next()
        while block.isValid():
            form = block.blockFormat()
            is_in_code = form.nonBreakableLines() and block.previous().blockFormat().nonBreakableLines()
            cursor.setPosition(block.position())
            if not is_in_code and block.textList() is None and cursor.currentTable() is None:
                form.setTopMargin(fonts.scaled(_ROOM_ABOVE_HEADING if form.headingLevel() else _ROOM_ABOVE_TEXT))
                cursor.setBlockFormat(form)
            block = block.next()
        cursor.endEditBlock()

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return QByteArray()
