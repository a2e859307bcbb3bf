"""The gallery's middle column: frames for table and editor, timeline, phase track, menu and tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.floating import FloatingFrame
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.phase_track import Phase, PhaseState, PhaseTrack
from explorer.gui.widgets.timeline import Timeline, TimelineBar
from tests.pictures.gallery_board import COLUMN_WIDTHS, COLUMNS, heading, place

_X, _WIDTH = COLUMNS[1], COLUMN_WIDTHS[1]
_STEPS_MS = (
    ("DNS", 0, 12, Family.OK),
    ("Connect", 12, 24, Family.OK),
    ("TLS", 36, 38, Family.OK),
    ("Request", 74, 2, Family.OK),
    ("Wait", 76, 131, Family.INFO),
    ("Download", 207, 9, Family.REDIRECT),
)


def fill_tracks(board: QWidget) -> tuple[QFrame, QFrame]:
    """Put the middle column on the board; gives the empty frames for the table and for the editor."""
    heading(board, "Key-value rows: hover, edit, fault, off", _X, 28)
    table = _card(board, 44, 157)
    heading(board, "Code: fault, unresolved variable, selection, search hit", _X, 226)
    editor = _card(board, 242, 130)
    heading(board, "Timeline to scale", _X, 396)
    place(board, Timeline(_bars()), _X, 412, _WIDTH - 16)
    heading(board, "Phase track: connection refused", _X, 558)
    place(board, PhaseTrack(_phases()), _X, 572, _WIDTH)
    heading(board, "Menu and tooltip", _X, 644)
    place(board, _menu(board), _X, 660, 256)
    place(board, _tip(), _X + 272, 660)
    return table, editor


def _card(board: QWidget, y: int, height: int) -> QFrame:
    frame = QFrame(board)
    frame.setProperty("frame", "card")
    place(board, frame, _X, y, _WIDTH, height)
    return frame


def _bars() -> list[TimelineBar]:
    return [
        TimelineBar(
            title=title,
            start_s=start_ms / 1000,
            duration_s=long_ms / 1000,
            caption=f"{long_ms} ms",
            family=family,
        )
        for title, start_ms, long_ms, family in _STEPS_MS
    ]


def _phases() -> list[Phase]:
    later = ("TLS", "Request", "Wait", "Download")
    return [
        Phase(title="DNS", caption="12 ms"),
        Phase(title="Connect", caption="Refused", state=PhaseState.BROKEN),
        *(Phase(title=title, caption="Not reached", state=PhaseState.PENDING) for title in later),
    ]


def _menu(board: QWidget) -> Menu:
    menu = Menu("Sample", board, min_width_px=256)
    menu.setWindowFlags(Qt.WindowType.Widget)
    retry = menu.add("Retry", "rotate-cw", "F5")
    menu.add("Copy curl", "terminal", "Ctrl Shift C")
    menu.addSeparator()
    menu.add("Compare with…", "git-compare", "Ctrl D", enabled=False)
    menu.add("Delete", "trash-2", "Del", danger=True)
    menu.setActiveAction(retry)
    return menu


def _tip() -> QWidget:
    frame = FloatingFrame()
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 6, 10, 6)
    column.setSpacing(0)
    for label in (
        ElidedLabel("{{base_url}}", px=12, color_token="accent.fg", code=True),
        ElidedLabel("http://127.0.0.1:8025", px=12),
        ElidedLabel("Sandbox", px=11, color_token="text.muted"),
    ):
        label.setFixedHeight(18)
        column.addWidget(label)
    return frame
