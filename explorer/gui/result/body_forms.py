"""The forms of a body beside its text: tree, table, page, picture. Each is made when first looked at and imported then;
where a body has them, tree and table a moment after it is in view."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from explorer.core.content.shape import Shape, shape_of
from explorer.core.content.text_file import TextFile
from explorer.core.content.view import ContentKind
from explorer.gui.result.body_work import Prepared

if TYPE_CHECKING:
    from explorer.gui.result.body_table import BodyTable
    from explorer.gui.result.body_tree import BodyTree
    from explorer.gui.result.file_node import Grammar
    from explorer.gui.result.font_preview import FontPreview
    from explorer.gui.result.image_preview import ImagePreview
    from explorer.gui.result.large_body import LargeBody
    from explorer.gui.result.page_preview import PagePreview

_NEEDED = {
    "tree": (
        "explorer.core.content.json_value",
        "explorer.gui.result.json_lines",
        "explorer.gui.result.file_tree_model",
        "explorer.gui.result.json_tree_place",
        "explorer.gui.result.body_tree",
    ),
    "table": (
        "explorer.core.content.csv_rows",
        "explorer.gui.result.row_model",
        "explorer.gui.result.rows_view",
        "explorer.gui.result.body_table",
    ),
}
"""What a form is made of, in the order in which each module needs little more than those before it."""

_PAUSE_MS = 60


class BodyForms(QObject):
    """Adds what it makes to a stack. ``show`` answers whether a body has the form."""

    placed = Signal(object)
    """The ``JsonPlace`` of the current node of the tree."""
    copied = Signal(str)
    line_requested = Signal(int)
    """A line of the formatted text should be shown."""
    byte_requested = Signal(object)
    """The line of this byte of the formatted text should be shown."""
    tag_requested = Signal(str, int)
    """The XML element of this name and number should be shown."""
    capture_requested = Signal(object)
    """A ``JsonPlace`` of the tree."""
    raw_byte_requested = Signal(object)
    """The line of this byte of the text as it came should be shown."""

    def __init__(self, stack: QStackedWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._tree_of: Prepared | None = None
        self._has_text = True
        """Whether the picture shown is one that is drawn from a text."""
        self.written: TextFile | None = None
        """The formatted lines of a short body in a file, for the table."""
        self._missing: list[str] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._load)

    def get_ready_for(self, forms: Iterable[str]) -> None:
        """Load what these forms need while the body is in view, a module at a time: with all of it at once the window
        would stand still when one is first looked at."""
        self._missing = [name for form in forms for name in _NEEDED.get(form, ()) if name not in sys.modules]
        self._pause.start()

    def _load(self) -> None:
        if self._missing:
            import_module(self._missing.pop(0))
            self._pause.start()

    @cached_property
    def tree(self) -> BodyTree:
        from explorer.gui.result.body_tree import BodyTree

        tree = BodyTree()
        tree.placed.connect(self.placed)
        tree.copied.connect(self.copied)
        tree.show_in_text_requested.connect(self._go)
        tree.show_tag_requested.connect(self.tag_requested)
        tree.capture_requested.connect(self.capture_requested)
        self._stack.addWidget(tree)
        return tree

    @cached_property
    def table(self) -> BodyTable:
        from explorer.gui.result.body_table import BodyTable

        table = BodyTable()
        table.copied.connect(self.copied)
        table.capture_requested.connect(self.capture_requested)
        table.show_in_text_requested.connect(self.byte_requested)
        table.show_in_raw_requested.connect(self.raw_byte_requested)
        self._stack.addWidget(table)
        return table

    @cached_property
    def page(self) -> PagePreview:
        from explorer.gui.result.page_preview import PagePreview

        page = PagePreview()
        self._stack.addWidget(page)
        return page

    @cached_property
    def image(self) -> ImagePreview:
        from explorer.gui.result.image_preview import ImagePreview

        image = ImagePreview()
        self._stack.addWidget(image)
        return image

    @cached_property
    def font(self) -> FontPreview:
        from explorer.gui.result.font_preview import FontPreview

        font = FontPreview()
        self._stack.addWidget(font)
        return font

    def show(self, form: str, prepared: Prepared) -> bool:
        """Bring a form to the front; False when this body does not have it, or not yet."""
        shown: QWidget | None = None
        if prepared.view.kind is ContentKind.IMAGE and (form != "raw" or not prepared.view.raw):
            self.image.set_image(prepared.image)
            self._has_text = bool(prepared.view.raw)
            shown = self.image
        elif form == "preview" and prepared.view.kind is ContentKind.HTML:
            self.page.show_page(prepared.view.raw)
            shown = self.page
        elif form == "preview" and shape_of(prepared.view) is Shape.MARKDOWN:
            self.page.show_markdown(prepared.view.text)  # Qt sees some blocks behind an empty line only
            shown = self.page
        elif form != "raw" and prepared.is_font:
            self.font.set_font(prepared.content)
            shown = self.font
        elif form == "tree" and self._has_tree(prepared):
            shown = self.tree
        elif form == "table" and self._has_table(prepared):
            shown = self.table
        if shown is not None:
            self._stack.setCurrentWidget(shown)
        return shown is not None

    def widgets(self) -> tuple[QWidget, ...]:
        """Those that are made, and the text."""
        made = map(self._stack.widget, range(self._stack.count()))
        return tuple(widget for widget in made if widget is not None)

    def is_tree_shown(self) -> bool:
        return "tree" in self.__dict__ and self._stack.currentWidget() is self.tree

    def is_picture_shown(self) -> bool:
        """Whether there is no text to be searched or wrapped."""
        return "image" in self.__dict__ and self._stack.currentWidget() is self.image and not self._has_text

    def is_table_shown(self) -> bool:
        return "table" in self.__dict__ and self._stack.currentWidget() is self.table

    def close(self) -> None:
        """Let the body go."""
        self._tree_of = None
        if "tree" in self.__dict__:
            self.tree.show_file(None)
        if "table" in self.__dict__:
            self.table.show_file(None)
        if "font" in self.__dict__:
            self.font.set_font(None)
        if self.written is not None:
            self.written.close()
            self.written = None

    def _has_tree(self, prepared: Prepared) -> bool:
        view = prepared.view
        if self._tree_of is prepared:
            return True
        if prepared.large is not None:
            if not isinstance(prepared.lines, TextFile) or not view.is_formatted:
                return False
            if not prepared.lines.is_text_of(self.tree.shown_file()):
                self.tree.show_file(prepared.lines, _grammar(prepared.large))
        elif not self._show_values(prepared):
            return False
        self._tree_of = prepared
        return True

    def _show_values(self, prepared: Prepared) -> bool:
        from explorer.core.content.broken_tree import broken_tree
        from explorer.core.content.broken_xml import broken_xml_tree
        from explorer.core.content.json_tree import parse_lines, parse_tree
        from explorer.core.content.xml_tree import parse_xml_tree

        view = prepared.view
        is_xml = view.kind is ContentKind.XML
        try:
            if prepared.beginning is not None and view.flaw is not None:
                reason = view.flaw.reason
                value = broken_xml_tree(view.raw, reason) if is_xml else broken_tree(prepared.beginning, reason)
            elif view.flaw is not None:
                value = parse_lines(view.text)
            else:
                value = parse_xml_tree(view.raw) if is_xml else parse_tree(view.text)
        except ValueError:
            return False  # deeper than the parser goes: text shows it all the same
        self.tree.show_value(value, "xml" if is_xml else "json")
        return True

    def _has_table(self, prepared: Prepared) -> bool:
        from explorer.gui.result.written_lines import written

        is_csv = shape_of(prepared.view) is Shape.CSV
        lines = prepared.raw_lines if is_csv else prepared.lines
        if prepared.large is not None:
            file = lines if isinstance(lines, TextFile) else None
        else:
            self.written = file = self.written or written(lines)
        if file is not None:
            self.table.show_file(file, "csv" if is_csv else "json")
        return file is not None

    def _go(self, line: int, offset: int) -> None:
        if offset >= 0:
            self.byte_requested.emit(offset)
        else:
            self.line_requested.emit(line)


def _grammar(large: LargeBody) -> Grammar:
    if large.shape is Shape.XML:
        from explorer.gui.result.xml_lines import XmlLines

        if large.view.flaw is not None:
            return XmlLines(large.spans, until=large.rest_in_pretty, reason=large.view.flaw.reason)
        return XmlLines(large.spans)
    from explorer.gui.result.json_lines import JsonLines

    if large.view.flaw is None or large.is_sequence:
        return JsonLines(is_sequence=large.is_sequence)
    return JsonLines(until=large.flaw_in_pretty, reason=large.view.flaw.reason)
