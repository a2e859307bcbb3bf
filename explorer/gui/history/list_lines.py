"""The lines of the history's list as a tree of two levels: days and runs, or failures with their runs below."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from explorer.core.content.amounts import duration_text
from explorer.core.model.history import FailureGroup, HistoryRow
from explorer.gui.history.moments import day_title, last_text, run_text


class LineKind(StrEnum):
    DAY = "day"
    GROUP = "group"
    RUN = "run"
    SUCCESS = "success"
    """The last success of the group's request; it belongs to no failure."""
    MORE = "more"


@dataclass(slots=True, eq=False, kw_only=True)
class Line:
    """One line; ``number`` is its place among its siblings."""

    kind: LineKind
    number: int
    row: HistoryRow | None = None
    group: FailureGroup | None = None
    day: date | None = None
    left: int = 0
    """Runs that are not shown yet (MORE)."""
    parent: Line | None = None
    children: list[Line] = field(default_factory=list)
    is_loaded: bool = False
    """Whether a group's runs were asked for."""

    @property
    def exchange_id(self) -> str:
        return self.row.id if self.row is not None else ""

    def runs(self) -> list[Line]:
        """The children that are runs of the failure."""
        return [line for line in self.children if line.kind is LineKind.RUN]

    def words(self, today: date) -> str:
        """The line as text, its cells separated by tabs: what is copied and what is read aloud."""
        match self.kind:
            case LineKind.DAY:
                return day_title(self.day or today, today)
            case LineKind.MORE:
                return f"{self.left} older"
            case LineKind.GROUP if self.group is not None:
                group = self.group
                return f"{group.label}\t{group.title}\t{group.count}\t{last_text(group.last, today)}"
        if self.row is None:
            return ""
        return _row_words(self.row, today)


def _row_words(row: HistoryRow, today: date) -> str:
    outcome = f"{row.label} {row.title}".strip() if row.is_error else f"{row.status} {row.title}".strip()
    cells = (run_text(row.started, today), row.method, row.name, row.url, outcome, duration_text(row.duration_s))
    return "\t".join(cells)


def timed_lines(rows: tuple[HistoryRow, ...], first_number: int, last_day: date | None) -> list[Line]:
    """Lines for rows, newest first, with a line before each new day; ``last_day`` is the day already begun."""
    lines: list[Line] = []
    for row in rows:
        day = row.started.astimezone().date()
        if day != last_day:
            lines.append(Line(kind=LineKind.DAY, number=first_number + len(lines), day=day))
            last_day = day
        lines.append(Line(kind=LineKind.RUN, number=first_number + len(lines), row=row))
    return lines


def group_lines(groups: tuple[FailureGroup, ...]) -> list[Line]:
    return [Line(kind=LineKind.GROUP, number=number, group=group) for number, group in enumerate(groups)]


def run_lines(parent: Line, rows: tuple[HistoryRow, ...], success: HistoryRow | None, left: int) -> list[Line]:
    """What stands below a failure: its runs, the last success, and a line that asks for more."""
    lines = [Line(kind=LineKind.RUN, number=0, row=row, parent=parent) for row in rows]
    if success is not None:
        lines.append(Line(kind=LineKind.SUCCESS, number=0, row=success, parent=parent))
    if left > 0:
        lines.append(Line(kind=LineKind.MORE, number=0, left=left, parent=parent))
    for number, line in enumerate(lines):
        line.number = number
    return lines
