"""Whether this failure is old: counts, the last runs, and what changed since the last success."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from explorer.core.model.history import Change, Run, RunKind, SeenBefore
from explorer.gui.result.moments import utc_text, weekday_text, when_text
from explorer.gui.result.section import Section, action_button, prose
from explorer.gui.result.value_chip import ValueChip
from explorer.gui.theme import fonts, icons, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets import run_strip
from explorer.gui.widgets.rich_label import RichLabel, TextRun
from explorer.gui.widgets.run_strip import RunStrip


class SeenSection(Section):
    """Left out when the history knows nothing."""

    open_exchange_requested = Signal(str)
    compare_requested = Signal()

    def __init__(
        self, seen: SeenBefore | None, family: Family, now: datetime, *, runs: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "Seen before"), parent)
        self.is_empty = seen is None or not seen.runs
        if seen is None or not seen.runs:
            return
        self.add(RichLabel(seen_sentence(seen, now)), action=self._compare(seen))
        strip = RunStrip(_runs(seen.runs[-runs:], now), family)
        strip.run_opened.connect(self.open_exchange_requested)
        self.add(left_aligned(strip), gap_px=2, padded=False)
        if seen.changes:
            self.add(_changes(seen.changes, family), gap_px=4)
        elif seen.last_success is not None:
            self.add(prose(self.tr("The request is the same as in the last success.")))

    def _compare(self, seen: SeenBefore) -> QWidget | None:
        if seen.last_success is None:
            return None
        count = len(seen.changes)
        words = self.tr("Compare {0} changes").format(count) if count > 1 else self.tr("Compare")
        button = action_button(words, "git-compare")
        button.clicked.connect(self.compare_requested)
        return button


def left_aligned(widget: QWidget) -> QWidget:
    """A widget of fixed size at the left of a row."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(widget)
    line.addStretch(1)
    return row


def seen_sentence(seen: SeenBefore, now: datetime) -> str:
    """ "4 times here, 11 in all requests. Last success today at 10:36."."""
    say = QCoreApplication.translate
    if seen.count_all <= 1:
        count = say("Seen", "The first time.")
    elif seen.count_all > seen.count_here:
        count = _spread(seen, now)
    elif seen.first is not None and seen.first.astimezone().date() != now.astimezone().date():
        since = when_text(seen.first, now).partition(" at ")[0]
        count = say("Seen", "{0} since {1}.").format(_times(seen.count_here), since)
    else:
        count = say("Seen", "{0} here.").format(_times(seen.count_here))
    if seen.last_success is None:
        return count + " " + say("Seen", "No success so far.")
    return count + " " + say("Seen", "Last success {0}.").format(when_text(seen.last_success, now))


def _spread(seen: SeenBefore, now: datetime) -> str:
    """ "4 times here, 11 in 3 requests and 2 environments since 3 Nov."."""
    say = QCoreApplication.translate
    if not seen.requests:
        return say("Seen", "{0} here, {1} in all requests.").format(_times(seen.count_here), seen.count_all)
    words = say("Seen", "{0} here, {1} in {2} requests").format(_times(seen.count_here), seen.count_all, seen.requests)
    if seen.requests == 1:
        words = say("Seen", "{0} here, {1} in all").format(_times(seen.count_here), seen.count_all)
    if seen.environments > 1:
        words = say("Seen", "{0} and {1} environments").format(words, seen.environments)
    first = seen.first_anywhere
    if first is not None and first.astimezone().date() != now.astimezone().date():
        words = say("Seen", "{0} since {1}").format(words, when_text(first, now).partition(" at ")[0])
    return f"{words}."


def _times(count: int) -> str:
    say = QCoreApplication.translate
    return say("Seen", "Once") if count == 1 else say("Seen", "{0} times").format(count)


def _runs(runs: tuple[Run, ...], now: datetime) -> tuple[run_strip.Run, ...]:
    today = now.astimezone().date()
    return tuple(
        run_strip.Run(
            kind=_kind(run.kind),
            day=weekday_text(run.started.astimezone().date(), today),
            key=run.id,
            current=run.current,
            tip=utc_text(run.started),
        )
        for run in runs
    )


def _kind(kind: RunKind) -> run_strip.RunKind:
    match kind:
        case RunKind.SUCCESS:
            return run_strip.RunKind.SUCCESS
        case RunKind.SAME:
            return run_strip.RunKind.SAME
        case RunKind.OTHER:
            return run_strip.RunKind.OTHER
        case _:
            assert_never(kind)


def _changes(changes: tuple[Change, ...], family: Family) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(fonts.scaled(8))
    grid.setVerticalSpacing(fonts.scaled(4))
    grid.setColumnMinimumWidth(0, fonts.scaled(96))
    grid.setColumnStretch(3, 1)
    for row, change in enumerate(changes):
        name = RichLabel(px=13, code_px=12, wrap=False)
        name.set_runs((TextRun(text=change.field, code=True, color_token="text.secondary"),))
        grid.addWidget(name, row, 0)
        grid.addWidget(ValueChip(change.before or "—", Family.OK), row, 1, Qt.AlignmentFlag.AlignLeft)
        arrow = QLabel()
        arrow.setPixmap(
            icons.pixmap("arrow-right", "text.muted", fonts.scaled(measures.ICON_INLINE), arrow.devicePixelRatioF())
        )
        grid.addWidget(arrow, row, 2)
        grid.addWidget(ValueChip(change.after or "—", family), row, 3, Qt.AlignmentFlag.AlignLeft)
    return table
