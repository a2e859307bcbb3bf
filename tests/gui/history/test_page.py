"""The History page by gesture, over a real history."""

import asyncio
import gc
import json
import multiprocessing
import os
import sys
from math import ceil

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolButton

from explorer.core.interchange.har import exchanges_from_har
from explorer.core.storage.history import HistoryQuery
from explorer.gui import dialogs
from explorer.gui.bridge.history_export import export_har
from explorer.gui.history import asking, list_loader
from explorer.gui.history.exchange_texts import Aspect
from explorer.gui.history.list_lines import LineKind
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.diff_lines import DiffLine, Origin
from explorer.gui.widgets.diff_text import DiffText
from explorer.gui.widgets.viewer_highlight import Language
from tests import factories
from tests.gui.history.conftest import CONSTRAINT, GROUP, TLS
from tests.gui.history.test_list_model import rows
from tests.own_time import own_ms


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifiers)


def segment(shown, title):
    buttons = shown.page.bar.states.findChildren(QToolButton)
    return next(button for button in buttons if button.isVisible() and button.text() == title)


def answer(words):
    """Press a button of the open question."""
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
    next(button for button in box.buttons() if button.text() == words).click()


async def question(shown):
    for _ in range(100):
        QApplication.processEvents()
        if any(isinstance(one, QMessageBox) and one.isVisible() for one in QApplication.topLevelWidgets()):
            return
        await asyncio.sleep(0.005)
    raise AssertionError("no question was asked")


async def test_everything_is_listed_by_time_with_counts(shown):
    lines = shown.words()
    assert lines[0] in ("Today", "Yesterday")
    assert sum("\t" in line for line in lines) == 26
    assert shown.page.list.summary.text() == "17 failures of 26 requests in 14 days"


async def test_a_failure_tells_where_it_was_and_what_differs_since_the_last_success(shown):
    shown.page.toggle_grouping()
    await shown.settle()
    shown.click(shown.page.model.index_of_group(CONSTRAINT))
    await shown.settle()
    pane = shown.page.detail.failure
    assert pane.isVisible()
    words = [label.accessibleName() or label.text() for label in pane.findChildren(QLabel)]
    assert any(text.startswith("Seen 11 times, first ") for text in words)
    assert any("Batches/Send a batch" in text and "11 times" in text for text in words)
    assert any(text.startswith("Its request last succeeded ") for text in words)
    pane.findChild(Button).click()
    await shown.settle()
    assert shown.page.marks == (shown.ids["success"], shown.ids["failure"])


async def test_a_fault_in_the_filter_is_said_in_words(shown):
    shown.page.focus_filter()
    QTest.keyClicks(shown.page.bar.field.edit, "duration:fast ")
    await shown.settle()
    assert shown.page.list.empty.accessibleName() == "“duration:” takes >1s, <200ms or 100ms..2s."
    shown.page.bar.field.set_text("-status:4xx,429,TLS")
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 9
    assert [chip.accessibleName() for chip in shown.page.bar.field.chips] == ["Filter -status: 4xx, 429, TLS"]


async def test_values_that_were_seen_are_offered_and_taken(shown):
    shown.page.focus_filter()
    edit, offers = shown.page.bar.field.edit, shown.page.bar.field.offers
    QTest.keyClicks(edit, "batch -env:st")
    assert offers.popup().isVisible()
    field = shown.page.bar.field
    below = field.mapToGlobal(field.rect().bottomLeft()).y()
    assert offers.popup().mapToGlobal(QPoint(0, 0)).y() >= below - 2, "it opens over the field"
    assert offers.popup().sizeHintForRow(0) >= 28
    assert [offers.completionModel().index(n, 0).data() for n in range(offers.completionCount())] == ["env:Staging"]
    press(offers.popup(), Qt.Key.Key_Down)
    press(offers.popup(), Qt.Key.Key_Return)
    await shown.settle()
    assert [(chip.token.title, chip.token.values) for chip in shown.page.bar.field.chips] == [("-env", ("Staging",))]
    assert edit.text() == "batch"


