"""Search and filter as people are used to them: F3, the turn at the end told, both open for the next answer too."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from explorer.core.model.exchange import Content
from explorer.gui.result.asked_queries import asked

JSON = (("Content-Type", "application/json"),)
SHIFT = Qt.KeyboardModifier.ShiftModifier
BODY = {"to": ["pear", "apple", "pear"], "name": "pear"}


@pytest.fixture
def pane(pane):
    shown(pane, BODY)
    return pane


def shown(pane, body):
    pane.show_body(Content.of(json.dumps(body).encode()), JSON)


def counted(pane):
    return pane.find_bar._count.text()


def test_f3_goes_on_and_the_turn_at_the_end_is_told(pane, qtbot):
    pane.open_find()
    qtbot.keyClicks(pane.find_bar.field, "pear")
    assert counted(pane) == "1 of 3"
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_F3)
    pane.viewer.setFocus()
    qtbot.keyClick(pane.viewer, Qt.Key.Key_F3)
    assert counted(pane) == "3 of 3"
    qtbot.keyClick(pane.viewer, Qt.Key.Key_F3)
    assert counted(pane) == "1 of 3, from the top"
    qtbot.keyClick(pane.viewer, Qt.Key.Key_F3, SHIFT)
    assert counted(pane) == "3 of 3, from the end"
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    qtbot.keyClick(pane.viewer, Qt.Key.Key_F3)
    assert pane.find_bar.isVisible(), "the term of before is looked for again"
    shown(pane, {**BODY, "more": "pear"})
    assert pane.find_bar.isVisible()
    assert counted(pane).endswith("4")


def test_a_search_from_the_tree_ends_there_at_what_was_found(pane, qtbot):
    pane.tools.set_form("tree")
    pane.open_find()
    qtbot.keyClicks(pane.find_bar.field, "apple")
    assert pane.viewer.isVisible()
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert pane.forms.tree.isVisible()
    assert pane.path_bar.path_text() == "$.to[1]"
    assert pane.forms.tree.hasFocus()
    qtbot.keyClick(pane.forms.tree, Qt.Key.Key_F3)
    assert pane.viewer.isVisible()
    assert pane.find_bar.isVisible()


def test_a_filter_is_asked_of_the_next_answer_too_and_comes_back_with_the_arrow(pane, qtbot, monkeypatch):
    monkeypatch.setattr(asked, "rows", [])
    assert pane.open_filter()
    bar = pane.filter_bar
    for expression in ("$.name", "$.to[0,2]"):
        bar.field.clear()
        qtbot.keyClicks(bar.field, expression)
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: " match" in bar.outcome(), timeout=5000)
    shown(pane, {"to": ["fig", "", "date"]})
    qtbot.waitUntil(lambda: pane.text() == '[\n  "fig",\n  "date"\n]', timeout=5000)
    qtbot.mouseClick(bar.copy, Qt.MouseButton.LeftButton)
    assert json.loads(QGuiApplication.clipboard().text()) == ["fig", "date"]
    shown(pane, {"to": ["fig", "", "date"], "more": list(range(10_000))})
    qtbot.waitUntil(lambda: pane.text() == '[\n  "fig",\n  "date"\n]', timeout=5000)
    bar.field.clear()
    qtbot.keyClicks(bar.field, "$.to[")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(bar.field.property("error")), timeout=5000)
    assert bar.field.accessibleDescription() == bar.outcome()
    assert [expression for _, expression in asked.rows] == ["$.name", "$.to[0,2]"]
    qtbot.keyClick(bar.field, Qt.Key.Key_Up)
    qtbot.keyClick(bar.field, Qt.Key.Key_Up)
    assert bar.field.text() == "$.name", "a faulty one is not kept"
    qtbot.waitUntil(lambda: not bar.field.property("error"), timeout=5000)
    qtbot.keyClick(bar.field, Qt.Key.Key_Down)
    assert bar.field.text() == "$.to[0,2]"
    pane.show_body(Content.of(b"<a/>"), (("Content-Type", "text/xml"),))
    assert bar.isHidden(), "it has no such language"


def test_a_long_body_is_searched_and_filtered_anew_too(pane, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(asked, "rows", [])

    def long(count):
        data = json.dumps([{"name": f"pear {number}"} for number in range(count)]).encode()
        path = tmp_path / f"body-{count}"
        path.write_bytes(data)
        pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), JSON)

    long(60_000)
    pane.open_filter()
    qtbot.keyClicks(pane.filter_bar.field, "$[-1].name")
    qtbot.waitUntil(lambda: pane.text() == '[\n  "pear 59999"\n]', timeout=8000)
    pane.open_find()
    qtbot.keyClicks(pane.find_bar.field, "pear")
    long(61_000)
    qtbot.waitUntil(lambda: pane.text() == '[\n  "pear 60999"\n]', timeout=8000)
    assert pane.find_bar.isVisible()
    assert pane.filter_bar.outcome() == "1 match"
