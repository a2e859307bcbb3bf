"""One failure on the right of the History page: how often, on which days, in which requests, and what differs since it
last worked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.core.model.history import Change, FailureFacts, FailurePlace
from explorer.gui.history.moments import head_text
from explorer.gui.history.outcomes import family_of_label
from explorer.gui.theme import fonts
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.day_bars import DayBar, DayBars
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel, TextRun
from explorer.gui.widgets.status_pill import Status, StatusPill


class FailurePane(QScrollArea):
    """Made anew for each failure."""

    compare_requested = Signal(str, str)
    """Ids of the last success and of the latest failure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: FailureFacts | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Failure")

    def show_facts(self, facts: FailureFacts) -> None:
        """All that is known of a failure."""
        self.facts = facts
        today, family = datetime.now().astimezone().date(), family_of_label(facts.label)
        page = QWidget()
        page.setProperty("ground", "surface")
        column = QVBoxLayout(page)
        side = fonts.scaled(16)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(fonts.scaled(8))
        column.addLayout(_head(facts, family))
        column.addWidget(RichLabel(_counted(facts, today), color_token="text.secondary"))
        column.addWidget(DayBars(_bars(facts.per_day, today), family))
        self._add(column, "Where", [_place(place) for place in facts.places])
        self._add(column, _since(facts, today), [_change(change) for change in facts.changes])
        if facts.last_success_id:
            button = Button("Compare with the last success", icon="git-compare")
            button.clicked.connect(self._compare)
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        self.setWidget(page)

    def _add(self, column: QVBoxLayout, title: str, lines: list[RichLabel]) -> None:
        column.addSpacing(fonts.scaled(8))
        column.addWidget(RichLabel(title, px=12, weight=600))
        column.addWidget(Hairline(color_token="line.subtle"))
        for line in lines:
            column.addWidget(line)

    def _compare(self) -> None:
        if self.facts is not None:
            self.compare_requested.emit(self.facts.last_success_id, self.facts.last_id)


def _head(facts: FailureFacts, family: Family) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(fonts.scaled(10))
    pill = StatusPill(in_row=True)
    pill.set_status(Status(family=family, text=facts.label))
    row.addWidget(pill)
    row.addWidget(_label(TextRun(text=facts.title, code="_" in facts.title, weight=600)), 1)
    return row


def _counted(facts: FailureFacts, today: date) -> str:
    if facts.count == 1:
        return f"Seen once: {_when(facts.last, today)}."
    return f"Seen {facts.count:,} times, first {_when(facts.first, today)}, last {_when(facts.last, today)}."


def _since(facts: FailureFacts, today: date) -> str:
    if facts.last_success is None:
        return "The request that failed last has no earlier success."
    words = f"Its request last succeeded {_when(facts.last_success, today)}"
    return f"{words}; since then" if facts.changes else f"{words}; the request is the same since then."


def _when(moment: datetime, today: date) -> str:
    words = head_text(moment, today)
    return words[0].lower() + words[1:] if words.startswith(("Today", "Yesterday")) else words


def _bars(per_day: tuple[int, ...], today: date) -> list[DayBar]:
    days = [today - timedelta(days=ago) for ago in range(len(per_day) - 1, -1, -1)]
    return [
        DayBar(label="Today" if day == today else f"{day:%a}", count=count, tip=f"{day:%d.%m.%Y}: {count}")
        for day, count in zip(days, per_day, strict=True)
    ]


def _place(place: FailurePlace) -> RichLabel:
    where = f", {place.environment}" if place.environment else ""
    times = "once" if place.count == 1 else f"{place.count:,} times"
    return _label(
        TextRun(text=place.request.removesuffix(".yml")),
        TextRun(text=f"{where}: {times}", color_token="text.secondary"),
    )


def _change(change: Change) -> RichLabel:
    return _label(
        TextRun(text=f"{change.field}  ", weight=600),
        TextRun(text=change.before, code=True, color_token="ok.fg"),
        TextRun(text="  →  "),
        TextRun(text=change.after, code=True, color_token="client.fg"),
    )


def _label(*runs: TextRun) -> RichLabel:
    label = RichLabel()
    label.set_runs(runs)
    return label