async def test_the_list_is_exported_as_har(shown, tmp_path, monkeypatch):
    target = tmp_path / "out.har"

    async def chosen(*_arguments):
        return target

    monkeypatch.setattr(dialogs, "ask_save_file", chosen)
    shown.page.set_filter_text("status:403")
    await shown.settle()
    shown.page.list.export_button.click()
    await shown.settle()
    assert shown.page.list.summary.text() == "2 exchanges were written to out.har."
    entries = json.loads(target.read_text())["log"]["entries"]
    assert [entry["response"]["status"] for entry in entries] == [403, 403]
    assert [one.request.method for one in exchanges_from_har(target.read_text(), "out.har")] == ["POST", "POST"]
    before = target.read_bytes()
    shown.page.set_filter_text("")
    await shown.settle()
    shown.page.list.export_button.click()
    await asyncio.sleep(0)
    for _ in range(3):
        QApplication.processEvents()
        await asyncio.sleep(0.001)
    shown.page.list.export_button.click()
    await shown.settle()
    assert shown.page.list.summary.text() == "The export was stopped."
    assert target.read_bytes() == before
    assert list(tmp_path.glob(".out*")) == []


async def test_typing_a_token_filters_and_makes_a_chip(shown):
    shown.page.focus_filter()
    edit = shown.page.bar.field.edit
    assert edit.hasFocus()
    QTest.keyClicks(edit, "status:403 ")
    await shown.settle()
    assert [chip.token.words for chip in shown.page.bar.field.chips] == ["403"]
    assert edit.text() == ""
    assert sum("\t" in line for line in shown.words()) == 2


async def test_a_token_counts_while_it_is_typed(shown):
    edit = shown.page.bar.field.edit
    for typed, count in (("status:", 26), ("4", 26), ("xx", 16), (" -code:unknown_group", 14), (" is:f", 14)):
        QTest.keyClicks(edit, typed)
        QTest.qWait(80)
        await shown.settle()
        assert sum("\t" in line for line in shown.words()) == count, edit.text()


async def test_a_text_in_quotes_is_typed_with_its_blanks_and_enter_takes_what_stands_there(shown):
    """Also where the quotes are not closed, and where something is offered that was not chosen."""
    field = shown.page.bar.field
    QTest.keyClicks(field.edit, 'body:"must have 1 to 1000" is:failed')
    assert field.offers.popup().isVisible()
    press(field.offers.popup(), Qt.Key.Key_Return)
    assert not field.offers.popup().isVisible()
    taken = [(chip.token.title, chip.token.values) for chip in field.chips]
    assert taken == [("body", ("must have 1 to 1000",)), ("is", ("failed",))]
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 16
    QTest.keyClicks(field.edit, '-body:"see your is:ok')
    press(field.edit, Qt.Key.Key_Return)
    assert field.filter.values("-body") == ("see your is:ok",)
    assert not field.edit.text()


async def test_the_case_of_a_value_that_was_seen_does_not_matter(shown):
    QTest.keyClicks(shown.page.bar.field.edit, "env:staging code:UNKNOWN_group -is:PINNED ")
    QTest.keyClicks(shown.page.bar.field.edit, "code:Constraint ")
    await shown.settle()
    filters = shown.page.bar.field.filter
    assert (filters.values("env"), filters.values("code")) == (("Staging",), ("unknown_group", "Constraint"))


async def test_words_are_looked_for_in_bodies_after_a_pause(shown):
    QTest.keyClicks(shown.page.bar.field.edit, "Maja")
    await shown.settle()
    await asyncio.sleep(0.25)
    await shown.settle()
    assert not shown.page.bar.field.chips
    assert shown.page.bar.field.filter.text == "Maja"


