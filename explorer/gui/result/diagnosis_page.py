"""The scrolling part of a diagnosis: headline, path, and sections in one column or two. Made anew for each exchange."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from explorer.core.model import diagnosis as nouns
from explorer.gui.result.section import OVERHANG, Page, Section
from explorer.gui.result.shown import Shown
from explorer.gui.result.verdict import fault_of
from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.path_strip import NodeState, PathNode, PathStrip
from explorer.gui.widgets.rich_label import RichLabel

_STATES = {
    nouns.NodeState.REACHED: NodeState.REACHED,
    nouns.NodeState.FAULT: NodeState.FAULT,
    nouns.NodeState.NOT_REACHED: NodeState.PENDING,
}


class DiagnosisPage(Page):
    """``columns`` 2 puts what happened at the left, where, why and what to do at the right."""

    def __init__(
        self, shown: Shown, sections: tuple[Section, ...], columns: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.sections = sections
        self.columns = columns
        family = fault_of(shown.exchange, shown.diagnosis)
        self.headline = RichLabel(
            shown.diagnosis.headline, px=18, line_px=26, weight=600, code_token=family.fg, code_px=17
        )
        self.effect = RichLabel(shown.diagnosis.effect, color_token="text.secondary")
        nodes = [_node(node, shown, family) for node in shown.diagnosis.nodes]
        self.strip = PathStrip(nodes, family)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._build()

    def set_labels_above(self, above: bool) -> None:
        for section in self.sections:
            section.set_label_above(above)

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(self._left, 1)
        self._margins(self._left, left_px=measures.DIAGNOSIS_PADDING if self.columns == 1 else 16, top_px=16)
        self._head()
        if self.columns == 2:
            across.addWidget(Hairline(vertical=True))
            across.addLayout(self._right, 1)
            self._margins(self._right, left_px=measures.DIAGNOSIS_PADDING, top_px=4)
        for index, section in enumerate(self.sections):
            goes_right = self.columns == 2 and index > 0
            section.set_first(index == 0 or (goes_right and index == 1))
            (self._right if goes_right else self._left).addWidget(section)
        self._left.addStretch(1)
        self._right.addStretch(1)

    def _margins(self, column: QVBoxLayout, *, left_px: int, top_px: int) -> None:
        right = measures.DIAGNOSIS_PADDING - OVERHANG
        column.setContentsMargins(fonts.scaled(left_px), fonts.scaled(top_px), fonts.scaled(right), fonts.scaled(8))
        column.setSpacing(0)

    def _head(self) -> None:
        parts = (
            (self.headline, 2, True),
            (self.effect, 14, bool(self.effect.plain_text)),
            (self.strip, 4, bool(self.strip.nodes)),
        )
        for widget, gap_px, is_shown in parts:
            if not is_shown:
                widget.deleteLater()
                continue
            inset = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            inset.setContentsMargins(0, 0, OVERHANG, fonts.scaled(gap_px))
            inset.addWidget(widget)
            self._left.addLayout(inset)


def _node(node: nouns.PathNode, shown: Shown, family: Family) -> PathNode:
    return PathNode(title=node.title, caption=node.caption, state=_STATES[node.state], icon=_icon(node, shown, family))


def _icon(node: nouns.PathNode, shown: Shown, family: Family) -> str:
    if node.state is not nouns.NodeState.FAULT:
        return "server" if node.title == "Server" else "circle-dashed"
    if shown.diagnosis.retry.after_s:
        return "hourglass"
    match family:
        case Family.TRANSPORT:
            return "unplug"
        case Family.SERVER:
            return "octagon-x"
        case _:
            return "triangle-alert"
