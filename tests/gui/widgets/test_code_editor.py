"""The code editor by gesture: typing aids, folding, finding, faults, chips."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest

from explorer.core.model.environment import Variable
from explorer.core.variables import Variables, scope_of
from explorer.gui.theme.theme import ThemeMode
from explorer.gui.widgets.code_chips import Chips
from explorer.gui.widgets.code_editor import CodeEditor
from explorer.gui.widgets.code_faults import Fault, after_edit
from explorer.gui.widgets.code_find import hits
from explorer.gui.widgets.code_folding import fold_ranges
from explorer.gui.widgets.code_highlighter import Language, tokens
from explorer.gui.widgets.code_line import joined
from explorer.gui.widgets.code_text import characters, units
from explorer.gui.widgets.code_typing import matching_bracket

TEXT = '{\n  "from": "1",\n  "to": [\n    "a",\n    "b"\n  ],\n  "x": {{hook}}\n}'
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(qtbot, dressed):
    made = CodeEditor(Language.JSON)
    qtbot.addWidget(made)
    made.resize(500, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


def at(editor, position):
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def variables():
    rows = (Variable(name="base", value="http://h"), Variable(name="key", value="s3cr3t", secret=True))
    return Variables(scopes=(scope_of("environment Sandbox", rows),), environment="Sandbox")


def test_brackets_and_quotes_come_in_pairs_and_are_typed_over(editor):
    QTest.keyClicks(editor, '{"a": [1]}')
    assert editor.text() == '{"a": [1]}'
    QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(editor, "[")
    assert editor.text() == '[{"a": [1]}]'


def test_backspace_takes_an_empty_pair(editor):
    QTest.keyClicks(editor, "[")
    assert editor.text() == "[]"
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.text() == ""


def test_enter_indents(editor):
    QTest.keyClicks(editor, "{")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "{\n  \n}"
    QTest.keyClicks(editor, '"a": 1')
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == '{\n  "a": 1\n  \n}'


def test_tab_indents_the_selected_lines_and_backtab_takes_it_back(editor):
    editor.set_text("a\nb\nc")
    at(editor, 0)
    cursor = editor.textCursor()
    cursor.setPosition(3, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text() == "  a\n  b\nc"
    QTest.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.text() == "a\nb\nc"


def test_a_matching_bracket_is_found_over_strings(editor):
    editor.set_text('{"a": "}"}')
    assert matching_bracket(editor.document(), 0) == 9
    assert matching_bracket(editor.document(), 9) == 0
    assert matching_bracket(editor.document(), 3) == -1


def test_folding_hides_the_lines_between_and_the_cursor_opens_them(editor):
    editor.set_text(TEXT)
    assert fold_ranges(TEXT) == {0: 7, 2: 5}
    gutter = editor._gutter
    third = editor.blockBoundingGeometry(editor.document().findBlockByNumber(2)).translated(editor.contentOffset())
    QTest.mouseClick(gutter, Qt.MouseButton.LeftButton, pos=QPoint(gutter.width() - 6, int(third.center().y())))
    assert editor.is_folded(2)
    assert [editor.document().findBlockByNumber(n).isVisible() for n in range(8)] == [True] * 3 + [False] * 2 + [
        True
    ] * 3
    editor.go_to(TEXT.index('"b"'), TEXT.index('"b"') + 3)
    assert not editor.is_folded(2)
    assert editor.document().findBlockByNumber(4).isVisible()


def test_an_inner_fold_stays_when_the_outer_one_opens(editor):
    editor.set_text(TEXT)
    editor.toggle_fold(2)
    editor.toggle_fold(0)
    assert editor.is_folded(0)
    editor.toggle_fold(0)
    assert not editor.is_folded(0)
    assert editor.is_folded(2)


def test_finding_by_keys(editor):
    editor.set_text("one two ONE")
    at(editor, 0)
    QTest.keyClick(editor, Qt.Key.Key_F, CTRL)
    bar = editor.find_bar
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "one")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert editor.textCursor().selectionStart() == 0
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert editor.textCursor().selectionStart() == 8
    assert bar._count.text() == "2 of 2"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert editor.textCursor().selectionStart() == 0
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert editor.hasFocus()
    assert bar.spans() == ()


def test_hits_ignore_case_but_not_positions():
    assert hits("aXax", "x") == (1, 3)
    assert hits("İx", "x") == (1,)
    assert hits("abc", "") == ()


@pytest.mark.parametrize(
    ("position", "removed", "added", "expected"),
    [
        (0, 0, 3, (13, 15)),
        (0, 2, 0, (8, 10)),
        (10, 0, 1, None),
        (12, 0, 1, None),
        (11, 1, 1, None),
        (13, 0, 9, (10, 12)),
        (9, 2, 0, None),
    ],
)
def test_faults_move_with_the_text_or_go(position, removed, added, expected):
    left = after_edit((Fault(start=10, end=12),), position, removed, added)
    assert [(fault.start, fault.end) for fault in left] == ([expected] if expected else [])


def test_a_change_of_colours_is_no_edit_and_leaves_faults(editor, qtbot, dressed):
    editor.set_text(TEXT)
    editor.set_faults((Fault(start=2, end=5, note="n"),))
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_variables(variables())
        editor.set_language(Language.XML)
        dressed.set_mode(ThemeMode.DARK)
    assert len(editor.faults()) == 1


def test_a_fault_is_painted_and_the_note_is_seen(editor):
    editor.set_text(TEXT)
    before = editor.grab().toImage()
    editor.set_faults((Fault(start=20, end=25, note="needs 1 to 1000"),))
    assert editor.grab().toImage() != before


def test_a_flash_ends(editor, qtbot):
    editor.set_text(TEXT)
    editor.flash(2)
    assert editor._marks.flash_line == 2
    qtbot.waitUntil(lambda: editor._marks.flash_line == -1)


def test_completion_writes_the_name_and_its_braces_once(editor, qtbot):
    editor.set_variables(variables())
    QTest.keyClicks(editor, "{{ba")
    assert editor.text() == "{{ba}}"
    qtbot.waitUntil(editor.completion.is_open)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text() == "{{base}}"
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.text() != "{{base}}"


def test_escape_closes_the_list_and_writes_nothing(editor, qtbot):
    editor.set_variables(variables())
    QTest.keyClicks(editor, "{{")
    qtbot.waitUntil(editor.completion.is_open)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.completion.is_open()
    assert editor.text() == "{{}}"


def test_f12_on_a_variable_asks_for_its_definition(editor, qtbot):
    editor.set_text("x {{base}} y")
    editor.setFocus()
    at(editor, 6)
    with qtbot.waitSignal(editor.definition_requested) as caught:
        QTest.keyClick(editor, Qt.Key.Key_F12)
    assert caught.args == ["base"]


def test_tips_mask_secrets_and_name_the_environment():
    chips = Chips()
    assert chips.known("anything")
    chips.set_variables(variables())
    assert "s3cr3t" not in chips.tip("key")
    assert "http://h" in chips.tip("base")
    assert "Environment Sandbox" in chips.tip("base")
    assert chips.missing_note() == "Not set in Sandbox"
    assert not chips.known("nope")


def test_keys_of_the_window_are_left_to_it(editor):
    editor.set_text("a b c")
    at(editor, 0)
    for pressed in (Qt.Key.Key_K, Qt.Key.Key_D, Qt.Key.Key_Return):
        QTest.keyClick(editor, pressed, CTRL)
    assert editor.text() == "a b c"


def test_read_only_text_cannot_be_typed_into(editor):
    editor.set_text("{}")
    editor.set_read_only(True)
    QTest.keyClicks(editor, "[x")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "{}"


def test_json_tokens():
    found = [(kind, '{"k": "v${n}", 1}'[start:end]) for kind, start, end in tokens(Language.JSON, '{"k": "v${n}", 1}')]
    assert ("syntax.key", '"k"') in found
    assert ("syntax.string", '"v${n}"') in found
    assert ("syntax.number", "1") in found
    assert found[-1] == ("syntax.number", "${n}")


def test_xml_tokens():
    text = '<a x="1"><!-- c --></a>'
    found = {(kind, text[start:end]) for kind, start, end in tokens(Language.XML, text)}
    assert {("syntax.key", "a"), ("syntax.key", "x"), ("syntax.string", '"1"')} <= found
    assert ("syntax.punctuation", "<!-- c -->") in found


def test_long_lines_and_long_texts_are_cheap(editor):
    editor.set_text("")
    began = time.perf_counter()
    editor.set_text('"' + "{{a}} " * 20_000 + '"')
    editor.grab()
    QTest.keyClicks(editor, "x")
    assert time.perf_counter() - began < 2.0
    lines = ",\n".join(f'  {{"n": {n}, "text": "{{{{x}}}}"}}' for n in range(20_000))
    editor.set_text(f"[\n{lines}\n]")
    editor.verticalScrollBar().setValue(15_000)
    editor.grab()
    block = editor.document().findBlockByNumber(15_005)
    assert block.layout().formats()
    began = time.perf_counter()
    QTest.keyClicks(editor, "1")
    assert time.perf_counter() - began < 0.2


def test_joined_lines():
    assert joined("a\n  b\r\nc") == "abc"
    assert joined(" a b ") == " a b "


WIDE = '{"a": "👍\u00a0👍", "to": [], "b": "{{base}}"}'


def test_no_character_is_changed(editor):
    editor.set_text(WIDE)
    assert editor.text() == WIDE
    editor.selectAll()
    editor.copy()
    assert QGuiApplication.clipboard().text() == WIDE


def test_positions_count_characters_whatever_qt_counts(editor, qtbot):
    editor.set_text(WIDE)
    start = WIDE.index("[]")
    editor.go_to(start, start + 2)
    assert editor.textCursor().selectedText() == "[]"
    editor.set_faults((Fault(start=start, end=start + 2),))
    assert editor.faults() == (Fault(start=start, end=start + 2),)
    editor.replace_spans(((start, start + 2, "[1]"), (0, 0, " ")))
    assert editor.text() == " " + WIDE.replace("[]", "[1]")
    assert editor.faults() == ()
    editor.open_find()
    editor.find_bar.field.setText("base")
    editor.find_bar.next()
    assert editor.textCursor().selectedText() == "base"


def test_completion_behind_a_wide_character(editor, qtbot):
    editor.set_variables(variables())
    editor.set_text("👍👍 ")
    at(editor, 5)
    QTest.keyClicks(editor, "{{ba")
    qtbot.waitUntil(editor.completion.is_open)
    QTest.keyClick(editor.completion.popup, Qt.Key.Key_Return)
    assert editor.text() == "👍👍 {{base}}"


@given(st.text(max_size=20), st.integers(0, 20))
def test_units_and_characters_are_each_others_way_back(text, position):
    position = min(position, len(text))
    assert characters(text, units(text, position)) == position