async def test_a_long_search_inside_bodies_shows_how_far_it_is_and_what_it_found(shown, monkeypatch):
    monkeypatch.setattr(asking, "FIRST_BUDGET_S", 0)
    monkeypatch.setattr(asking, "BUDGET_S", 0)
    said, told, rows = [], [], []
    monkeypatch.setattr(shown.page.list, "show_sentence", lambda text, _action="": said.append(text))
    shown.page._loader.searching.connect(
        lambda _: (told.append(shown.page.list.summary.text()), rows.append(shown.page.model.loaded_count()))
    )
    shown.page.set_filter_text('body:"elements text"')  # the words are there, in the other order
    await shown.settle()
    assert said[0] == "Nothing found yet. Searched back to Today, going on…"
    assert said[-1] == "Nothing in the history matches."
    assert not told[0].endswith("going on…")
    shown.page.set_filter_text('body:"1000 elements"')
    await shown.settle()
    assert told[-1].startswith("15 found so far; searched back to ")
    assert rows[-1] == 15
    assert shown.page.list.summary.text() == "16 failures of 16 requests in 14 days"


async def test_a_chip_is_taken_away_by_backspace_and_by_its_x(shown):
    shown.page.set_filter_text("is:failed env:Staging")
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 3
    press(shown.page.bar.field.edit, Qt.Key.Key_Backspace)
    await shown.settle()
    assert [chip.token.name for chip in shown.page.bar.field.chips] == ["is"]
    chip = shown.page.bar.field.chips[0]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.remove_rect().center())
    await shown.settle()
    assert not shown.page.bar.field.chips
    assert sum("\t" in line for line in shown.words()) == 26


async def test_the_switch_and_the_token_are_the_same(shown):
    segment(shown, "Failed").click()
    await shown.settle()
    assert shown.page.bar.field.filter.values("is") == ("failed",)
    assert sum("\t" in line for line in shown.words()) == 17
    segment(shown, "All").click()
    await shown.settle()
    assert shown.page.bar.field.filter.is_empty


async def test_a_method_that_the_history_cannot_be_asked_for_is_found(shown):
    shown.page.set_filter_text("method:GET status:TLS")
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 1
    shown.page.toggle_grouping()
    await shown.settle()
    assert [line.split("\t")[1] for line in shown.words()] == ["certificate has expired"]
    assert shown.page.list.summary.text() == "1 failure of 1 request in 14 days"


async def test_the_window_of_time_is_chosen_from_a_menu(shown):
    menu = shown.page.bar.windows.choices
    menu.actions()[0].trigger()
    await shown.settle()
    assert shown.page.bar.windows.text() == "Today"
    assert shown.page.list.summary.text().endswith("requests today")


async def test_groups_open_to_runs_the_last_success_and_older_ones(shown):
    shown.page.toggle_grouping()
    await shown.settle()
    model = shown.page.model
    assert shown.words()[0].startswith("400\tsyntax_constraint_violation\t11\t")
    shown.click(model.index(0, 0))
    await shown.settle()
    parent = model.index(0, 0)
    kinds = [model.line_of(model.index(number, 0, parent)).kind for number in range(model.rowCount(parent))]
    assert kinds == [LineKind.RUN] * 5 + [LineKind.SUCCESS, LineKind.MORE]
    assert model.line_of(model.index(5, 0, parent)).exchange_id == shown.ids["success"]
    shown.click(model.index(6, 0, parent))
    await shown.settle()
    assert model.shown_runs(CONSTRAINT) == 11
    shown.click(model.index(0, 0))
    assert not shown.view.isExpanded(model.index(0, 0))


async def test_what_takes_its_time_is_not_shown_as_what_was_there_before(shown):
    shown.select(shown.ids["failure"])
    await shown.settle()
    assert shown.page.detail.head_a.isVisible()
    shown.page._reader._late.setInterval(0)
    shown.select(shown.ids["success"])
    for _ in range(20):
        QApplication.processEvents()
        if not shown.page.detail.head_a.isVisible():
            break
    assert shown.page.detail._empty.accessibleName() == "Reading the exchange…"
    await shown.settle()
    assert shown.page.detail.compared.a.exchange.id == shown.ids["success"]
    assert shown.page.detail.head_a.isVisible()


