"""Searches that are not the usual ones: among bytes, in vain for ever, very many hits, letters of other alphabets."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent

from explorer.core.content.find import Wanted, fault
from explorer.core.model.exchange import Content
from explorer.gui.bridge import workers
from explorer.gui.result.body_pane import BodyPane

BINARY = (("Content-Type", "application/octet-stream"),)
JSON = (("Content-Type", "application/json"),)
TEXT = (("Content-Type", "text/plain"),)


@pytest.fixture
def pane(qtbot):
    made = BodyPane()
    qtbot.addWidget(made)
    qtbot.addWidget(made.tools)
    made.resize(700, 400)
    made.show()
    yield made
    made._close()


def search(pane, qtbot, term):
    pane.open_find()
    pane.find_bar.field.setText("")
    if term.isascii():
        pane.find_bar.field.setText(term[:-9])  # each key is a search
        qtbot.keyClicks(pane.find_bar.field, term[-9:])
    else:  # no key of QTest writes these
        event = QInputMethodEvent()
        event.setCommitString(term)
        QGuiApplication.sendEvent(pane.find_bar.field, event)


def says(pane, qtbot, words):
    qtbot.waitUntil(lambda: pane.find_bar._count.text() == words, timeout=20_000)


@pytest.mark.parametrize("spills", [True, False])
def test_bytes_and_words_among_them(pane, qtbot, tmp_path, spills):
    data = bytearray(random.Random(1).randbytes(3_000_000))
    for place in (5, 1_048_574, 2_500_000):  # the second one over a portion's end
        data[place : place + 4] = b"\xde\xad\xbe\xef"
    data[2_000_000:2_000_005] = b"Hello"
    data = bytes(data)
    path = tmp_path / "body-1"
    path.write_bytes(data)
    content = Content(data=data[:50_000], size_bytes=len(data), path=path) if spills else Content.of(data)
    pane.show_body(content, BINARY)
    qtbot.waitUntil(lambda: pane.view() is not None, timeout=5000)
    search(pane, qtbot, "de ad be ef")
    says(pane, qtbot, "1 of 3")
    assert pane.viewer.selected_text() == "de ad be  ef"
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert pane.viewer.selection.anchor == (1_048_574 // 16, 10 + 3 * 14 + 1)
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    says(pane, qtbot, "3 of 3, from the end")
    assert pane.viewer.search.in_line(2_500_000 // 16) == [(10, 21, True), (60, 64, True)]
    search(pane, qtbot, "hello")
    says(pane, qtbot, "1 of 1")
    assert pane.viewer.selection.caret[0] == 2_000_000 // 16


def test_an_expression_that_tries_everything_is_stopped(pane, qtbot):
    pane.show_body(Content.of(b"a" * 60 + b"!"), TEXT)
    pane._of_file._patience.setInterval(300)
    pane.open_find()
    pane.find_bar.regex.setChecked(True)
    qtbot.keyClicks(pane.find_bar.field, "(a+)+$")
    says(pane, qtbot, "Stopped: this expression tries too many ways to match the text.")
    qtbot.waitUntil(lambda: not workers.shared().findChildren(workers.WorkerJob), timeout=5000)
    pane.find_bar.field.setText("")
    qtbot.keyClicks(pane.find_bar.field, "a!")
    says(pane, qtbot, "1 of 1")
    qtbot.keyClicks(pane.find_bar.field, "(")
    says(pane, qtbot, "Not a regular expression: missing ), unterminated subpattern at position 3")
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Backspace)
    says(pane, qtbot, "")


def test_very_many_hits_and_matches_over_split_lines(pane, qtbot, tmp_path):
    data = b"ab" * 1_000_000
    path = tmp_path / "body-2"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), TEXT)
    qtbot.waitUntil(lambda: pane.viewer.file is not None, timeout=5000)
    search(pane, qtbot, "b")
    says(pane, qtbot, "1 of 1 000 000")
    search(pane, qtbot, "ba" * 2047 + "bab")
    says(pane, qtbot, "1 of 488")
    (start, end) = pane.viewer.selection.span()
    assert end[0] > start[0], "it lies over the end of a row"
    assert pane.viewer.selected_text() == "ba" * 2047 + "bab"


def test_matches_over_lines_and_a_search_that_is_overtaken(pane, qtbot, tmp_path):
    pane.show_body(Content.of(b'{"a": [\n1, 2],\n"b": 3}'), JSON)
    pane.open_find()
    pane.find_bar.regex.setChecked(True)
    qtbot.keyClicks(pane.find_bar.field, r"\[\s+1")
    says(pane, qtbot, "1 of 1")
    assert pane.viewer.selected_text() == "[\n    1"
    assert [pane.viewer.search.in_line(line, 0, 20) for line in (1, 2, 3)] == [[(7, 8, True)], [(0, 5, True)], []]
    pane.find_bar.field.setText("")
    qtbot.keyClicks(pane.find_bar.field, "b")
    pane.find_bar.regex.setChecked(False)  # before the worker answered
    says(pane, qtbot, "1 of 1")
    qtbot.wait(100)
    qtbot.keyClicks(pane.find_bar.field, "c")
    says(pane, qtbot, "Not found")
    data = b"<" + b"-" * 2_000_000 + b">"
    path = tmp_path / "body-3"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), TEXT)
    qtbot.waitUntil(lambda: pane.viewer.file is not None, timeout=5000)
    pane.open_find()
    pane.find_bar.regex.setChecked(True)
    pane.find_bar.field.setText("<.*")
    qtbot.keyClicks(pane.find_bar.field, ">")
    says(pane, qtbot, "Not found; matches of over 256 KB may be missed")


def test_letters_are_told_apart_by_nothing_but_their_case(pane, qtbot):
    pane.show_body(Content.of("İstanbul ÄÖ straße ΣΊΣΥΦΟΣ".encode()), TEXT)
    for term, found in (("äö", "ÄÖ"), ("STRAß", "straß"), ("σίσυφος", "ΣΊΣΥΦΟΣ"), ("tanbul ä", "tanbul Ä")):
        search(pane, qtbot, term)
        says(pane, qtbot, "1 of 1")
        assert pane.viewer.selected_text() == found


def test_faults_name_the_place_in_what_was_typed():
    assert fault(Wanted(term="ab(", is_regex=True, is_whole_word=True)).endswith("at position 3")
    assert fault(Wanted(term="[[a]", is_regex=True)) == ""
    assert fault(Wanted(term="ab(")) == ""
