"""The list as a Qt model: by time with days, grouped with runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from explorer.core.model.history import FailureGroup
from explorer.gui.history.list_delegate import title_left
from explorer.gui.history.list_lines import LineKind
from explorer.gui.history.list_model import HistoryModel
from tests import factories

ENABLED, SELECTABLE = Qt.ItemFlag.ItemIsEnabled, Qt.ItemFlag.ItemIsSelectable
NO_CHILDREN = Qt.ItemFlag.ItemNeverHasChildren
NOON = datetime.now(UTC).astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


def rows(count, first=0):
    return tuple(
        factories.history_row(id=f"{9_999_999 - n:07d}", started=NOON - timedelta(hours=6 * n))
        for n in range(first, first + count)
    )


def group(fingerprint, count):
    return FailureGroup(
        fingerprint=fingerprint,
        label="400",
        title="x",
        count=count,
        first=NOON,
        last=NOON,
        per_day=(0,) * 14,
        requests=1,
    )


def kinds(model):
    return [model.line_of(model.index(number, 0)).kind for number in range(model.rowCount())]


def indexes(model, kind):
    every = (model.index(number, 0) for number in range(model.rowCount()))
    return [index for index in every if model.line_of(index).kind is kind]


@pytest.fixture
def model(qapp):
    return HistoryModel()


def test_a_line_stands_before_each_day(model, qtmodeltester):
    model.show_rows(rows(8), True)
    assert kinds(model).count(LineKind.DAY) == 3
    assert kinds(model)[0] is LineKind.DAY
    qtmodeltester.check(model)


def test_appended_rows_continue_the_day(model, qtmodeltester):
    model.show_rows(rows(3), False)
    model.append_rows(rows(3, 3), True)
    together = HistoryModel()
    together.show_rows(rows(6), True)
    assert kinds(model) == kinds(together)
    assert model.last_id() == together.last_id()
    qtmodeltester.check(model)


def test_more_is_asked_for_once(model, qtbot):
    model.show_rows(rows(3), False)
    with qtbot.waitSignal(model.more_requested):
        model.ask_for_more()
    with qtbot.assertNotEmitted(model.more_requested):
        model.ask_for_more()
        model.append_rows((), True)
        model.ask_for_more()


def test_groups_hold_runs_the_last_success_and_a_line_for_more(model, qtmodeltester):
    model.show_groups((group("f", 11), group("g", 2)))
    model.show_runs("f", rows(5), factories.history_row(id="s", is_error=False, status=201), False)
    parent = model.index(0, 0)
    lines = [model.line_of(model.index(number, 0, parent)) for number in range(model.rowCount(parent))]
    assert [line.kind for line in lines] == [LineKind.RUN] * 5 + [LineKind.SUCCESS, LineKind.MORE]
    assert model.data(model.index(6, 0, parent)) == "6 older"
    assert model.hasChildren(model.index(1, 0))
    qtmodeltester.check(model)


def test_loading_more_runs_replaces_those_shown(model):
    model.show_groups((group("f", 7),))
    model.show_runs("f", rows(5), None, False)
    model.show_runs("f", rows(7), None, True)
    assert model.rowCount(model.index(0, 0)) == 7
    assert model.shown_runs("f") == 7


def test_all_but_days_are_chosen_and_only_groups_open(model):
    model.show_rows(rows(3), True)
    assert {index.flags() for index in indexes(model, LineKind.DAY)} == {ENABLED | NO_CHILDREN}
    assert {index.flags() for index in indexes(model, LineKind.RUN)} == {ENABLED | SELECTABLE | NO_CHILDREN}
    model.show_groups((group("a" * 16, 40),))
    assert model.index(0, 0).flags() == ENABLED | SELECTABLE


def test_marks_are_said_aloud(model):
    model.show_rows(rows(1), True)
    model.set_marks(rows(1)[0].id, "")
    assert model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole).startswith("A, ")


def test_titles_begin_behind_the_widest_pill(model):
    model.show_groups((group("a", 3), replace(group("b", 1), label="Timeout of the proxy")))
    assert model.group_labels == {"400", "Timeout of the proxy"}
    assert title_left(model.group_labels) > title_left(["Timeout"]) >= title_left(["400"]) == title_left(["TLS", "400"])