async def test_a_selected_exchange_is_shown_alone(shown):
    shown.select(shown.ids["failure"])
    await shown.settle()
    detail = shown.page.detail
    assert detail.head_a.pill.shown_text == "400 Bad Request"
    assert not detail.head_b.isVisible()
    assert detail.open_a.text() == "Open"
    assert '  "to": [],' in detail.diff.side_a.lines
    assert detail.sentence.text() == "to is empty. A batch needs 1 to 1000 recipients."


async def test_space_marks_two_exchanges_and_they_are_compared(shown, qtbot):
    shown.select(shown.ids["success"])
    press(shown.view, Qt.Key.Key_Space)
    shown.select(shown.ids["failure"])
    with qtbot.waitSignal(shown.page.compare_changed) as changed:
        press(shown.view, Qt.Key.Key_Space)
    assert changed.args == [(shown.ids["success"], shown.ids["failure"])]
    await shown.settle()
    detail = shown.page.detail
    assert [tab.number for tab in detail.tabs.tabs] == ["3", "0", "1", "0", "0", "0", ""]
    assert len(detail.diff.side_a.lines) == len(detail.diff.side_b.lines) == 17
    assert detail.diff.side_b.diff_lines[3].origin is Origin.FILLER
    assert detail.head_a.pill.shown_text == "201 Created"
    assert detail.head_b.pill.shown_text == "400 Bad Request"
    press(shown.view, Qt.Key.Key_Space)
    await shown.settle()
    assert shown.page.marks == (shown.ids["success"], "")
    assert not detail.head_b.isVisible()


async def test_ctrl_d_compares_with_the_last_success(shown):
    shown.select(shown.ids["failure"])
    await shown.settle()
    press(shown.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    await shown.settle()
    assert shown.page.marks == (shown.ids["success"], shown.ids["failure"])


async def test_ctrl_d_says_when_there_was_no_success(shown):
    shown.select(shown.ids["group 0"])
    await shown.settle()
    shown.page.compare_marked()
    await shown.settle()
    assert "no earlier success" in shown.page.detail._empty.accessibleName()


async def test_the_tab_that_tells_something_is_open_until_another_is_chosen(shown):
    detail = shown.page.detail
    bodiless = await shown.recorder.write(factories.response(200, "OK", {"a": 1}), 1, body="")
    shown.ledger.refresh()
    await shown.settle()
    shown.select(bodiless)
    await shown.settle()
    assert detail.tabs.current == Aspect.RESPONSE
    shown.page.compare(shown.ids["success"], shown.ids["run 0"])
    await shown.settle()
    assert detail.tabs.current == Aspect.BODY
    detail.select_tab_number(2)
    assert detail.tabs.current == Aspect.HEADERS
    shown.page.go_to_problem(1)
    assert detail.tabs.current == Aspect.RESPONSE, "F4 goes on where something differs"
    shown.page.go_to_problem(-1)
    assert detail.tabs.current == Aspect.RESPONSE
    shown.page.select_tab_number(2)
    shown.page.go_to_problem(-1)
    assert detail.tabs.current == Aspect.BODY
    detail.select_tab_number(2)
    shown.page.compare(shown.ids["run 1"], shown.ids["run 0"])
    await shown.settle()
    assert detail.tabs.current == Aspect.HEADERS, "it was chosen"
    shown.page.cancel()
    assert shown.page.marks == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
async def test_an_export_that_is_stopped_while_its_file_opens_leaves_none(shown, tmp_path):
    part = tmp_path / ".out.har.part"
    os.mkfifo(part)  # opening it takes until somebody reads
    work = export_har(shown.ledger, HistoryQuery(), tmp_path / "out.har", lambda _count: None)
    shown.tasks.start("export", work)
    await asyncio.sleep(0.05)
    shown.tasks.cancel("export")
    reader = os.open(part, os.O_RDONLY | os.O_NONBLOCK)
    await shown.settle()
    os.close(reader)
    gc.collect()  # a file that was left open would be told now
    assert list(tmp_path.glob(".out*")) == []


async def test_all_three_states_stay_when_only_one_number_changes(shown):
    await shown.recorder.success(0)
    shown.ledger.refresh()
    await shown.settle()
    assert [segment(shown, title).isVisible() for title in ("All", "Failed", "Pinned")] == [True] * 3


async def test_arrow_down_from_the_field_is_on_the_first_exchange_and_seen(shown):
    shown.page.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    press(shown.page.bar.field.edit, Qt.Key.Key_Down)
    await shown.settle()
    first = shown.view.current_row()
    assert first is not None
    shown.page.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)  # as after a click elsewhere
    press(shown.view, Qt.Key.Key_Down)
    assert shown.view.current_row().id < first.id
    assert shown.view.itemDelegate()._shows_focus()


