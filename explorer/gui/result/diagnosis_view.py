"""The Diagnosis tab: the page of one diagnosis, its action bar, and the plan to retry when a pause is over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from explorer.core.model.diagnosis import Place, Remedy, RemedyKind
from explorer.gui.result.action_bar import ActionBar
from explorer.gui.result.diagnosis_page import DiagnosisPage
from explorer.gui.result.glossary import GlossarySection
from explorer.gui.result.moments import Clock, utc_now
from explorer.gui.result.section import Section
from explorer.gui.result.section_check import CheckSection
from explorer.gui.result.section_fix import FixSection
from explorer.gui.result.section_retry import RetrySection
from explorer.gui.result.section_seen import SeenSection
from explorer.gui.result.section_what import WhatSection
from explorer.gui.result.section_where import WhereSection
from explorer.gui.result.section_why import WhySection
from explorer.gui.result.shown import Shown
from explorer.gui.result.verdict import fault_of
from explorer.gui.theme import fonts, measures, theme


class DiagnosisView(QWidget):
    """Give it a ``Shown``; it emits wishes. Nothing is sent or copied here."""

    WISHES = (
        "go_to_requested",
        "remedy_requested",
        "apply_and_send_requested",
        "retry_requested",
        "compare_requested",
        "open_exchange_requested",
        "link_requested",
        "copy_curl_requested",
        "copy_bundle_requested",
        "check_requested",
        "check_stop_requested",
        "copy_check_requested",
    )
    """Signals that the panel hands on under the same name."""

    go_to_requested = Signal(object)
    remedy_requested = Signal(object)
    apply_and_send_requested = Signal(object)
    retry_requested = Signal()
    compare_requested = Signal()
    open_exchange_requested = Signal(str)
    link_requested = Signal(str)
    copy_curl_requested = Signal()
    copy_bundle_requested = Signal()
    check_requested = Signal()
    check_stop_requested = Signal()
    copy_check_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, clock: Clock = utc_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._shown: Shown | None = None
        self._may_split = False
        self._page: DiagnosisPage | None = None
        self._fix: FixSection | None = None
        self._retry: RetrySection | None = None
        self._check: CheckSection | None = None
        self._checking = ""
        self._planned = False
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Diagnosis"))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar = ActionBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.bar)
        self._connect_bar()
        theme.current().changed.connect(self._rebuild)

    def _connect_bar(self) -> None:
        self.bar.main_requested.connect(self.take_main_action)
        self.bar.retry_requested.connect(self._retry_now)
        self.bar.stop_requested.connect(self.stop_retrying)
        self.bar.copy_curl_requested.connect(self.copy_curl_requested)
        self.bar.copy_bundle_requested.connect(self.copy_bundle_requested)

    # What it shows

    def show_diagnosis(self, shown: Shown) -> None:
        """Show another diagnosis from its top; a planned retry of the old one is forgotten."""
        self._planned = False
        self._checking = ""
        self._shown = shown
        self._rebuild()
        self._scroll.verticalScrollBar().setValue(0)

    def show_checked(self, shown: Shown) -> None:
        """The same exchange, explained anew after a check: the causes change in place."""
        self._checking = ""
        self._shown = shown
        self._rebuild()

    def show_checking(self, words: str) -> None:
        """A check is under way, and what it looks at; empty words end it."""
        was_checking, self._checking = self._checking, words
        if words and was_checking and self._check is not None:
            self._check.set_progress(words)
        else:
            self._rebuild()

    def clear(self) -> None:
        """Forget what is shown, and any plan."""
        self._planned = False
        self._checking = ""
        self._shown = self._page = self._fix = self._retry = self._check = None
        self._scroll.setWidget(QWidget())

    def set_may_split(self, may: bool) -> None:
        """Allow two columns where there is room (stacked panes)."""
        self._may_split = may
        self._fit()

    @property
    def page(self) -> DiagnosisPage | None:
        return self._page

    @property
    def is_retry_planned(self) -> bool:
        return self._planned

    # What it can do

    def main_remedy(self) -> Remedy | None:
        """The remedy behind the main button."""
        if self._shown is None:
            return None
        best = next((remedy for remedy in self._shown.diagnosis.remedies if _is_step(remedy)), None)
        waits = best is None or best.kind in (RemedyKind.RETRY, RemedyKind.WAIT)
        chosen = self._fix.chosen if self._fix is not None else None
        return best if waits or chosen is None else chosen

    def take_main_action(self) -> None:
        """What the main button does (F8)."""
        remedy = self.main_remedy()
        if self._has_pause() and (remedy is None or remedy.kind in (RemedyKind.WAIT, RemedyKind.RETRY)):
            self._plan_retry()
        elif remedy is None:
            return
        elif remedy.kind is RemedyKind.EDIT:
            self.apply_and_send_requested.emit(remedy)
        elif remedy.kind in (RemedyKind.RETRY, RemedyKind.WAIT):
            self._retry_now()
        else:
            self.remedy_requested.emit(remedy)

    def apply_fix(self) -> None:
        """Ask for the fix in the preview, without sending (Alt Enter)."""
        chosen = self._fix.chosen if self._fix is not None else None
        if chosen is not None:
            self.remedy_requested.emit(chosen)

    def first_place(self) -> Place | None:
        """The place F4 goes to first."""
        problems = self._shown.diagnosis.problems if self._shown else ()
        return next((problem.place for problem in problems if problem.place is not None), None)

    def plan_retry(self) -> bool:
        """Retry when the pause is over; False when there is no pause to wait for, or a retry would have to ask."""
        may = self._has_pause() and self._is_safe()
        if may:
            self._plan_retry()
        return may

    def stop_retrying(self) -> bool:
        """Cancel a planned retry; whether there was one."""
        was_planned, self._planned = self._planned, False
        self._refresh_bar()
        return was_planned

    # Retry

    def _has_pause(self) -> bool:
        return self._retry is not None and not self._retry.is_empty

    @property
    def pause_left_s(self) -> int:
        """Seconds the server still asks to wait."""
        return self._retry.ring.seconds_left if self._retry is not None and self._has_pause() else 0

    def _is_safe(self) -> bool:
        return self._shown is not None and self._shown.diagnosis.retry.safe

    def _plan_retry(self) -> None:
        if self.pause_left_s <= 0 or not self._is_safe():
            self._retry_now()
            return
        self._planned = True
        self._refresh_bar()

    def _retry_now(self) -> None:
        self._planned = False
        self._refresh_bar()
        self.retry_requested.emit()

    def _wish_automatic(self, wished: bool) -> None:
        if wished:
            self._plan_retry()
        else:
            self.stop_retrying()

    def _pause_over(self) -> None:
        if self._planned:
            self._retry_now()
        else:
            self._refresh_bar()

    def _refresh_bar(self) -> None:
        if self._shown is None:
            return
        remedy = self.main_remedy()
        pausing = self._has_pause() and (remedy is None or remedy.kind in (RemedyKind.WAIT, RemedyKind.RETRY))
        if self._retry is not None and not self._retry.is_empty:
            self._retry.set_planned(self._planned)
        if self._planned:
            self.bar.show_planned()
        elif pausing and self._is_safe():
            self.bar.show_pause(self.pause_left_s)
        elif pausing:
            self.bar.show_remedy(None, retry_asks=True)
        else:
            self.bar.show_remedy(remedy, retry_asks=not self._shown.diagnosis.retry.safe)

    # Building

    def _rebuild(self) -> None:
        if self._shown is None:
            return
        position = self._scroll.verticalScrollBar().value()
        columns = self._columns()
        sections = tuple(section for section in self._sections(self._shown, columns) if not _is_empty(section))
        self._page = DiagnosisPage(self._shown, sections, columns)
        self._page.set_labels_above(self._is_narrow())
        self._scroll.setWidget(self._page)
        self._page.setAutoFillBackground(False)
        self.bar.set_padding(fonts.scaled(measures.DIAGNOSIS_PADDING if columns == 1 else 16))
        self._scroll.verticalScrollBar().setValue(position)
        if self._planned and self.pause_left_s <= 0:
            QTimer.singleShot(0, self, self._pause_over)  # it ran out while the page was built anew
        self._refresh_bar()

    def _sections(self, shown: Shown, columns: int) -> tuple[Section, ...]:
        now = self._clock()
        what, where = WhatSection(shown), WhereSection(shown, now)
        fix, retry = FixSection(shown), RetrySection(shown, now)
        runs = 20 if columns == 1 and not self._is_narrow() else 12
        seen = SeenSection(shown.seen, fault_of(shown.exchange, shown.diagnosis), now, runs=runs)
        what.link_requested.connect(self.link_requested)
        where.link_requested.connect(self.link_requested)
        where.go_to_requested.connect(self.go_to_requested)
        fix.remedy_requested.connect(self.remedy_requested)
        fix.chosen_changed.connect(self._refresh_bar)
        retry.ticked.connect(self._refresh_bar)
        retry.elapsed.connect(self._pause_over)
        retry.automatic_wished.connect(self._wish_automatic)
        seen.open_exchange_requested.connect(self.open_exchange_requested)
        seen.compare_requested.connect(self.compare_requested)
        check = CheckSection(shown, self._checking, now)
        check.check_requested.connect(self.check_requested)
        check.stop_requested.connect(self.check_stop_requested)
        check.copy_requested.connect(self.copy_check_requested)
        self._fix, self._retry, self._check = fix, retry, check
        glossary = GlossarySection(shown.diagnosis.glossary)
        return (what, glossary, where, WhySection(shown, brief=columns == 2), check, fix, retry, seen)

    def _is_narrow(self) -> bool:
        return self.width() < fonts.scaled(measures.DIAGNOSIS_NARROW_WIDTH)

    def _columns(self) -> int:
        wide = self.width() >= fonts.scaled(measures.DIAGNOSIS_TWO_COLUMNS_WIDTH)
        return 2 if self._may_split and wide else 1

    def _fit(self) -> None:
        if self._page is None:
            return
        if self._columns() != self._page.columns:
            self._rebuild()
        self._page.set_labels_above(self._is_narrow())

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        # The window has an action on Esc, which would cancel a send and leave the plan.
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and self._planned and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stop_retrying():
            return
        super().keyPressEvent(event)


def _is_step(remedy: Remedy) -> bool:
    return bool(remedy.action) or remedy.kind in (RemedyKind.EDIT, RemedyKind.RETRY, RemedyKind.WAIT)


def _is_empty(section: Section) -> bool:
    return bool(getattr(section, "is_empty", False))
