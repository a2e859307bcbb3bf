"""Variable chips: which ``{{name}}`` has a value, what its tooltip says, and how its ground is painted.

It knows the Variables it was handed; it looks nothing up by itself and never shows a secret.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from explorer.core.variables import Reference, Variables, VariableValue, references
from explorer.gui.theme import theme
from explorer.gui.theme.measures import RADIUS_TAG
from explorer.gui.widgets.code_text import is_narrow, units

LINE_LIMIT = 10_000
"""Longer lines, in characters, get no chips and no colours."""
MASK = "••••••"
_TIP_LENGTH = 200


class Chips:
    """What is known of each name; values are looked up once for each set of variables."""

    def __init__(self) -> None:
        self._variables: Variables | None = None
        self._found: dict[str, VariableValue | None] = {}
        self.go_to: Callable[[str], object] | None = None
        """What F12 and Ctrl click in a field of one line do with the name there; set by the panel."""

    def set_variables(self, variables: Variables) -> None:
        self._variables = variables
        self._found.clear()

    @property
    def names(self) -> tuple[str, ...]:
        return self._variables.names() if self._variables else ()

    def lookup(self, name: str) -> VariableValue | None:
        if name not in self._found:
            self._found[name] = self._variables.lookup(name) if self._variables else None
        return self._found[name]

    def needed_for(self, name: str) -> str:
        """The name that has to get a value for this one to have its own; empty when that would not help."""
        line = self._variables.missing_line(name) if self._variables else (name,)
        return "" if line[-1] in line[:-1] else line[-1]

    def known(self, name: str) -> bool:
        """True as well while no variables were handed over: nothing is called missing before we looked."""
        return self._variables is None or self.lookup(name) is not None

    def ink(self, name: str) -> QColor:
        return theme.current().color("accent.fg" if self.known(name) else "client.fg")

    def ground(self, name: str) -> QColor:
        return theme.current().color("accent.tint" if self.known(name) else "client.tint")

    def missing_note(self, name: str = "") -> str:
        """The words for a name without a value: "Not set in Sandbox", or why it could not be had."""
        fault = self._variables.why_missing(name) if self._variables and name else ""
        if fault:  # which name it is about stands beside it
            return fault.replace(f"{{{{{name}}}}} refers", "Refers", 1) if fault.startswith("{{") else fault
        environment = self._variables.environment if self._variables else ""
        return f"Not set in {environment}" if environment else "Not set"

    def shown_value(self, name: str) -> str:
        """The value for the eye: masked when secret, cut when long, empty when there is none."""
        found = self.lookup(name)
        if found is None:
            return ""
        if found.secret:
            return MASK
        return found.value if len(found.value) <= _TIP_LENGTH else found.value[:_TIP_LENGTH] + "…"

    def tip(self, name: str) -> str:
        """Rich text: the name, its value and where the value comes from."""
        from html import escape  # late: it brings a table of 2,231 entities

        found = self.lookup(name)
        head = f"<b>{escape('{{' + name + '}}')}</b>"
        if found is None:
            return f"{head}<br>{escape(self.missing_note(name))}"
        origin = found.origin[:1].upper() + found.origin[1:]
        return f"{head}<br>{escape(self.shown_value(name)) or '<i>empty</i>'}<br><small>{escape(origin)}</small>"


def references_of(text: str) -> tuple[Reference, ...]:
    """The references of one line, in UTF-16 units; none for a line too long to paint cheaply."""
    if "{{" not in text or len(text) > LINE_LIMIT:
        return ()
    if is_narrow(text):
        return references(text)
    return tuple(
        reference._replace(start=units(text, reference.start), end=units(text, reference.end))
        for reference in references(text)
    )


def visible_blocks(editor: QPlainTextEdit) -> Iterator[tuple[QTextBlock, QRectF]]:
    """The blocks on screen with their rectangles in the viewport."""
    block, offset = editor.firstVisibleBlock(), editor.contentOffset()
    bottom = editor.viewport().height()
    while block.isValid():
        rect = editor.blockBoundingGeometry(block).translated(offset)
        if rect.top() > bottom:
            return
        if block.isVisible():
            yield block, rect
        block = block.next()


def span_rects(block: QTextBlock, rect: QRectF, start: int, end: int) -> Iterator[QRectF]:
    """Where the characters ``start`` to ``end`` of a block stand, one rectangle for each wrapped line."""
    layout = block.layout()
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first > last or (first == last and start != end):
            continue
        left, right = cursor_x(line, first), cursor_x(line, last)
        place = QRectF(left, line.y(), right - left, line.height())
        yield place.translated(rect.topLeft() + QPointF(0, 0))


def cursor_x(line: object, position: int) -> float:
    """The x of a text position in a QTextLine (the binding answers with a number or a pair)."""
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def paint_chip(painter: QPainter, place: QRectF, ground: QColor) -> None:
    """A rounded ground, one pixel wider than its text."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place.adjusted(-1, 0, 1, 0), RADIUS_TAG, RADIUS_TAG)
    painter.restore()


def paint_chips(editor: QPlainTextEdit, painter: QPainter, chips: Chips) -> None:
    """The grounds of every reference on screen; to be called before the text is painted."""
    for block, rect in visible_blocks(editor):
        for reference in references_of(block.text()):
            for place in span_rects(block, rect, reference.start, reference.end):
                paint_chip(painter, place, chips.ground(reference.name))


def reference_at(editor: QPlainTextEdit, point: QPointF) -> Reference | None:
    """The reference below a point of the viewport."""
    cursor = editor.cursorForPosition(point.toPoint())
    block = cursor.block()
    rect = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
    for reference in references_of(block.text()):
        if any(place.contains(point) for place in span_rects(block, rect, reference.start, reference.end)):
            return reference
    return None
