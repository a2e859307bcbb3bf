"""The gallery's left column: buttons, inputs, checks, tabs, methods, pills and tree rows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QWidget

from explorer.gui.theme import fonts, icons, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import badges, interaction, painting, rows
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.painted import PaintedWidget
from explorer.gui.widgets.pane_tabs import Dot, PaneTab, PaneTabs
from explorer.gui.widgets.rows import RowState, TreeRow
from explorer.gui.widgets.segments import Segment, Segments
from explorer.gui.widgets.status_pill import Status, StatusPill
from explorer.gui.widgets.switch import Switch
from tests.pictures.gallery_board import COLUMN_WIDTHS, COLUMNS, heading, note, place

_X, _WIDTH = COLUMNS[0], COLUMN_WIDTHS[0]
_STATES = ("Default", "Hover", "Focus", "Pressed", "Disabled")
_BUTTONS = (
    ("Send", ButtonKind.PRIMARY, None),
    ("Retry", ButtonKind.SECONDARY, "rotate-cw"),
    ("Copy", ButtonKind.GHOST, "copy"),
    ("Go to", ButtonKind.LINK, None),
    ("Delete", ButtonKind.DANGER, None),
)
_PILLS = (
    (
        Status(family=Family.INFO, text="102 Processing"),
        Status(family=Family.OK, text="201 Created"),
        Status(family=Family.REDIRECT, text="304 Not Modified"),
    ),
    (
        Status(family=Family.CLIENT, text="400 Bad Request"),
        Status(family=Family.SERVER, text="503 Service Unavailable"),
        Status(family=Family.TRANSPORT, text="TLS failed"),
    ),
    (Status(family=Family.CLIENT, text="1 of 2 checks failed", icon="circle-alert"), None),
)
_ROWS = (
    (TreeRow(title="Batches", folder=True, end="7"), RowState()),
    (TreeRow(title="List batches", method="GET"), RowState()),
    (TreeRow(title="Retrieve a batch", method="GET"), RowState(hovered=True)),
    (TreeRow(title="Send a batch", method="POST", end="400", end_family=Family.CLIENT), RowState(selected=True)),
    (TreeRow(title="Replace a batch", method="PUT"), RowState(selected=True, focused=True)),
    (TreeRow(title="Cancel a batch", method="DELETE", end="TLS", end_family=Family.TRANSPORT), RowState()),
)


def fill_controls(board: QWidget) -> None:
    """Put the left column on the board."""
    _buttons(board)
    _inputs(board)
    _checks(board)
    heading(board, "Tabs: current, hover, focus, failure, disabled", _X, 442)
    place(board, _tabs(board), _X, 458, _WIDTH, measures.PANE_TABS_SECOND)
    heading(board, "Methods", _X, 518)
    place(board, _Methods(), _X, 532, _WIDTH, 20)
    heading(board, "Status, by class 1xx to 5xx, transport, checks, sending", _X, 574)
    _pills(board)
    heading(board, "Tree rows: default, hover, selected, focused", _X, 696)
    place(board, _Tree(), _X, 712, _WIDTH, 178)


def _buttons(board: QWidget) -> None:
    heading(board, "Buttons", _X, 28)
    pitch = _WIDTH / len(_STATES)
    for column, state in enumerate(_STATES):
        x = round(_X + column * pitch)
        note(board, state, x, 58)
        for row, (text, kind, icon) in enumerate(_BUTTONS):
            button = Button(text, kind, icon, parent=board)
            button.setDisabled(state == "Disabled")
            interaction.pin(button, state.lower() if state in {"Hover", "Focus", "Pressed"} else "")
            place(board, button, x, 74 + 36 * row)


def _inputs(board: QWidget) -> None:
    heading(board, "Inputs: default, focus, error, disabled", _X, 274)
    for x, state in ((_X, ""), (_X + 140, "focus")):
        field = QLineEdit(board, placeholderText="Filter")
        field.setProperty(interaction.PINNED, state)
        place(board, field, x, 290, 128, 28)
    wrong = QLineEdit("46 70 174", board)
    wrong.setProperty("error", True)
    place(board, wrong, _X + 280, 290, 128, 28)
    off = QLineEdit("Disabled", board)
    off.setEnabled(False)
    place(board, off, _X, 326, 128, 28)
    place(board, _Problem(), _X + 140, 330, 280, 20)


def _checks(board: QWidget) -> None:
    heading(board, "Check, radio, switch, segments", _X, 378)
    x = _X
    for make, checked, state in (
        (QCheckBox, True, ""),
        (QCheckBox, False, ""),
        (QCheckBox, False, "focus"),
        (QRadioButton, True, ""),
        (QRadioButton, False, ""),
    ):
        box = make(board)
        box.setAutoExclusive(False)
        box.setChecked(checked)
        box.setProperty("focus_radius", measures.RADIUS_TAG)
        box.setProperty(interaction.PINNED, state)
        box.setAccessibleName("Sample")
        place(board, box, x, 398, 16, 16)
        x += 32
    for checked in (True, False):
        switch = Switch("Sample", board)
        switch.setChecked(checked)
        place(board, switch, x, 398)
        x += 44
    titles = ("Pretty", "Tree", "Raw")
    place(board, Segments([Segment(key=title, title=title) for title in titles], "View"), x, 394)


def _tabs(board: QWidget) -> PaneTabs:
    tabs = PaneTabs("Sample", board, height_px=measures.PANE_TABS_SECOND)
    tabs.set_tabs(
        (
            PaneTab(id="body", title="Body"),
            PaneTab(id="headers", title="Headers", number="3"),
            PaneTab(id="auth", title="Auth"),
            PaneTab(id="diagnosis", title="Diagnosis", dot=Dot.FAULT, fault=Family.CLIENT),
            PaneTab(id="cookies", title="Cookies", enabled=False),
        )
    )
    tabs.pin(hovered="headers", focused="auth")
    return tabs


def _pills(board: QWidget) -> None:
    for row, statuses in enumerate(_PILLS):
        x = _X
        for status in statuses:
            pill = StatusPill(status, board)
            if status is None:
                pill.show_sending(1.2)
            place(board, pill, x, 590 + 30 * row)
            x += pill.sizeHint().width() + 8


class _Problem(PaintedWidget):
    """An error below a field."""

    def paint(self, painter: QPainter) -> None:
        tone = self.colour("client.fg")
        icons.paint(painter, QRect(0, 4, 12, 12), "triangle-alert", tone)
        words = self.rect().adjusted(18, 0, 0, 0)
        painting.draw_text(painter, words, "A number may not contain spaces", fonts.ui_font(12), tone)


class _Methods(PaintedWidget):
    """The colours of all methods."""

    def paint(self, painter: QPainter) -> None:
        left = 0
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
            area = QRect(left, 0, 100, self.height())
            badges.paint_method(painter, area, method, short=False, px=11)
            left += badges.method_width(method, short=False, px=11) + 18


class _Tree(PaintedWidget):
    """Rows as the delegate of a tree draws them."""

    def paint(self, painter: QPainter) -> None:
        border, ground = self.colour("line.subtle"), self.colour("bg.app")
        painting.draw_frame(painter, self.rect(), measures.RADIUS_CARD, border, ground)
        for index, (row, state) in enumerate(_ROWS):
            rect = QRect(5, 5 + index * measures.TREE_ROW, self.width() - 10, measures.TREE_ROW)
            rows.paint_tree_row(painter, rect, row, state)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 178)
