"""The table by gesture: its keys, what can be copied and captured, and what of its looks the next answer keeps."""

import json

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHeaderView

from explorer.core.model.exchange import Content

JSON = (("Content-Type", "application/json"),)
ROWS = [{"id": number, "name": f"row {number}", "more": {"x": [number, "a\tb"]}} for number in range(12)]


@pytest.fixture
def pane(pane, qtbot):
    shown(qtbot, pane, {"rows": ROWS})
    pane.tools.set_form("table")
    has_words(qtbot, pane, "12 rows")
    return pane


def shown(qtbot, pane, body):
    pane.show_body(Content.of(json.dumps(body).encode()), JSON)


def has_words(qtbot, pane, words):
    qtbot.waitUntil(lambda: pane.forms.table.words() == words, timeout=5000)


def pick(qtbot, title):
    menu = QApplication.activePopupWidget()
    found = next(one for one in menu.actions() if title in one.text())
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(found).center())


def cell_menu(qtbot, table, row, column):
    table.view.setCurrentIndex(table.model.index(row, column))
    table.view.menu_requested.emit(table.mapToGlobal(QPoint(40, 40)))


def test_a_row_is_copied_and_a_cell_is_captured_with_its_path(pane, qtbot):
    table, clipboard = pane.forms.table, QGuiApplication.clipboard()
    for form, text in (
        ("JSON", '{"id": 3, "name": "row 3", "more": {"x": [3, "a\\tb"]}}'),
        ("CSV", 'id,name,more\n3,row 3,"{""x"": [3, ""a\\tb""]}"\n'),
        ("Markdown", '| id | name | more |\n| ---: | --- | --- |\n| 3 | row 3 | {"x": [3, "a\\tb"]} |\n'),
    ):
        cell_menu(qtbot, table, 3, 1)
        pick(qtbot, f"Copy row as {form}")
        assert clipboard.text() == text
    with qtbot.waitSignal(pane.places.capture_requested) as captured:
        cell_menu(qtbot, table, 3, 1)
        pick(qtbot, "Capture")
    assert (captured.args[0].path, captured.args[0].value) == ("$.rows[3].name", "row 3")
    with qtbot.waitSignal(pane.places.capture_requested) as captured:
        assert pane.places.capture()
    assert captured.args[0].path == "$.rows[3].name"
    table.view.selectAll()
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text().splitlines()[3] == '3\trow 3\t{"x": [3, "a\\tb"]}'


def test_its_keys_search_clear_and_lead_to_the_text(pane, qtbot):
    table = pane.forms.table
    pane.open_find()
    assert table.needle.hasFocus(), "it filters where a text is searched"
    qtbot.keyClicks(table.needle, "row 1")
    has_words(qtbot, pane, "3 of 12 rows")
    qtbot.keyClick(table.needle, Qt.Key.Key_Escape)
    has_words(qtbot, pane, "12 rows")
    table.view.setCurrentIndex(table.model.index(4, 0))
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert pane.viewer.isVisible()
    assert pane.viewer.lines[pane.viewer.selection.caret[0] + 2] == '      "name": "row 4",'


def test_the_next_answer_is_looked_at_in_the_same_way_if_it_has_the_same_columns(pane, qtbot):
    table, header = pane.forms.table, pane.forms.table.view.horizontalHeader()
    assert header.defaultAlignment() & Qt.AlignmentFlag.AlignLeft
    assert table.model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) & (
        Qt.AlignmentFlag.AlignRight
    ), "numbers stand under their name"
    table.sort_by(0)
    table.sort_by(0)
    assert table.model.headerData(0, Qt.Orientation.Horizontal) == "id ↓"
    qtbot.keyClicks(table.needle, "row 1")
    has_words(qtbot, pane, "3 of 12 rows")
    header.resizeSection(1, 222)
    header.moveSection(1, 0)
    cell_menu(qtbot, table, 0, 2)
    pick(qtbot, "Hide column")
    table.view.selectAll()
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "row 11\t11", "as the columns stand"
    shown(qtbot, pane, {"rows": [*ROWS, {"id": 1000, "name": "row 1000", "more": None}]})
    has_words(qtbot, pane, "4 of 13 rows")
    assert [table.model.index(row, 0).data() for row in range(4)] == ["1000", "11", "10", "1"]
    assert (header.sectionSize(1), header.visualIndex(1)) == (222, 0)
    assert table.view.isColumnHidden(2)
    header.customContextMenuRequested.emit(QPoint(header.sectionViewportPosition(0) + 5, 5))
    pick(qtbot, "Sort by this column")
    has_words(qtbot, pane, "4 of 13 rows")
    qtbot.waitUntil(lambda: table.model.index(0, 0).data() == "1")
    shown(qtbot, pane, [{"other": 1}, {"other": 2}])
    has_words(qtbot, pane, "2 rows")
    assert table.needle.text() == ""
    assert not any(table.view.isColumnHidden(column) for column in range(header.count()))
    assert isinstance(header, QHeaderView)


@pytest.mark.parametrize("count", [8, 1200])
def test_the_heads_of_rows_have_room_as_qt_would_give_them(pane, qtbot, count):
    """Where digits differ in width, for the widest number there could be: Qt looks at some rows only."""
    shown(qtbot, pane, {"rows": [{"id": number} for number in range(count)]})
    has_words(qtbot, pane, f"{count} rows")
    view, asked = pane.forms.table.view, []
    header = view.verticalHeader()
    own, usual = header.sizeHint(), QHeaderView.sizeHint(header)
    assert own.height() == usual.height()
    assert usual.width() <= own.width() <= usual.width() + header.fontMetrics().horizontalAdvance("0")
    assert header.width() == header.sizeHint().width()
    pane.forms.table.model.headerData = lambda *_: asked.append(1)
    QApplication.sendEvent(header, QEvent(QEvent.Type.StyleChange))
    header.sizeHint()
    assert len(asked) < 30, "not all rows are asked how wide they are"


def test_the_current_cell_is_seen_from_the_first_key_on_and_after_sorting(pane, qtbot):
    table = pane.forms.table
    pane.activateWindow()
    table.needle.setFocus()
    table.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(table.view.hasFocus)
    assert table.view.selected_cells() == [(0, [0])]
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_Right)
    assert table.view.selected_cells() == [(1, [1])]
    for _ in range(2):
        table.sort_by(0)
        has_words(qtbot, pane, "12 rows")
    assert table.view.selected_cells() == [(0, [1])]
    assert table.model.index(0, 0).data() == "11"
