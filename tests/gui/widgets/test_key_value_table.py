"""The key-value table by gesture, and its model."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.key_value_model import Column
from explorer.gui.widgets.key_value_rows import Row, lines_of, rows_of
from explorer.gui.widgets.key_value_table import KeyValueTable

ROWS = (Row(name="page", value="0", description="0 or larger"), Row(name="size", value="30"), Row(name="to", value="x"))


@pytest.fixture
def table(qtbot, dressed):
    made = KeyValueTable("Parameters", "Add parameter")
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.resize(500, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


def click(table, row, column):
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def key(table, *args):
    QTest.keyClick(table, *args)


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_the_model_passes_qts_tester(table, qtbot):
    tester = QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.model().change(0, value="1")
    table.model().insert(1, (Row(name="n"),))
    table.move_row(0, 1)
    table.delete_row(0)
    table.undo()
    table.undo()
    table.sync_rows((Row(name="z"), *ROWS))
    table.set_rows(())
    assert tester.model() is table.model()


def test_typing_into_the_last_line_adds_a_row(table, qtbot):
    click(table, 3, Column.NAME)
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "new")
    with qtbot.waitSignal(table.changed):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert table.rows()[3] == Row(name="new")
    assert table.model().rowCount() == 5


def test_a_click_on_the_box_switches_a_row(table, qtbot):
    with qtbot.waitSignal(table.changed):
        click(table, 0, Column.CHECK)
    assert not table.rows()[0].enabled
    table.setCurrentIndex(table.model().index(0, Column.CHECK))
    key(table, Qt.Key.Key_Space)
    assert table.rows()[0].enabled


def test_delete_takes_a_row_and_undo_brings_it_back(table):
    table.go_to(1)
    key(table, Qt.Key.Key_Delete)
    assert [row.name for row in table.rows()] == ["page", "to"]
    key(table, Qt.Key.Key_Z, CTRL)
    assert table.rows() == ROWS
    key(table, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert len(table.rows()) == 2


def test_enter_edits_switches_or_deletes_by_column(table, qtbot):
    table.setCurrentIndex(table.model().index(0, Column.CHECK))
    key(table, Qt.Key.Key_Return)
    assert not table.rows()[0].enabled
    table.setCurrentIndex(table.model().index(0, Column.VALUE))
    key(table, Qt.Key.Key_Return)
    assert table.is_editing()
    key(QApplication.focusWidget(), Qt.Key.Key_Escape)
    table.setCurrentIndex(table.model().index(3, Column.HINT))
    key(table, Qt.Key.Key_Return)
    assert not table.is_editing()
    table.setCurrentIndex(table.model().index(0, Column.ACTION))
    key(table, Qt.Key.Key_Return)
    assert len(table.rows()) == 2


def test_the_bin_shows_on_hover_and_deletes(table):
    click(table, 0, Column.ACTION)
    assert [row.name for row in table.rows()] == ["size", "to"]


def test_alt_and_arrows_move_a_row(table):
    table.go_to(0)
    key(table, Qt.Key.Key_Down, ALT)
    assert [row.name for row in table.rows()] == ["size", "page", "to"]
    assert table.currentIndex().row() == 1
    key(table, Qt.Key.Key_Up, ALT)
    key(table, Qt.Key.Key_Up, ALT)
    assert table.rows() == ROWS


def test_pasted_lines_become_rows_in_one_step(table):
    QGuiApplication.clipboard().setText("Accept: text/html\n// X-Off: 1\nb=2")
    table.go_to(0)
    key(table, Qt.Key.Key_V, CTRL)
    assert table.rows()[1:4] == (
        Row(name="Accept", value="text/html"),
        Row(name="X-Off", value="1", enabled=False),
        Row(name="b", value="2"),
    )
    key(table, Qt.Key.Key_Z, CTRL)
    assert table.rows() == ROWS


def test_a_fault_is_marked_follows_its_row_and_goes_when_it_is_edited(table, qtbot):
    table.set_faults({1: "max 100"}, Family.CLIENT)
    key(table, Qt.Key.Key_Z, CTRL)
    table.model().insert(0, (Row(name="first"),))
    assert table.faults() == {2: "max 100"}
    with qtbot.waitSignal(table.faults_changed):
        table.model().change(2, value="20")
    assert table.faults() == {}


def test_a_fault_row_looks_different(table):
    before = table.grab().toImage()
    table.set_faults({1: "max 100"})
    assert table.grab().toImage() != before


def test_tab_walks_through_names_and_values_and_leaves_at_the_end(table):
    table.setCurrentIndex(table.model().index(2, Column.VALUE))
    key(table, Qt.Key.Key_Tab)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (3, Column.NAME)
    key(table, Qt.Key.Key_Backtab)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (2, Column.VALUE)


def test_fixed_names_have_no_line_to_add_and_cannot_be_deleted(qtbot):
    table = KeyValueTable("Path", fixed_names=True, checkable=False)
    qtbot.addWidget(table)
    table.set_rows((Row(name="id"),))
    assert table.model().rowCount() == 1
    table.go_to(0)
    key(table, Qt.Key.Key_Delete)
    assert table.rows() == (Row(name="id"),)
    assert not table.model().flags(table.model().index(0, Column.NAME)) & Qt.ItemFlag.ItemIsEditable


def test_a_part_becomes_a_file_and_keeps_its_text(qtbot):
    table = KeyValueTable("Parts", with_kind=True)
    qtbot.addWidget(table)
    table.set_rows((Row(name="a", value="text"),))
    table.model().setData(table.model().index(0, Column.KIND), "File")
    assert table.rows()[0] == Row(name="a", value="", other_value="text", is_file=True)
    table.undo()
    assert table.rows()[0] == Row(name="a", value="text")


def test_dropped_files_become_parts(qtbot, tmp_path):
    table = KeyValueTable("Parts", with_kind=True)
    qtbot.addWidget(table)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    table.dropEvent(
        QDropEvent(
            QPointF(1, 1),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert table.rows() == (Row(name="file", value=str(tmp_path / "a.png"), is_file=True),)


def test_the_table_is_as_high_as_its_rows(table):
    before = table.sizeHint().height()
    table.model().insert(0, (Row(name="n"),))
    assert table.sizeHint().height() == before + table.rowHeight(0)


def test_hover_moves_nothing(table):
    sizes = [table.columnWidth(column) for column in range(6)]
    QTest.mouseMove(table.viewport(), QPoint(100, 40))
    assert [table.columnWidth(column) for column in range(6)] == sizes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("just words", ()),
        ("a=1", ()),
        ("?a=1&b=x%20y", (Row(name="a", value="1"), Row(name="b", value="x%20y"))),
        ("A: b: c\nD:", (Row(name="A", value="b: c"), Row(name="D", value=""))),
        ("https://a/b\nhttps://c/d", ()),
    ],
)
def test_lines_as_rows(text, expected):
    assert rows_of(text) == expected


def test_copied_rows_can_be_pasted():
    rows = (*ROWS, Row(name="off", value="1", enabled=False))
    assert rows_of(lines_of(rows)) == tuple(Row(name=row.name, value=row.value, enabled=row.enabled) for row in rows)
