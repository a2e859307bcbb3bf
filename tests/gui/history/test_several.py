"""Several exchanges of the History page by gesture: selected, deleted and taken back, pinned, copied, exported,
compared."""

import json

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from explorer.core.storage import history_trash
from explorer.core.storage.history import HistoryQuery
from explorer.gui import dialogs
from explorer.gui.bridge import ledger as ledger_module
from explorer.gui.history import list_loader, several
from explorer.gui.history.chosen import Wish
from explorer.gui.history.list_lines import LineKind
from explorer.gui.widgets.menu import Menu
from tests.gui.history.conftest import CONSTRAINT
from tests.gui.history.test_page import answer, press, question

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def runs(shown):
    """The indexes of the exchanges by time."""
    model = shown.page.model
    indexes = [model.index(number, 0) for number in range(model.rowCount())]
    return [index for index in indexes if model.line_of(index).kind is LineKind.RUN]


def click(shown, index, modifiers):
    where = shown.view.visualRect(index).center()
    QTest.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, modifiers, where)


async def select(shown, count):
    """The first ones, by Shift and Down."""
    shown.view.setFocus()
    shown.view.setCurrentIndex(runs(shown)[0])
    while len(shown.view.selected.rows()) < count:
        press(shown.view, Qt.Key.Key_Down, SHIFT)
    await shown.settle()


def title(shown):
    return shown.page.detail.several.accessibleName()


def listed(shown):
    return sum("\t" in line for line in shown.words())


def button(shown, wish):
    return shown.page.detail.several.buttons[wish]


async def test_shift_and_ctrl_select_and_the_details_say_how_many(shown):
    first, *others = runs(shown)
    click(shown, first, Qt.KeyboardModifier.NoModifier)
    click(shown, others[3], SHIFT)
    await shown.settle()
    assert title(shown) == "5 exchanges selected" == shown.view.accessibleDescription()
    assert shown.page.detail.several.isVisible()
    assert not button(shown, Wish.COMPARE).isVisible()
    for index in others[:3]:
        click(shown, index, CTRL)
    await shown.settle()
    assert title(shown) == "2 exchanges selected"
    assert button(shown, Wish.COMPARE).isVisible()
    click(shown, first, Qt.KeyboardModifier.NoModifier)
    await shown.settle()
    assert not shown.page.detail.several.isVisible()
    assert shown.page.detail.head_a.isVisible()
    assert shown.view.accessibleDescription() == ""


@pytest.mark.parametrize("how", ["key", "button", "menu"])
async def test_several_are_deleted_and_taken_back_by_every_route(shown, how):
    told = []
    shown.ledger.trashed.connect(told.append)
    before = shown.words()
    await select(shown, 4)
    if how == "key":
        press(shown.view, Qt.Key.Key_Delete)
    elif how == "button":
        button(shown, Wish.DELETE).click()
    else:
        where = shown.view.visualRect(shown.view.currentIndex()).center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, shown.view.viewport().mapToGlobal(where))
        QApplication.sendEvent(shown.view.viewport(), asked)
        menu = next(one for one in shown.view.findChildren(Menu) if one.isVisible())
        next(one for one in menu.actions() if one.text() == "Delete").trigger()
        menu.close()
    await shown.settle()
    assert listed(shown) == 22
    assert (told[0].count, told[0].pinned) == (4, 0)
    (neighbour,) = shown.view.selected.rows()
    assert not shown.page.detail.several.isVisible(), "of what is gone nothing more can be wished"
    assert shown.page.detail.compared.a.exchange.id == neighbour.id
    shown.ledger.restore(told[0].key)
    await shown.settle()
    assert shown.words() == before
    assert not shown.view.can_undo


async def test_the_only_one_that_is_found_is_deleted_and_taken_back_by_key(shown):
    shown.page.set_filter_text("status:TLS")
    shown.page.activateWindow()
    await shown.settle()
    shown.view.enter()
    assert shown.view.hasFocus()
    press(shown.view, Qt.Key.Key_Delete)
    await shown.settle()
    assert listed(shown) == 0
    assert QApplication.focusWidget() is shown.page.list.empty.button
    press(QApplication.focusWidget(), Qt.Key.Key_Z, CTRL)
    await shown.settle()
    assert listed(shown) == 1
    assert shown.view.hasFocus()
    assert shown.view.current_row() is not None


async def test_the_time_of_a_deletion_ends(shown, monkeypatch):
    monkeypatch.setattr(ledger_module, "TRASH_KEPT_MS", 1)
    ended = []
    shown.ledger.trash_ended.connect(ended.append)
    await select(shown, 3)
    press(shown.view, Qt.Key.Key_Delete)
    for _ in range(200):
        await shown.settle()
        if ended and not await shown.ledger.history.trash_ends_in_s():
            break
    assert listed(shown) == 23
    assert not shown.view.can_undo
    assert await shown.ledger.history.restore(ended[0]) == 0


