"""The viewer by mouse and keys: words, lines, edges, wrapped rows; characters that are not one column each."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent

from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import IndexBuilder
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.text_viewer import TextViewer
from explorer.gui.widgets.viewer_clusters import is_between
from explorer.gui.widgets.viewer_grid import Grid, shown
from explorer.gui.widgets.viewer_highlight import Language
from explorer.gui.widgets.viewer_lines import fold_ranges

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
HEBREW = '  "a": "שלום עולם", "b": "שני, שלוש",'
ODD = [
    HEBREW,
    '["א","ב","ג"], "abc שלום 12 עולם def"',
    '{"ar": "مرحبا بالعالم", "n": 1}',
    '"日本語 wide", "👨‍👩‍👧 ok 🇩🇪🇫🇷 e\u0301x"',
    '\t"tab":\t"x"\t,',
    '"user\u202e\u2066// admin\u2069 \u2066begin"',
    "שלום,עולם,abc",
]


@pytest.fixture
def viewer(qtbot):
    made = TextViewer()
    qtbot.addWidget(made)
    made.resize(420, 240)
    made.show()
    return made


@pytest.fixture
def opened(tmp_path):
    files = []

    def open_file(text, piece_bytes=4096):
        path = tmp_path / f"text-{len(files)}"
        path.write_text(text, encoding="utf-8", newline="")
        builder = IndexBuilder(piece_bytes)
        builder.feed(path.read_bytes())
        files.append(TextFile(path, builder.finish()))
        return files[-1]

    yield open_file
    for file in files:
        file.close()


def at(viewer, line, column):
    row = viewer.rows.row_of(line, column)
    _, start, end = viewer.rows.row(row)
    x = viewer.text_x + round(viewer.grid.x_of(viewer.lines[line][start:end], column - start)) + 1
    return QPoint(x, viewer.top_padding + row * viewer.line_height - viewer.scroll_y + 8)


def double_click(viewer, qtbot, point):
    """Press and release, double click and release: what Qt gets from a hand."""
    qtbot.mouseClick(viewer.viewport(), LEFT, pos=point)
    qtbot.mouseDClick(viewer.viewport(), LEFT, pos=point)


def test_words_and_lines_by_clicks(viewer, qtbot):
    viewer.set_lines(["one two  three", "four"])
    point = at(viewer, 0, 5)
    double_click(viewer, qtbot, point)
    assert viewer.selected_text() == "two"
    qtbot.mouseClick(viewer.viewport(), LEFT, pos=point)
    assert viewer.selected_text() == "one two  three\n"
    qtbot.mouseClick(viewer.viewport(), LEFT, SHIFT, pos=at(viewer, 1, 2))
    assert viewer.selected_text() == "one two  three\nfo"
    double_click(viewer, qtbot, at(viewer, 1, 4))
    assert viewer.selected_text() == "four", "the end of a line belongs to its last word"


def test_dragging_after_a_double_click_takes_whole_words(viewer, qtbot):
    viewer.set_lines(["one two three four"])
    start, before, behind = at(viewer, 0, 5), at(viewer, 0, 1), at(viewer, 0, 15)
    qtbot.mouseClick(viewer.viewport(), LEFT, pos=start)
    for kind, point in ((QEvent.Type.MouseButtonDblClick, start), (QEvent.Type.MouseMove, behind)):
        send(viewer, kind, point)
    assert viewer.selected_text() == "two three four"
    send(viewer, QEvent.Type.MouseMove, before)
    assert viewer.selected_text() == "one two"
    send(viewer, QEvent.Type.MouseButtonRelease, before)


def send(viewer, kind, point):
    place = QPointF(point)
    event = QMouseEvent(kind, place, place, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(viewer.viewport(), event)


def test_dragging_beyond_the_edge_scrolls(viewer, qtbot):
    viewer.set_lines([f"line {number}" for number in range(500)])
    qtbot.mousePress(viewer.viewport(), LEFT, pos=at(viewer, 1, 0))
    send(viewer, QEvent.Type.MouseMove, QPoint(60, viewer.viewport().height() + 60))
    qtbot.waitUntil(lambda: viewer.selection.caret[0] > 60, timeout=3000)
    assert viewer.verticalScrollBar().value() > 0
    assert viewer.selection.anchor == (1, 0)
    send(viewer, QEvent.Type.MouseButtonRelease, QPoint(60, 0))
    there = viewer.selection.caret
    qtbot.wait(120)
    assert viewer.selection.caret == there


def test_keys_go_by_words_pages_and_ends(viewer, qtbot):
    viewer.set_lines(["  alpha beta.gamma", *[str(number) for number in range(300)]])
    viewer.setFocus()
    for expected in ((0, 2), (0, 8), (0, 12), (0, 13), (0, 18), (1, 0)):
        qtbot.keyClick(viewer, Qt.Key.Key_Right, CTRL)
        assert viewer.selection.caret == expected
    qtbot.keyClick(viewer, Qt.Key.Key_Left, CTRL)
    qtbot.keyClick(viewer, Qt.Key.Key_Left, CTRL | SHIFT)
    assert viewer.selected_text() == "gamma"
    qtbot.keyClick(viewer, Qt.Key.Key_End, CTRL | SHIFT)
    assert viewer.selection.caret == (300, 3)
    page = viewer.viewport().height() // viewer.line_height - 1
    qtbot.keyClick(viewer, Qt.Key.Key_PageUp)
    assert viewer.selection.caret[0] == 300 - page
    qtbot.keyClick(viewer, Qt.Key.Key_A, CTRL)
    assert viewer.selected_text() == "\n".join(viewer.lines)


def test_every_caret_place_is_found_where_it_was_put(qapp):
    """But for the two ends of what goes from right to left, which share their pixel with a neighbour."""
    grid = Grid(TextViewer().font_in_use)
    for text in ODD:
        for column in range(len(text) + 1):
            if is_between(text, column):
                x = grid.x_of(text, column)
                found = grid.column_at(text, x)
                assert grid.x_of(text, found) == pytest.approx(x, abs=grid.column_width * 2.5), (text, column, found)
                assert is_between(text, found)


def test_what_is_selected_in_hebrew_is_marked_where_it_is_drawn(viewer, qtbot):
    grid = viewer.grid
    word = HEBREW.index("ש")
    whole = grid.spans(HEBREW, word, word + 9)
    (first,) = grid.spans(HEBREW, word, word + 4)
    (second,) = grid.spans(HEBREW, word + 5, word + 9)
    assert second[1] < first[0], "the first word stands at the right"
    assert whole == [pytest.approx((second[0], first[1]), abs=1)]
    viewer.set_lines([HEBREW], Language.JSON)
    y = viewer.top_padding + 8
    qtbot.mousePress(viewer.viewport(), LEFT, pos=QPoint(round(viewer.text_x + first[1]) - 1, y))
    send(viewer, QEvent.Type.MouseMove, QPoint(round(viewer.text_x + first[0]) - 1, y))
    send(viewer, QEvent.Type.MouseButtonRelease, QPoint(0, y))
    assert viewer.selected_text() in ("שלום", "שלום ")


def test_values_beside_each_other_do_not_change_places(qapp):
    grid = Grid(TextViewer().font_in_use)
    for text, one, other in ((ODD[1], "א", "ב"), (ODD[6], "שלום", "עולם")):
        (left,) = grid.spans(text, text.index(one), text.index(one) + len(one))
        (right,) = grid.spans(text, text.index(other), text.index(other) + len(other))
        assert left[1] <= right[0]


def test_what_cannot_be_seen_is_shown_by_its_number(qapp):
    assert shown(ODD[5]) == '"user‹202E›‹2066›// admin‹2069› ‹2066›begin"'
    assert shown("a\u200bb\ufeffc\u0085d\x01") == "a‹200B›b‹FEFF›c‹0085›d␁"
    assert shown("👨‍👩‍👧") == "👨‍👩‍👧"


def test_a_caret_does_not_stand_within_a_character(viewer, qtbot):
    viewer.set_lines(["x👨‍👩‍👧e\u0301🇩🇪🇫🇷"])
    viewer.setFocus()
    columns = []
    for _ in range(5):
        qtbot.keyClick(viewer, Qt.Key.Key_Right)
        columns.append(viewer.selection.caret[1])
    assert columns == [1, 6, 8, 10, 12]
    qtbot.keyClick(viewer, Qt.Key.Key_Left, SHIFT)
    assert viewer.selected_text() == "🇫🇷"


@pytest.mark.parametrize("wraps", [False, True])
def test_copy_over_all_of_odd_texts(viewer, qtbot, wraps):
    lines = [*ODD, "x" * 500 + "日本" * 100, ""]
    viewer.set_lines(lines)
    viewer.set_wrap(wraps)
    viewer.setFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(viewer, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "\n".join(lines)
    assert not viewer.grab().isNull()


def test_rows_of_a_split_line_in_a_file(viewer, qtbot, opened):
    text = "first\n" + "añ日" * 4000 + "\nlast"
    viewer.set_file(opened(text, 40), Language.PLAIN)
    viewer.setFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(viewer, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == text
    point = at(viewer, 3, 5)
    double_click(viewer, qtbot, point)
    qtbot.mouseClick(viewer.viewport(), LEFT, pos=point)
    assert viewer.selected_text() == "añ日" * 4000 + "\n", "three clicks take the whole line, all its rows"


def test_wide_lines_can_be_scrolled_to_their_end(viewer, qtbot):
    viewer.set_lines(["日本" * 100])
    viewer.repaint()
    end = viewer.grid.width_of(viewer.lines[0]) + viewer.text_x
    assert viewer.horizontalScrollBar().maximum() + viewer.viewport().width() >= end


BLOCK = ["{", '  "a": [', "    1,", '    {"b": 2}', "  ],", '  "long text": "more"', "}"]


def caret_columns(viewer):
    """Where the caret is painted, as columns of pixels that differ from the same without the keyboard."""
    with_focus = viewer.viewport().grab().toImage()
    viewer.clearFocus()
    without = viewer.viewport().grab().toImage()
    viewer.setFocus()
    sides = range(with_focus.width()), range(with_focus.height())
    return {x for x in sides[0] for y in sides[1] if with_focus.pixel(x, y) != without.pixel(x, y)}


@pytest.mark.parametrize("wraps", [False, True])
def test_the_caret_is_seen_while_the_viewer_has_the_keyboard(viewer, qtbot, wraps):
    viewer.set_lines(["one", "x" * 100])
    viewer.set_wrap(wraps)
    viewer.activateWindow()
    viewer.setFocus()
    qtbot.waitUntil(viewer.hasFocus)
    for position in ((0, 2), (1, 70), (1, 100)):
        viewer.go_to(*position)
        box = viewer.caret.box()
        found = caret_columns(viewer)
        assert found
        assert found <= {int(box.left()) - 1, *range(int(box.left()), int(box.right()) + 2)}
        assert at(viewer, *position).x() - 1 - viewer.horizontalScrollBar().value() in found


def test_blocks_are_folded_and_unfolded_by_key(viewer, qtbot):
    viewer.set_lines(BLOCK, Language.JSON, fold_ranges(BLOCK))
    for line in (1, 2, 3, 4):
        viewer.go_to(line)
        qtbot.keyClick(viewer, Qt.Key.Key_Minus)
        assert (viewer.rows.folded, viewer.selection.caret[0]) == ({1}, 1), f"from line {line}"
        qtbot.keyClick(viewer, Qt.Key.Key_Plus)
        assert not viewer.rows.folded
    qtbot.keyClick(viewer, Qt.Key.Key_BraceLeft, CTRL | SHIFT)
    qtbot.keyClick(viewer, Qt.Key.Key_Minus)
    assert (viewer.rows.folded, viewer.selection.caret[0]) == ({0, 1}, 0), "once more folds what is around it"
    qtbot.keyClick(viewer, Qt.Key.Key_BraceRight, CTRL | SHIFT)
    assert viewer.rows.folded == {1}
    viewer.go_to(5)
    qtbot.keyClick(viewer, Qt.Key.Key_Minus)
    assert (viewer.rows.folded, viewer.selection.caret[0]) == ({0, 1}, 0)


def test_up_and_down_keep_the_column_over_a_short_line(viewer, qtbot):
    viewer.set_lines(["0123456789", "ab", "0123456789"])
    viewer.go_to(0, 8)
    qtbot.keyClick(viewer, Qt.Key.Key_Down)
    assert viewer.selection.caret == (1, 2)
    qtbot.keyClick(viewer, Qt.Key.Key_Down)
    assert viewer.selection.caret == (2, 8)
    qtbot.keyClick(viewer, Qt.Key.Key_Up)
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    qtbot.keyClick(viewer, Qt.Key.Key_Up)
    assert viewer.selection.caret == (0, 1)


def test_a_hit_far_away_is_shown_with_what_stands_around_it(viewer):
    viewer.set_lines([f"line {number}" for number in range(500)])
    viewer.find_text("line 300", 0)
    first, last = viewer.row_at(0), viewer.row_at(viewer.viewport().height())
    assert first + 2 < 300 < last - 2
    top = viewer.verticalScrollBar().value()
    viewer.find_text("line 301", 0)
    assert viewer.verticalScrollBar().value() == top, "it is in view"


def test_the_menu_opens_at_the_caret_where_a_key_asked_for_it(viewer, qtbot):
    viewer.set_lines(BLOCK)
    viewer.go_to(1, 3)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, viewer.rect().center(), QPoint(300, 200))
    QGuiApplication.sendEvent(viewer, asked)
    menu = next(one for one in viewer.findChildren(Menu) if one.isVisible())
    below = viewer.viewport().mapToGlobal(viewer.caret.box().bottomLeft().toPoint())
    assert (menu.pos() - below).manhattanLength() < 8
    menu.close()
