"""The way of a request in three nodes and where it broke. The nodes are given; the strip decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.gui.theme import fonts, icons, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.painted import PaintedWidget

_PADDING = 17
_CAPTION_GAP = 10
_WIRE_GAP = 14
_TIGHT_GAP, _TIGHT_PADDING = 4, 8
"""For large text in narrow panes."""


class NodeState(StrEnum):
    REACHED = "reached"
    FAULT = "fault"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathNode:
    """``icon`` is drawn in a fault or pending node; a reached one shows a check."""

    title: str
    caption: str
    state: NodeState | str = NodeState.REACHED
    icon: str = "server"


class PathStrip(PaintedWidget):
    """54 high; captions are left out below 480 px of width at 100 % text zoom."""

    def __init__(
        self, nodes: Sequence[PathNode] = (), fault: Family = Family.CLIENT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._nodes: tuple[PathNode, ...] = ()
        self._fault = fault
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_nodes(nodes, fault)

    @property
    def nodes(self) -> tuple[PathNode, ...]:
        return self._nodes

    def set_nodes(self, nodes: Sequence[PathNode], fault: Family = Family.CLIENT, sentence: str = "") -> None:
        """Show nodes; ``sentence`` describes them aloud, made from titles and captions when empty."""
        self._nodes, self._fault = tuple(nodes), fault
        self.describe(sentence or " ".join(f"{node.title}: {node.caption}." for node in nodes))
        self.update()

    def _text_width(self, node: PathNode, *, with_caption: bool | None = None) -> int:
        title = painting.text_width(fonts.ui_font(12, 600), node.title)
        if not (self.has_captions() if with_caption is None else with_caption):
            return title
        return max(title, painting.text_width(fonts.ui_font(11), node.caption))

    def has_captions(self) -> bool:
        """Whether the strip is wide enough for the second lines."""
        if self.width() < fonts.scaled(measures.PATH_STRIP_CAPTIONS_MIN_WIDTH):
            return False
        head = fonts.scaled(measures.PATH_NODE) + fonts.scaled(_CAPTION_GAP)
        needed = sum(head + self._text_width(node, with_caption=True) for node in self._nodes)
        gaps = fonts.scaled(_WIRE_GAP) * max(0, len(self._nodes) - 1)
        return needed + gaps + 2 * fonts.scaled(_PADDING) <= self.width()

    def node_spans(self) -> list[tuple[float, float]]:
        """Left edge of each node and right edge of its words. Spans never overlap; titles are cut before they do."""
        gap, words = fonts.scaled(_TIGHT_GAP), fonts.scaled(measures.PATH_NODE) + fonts.scaled(_CAPTION_GAP)
        lefts, end = self._lefts(), self.width() - fonts.scaled(_TIGHT_PADDING)
        limits = [*(left - gap for left in lefts[1:]), end]
        return [
            (left, min(left + words + self._text_width(node), limit))
            for node, left, limit in zip(self._nodes, lefts, limits, strict=True)
        ]

    def _lefts(self) -> list[float]:
        """Nodes at equal steps, or with equal wires where steps are too short; the last text ends at the padding."""
        side, pad = fonts.scaled(measures.PATH_NODE), fonts.scaled(_PADDING)
        widths = [side + fonts.scaled(_CAPTION_GAP) + self._text_width(node) for node in self._nodes]
        wires = max(1, len(widths) - 1)
        room = self.width() - 2 * pad
        step = (room - widths[-1]) / wires
        gap = fonts.scaled(_WIRE_GAP)
        if all(width + 2 * gap <= step for width in widths[:-1]):
            return [pad + step * index for index in range(len(widths))]
        wire = (room - sum(widths)) / wires
        if wire < gap:
            pad, room = fonts.scaled(_TIGHT_PADDING), self.width() - 2 * fonts.scaled(_TIGHT_PADDING)
            wire = (room - sum(widths)) / wires
        if wire < fonts.scaled(_TIGHT_GAP):
            return [pad + room * sum(widths[:index]) / sum(widths) for index in range(len(widths))]
        return [pad + sum(widths[:index]) + wire * index for index in range(len(widths))]

    def _paint_node(self, painter: QPainter, node: PathNode, circle: QRectF) -> None:
        inner = circle.adjusted(5, 5, -5, -5)
        match NodeState(node.state):
            case NodeState.REACHED:
                painter.setPen(QPen(self.colour("ok.line"), 1.25))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
                icons.paint(painter, inner, "check", self.colour("ok.fg"))
            case NodeState.FAULT:
                painting.fill_round(painter, circle, circle.width() / 2, self.colour(self._fault.line))
                icons.paint(painter, inner, node.icon, self.colour("bg.surface"))
            case NodeState.PENDING:
                pen = QPen(self.colour("line.control"), 1)
                pen.setDashPattern([3, 2])
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
                icons.paint(painter, inner, node.icon, self.colour("text.muted"))

    def _paint_words(self, painter: QPainter, node: PathNode, left: float, right: float) -> None:
        title, caption = fonts.ui_font(12, 600), fonts.ui_font(11)
        width = max(0.0, right - left) + 2
        middle = self.height() / 2
        if not self.has_captions():
            rect = QRectF(left, 0, width, self.height())
            painting.draw_text(painter, rect, node.title, title, self.colour("text.primary"))
            return
        high = fonts.scaled(16)
        above = QRectF(left, middle - high, width, high)
        below = QRectF(left, middle - 0.5, width, high)
        is_fault = NodeState(node.state) is NodeState.FAULT
        painting.draw_text(painter, above, node.title, title, self.colour("text.primary"))
        tone = self._fault.fg if is_fault else "text.muted"
        painting.draw_text(painter, below, node.caption, caption, self.colour(tone))

    def _paint_wire(self, painter: QPainter, start: float, end: float, whole: bool) -> None:
        if end <= start:
            return
        y = round(self.height() / 2) + 0.5
        tone = self.colour("ok.line" if whole else "line.control")
        ends = QPointF(start, y), QPointF(end, y)
        painting.draw_line(painter, *ends, tone, 1.5 if whole else 1.0, dashed=not whole)

    def paint(self, painter: QPainter) -> None:
        radius = measures.RADIUS_CARD
        painting.draw_frame(painter, self.rect(), radius, self.colour("line.subtle"), self.colour("bg.inset"))
        if not self._nodes:
            return
        side, gap = fonts.scaled(measures.PATH_NODE), fonts.scaled(_WIRE_GAP)
        spans = self.node_spans()
        for index, (node, (left, right)) in enumerate(zip(self._nodes, spans, strict=True)):
            words = left + side + fonts.scaled(_CAPTION_GAP)
            self._paint_node(painter, node, QRectF(round(left), (self.height() - side) / 2, side, side))
            self._paint_words(painter, node, words, right)
            if index + 1 < len(self._nodes):
                whole = NodeState(self._nodes[index + 1].state) is not NodeState.PENDING
                self._paint_wire(painter, right + gap, spans[index + 1][0] - gap, whole)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(measures.PATH_STRIP_CAPTIONS_MIN_WIDTH), fonts.scaled(measures.PATH_STRIP))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())