async def test_all_that_is_found_is_selected_without_loading_it_and_pinned_ones_stay(shown, monkeypatch):
    monkeypatch.setattr(list_loader, "PAGE_ROWS", 10)
    shown.page.refresh()
    await shown.settle()
    shown.page.model.show_rows(tuple(shown.page.model.line_of(index).row for index in runs(shown))[:10], False)
    shown.view.setFocus()
    press(shown.view, Qt.Key.Key_A, CTRL)
    await shown.settle()
    assert title(shown) == "All 26 exchanges found are selected"
    await shown.recorder.success(0)
    shown.ledger.refresh()
    await shown.settle()
    assert shown.view.selected.is_all
    assert not shown.view.selectionModel().isSelected(runs(shown)[0]), "what came later is not among them"
    press(shown.view, Qt.Key.Key_Delete)
    await shown.settle()
    rows = await shown.ledger.rows(HistoryQuery())
    assert [row.pinned for row in rows] == [False, True]
    press(shown.view, Qt.Key.Key_Z, CTRL)
    await shown.settle()
    assert len(await shown.ledger.rows(HistoryQuery())) == 27


async def test_more_than_can_be_taken_back_is_asked_for(shown, monkeypatch):
    monkeypatch.setattr(several, "TAKEN_BACK_AT_MOST", 3)
    shown.page.set_filter_text("status:400")
    await shown.settle()
    shown.view.setFocus()
    press(shown.view, Qt.Key.Key_A, CTRL)
    press(shown.view, Qt.Key.Key_Delete)
    await question(shown)
    answer("Cancel")
    await shown.settle()
    assert listed(shown) == 11
    press(shown.view, Qt.Key.Key_Delete)
    await question(shown)
    answer("Delete all")
    await shown.settle()
    assert len(await shown.ledger.rows(HistoryQuery())) == 15
    assert not shown.view.can_undo


async def test_p_pins_all_of_them_and_then_unpins(shown):
    await select(shown, 3)
    press(shown.view, Qt.Key.Key_P)
    await shown.settle()
    assert [row.pinned for row in shown.view.selected.rows()] == [True] * 3
    press(shown.view, Qt.Key.Key_P)
    await shown.settle()
    assert [row.pinned for row in shown.view.selected.rows()] == [False] * 3
    press(shown.view, Qt.Key.Key_A, CTRL)
    press(shown.view, Qt.Key.Key_P)
    await shown.settle()
    assert (await shown.ledger.counts(HistoryQuery())).pinned == 26


async def test_urls_and_commands_are_copied_up_to_a_bound(shown, monkeypatch):
    monkeypatch.setattr(several, "_MOST_COMMANDS", 2)
    await select(shown, 3)
    press(shown.view, Qt.Key.Key_C, CTRL)
    await shown.settle()
    lines = QApplication.clipboard().text().splitlines()
    assert lines == [row.url for row in shown.view.selected.rows()]
    assert shown.page.list.summary.text() == "3 URLs are on the clipboard."
    button(shown, Wish.COPY_CURL).click()
    await shown.settle()
    assert QApplication.clipboard().text().count("curl --globoff") == 2
    assert shown.page.list.summary.text() == "2 curl commands are on the clipboard, of 3 selected."


async def test_by_error_code_all_failures_are_meant_and_another_question_ends_that(shown):
    shown.page.toggle_grouping()
    await shown.settle()
    shown.view.setFocus()
    press(shown.view, Qt.Key.Key_A, CTRL)
    await shown.settle()
    assert title(shown) == "All 17 exchanges found are selected"
    button(shown, Wish.COPY_URLS).click()
    await shown.settle()
    assert len(QApplication.clipboard().text().splitlines()) == 17
    assert shown.page.list.summary.text() == "17 URLs are on the clipboard."
    shown.page.set_filter_text("status:400")
    await shown.settle()
    assert not shown.view.selected.is_several
    assert not shown.page.detail.several.isVisible()


async def test_two_are_compared_the_older_one_on_the_left(shown):
    await select(shown, 2)
    newer, older = shown.view.selected.rows()
    press(shown.view, Qt.Key.Key_D, CTRL)
    await shown.settle()
    assert shown.page.marks == (older.id, newer.id)


@pytest.mark.parametrize("which", ["some", "all"])
async def test_several_are_exported_oldest_first(shown, tmp_path, monkeypatch, which):
    target = tmp_path / "out.har"

    async def chosen(*_arguments):
        return target

    monkeypatch.setattr(dialogs, "ask_save_file", chosen)
    await select(shown, 3)
    if which == "all":
        press(shown.view, Qt.Key.Key_A, CTRL)
    button(shown, Wish.EXPORT).click()
    await shown.settle()
    entries = json.loads(target.read_text())["log"]["entries"]
    times = [entry["startedDateTime"] for entry in entries]
    assert len(times) == (3 if which == "some" else 26)
    assert times == sorted(times)


async def test_by_error_code_the_runs_are_selected_and_stay_so_when_something_comes(shown):
    shown.page.toggle_grouping()
    await shown.settle()
    shown.view.expand(shown.page.model.index_of_group(CONSTRAINT))
    await shown.settle()
    parent = shown.page.model.index_of_group(CONSTRAINT)
    for number in (0, 1):
        shown.view.selectionModel().select(
            shown.page.model.index(number, 0, parent), QItemSelectionModel.SelectionFlag.Select
        )
    assert title(shown) == "2 exchanges selected"
    shown.ledger.refresh()
    await shown.settle()
    assert len(shown.view.selected.rows()) == 2
    assert title(shown) == "2 exchanges selected"


async def test_a_click_beside_the_lines_leaves_nothing_selected(shown):
    await select(shown, 2)
    shown.view.clearSelection()
    await shown.settle()
    assert not shown.view.selected.is_several
    assert not shown.page.detail.several.isVisible()


def test_window_and_history_agree_how_long_a_deletion_can_be_taken_back():
    assert ledger_module.TRASH_KEPT_MS == history_trash.KEPT_S * 1000