async def test_swap_inline_and_end_of_the_comparison(shown):
    detail = shown.page.detail
    shown.page.compare(shown.ids["success"], shown.ids["failure"])
    await shown.settle()
    detail.swap_button.click()
    await shown.settle()
    assert detail.head_a.pill.shown_text == "400 Bad Request"
    detail.form.set_current("inline")
    assert detail.diff.inline.isVisible()
    assert {line.origin for line in detail.diff.inline.diff_lines} == {Origin.A, Origin.B, Origin.BOTH}
    detail.close_button.click()
    await shown.settle()
    assert shown.page.marks == ("", "")


async def test_both_sides_scroll_together(shown):
    shown.page.resize(1184, 360)
    shown.page.compare(shown.ids["success"], shown.ids["failure"])
    await shown.settle()
    diff = shown.page.detail.diff
    diff.side_a.verticalScrollBar().setValue(60)
    assert diff.side_b.verticalScrollBar().value() == 60
    diff.side_b.verticalScrollBar().setValue(20)
    assert diff.side_a.verticalScrollBar().value() == 20


async def test_f4_goes_from_difference_to_difference(shown):
    shown.page.compare(shown.ids["success"], shown.ids["failure"])
    await shown.settle()
    side = shown.page.detail.diff.side_a
    shown.page.go_to_problem(1)
    assert side.selection.caret[0] == 2
    shown.page.go_to_problem(1)
    assert side.selection.caret[0] == 9
    shown.page.go_to_problem(1)
    assert side.selection.caret[0] == 2
    shown.page.go_to_problem(-1)
    assert side.selection.caret[0] == 9
    shown.page.go_to_problem(-1)
    assert side.selection.caret[0] == 2


async def test_a_long_comparison_says_so_and_can_be_stopped(shown):
    answers = [{"items": [{"id": number, "at": side} for number in range(30_000)]} for side in "ab"]
    ids = [await shown.recorder.write(factories.response(200, "OK", answer), 10) for answer in answers]
    shown.page.compare(*ids)
    detail = shown.page.detail
    for _ in range(500):
        await asyncio.sleep(0.01)
        if detail._empty.accessibleName().startswith("Comparing two long exchanges"):
            break
    QTest.mouseClick(detail._empty.button, Qt.MouseButton.LeftButton)
    await shown.settle()
    assert shown.page.marks == ("", "")
    assert detail.compared is None or detail.compared.b is None
    for _ in range(500):  # one that was just being started ends when it has
        if not multiprocessing.active_children():
            break
        await asyncio.sleep(0.01)
    assert not multiprocessing.active_children()


async def test_differences_by_field_lead_to_their_lines(shown):
    shown.page.compare(shown.ids["success"], shown.ids["failure"])
    await shown.settle()
    detail = shown.page.detail
    detail.form.set_current("fields")
    table = detail.fields.table
    assert table.isVisible()
    assert [row[:2] for row in table.fields.rows] == [
        ("− removed", "to[0]"),
        ("− removed", "to[1]"),
        ("≠ changed", "body"),
        ("− removed", "parameters.name.46701740617"),
    ]
    shown.page.go_to_problem(1)
    shown.page.go_to_problem(1)
    assert table.currentIndex().row() == 2
    assert table.fields.rows[2][2:] == ('…at 19:00!"', '…at 19:30!"')
    press(table, Qt.Key.Key_Return)
    assert detail.diff.side_a.isVisible()
    assert detail.diff.side_a.lines[detail.diff.side_a.selection.caret[0]].strip().startswith('"body"')
    detail.tabs.set_current(Aspect.HEADERS.value)
    assert "fields" not in [button.segment.key for button in detail.form._group.buttons()]


