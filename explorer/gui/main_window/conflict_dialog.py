"""Two versions side by side: the others' at the left, the result at the right, and a choice for each place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.core.storage.compare_lines import line_diff
from explorer.core.storage.merge_marks import Side
from explorer.gui.main_window.conflict_subject import Place, Subject
from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.diff_pane import DiffPane
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.segments import Segment, Segments

_SIZE = (960, 620)
_CHOICES_SHOWN = 5
"""More places than these scroll."""


class ConflictDialog(QDialog):
    """``chosen`` carries a side for each place of the subject. Esc closes it and changes nothing."""

    chosen = Signal(object)

    def __init__(self, subject: Subject, action: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(subject.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._subject = subject
        self.choices: list[Segments] = []
        self.pane = DiffPane(self)
        self.pane.set_families(Family.OK, Family.CLIENT)
        self.fault = RichLabel("", self, color_token="client.fg")
        self.mine = Button(self.tr("Keep all of mine"), parent=self)
        self.theirs = Button(self.tr("Take all of theirs"), parent=self)
        self.use = Button(action, ButtonKind.PRIMARY, icon="check", parent=self)
        self.close_button = Button(self.tr("Close"), key_hint="Esc", parent=self)
        self._lay_out()
        self.mine.clicked.connect(partial(self._choose_all, Side.MINE))
        self.theirs.clicked.connect(partial(self._choose_all, Side.THEIRS))
        self.use.clicked.connect(self._use)
        self.close_button.clicked.connect(self.reject)
        self._show()
        self.close_button.setFocus()

    @property
    def sides(self) -> tuple[Side, ...]:
        """What is chosen now."""
        return tuple(Side(one.current) for one in self.choices)

    def _lay_out(self) -> None:
        heads = _row(12)
        for words in self._subject.heads:
            heads.addWidget(RichLabel(words, self, weight=500), 1)
        foot = _row(8)
        for button in (self.mine, self.theirs):
            foot.addWidget(button)
        foot.addWidget(self.fault, 1)
        for button in (self.close_button, self.use):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._choice_list())
        column.addLayout(heads)
        column.addWidget(self.pane, 1)
        column.addLayout(foot)

    def _choice_list(self) -> QScrollArea:
        content = QWidget(self)
        grid = QGridLayout(content)
        grid.setContentsMargins(measures.BOTTOM_BAR_PADDING, 12, measures.BOTTOM_BAR_PADDING, 4)
        grid.setHorizontalSpacing(fonts.scaled(16))
        grid.setColumnStretch(1, 1)
        for number, place in enumerate(self._subject.places):
            self._add_choice(grid, number, place)
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = max((one.sizeHint().height() for one in self.choices), default=0) + grid.verticalSpacing()
        area.setFixedHeight(min(content.sizeHint().height(), row * _CHOICES_SHOWN + 16))
        return area

    def _add_choice(self, grid: QGridLayout, number: int, place: Place) -> None:
        mine, theirs = self._subject.words
        options = (Segment(key=Side.MINE.value, title=mine), Segment(key=Side.THEIRS.value, title=theirs))
        choice = Segments(options, f"{place.title}, {place.note}", self)
        choice.set_current(place.side.value)
        choice.current_changed.connect(self._show)
        self.choices.append(choice)
        grid.addWidget(ElidedLabel(place.title, self, px=12, weight=500), number, 0)
        grid.addWidget(ElidedLabel(place.note, self, px=12, color_token="text.muted"), number, 1)
        grid.addWidget(choice, number, 2)

    def _choose_all(self, side: Side, _checked: bool = False) -> None:
        for one in self.choices:
            one.set_current(side.value)

    def _show(self, _key: str = "") -> None:
        rows = line_diff(*self._subject.texts(self.sides))
        self.pane.show_rows(rows, self._subject.language, compared=True, empty=self.tr("Both are empty."))
        self.fault.set_text(self._subject.fault(self.sides))

    def _use(self) -> None:
        self.chosen.emit(self.sides)
        self.accept()


def _row(top: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(measures.BOTTOM_BAR_PADDING, top, measures.BOTTOM_BAR_PADDING, 8)
    row.setSpacing(measures.BOTTOM_BAR_GAP)
    return row
