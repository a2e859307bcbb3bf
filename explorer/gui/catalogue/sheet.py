"""The spec sheet of one entry: what it is, why it happens, what helps, who returns it, and when it was seen."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.core.diagnosis.catalog_entries import CatalogEntry
from explorer.core.model.diagnosis import Cause as FoundCause
from explorer.core.model.diagnosis import Link, Remedy, RemedyKind, Standing, StatusMeaning
from explorer.core.model.history import FailureFacts
from explorer.gui.catalogue.example_view import ExampleView
from explorer.gui.catalogue.seen import Seen, day_label, days_until, facts_lines
from explorer.gui.catalogue.sheet_section import OVERHANG, FactCard, SheetSection, line_of_text, link
from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family, method_token
from explorer.gui.widgets import cause_row
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.cause_row import Cause, CauseRow
from explorer.gui.widgets.day_bars import DayBar, DayBars
from explorer.gui.widgets.rich_label import RichLabel, TextRun
from explorer.gui.widgets.status_pill import Status, StatusPill

_STANDINGS = {
    Standing.CONFIRMED: cause_row.Standing.CERTAIN,
    Standing.LIKELY: cause_row.Standing.LIKELY,
    Standing.POSSIBLE: cause_row.Standing.POSSIBLE,
    Standing.RULED_OUT: cause_row.Standing.RULED_OUT,
}
_BLANK = "\N{NO-BREAK SPACE}"


class Sheet(QScrollArea):
    """Made anew for each entry by ``show_entry``."""

    open_request_requested = Signal(str)
    show_in_history_requested = Signal(str)
    link_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Entry")
        self.sections: tuple[SheetSection, ...] = ()
        self._entry: CatalogEntry | None = None

    def show_entry(
        self, entry: CatalogEntry, seen: Seen | None, now: datetime, facts: FailureFacts | None = None
    ) -> None:
        """Sections without content are left out. The scroll position stays while the entry is the same."""
        same = self._entry is not None and self._entry.id == entry.id
        at = self.verticalScrollBar().value() if same else 0
        self._entry = entry
        made = (
            self._what(entry),
            self._why(entry),
            self._fix(entry),
            self._returned_by(entry),
            *_details(entry),
            self._example(entry),
            self._seen_before(entry, seen, now, facts),
        )
        self.sections = tuple(section for section in made if section is not None)
        self.setWidget(self._page(entry))
        self.verticalScrollBar().setValue(at)

    def section(self, title: str) -> SheetSection | None:
        return next((section for section in self.sections if section.title == title), None)

    def _page(self, entry: CatalogEntry) -> QWidget:
        page = _Page()
        page.setProperty("ground", "surface")
        column = QVBoxLayout(page)
        side = fonts.scaled(measures.DIAGNOSIS_PADDING)
        column.setContentsMargins(side, fonts.scaled(16), side - OVERHANG, side)
        column.setSpacing(0)
        column.addLayout(self._origin(entry))
        column.addSpacing(fonts.scaled(8))
        name = RichLabel(px=18, line_px=26, weight=600, code_px=17)
        name.set_runs((TextRun(text=entry.title, code=entry.is_code),))
        column.addWidget(name)
        summary = RichLabel(entry.summary, color_token="text.secondary")
        column.addWidget(summary)
        column.addSpacing(fonts.scaled(12))
        facts = QHBoxLayout()
        facts.setContentsMargins(0, 0, OVERHANG, 0)
        facts.addWidget(FactCard((("At fault", entry.at_fault), ("Effect", entry.effect), ("Retry", entry.retry))))
        column.addLayout(facts)
        column.addSpacing(fonts.scaled(2))
        for section in self.sections:
            column.addWidget(section)
        column.addStretch(1)
        return page

    def _origin(self, entry: CatalogEntry) -> QHBoxLayout:
        what = entry.what
        text = f"{what.code} {what.reason}" if isinstance(what, StatusMeaning) else entry.label
        row = QHBoxLayout()
        row.setSpacing(fonts.scaled(12))
        row.addWidget(StatusPill(Status(family=Family(entry.family), text=text)))
        origin = entry.group.partition(",")[0]
        if entry.added and entry.source:
            origin = f"{origin}. {entry.source}"
        row.addWidget(RichLabel(origin, px=12, color_token="text.muted"), 1)
        return row

    def _what(self, entry: CatalogEntry) -> SheetSection:
        section = SheetSection("What", is_first=True)
        what, links = entry.what, [self._link(reference) for reference in entry.references]
        if isinstance(what, StatusMeaning):
            head, words = f"{what.code} {what.reason}", what.api_meaning or what.meaning
        else:
            head, words = what, ""
        line = line_of_text("")
        line.set_runs((TextRun(text=head, code=True, weight=600),))
        section.add(line, links.pop(0) if links else None)
        if words and words != entry.summary:
            section.add(line_of_text(words, "text.secondary"), links.pop(0) if links else None)
        for extra in links:
            section.add(line_of_text("", "text.secondary"), extra)
        return section

    def _why(self, entry: CatalogEntry) -> SheetSection | None:
        if not entry.causes:
            return None
        section = SheetSection("Why")
        for cause in entry.causes:
            section.add(CauseRow(_drawn(cause, Family(entry.family))))
        return section

    def _fix(self, entry: CatalogEntry) -> SheetSection | None:
        if not entry.fixes:
            return None
        section = SheetSection("Fix")
        for remedy in entry.fixes:
            section.add(line_of_text(remedy.title), self._action(remedy))
        return section

    def _action(self, remedy: Remedy) -> Button | None:
        """Only what can be done from here; other fixes are advice."""
        match remedy.kind:
            case RemedyKind.OPEN_REQUEST if remedy.target:
                button = link(remedy.action or f"Open {remedy.target}")
                button.clicked.connect(partial(self._open_request, remedy.target))
            case RemedyKind.LINK if remedy.link is not None:
                button = link(remedy.action or remedy.link.title, "external-link")
                button.setToolTip(remedy.link.url)
                button.clicked.connect(partial(self._open_link, remedy.link.url))
            case _:
                return None
        return button

    def _returned_by(self, entry: CatalogEntry) -> SheetSection | None:
        if not entry.returned_by:
            return None
        if entry.operations:
            return _operations(entry)
        runs: list[TextRun] = []
        for number, (method, name) in enumerate(entry.returned_by):
            gap = f"{_BLANK * 4} " if number else ""
            runs.append(TextRun(text=gap))
            runs.append(TextRun(text=method, code=True, weight=700, color_token=method_token(method)))
            runs.append(TextRun(text=_BLANK * 2 + name.replace(" ", _BLANK)))
        label = RichLabel(code_px=10)
        label.set_runs(runs)
        label.setMinimumHeight(fonts.scaled(24))
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        section = SheetSection("Returned by")
        section.add(label)
        return section

    def _example(self, entry: CatalogEntry) -> SheetSection | None:
        if not entry.example:
            return None
        section = SheetSection("Example")
        section.add(ExampleView(entry.example))
        return section

    def _seen_before(
        self, entry: CatalogEntry, seen: Seen | None, now: datetime, facts: FailureFacts | None
    ) -> SheetSection | None:
        if seen is None:
            return None
        section = SheetSection("Seen before")
        button = link("Show in History")
        button.clicked.connect(partial(self._show_in_history, seen.fingerprint))
        section.add(line_of_text(seen.sentence(now)), button)
        if any(seen.per_day):
            section.add(DayBars(_day_bars(seen, now), Family(entry.family)), gap_px=8)
        for line in facts_lines(facts, now) if facts is not None else ():
            section.add(line_of_text(line, "text.secondary"))
        return section

    def _link(self, reference: Link) -> Button:
        button = link(reference.title, "external-link")
        button.setToolTip(reference.url)
        button.clicked.connect(partial(self._open_link, reference.url))
        return button

    def _open_request(self, target: str, _checked: bool = False) -> None:
        self.open_request_requested.emit(target)

    def _open_link(self, url: str, _checked: bool = False) -> None:
        self.link_requested.emit(url)

    def _show_in_history(self, fingerprint: str, _checked: bool = False) -> None:
        self.show_in_history_requested.emit(fingerprint)


class _Page(QWidget):
    """As high as its text is at the width it gets, never as high as at its narrowest."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