async def test_tabs_show_headers_response_and_timeline(shown):
    shown.page.compare(shown.ids["success"], shown.ids["failure"])
    await shown.settle()
    detail = shown.page.detail
    detail.tabs.set_current(Aspect.HEADERS.value)
    assert "Accept: application/json" in detail.diff.side_a.lines
    assert not any("very-secret-token" in line for line in detail.diff.side_a.lines)
    detail.tabs.set_current(Aspect.RESPONSE.value)
    assert any("canceled" in line for line in detail.diff.side_a.lines)
    detail.tabs.set_current("timeline")
    assert detail.timelines.isVisible()


async def test_copy_gives_the_differences(shown):
    shown.page.compare(shown.ids["success"], shown.ids["failure"])
    await shown.settle()
    shown.page.detail.copy_button.click()
    text = QApplication.clipboard().text()
    assert '-  "to": [\n' in text
    assert '+  "to": [],\n' in text


async def test_enter_opens_and_the_buttons_open_and_send_again(shown):
    shown.select(shown.ids["failure"])
    press(shown.view, Qt.Key.Key_Return)
    shown.page.compare(shown.ids["success"], shown.ids["failure"])
    await shown.settle()
    shown.page.detail.open_a.click()
    shown.page.detail.open_b.click()
    shown.page.detail.again.click()
    assert shown.opened == [shown.ids["failure"], shown.ids["success"], shown.ids["failure"]]
    assert shown.sent_again == [shown.ids["success"]]


async def test_p_pins_and_the_switch_counts_it(shown):
    shown.select(shown.ids["failure"])
    press(shown.view, Qt.Key.Key_P)
    await shown.settle()
    assert shown.view.current_row().id == shown.ids["failure"]
    assert shown.view.current_row().pinned
    segment(shown, "Pinned").click()
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 2


