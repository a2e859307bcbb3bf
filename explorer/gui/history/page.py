"""The History page: puts filter bar, list and details together, and remembers what is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from explorer.core.errors import HistoryError
from explorer.core.model.history import HistoryRow
from explorer.core.storage.history import Counts, HistoryQuery
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.history import asking
from explorer.gui.history.choosing import Choosing
from explorer.gui.history.chosen import Chosen
from explorer.gui.history.comparison import Recorded
from explorer.gui.history.detail_pane import DetailPane
from explorer.gui.history.detail_reader import DetailReader
from explorer.gui.history.exporting import Exporting
from explorer.gui.history.filter_bar import FilterBar
from explorer.gui.history.filter_note import FilterNote
from explorer.gui.history.filters import Filter, Unknown, faults, unknown, wanted
from explorer.gui.history.list_loader import ListLoader
from explorer.gui.history.list_model import HistoryModel
from explorer.gui.history.list_pane import ListPane
from explorer.gui.history.several import Several
from explorer.gui.history.windows import WINDOWS
from explorer.gui.tasks import Tasks
from explorer.gui.widgets.hairline import Hairline

_LIST_SHARE = 494
_DETAIL_SHARE = 690


class HistoryPage(QWidget):
    """Every question runs as a task; comparing runs on a thread."""

    open_requested = Signal(str)
    """Exchange id."""
    send_again_requested = Signal(str)
    """Exchange id."""
    send_as_it_was_requested = Signal(str)
    """Exchange id."""
    request_requested = Signal(str)
    """Exchange id: make a request of it."""
    example_requested = Signal(str)
    """Exchange id: save it as an example of its request."""
    compare_changed = Signal(tuple)
    """Ids of A and B; both empty when the comparison ended."""

    def __init__(self, ledger: Ledger, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger, self._tasks = ledger, tasks
        self._grouped = False
        self._is_stale = True
        self._selected_id = ""
        self._wanted_failure = ""
        self._expanded: dict[str, None] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self.model = HistoryModel(self)
        self.bar, self.note = FilterBar(), FilterNote()
        self.list = ListPane(self.model)
        self.detail = DetailPane()
        self._reader = DetailReader(ledger, tasks, self.detail, self)
        self.exporting = Exporting(ledger, tasks, self)
        self.several = Several(ledger, tasks, self.exporting, self)
        self.choosing = Choosing(self.list.view, self.several, ledger, self._listed)
        self._loader = ListLoader(ledger, tasks, self.model, self)
        self._lay_out()
        self._connect()

    @property
    def marks(self) -> tuple[str, str]:
        """Ids of the exchanges marked A and B."""
        return self.model.mark_a, self.model.mark_b

    def refresh(self) -> None:
        """Ask the history again, now or when the page is shown."""
        self._is_stale = not self.isVisible()
        if self.isVisible():
            self.note.show_unknown(unknown(self.bar.field.asked))
            if not_understood := faults(self.bar.field.asked):
                self.list.show_sentence(not_understood[0], "Clear filter")
                return
            self._loader.load(self._question(), self._grouped)

    def _question(self) -> HistoryQuery:
        query = HistoryQuery(since=self.bar.window_of_time.since(datetime.now().astimezone()))
        return wanted(self.bar.field.asked, query)

    def _listed(self) -> HistoryQuery:
        """What the list shows, by error code the failures alone."""
        query = self._question()
        return replace(query, failed_only=True) if self._grouped else query

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.bar.field.focus()

    def set_filter_text(self, text: str) -> None:
        """Filter as if this had been typed: ``is:failed code:unknown_group``."""
        self.bar.field.set_text(text)

    def toggle_grouping(self) -> None:
        """By time, or by error code."""
        self._set_grouped(not self._grouped)

    def show_failure(self, fingerprint: str) -> None:
        """Open the group of a failure and select its latest run, widening the window of time if it is older."""
        self._wanted_failure = fingerprint
        self.bar.set_window_of_time(WINDOWS[-1])
        self._grouped = True
        self.bar.set_grouped(True)
        self.list.set_grouped(True)
        self.bar.field.set_filter(Filter())

    def compare(self, a_id: str, b_id: str) -> None:
        """Show two exchanges side by side, A being the left one."""
        self._mark(a_id, b_id)

    def compare_given(self, given: Recorded, b_id: str) -> None:
        """Show something that is not in the history, a saved example, beside an exchange."""
        self._reader.given = given
        self._mark(given.exchange.id, b_id)

    def compare_marked(self) -> None:
        """Ctrl+D: two that are selected, or A with B; with fewer, the selected one with the last success before it."""
        if self.list.view.compare_selected():
            return
        a_id, b_id = self.marks
        row = self.list.view.current_row()
        if a_id and b_id:
            self._show_details()
        elif a_id and row is not None and row.id != a_id:
            self._mark(a_id, row.id)
        elif row is not None:
            self._tasks.start("history compare", self._compare_with_success(row), self)

    def save_as_example(self) -> None:
        """Ctrl+Shift+S: the selected exchange."""
        row = self.list.view.current_row()
        if row is not None:
            self.example_requested.emit(row.id)

    def go_to_problem(self, step: int) -> None:
        """F4 and Shift+F4: the next (1) or the previous (-1) difference."""
        self.detail.go_to_difference(step)

    def select_tab_number(self, number: int) -> None:
        """Alt and a number: a tab of the details."""
        self.detail.select_tab_number(number)

    def cancel(self) -> bool:
        """Esc: stop an export, else end the comparison; False where there is neither."""
        if is_exporting := self.exporting.is_running:
            self.exporting.stop()
        elif is_compared := any(self.marks):
            self._end_comparison()
        return is_exporting or is_compared

    # -- inside

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.detail)
        self.splitter.setSizes([_LIST_SHARE, _DETAIL_SHARE])
        self.splitter.setStretchFactor(0, _LIST_SHARE)
        self.splitter.setStretchFactor(1, _DETAIL_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        column.addWidget(Hairline(color_token="line.default"))
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self._ledger.changed.connect(self.refresh)
        self.bar.changed.connect(self._ask_anew)
        self.bar.grouping_changed.connect(self._set_grouped)
        self.note.change_requested.connect(self._use_name_that_was_meant)
        self.bar.field.leave_requested.connect(self.list.view.enter)
        self._loader.loaded.connect(self._list_loaded)
        self._loader.runs_loaded.connect(self._runs_loaded)
        self._loader.counted.connect(self._counted)
        self._loader.searching.connect(self._searching)
        self._loader.searched.connect(self.list.tell_counts)
        self._loader.values_known.connect(self.bar.field.offers.set_known)
        self._loader.failed.connect(self.list.show_sentence)
        self._connect_list()

    def _connect_list(self) -> None:
        self.list.clear_requested.connect(self.several.ask_to_clear)
        self.several.clearing.connect(self._end_comparison)
        self.list.unfilter_requested.connect(self._unfilter)
        view = self.list.view
        view.expanded.connect(self._group_expanded)
        view.collapsed.connect(self._group_collapsed)
        view.line_selected.connect(self._selected)
        view.failure_selected.connect(self._failure_selected)
        self.detail.failure.compare_requested.connect(self.compare)
        for asked, wish in self._row_wishes():
            asked.connect(partial(self._pass_on, wish))
        view.mark_requested.connect(self._toggle_mark)
        view.pin_requested.connect(self.several.toggle_pin)
        view.export_requested.connect(self.exporting.start_one)
        self.list.export_requested.connect(self._export_or_stop)
        self.exporting.told.connect(self.list.tell)
        self.exporting.running_changed.connect(self.list.show_exporting)
        view.delete_requested.connect(self.several.delete_one)
        self.detail.several.wished.connect(self.choosing.fulfil)
        self.choosing.several_chosen.connect(self._show_several)
        self.choosing.one_left.connect(self._show_one)
        self.several.told.connect(self.list.tell)
        self.several.compare_requested.connect(self.compare)
        self.several.deleting.connect(self._forget_deleted)
        view.compare_requested.connect(self.compare_marked)
        view.older_requested.connect(self._loader.load_older_runs)
        self.detail.open_requested.connect(self.open_requested)
        self.detail.send_again_requested.connect(self.send_again_requested)
        self.detail.swap_requested.connect(self._swap)
        self.detail.close_requested.connect(self._end_comparison)

    def _row_wishes(self) -> tuple[tuple[SignalInstance, SignalInstance], ...]:
        """Wishes of the list about a row, and those of the page about its exchange."""
        view = self.list.view
        return (
            (view.open_requested, self.open_requested),
            (view.send_again_requested, self.send_again_requested),
            (view.send_as_it_was_requested, self.send_as_it_was_requested),
            (view.request_requested, self.request_requested),
            (view.example_requested, self.example_requested),
        )

    def _pass_on(self, wish: SignalInstance, row: HistoryRow) -> None:
        wish.emit(row.id)

    def _set_grouped(self, grouped: bool) -> None:
        self._grouped = grouped
        self.bar.set_grouped(grouped)
        self.list.set_grouped(grouped)
        self._ask_anew()

    def _ask_anew(self) -> None:
        """Another question: what was selected is not taken for what is found now."""
        if self.list.view.selected.is_several:
            self.list.view.selected.clear()
        self.refresh()

    def _unfilter(self) -> None:
        self.bar.set_window_of_time(WINDOWS[-1])
        self.bar.field.set_filter(Filter())

    def _use_name_that_was_meant(self, one: Unknown) -> None:
        self.bar.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.field.take(one.mended(self.bar.field.edit.text()))

    # -- the list

    def _list_loaded(self) -> None:
        if not self.model.rowCount():
            filtered = not self.bar.field.filter.is_empty
            self.list.say_nothing_found(self.bar.window_of_time, has_filter=filtered, is_grouped=self._grouped)
            return
        self.list.show_list()
        view = self.list.view
        for fingerprint in tuple(self._expanded):
            view.expand(self.model.index_of_group(fingerprint))
        if self._wanted_failure:
            self._show_wanted_failure()
        elif self.choosing.restore():
            return
        elif self._selected_id and not self._grouped:
            view.show_exchange(self._selected_id)

    def _group_expanded(self, index: QModelIndex) -> None:
        line = self.model.line_of(index)
        if line is not None and line.group is not None:
            self._expanded[line.group.fingerprint] = None
            self.model.fetchMore(index)

    def _group_collapsed(self, index: QModelIndex) -> None:
        line = self.model.line_of(index)
        if line is not None and line.group is not None:
            self._expanded.pop(line.group.fingerprint, None)

    def _show_wanted_failure(self) -> None:
        index = self.model.index_of_group(self._wanted_failure)
        if not index.isValid():
            self._wanted_failure = ""
            return
        self.list.view.setCurrentIndex(index)
        self.list.view.expand(index)

    def _runs_loaded(self, fingerprint: str) -> None:
        view = self.list.view
        if fingerprint == self._wanted_failure:
            self._wanted_failure = ""
            first = self.model.index(0, 0, self.model.index_of_group(fingerprint))
            view.setCurrentIndex(first)
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.choosing.restore():
            return
        elif self._selected_id and not view.currentIndex().isValid():
            view.show_exchange(self._selected_id)

    def _counted(self, counts: Counts) -> None:
        self.choosing.set_counts(counts)
        self.bar.set_counts(counts)
        self.list.set_counts(counts, self.bar.window_of_time)

    def _searching(self, moment: datetime) -> None:
        self.list.say_searching(moment, self.model.loaded_count())

    # -- one exchange

    def _selected(self, row: HistoryRow | None) -> None:
        if row is None:
            return
        self._selected_id = row.id
        if not self.list.view.selected.is_several:
            self._show_one()

    def _failure_selected(self, fingerprint: str) -> None:
        if not all(self.marks):
            self._reader.show_failure(fingerprint)

    def _export_or_stop(self) -> None:
        if self.exporting.is_running:
            self.exporting.stop()
        else:
            self.exporting.start(self._listed())

    def _show_several(self, chosen: Chosen) -> None:
        if not all(self.marks):
            self._reader.show_several(chosen)

    def _show_one(self) -> None:
        if not all(self.marks):
            self._show_details()

    def _forget_deleted(self, ids: tuple[str, ...]) -> None:
        """What is about to go is neither compared nor selected any more."""
        self._selected_id = self.list.view.selected.neighbour()
        self.list.view.selected.clear()
        self._show_details()
        if set(ids) & {mark for mark in self.marks if mark}:
            self._mark(*("" if mark in ids else mark for mark in self.marks))

    # -- A and B

    def _toggle_mark(self, row: HistoryRow) -> None:
        a_id, b_id = self.marks
        if row.id in (a_id, b_id):
            self._mark("" if row.id == a_id else a_id, "" if row.id == b_id else b_id)
        elif not a_id:
            self._mark(row.id, b_id)
        else:
            self._mark(a_id, row.id)

    def _swap(self) -> None:
        a_id, b_id = self.marks
        self._mark(b_id, a_id)

    def _end_comparison(self) -> None:
        self._mark("", "")

    def _mark(self, a_id: str, b_id: str) -> None:
        self.model.set_marks(a_id, b_id)
        self.compare_changed.emit((a_id, b_id) if a_id and b_id else ("", ""))
        self._show_details()

    def _show_details(self) -> None:
        self._reader.show(*self.marks, self._selected_id)

    async def _compare_with_success(self, row: HistoryRow) -> None:
        try:
            success = await asking.last_success(self._ledger, row)
        except HistoryError as error:
            self.detail.clear(error.message)
            return
        if success is None:
            self.detail.clear("This request has no earlier success to compare with. Space marks A and B.")
        else:
            self._mark(success.id, row.id)

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()
