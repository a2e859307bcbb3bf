"""Notes on a request in Markdown: written in an editor, or read as they look.

Pictures and remote files are not loaded.
"""

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QStackedWidget, QTextBrowser

from explorer.core.variables import Variables
from explorer.gui.composer.tab import ComposerTab, Tools, filled, title_label
from explorer.gui.theme import fonts, theme
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.code_editor import CodeEditor
from explorer.gui.widgets.segments import Segment, Segments

_OUTSIDE = ("http", "https", "mailto")
_HEADINGS = {1: 18, 2: 15}
"""Level to size in px; deeper ones are as large as the text."""


class DocsTab(ComposerTab):
    """``load`` takes Markdown, ``docs`` gives it."""

    def __init__(self, whose: str = "this request") -> None:
        super().__init__()
        self.editor = CodeEditor()
        self.editor.setAccessibleName("Notes in Markdown")
        self.editor.setPlaceholderText(f"What {whose} is for, in Markdown")
        self.editor.set_wrap(True)
        self.preview = _Preview()
        self.mode = Segments((Segment(key="write", title="Write"), Segment(key="read", title="Preview")), "Notes")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.editor)
        self._stack.addWidget(self.preview)
        self.tools = Tools(title_label("Notes"), self.mode)
        filled(self, self._stack)
        self.editor.edited.connect(self.edited)
        self.editor.definition_requested.connect(self.definition_requested)
        self.mode.current_changed.connect(self._show_mode)
        theme.current().changed.connect(self._dress)
        self._dress()

    def load(self, docs: str) -> None:
        self.editor.set_text(docs)
        self.mode.set_current("read" if docs.strip() else "write")
        self._show_mode(self.mode.current)

    def docs(self) -> str:
        return self.editor.text()

    def write_at(self, start: int, end: int) -> None:
        """Show the text to be edited, with a span of it chosen."""
        self.mode.set_current("write")
        self._show_mode("write")
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.go_to(start, end)

    def set_variables(self, variables: Variables) -> None:
        self.editor.set_variables(variables)

    def _show_mode(self, mode: str) -> None:
        if mode == "read":
            self.preview.show_markdown(self.editor.text())
        self._stack.setCurrentWidget(self.preview if mode == "read" else self.editor)

    def _dress(self) -> None:
        self.preview.setFont(fonts.ui_font(13))
        link = theme.current().color("accent.fg").name()
        self.preview.document().setDefaultStyleSheet(f"a {{ color: {link}; }}")
        self._show_mode(self.mode.current)


class _Preview(QTextBrowser):
    """Opens links in the browser and loads nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Preview of the notes")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        # Qt would hand any scheme to the system, and load files itself.
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._open)
        self.document().setDocumentMargin(REQUEST_BAR_PADDING_X)

    def show_markdown(self, text: str) -> None:
        """Show Markdown with headings of our own sizes and room between the paragraphs."""
        self.setMarkdown(text)
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            shape = block.blockFormat()
            shape.setBottomMargin(fonts.scaled(2 if block.textList() else 8))
            cursor.setBlockFormat(shape)
            if shape.headingLevel():
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                size = QTextCharFormat()
                size.setFont(fonts.ui_font(_HEADINGS.get(shape.headingLevel(), 13), 600))
                cursor.setCharFormat(size)
            block = block.next()

    def _open(self, url: QUrl) -> None:
        """Pages and mail open outside; a place in these notes is scrolled to; nothing else is followed."""
        if url.scheme().lower() in _OUTSIDE:
            QDesktopServices.openUrl(url)
        elif url.hasFragment() and not url.scheme() and not url.path():
            self.scrollToAnchor(url.fragment())

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None