async def test_what_is_deleted_can_be_taken_back(shown):
    shown.select(shown.ids["failure"])
    press(shown.view, Qt.Key.Key_Delete)
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 25
    assert shown.view.current_row().id == shown.ids["success"], "the one below"
    press(shown.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 26


async def test_clear_keeps_what_is_pinned(shown):
    shown.page.list.clear_button.click()
    await question(shown)
    answer("Clear history")
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 1


async def test_ctrl_c_copies_the_row(shown):
    shown.select(shown.ids["failure"])
    press(shown.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "\tPOST\tSend a batch\thttp://" in QApplication.clipboard().text()


async def test_a_failure_is_shown_from_outside(shown):
    shown.page.set_filter_text("env:Nowhere")
    await shown.settle()
    assert shown.page.list.empty.isVisible()
    shown.page.show_failure(GROUP)
    await shown.settle()
    assert shown.view.isExpanded(shown.page.model.index_of_group(GROUP))
    assert shown.view.current_row().id == shown.ids["group 0"]
    assert shown.page.detail.head_a.pill.shown_text == "403 Forbidden"


async def test_nothing_found_offers_to_clear_the_filter(shown):
    shown.page.set_filter_text("status:418")
    await shown.settle()
    assert shown.page.list.empty.accessibleName() == "Nothing in the history matches."
    shown.page.list.empty.button.click()
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 26


async def test_a_new_exchange_appears_and_the_selection_stays(shown):
    shown.select(shown.ids["failure"])
    await shown.recorder.success(1)
    shown.ledger.refresh()
    await shown.settle()
    assert sum("\t" in line for line in shown.words()) == 27
    assert shown.view.current_row().id == shown.ids["failure"]


async def test_open_groups_stay_open_when_something_is_recorded(shown):
    shown.page.toggle_grouping()
    await shown.settle()
    shown.view.expand(shown.page.model.index_of_group(TLS))
    await shown.settle()
    await shown.recorder.success(1)
    shown.ledger.refresh()
    await shown.settle()
    index = shown.page.model.index_of_group(TLS)
    assert shown.view.isExpanded(index)
    assert shown.page.model.rowCount(index) == 1


async def test_a_history_that_is_gone_is_said(shown):
    shown.ledger.set_history(None)
    await shown.settle()
    assert shown.page.list.empty.accessibleName() == "There is no history in this run."


async def test_a_hundred_thousand_rows_scroll(shown):
    view, model = shown.view, shown.page.model
    model.show_rows(rows(100_000), True)
    QApplication.processEvents()
    bar, slowest_ms = view.verticalScrollBar(), 0.0
    assert bar.maximum() > 2_000_000
    for step in range(1, 11):
        began_ms = own_ms()
        bar.setValue(bar.maximum() * step // 10)
        view.viewport().repaint()
        slowest_ms = max(slowest_ms, own_ms() - began_ms)
    assert view.indexAt(view.viewport().rect().bottomLeft()) != QModelIndex()
    assert slowest_ms < 250


async def test_older_pages_come_only_when_the_end_is_near(shown, monkeypatch):
    monkeypatch.setattr(list_loader, "PAGE_ROWS", 20)
    for number in range(60):
        await shown.recorder.success(10_000 + number)
    shown.page.resize(1184, 320)
    shown.page.refresh()
    for _ in range(3):  # a list that fills itself does so at each layout
        await shown.settle()
        shown.view.doItemsLayout()
    before = shown.page.model.loaded_count()
    assert before < 60
    shown.view.verticalScrollBar().setValue(shown.view.verticalScrollBar().maximum())
    await shown.settle()
    assert before < shown.page.model.loaded_count() <= 2 * before


async def test_esc_clears_the_filter_although_the_window_has_an_esc_too(shown):
    fired = []
    shortcut = QShortcut(QKeySequence("Esc"), shown.page)
    shortcut.activated.connect(lambda: fired.append("Esc"))
    shown.page.activateWindow()
    shown.page.set_filter_text("is:failed group")
    shown.page.focus_filter()
    edit = shown.page.bar.field.edit
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert (shown.page.bar.field.filter.is_empty, fired) == (True, [])
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert fired == ["Esc"]
    await shown.settle()


async def test_a_line_that_just_fits_has_no_bar_below_it(shown):
    side = DiffText("A")
    side.set_rows([DiffLine(number=1, text="x" * 42, origin=Origin.A)], Language.PLAIN)
    side.resize(ceil(side.text_x + 42 * side.grid.column_width), 200)
    side.show()
    assert not side.horizontalScrollBar().isVisible()
    assert side.text_x + 42 * side.grid.column_width <= side.viewport().width()
    side.resize(side.width() - 40, 200)
    QApplication.processEvents()
    assert side.horizontalScrollBar().isVisible()
    side.close()
    side.deleteLater()


async def test_a_name_that_is_no_filter_is_told_while_it_is_searched_as_text_and_can_be_mended(shown):
    shown.page.focus_filter()
    QTest.keyClicks(shown.page.bar.field.edit, "is:failed staus:400")
    press(shown.page.bar.field.edit, Qt.Key.Key_Return)
    await shown.settle()
    note = shown.page.note
    assert note.isVisible()
    assert note.sentence.accessibleName() == "There is no filter “staus:”. Did you mean “status:”?"
    assert shown.page.list.empty.accessibleName() == "Nothing in the history matches."
    press(shown.page.bar.field.edit, Qt.Key.Key_Tab)
    press(note.button, Qt.Key.Key_Space)
    await shown.settle()
    titles = [(chip.token.title, chip.token.values) for chip in shown.page.bar.field.chips]
    assert titles == [("is", ("failed",)), ("status", ("400",))]
    assert not note.isVisible()
    assert sum("\t" in line for line in shown.words()) > 0