def _operations(entry: CatalogEntry) -> SheetSection:
    """The operations of a description, one a line."""
    section = SheetSection("Returned by")
    for method, path in entry.returned_by:
        line = line_of_text("")
        verb = TextRun(text=f"{method}{_BLANK * 2}", code=True, weight=700, color_token=method_token(method))
        line.set_runs((verb, TextRun(text=path)))
        section.add(line)
    more = entry.operations - len(entry.returned_by)
    if more > 0:
        section.add(line_of_text(f"And {more} more operations.", "text.secondary"))
    return section


def _details(entry: CatalogEntry) -> list[SheetSection]:
    """A section for each title among the further lines."""
    found: dict[str, SheetSection] = {}
    for title, line in entry.details:
        section = found.setdefault(title, SheetSection(title))
        section.add(line_of_text(line))
    return list(found.values())


def _drawn(cause: FoundCause, family: Family) -> Cause:
    return Cause(text=cause.text, standing=_STANDINGS[cause.standing], family=family)


def _day_bars(seen: Seen, now: datetime) -> list[DayBar]:
    today = now.astimezone().date()
    counts = seen.per_day
    return [
        DayBar(label=day_label(day, today), count=count, tip=f"{day_label(day, today)}: {count}")
        for day, count in zip(days_until(today, len(counts)), counts, strict=True)
    ]
