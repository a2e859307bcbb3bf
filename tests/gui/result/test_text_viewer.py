"""The viewer by gesture: selection, keys, folding, wrapping, and rows that add up."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from explorer.core.content.text_lines import TextLines
from explorer.gui.theme import theme
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_grid import Grid
from explorer.gui.widgets.viewer_highlight import Language, spans
from explorer.gui.widgets.viewer_lines import Rows, fold_ranges

LINES = ["{", '  "a": [', "    1,", "    2", "  ],", '  "b": "wörld 日本"', "}"]


@pytest.fixture
def viewer(qtbot):
    made = TextViewer()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_lines(LINES, Language.JSON, fold_ranges(LINES))
    made.show()
    return made


def at(viewer, line, column):
    text = viewer.lines[line]
    x = viewer.text_x + round(viewer.grid.x_of(text, column)) + 1
    return QPoint(x, viewer.top_padding + line * viewer.line_height + 10)


def test_dragging_selects_over_lines_and_ctrl_c_copies(viewer, qtbot):
    qtbot.mousePress(viewer.viewport(), Qt.MouseButton.LeftButton, pos=at(viewer, 2, 4))
    qtbot.mouseMove(viewer.viewport(), at(viewer, 3, 5))
    qtbot.mouseRelease(viewer.viewport(), Qt.MouseButton.LeftButton, pos=at(viewer, 3, 5))
    assert viewer.selected_text() == "1,\n    2"
    with qtbot.waitSignal(viewer.copied):
        qtbot.keyClick(viewer, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1,\n    2"


def test_wide_characters_are_hit_where_they_are_drawn(viewer, qtbot):
    line = LINES[5]
    for column in (line.index("日"), line.index("本"), len(line)):
        qtbot.mouseClick(viewer.viewport(), Qt.MouseButton.LeftButton, pos=at(viewer, 5, column))
        assert viewer.selection.caret == (5, column)


def test_double_click_selects_a_word(viewer, qtbot):
    qtbot.mouseDClick(viewer.viewport(), Qt.MouseButton.LeftButton, pos=at(viewer, 5, 10))
    assert viewer.selected_text() == "wörld"


def test_keys_move_and_select(viewer, qtbot):
    qtbot.keyClick(viewer, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert viewer.selection.caret == (6, 1)
    qtbot.keyClick(viewer, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert viewer.selected_text() == "\n".join(LINES)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.selection.caret == (0, 1)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.selection.caret == (1, 0)
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    assert viewer.selection.caret == (0, 1)


def test_a_click_in_the_gutter_folds(viewer, qtbot):
    qtbot.mouseClick(viewer.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(44, at(viewer, 1, 0).y()))
    assert [viewer.rows.row(index)[0] for index in range(len(viewer.rows))] == [0, 1, 4, 5, 6]
    viewer.find_text("2")
    assert len(viewer.rows) == 7


def test_wrapping_breaks_long_lines(viewer):
    viewer.set_lines(["x" * 500])
    viewer.set_wrap(True)
    assert len(viewer.rows) > 5
    assert viewer.horizontalScrollBar().maximum() == 0
    viewer.set_wrap(False)
    assert len(viewer.rows) == 1
    assert viewer.horizontalScrollBar().maximum() > 0


def test_a_very_long_line_paints_at_its_end(viewer):
    viewer.set_lines(["x" * 1_000_000])
    viewer.go_to(0, 999_999)
    assert viewer.horizontalScrollBar().value() > 7_000_000
    assert not viewer.grab().isNull()


def test_both_themes_paint_differently(viewer):
    before = viewer.grab().toImage()
    start = theme.current().mode
    try:
        theme.current().set_mode(theme.ThemeMode.DARK)
        dark = viewer.grab().toImage()
        theme.current().set_mode(theme.ThemeMode.LIGHT)
        assert viewer.grab().toImage() != dark
    finally:
        theme.current().set_mode(start)
    assert not before.isNull()


@given(st.lists(st.text(alphabet="ab ", max_size=30), min_size=1, max_size=12), st.integers(1, 9), st.data())
def test_rows_cover_every_column_once(lines, columns, data):
    rows = Rows(lines, fold_ranges(lines))
    rows.set_columns(columns)
    joined: dict[int, str] = {}
    for index in range(len(rows)):
        line, start, end = rows.row(index)
        joined[line] = joined.get(line, "") + lines[line][start:end]
    assert [joined[line] for line in range(len(lines))] == lines
    line = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[line])))
    found, start, end = rows.row(rows.row_of(line, column))
    assert found == line
    assert start <= column <= max(end, start)


def test_folds_hide_what_is_deeper():
    assert fold_ranges(LINES) == {0: 5, 1: 3}


def test_spans_of_a_json_line():
    line = '  "a": "x ${n} {{v}}", 1, true'
    assert [(line[start:end], token.removeprefix("syntax.")) for start, end, token in spans(line, Language.JSON)] == [
        ('"a"', "key"),
        (":", "punctuation"),
        ('"x ', "string"),
        ("${n}", "placeholder"),
        (" ", "string"),
        ("{{v}}", "variable"),
        ('"', "string"),
        (",", "punctuation"),
        ("1", "number"),
        (",", "punctuation"),
        ("true", "boolean"),
    ]


def test_every_span_token_is_a_colour():
    for line, language in (
        ('{"a": "b", "c": [1, true, null, "${x} {{y}}"]}', Language.JSON),
        ('<!-- x --><a b="c">d</a><?xml version="1"?>', Language.XML),
        ("Content-Type: text/plain", Language.HTTP),
    ):
        found = spans(line, language)
        assert found
        for _, _, token in found:
            assert theme.current().color(token).isValid()


def test_grid_finds_the_column_it_placed(qapp):
    grid = Grid(TextViewer().font_in_use)
    for text in ("plain", "tab\there", "日本 wide"):
        for column in range(len(text) + 1):
            assert grid.column_at(text, grid.x_of(text, column)) == column


def test_folds_of_many_lines_are_few_objects():
    lines = TextLines("{\n" + "  [\n    1,\n    2\n  ],\n" * 25_000 + "}")
    before = sys.getallocatedblocks()
    folds = fold_ranges(lines)
    assert sys.getallocatedblocks() - before < 2_000
    assert len(folds) == 25_001 == sum(1 for _ in folds)
    assert (folds[0], folds[1], 2 in folds, folds.get(3)) == (len(lines) - 2, 3, False, None)
