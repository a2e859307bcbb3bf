"""The gallery's right column: paths, causes, runs, toasts, skeleton and the colours themselves."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import painting
from explorer.gui.widgets.cause_row import Cause, CauseRow, Standing
from explorer.gui.widgets.painted import PaintedWidget
from explorer.gui.widgets.path_strip import NodeState, PathNode, PathStrip
from explorer.gui.widgets.run_strip import Run, RunKind, RunStrip
from explorer.gui.widgets.skeleton import Skeleton
from explorer.gui.widgets.toast import Notice, Toast
from tests.pictures.gallery_board import COLUMN_WIDTHS, COLUMNS, heading, place

_X, _WIDTH = COLUMNS[2], COLUMN_WIDTHS[2]
_FAULT, _PENDING = NodeState.FAULT, NodeState.PENDING
_PATHS = (
    (
        Family.CLIENT,
        PathNode(title="Request", caption="1 field at fault", state=_FAULT, icon="triangle-alert"),
        PathNode(title="Connection", caption="Reached in 1 ms"),
        PathNode(title="Server", caption="Answered in 11 ms"),
    ),
    (
        Family.TRANSPORT,
        PathNode(title="Request", caption="Ready, not sent"),
        PathNode(title="Connection", caption="Refused on port 8025", state=_FAULT, icon="unplug"),
        PathNode(title="Server", caption="Not reached", state=_PENDING),
    ),
    (
        Family.SERVER,
        PathNode(title="Request", caption="Nothing wrong"),
        PathNode(title="Connection", caption="Reached in 41 ms"),
        PathNode(title="Server", caption="503, temporary", state=_FAULT, icon="octagon-x"),
    ),
)
_CAUSES = (
    ("A subsystem of the service is down", Standing.LIKELY),
    ("The service plan is being moved", Standing.POSSIBLE),
    ("The request is malformed: it matches the schema", Standing.RULED_OUT),
)
_DAYS = (
    ("Fri 20", (RunKind.SUCCESS, RunKind.SAME, RunKind.SUCCESS, RunKind.OTHER)),
    ("Today", (RunKind.SUCCESS, RunKind.SUCCESS, RunKind.SAME, RunKind.SUCCESS, RunKind.SAME)),
)
_SWATCHES = (
    ("bg", ("app", "surface", "inset", "raised", "hover", "pressed", "selected")),
    ("line", ("subtle", "default", "control")),
    ("text", ("primary", "secondary", "muted", "disabled")),
    ("accent", ("fg", "fill", "tint", "focus")),
)


def fill_findings(board: QWidget) -> None:
    """Put the right column on the board."""
    heading(board, "Path: where the fault lies", _X, 28)
    for row, (family, *nodes) in enumerate(_PATHS):
        place(board, PathStrip(nodes, family), _X, 44 + 62 * row, _WIDTH)
    heading(board, "Causes, ranked", _X, 246)
    for row, (text, standing) in enumerate(_CAUSES):
        cause = Cause(text=text, standing=standing, family=Family.SERVER)
        place(board, CauseRow(cause), _X, 262 + 24 * row, _WIDTH, measures.CAUSE_ROW)
    heading(board, "Runs: success, same failure, other failure, this one", _X, 358)
    place(board, RunStrip(_runs()), _X, 373)
    heading(board, "Toasts", _X, 434)
    copied = Notice(text="Support bundle copied, token removed", action="Show")
    stopped = Notice(text="Sandbox stopped: port 8025 is in use", family=Family.CLIENT, action="Use 8026")
    place(board, Toast(copied), _X, 450, _WIDTH)
    place(board, Toast(stopped), _X, 502, _WIDTH)
    heading(board, "Loading: after 150 ms", _X, 570)
    skeleton = Skeleton()
    place(board, skeleton, _X, 586, _WIDTH)
    skeleton.show_bars()
    heading(board, "Tokens", _X, 680)
    place(board, _Swatches(), _X, 696, _WIDTH, 110)


def _runs() -> list[Run]:
    runs = [Run(kind=kind, day=day) for day, kinds in _DAYS for kind in kinds]
    return [*runs[:-1], Run(kind=runs[-1].kind, day=runs[-1].day, current=True)]


class _Swatches(PaintedWidget):
    """The colour tokens as small squares with their names."""

    def paint(self, painter: QPainter) -> None:
        for row, (group, names) in enumerate(_SWATCHES):
            top = row * 22
            self._word(painter, 0, top, group)
            left = 44
            for name in names:
                token = "focus" if name == "focus" else f"{group}.{name}"
                self._square(painter, left, top, token)
                left = self._word(painter, left + 16, top, name) + 9
        self._families(painter, 4 * 22)

    def _families(self, painter: QPainter, top: int) -> None:
        self._word(painter, 0, top, "status")
        left = 38
        for family in Family:
            for token in (family.fg, family.line, family.tint):
                self._square(painter, left, top, token)
                left += 13
            left = self._word(painter, left + 2, top, family.value) + 7

    def _square(self, painter: QPainter, left: int, top: int, token: str) -> None:
        box = QRect(left, top + 5, 12, 12)
        painting.draw_frame(painter, box, 3, self.colour("line.default"), self.colour(token))

    def _word(self, painter: QPainter, left: int, top: int, text: str) -> int:
        font = fonts.ui_font(11)
        width = painting.text_width(font, text)
        area = QRect(left, top, width + 2, 22)
        painting.draw_text(painter, area, text, font, self.colour("text.secondary"))
        return left + width
