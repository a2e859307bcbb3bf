"""A body of 1 MB: typing stays free, the verdict comes from a thread, and the request is read once for each edit."""

import json

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtTest import QTest

from explorer.core.model.request import Request, TextBody, TextKind
from explorer.gui.composer.body_kinds import BodyKind
from tests.watchdog import LIMIT_MS, best_of

ROWS = [{"id": number, "name": f"Article {number}", "price": number / 7} for number in range(12_000)]
LONG = json.dumps(ROWS, indent=2)


@pytest.fixture
def editor(composer):
    composer.set_request(
        Request(method="POST", url="http://h/x", body=TextBody(kind=TextKind.JSON, text=LONG)),
    )
    composer.tab("body")
    editor = composer.pane.body.pages.editor(BodyKind.JSON)
    editor.setFocus()
    return editor


def test_the_text_is_long():
    assert len(LONG) > 900_000


def test_a_letter_in_one_megabyte_does_not_hold_the_loop(composer, editor, qtbot):
    def read_as_the_window_does():
        for _ in range(4):
            composer.request()

    composer.edited.connect(read_as_the_window_does)
    cursor = editor.textCursor()
    cursor.setPosition(len(LONG) // 2)
    editor.setTextCursor(cursor)

    def type_letter():
        QTest.keyClicks(editor, "x")
        qtbot.wait(1200)

    idle_ms = best_of(1, lambda: qtbot.wait(300))
    busy_ms = best_of(4, type_letter, LIMIT_MS)
    assert busy_ms <= LIMIT_MS + idle_ms, f"a step of {busy_ms:.0f} ms; idle {idle_ms:.0f} ms"
    assert "x" in composer.request().body.text


def test_the_verdict_of_a_long_text_comes_later(composer, editor, qtbot):
    sign = composer.pane.body.sign
    qtbot.waitUntil(lambda: sign.words == "Valid JSON")
    editor.replace_span(len(LONG) - 1, len(LONG), "")
    qtbot.waitUntil(lambda: sign.words.startswith(f"Line {LONG.count(chr(10)) + 1}"))
    editor.replace_text('{"short": true}')
    qtbot.waitUntil(lambda: sign.words == "Valid JSON")


def test_a_late_verdict_is_not_told_of_another_text(composer, editor, qtbot):
    composer.pane.body.check_now()
    composer.set_request(Request(body=TextBody(kind=TextKind.JSON, text="[1,")))
    assert "Line 1" in composer.pane.body.sign.words
    qtbot.wait(300)
    assert "Line 1" in composer.pane.body.sign.words


def test_the_request_is_one_object_until_something_is_edited(composer, editor):
    before = composer.request()
    assert composer.request() is before
    QTest.keyClicks(editor, "x")
    after = composer.request()
    assert after != before
    assert composer.request() is after
    composer.set_name("Other")
    assert composer.request().name == "Other"


def test_a_page_that_is_made_later_is_read(composer):
    composer.set_request(Request(url="http://h/x?a=1", docs="words"))
    before = composer.request()
    for tab_id in ("params", "headers", "auth", "vars", "docs"):
        composer.tab(tab_id)
        assert composer.request() == before
    composer.pane.docs.editor.setPlainText("other")
    assert composer.request().docs == "other"


def test_long_pastes_are_coloured_where_one_looks(composer, editor, qtbot):
    data = QMimeData()
    data.setText(LONG)
    editor.selectAll()
    editor.insertFromMimeData(data)
    assert editor.text() == LONG
    editor.verticalScrollBar().setValue(0)
    qtbot.wait(50)
    assert editor.document().findBlockByNumber(2).layout().formats()
    editor.undo()
    editor.undo()
    assert editor.text() == LONG
