"""Long bodies by gesture: shown while they arrive and whole, folded, wrapped, searched; and what breaks under them."""

import json
import os
import signal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from explorer.core.model.exchange import Content
from explorer.gui.bridge import workers
from explorer.gui.result.body_pane import BodyPane

JSON = (("Content-Type", "application/json"),)
ROWS = [{"id": number, "name": f"name {number}", "price": 1.5} for number in range(30_000)]
MINIFIED = json.dumps(ROWS, separators=(",", ":")).encode()
PRETTY = json.dumps(ROWS, indent=2)


@pytest.fixture
def pane(qtbot):
    made = BodyPane()
    qtbot.addWidget(made)
    qtbot.addWidget(made.tools)
    made.resize(683, 500)
    made.show()
    yield made
    made._close()


@pytest.fixture
def spilled(tmp_path):
    path = tmp_path / "body-1"
    path.write_bytes(MINIFIED)
    return Content(data=MINIFIED[:100_000], size_bytes=len(MINIFIED), path=path)


def shown(pane, qtbot, content):
    pane.show_body(content, JSON)
    assert pane.viewer.lines[1] == "  {", "the first rows are there at once, formatted"
    qtbot.waitUntil(lambda: pane.viewer.file is not None, timeout=10_000)


def test_a_long_line_becomes_readable_and_its_files_go_with_it(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    assert pane.viewer.file.text(0, 1 << 30) == PRETTY
    pretty = pane.viewer.file.path
    assert pretty.parent == spilled.path.parent
    pane.tools.set_form("raw")
    qtbot.waitUntil(lambda: pane.viewer.file is not None and pane.viewer.file.path == spilled.path, timeout=5000)
    assert pane.viewer.gutter_text(0) == "1"
    assert pane.viewer.gutter_text(1) == ""
    pane.viewer.select_all()
    assert pane.viewer.selected_text() == MINIFIED.decode()
    pane.viewer.copy()
    assert QGuiApplication.clipboard().text() == MINIFIED.decode()
    pane.show_body(Content.of(b"{}"), JSON)
    assert not pretty.exists()
    assert spilled.path.exists()


def test_it_is_seen_while_it_arrives(pane, qtbot, spilled):
    pane.show_arriving(Content(data=MINIFIED[:64_000], size_bytes=64_000), JSON, is_complete=False)
    assert pane.viewer.lines[2] == '    "id": 0,'
    assert pane.notice.text() == "Still arriving; this is the beginning."
    pane.show_arriving(spilled, JSON, is_complete=True)
    qtbot.waitUntil(lambda: pane.viewer.file is not None, timeout=10_000)
    before = pane.viewer.file
    pane.show_body(spilled, JSON)
    assert pane.viewer.file is before, "it was not begun anew when the exchange had been recorded"
    assert not pane.notice.isVisible()


def test_find_fold_wrap_and_path(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    pane.open_find()
    qtbot.keyClicks(pane.find_bar.field, "NAME 29999")
    qtbot.waitUntil(lambda: pane.find_bar._count.text() == "1 of 1", timeout=5000)
    assert pane.viewer.selected_text() == "name 29999"
    qtbot.waitUntil(lambda: pane.path_bar.path_text() == "$[29999].name", timeout=5000)
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    rows = len(pane.viewer.rows)
    pane.viewer.go_to(0)
    y = pane.viewer.top_padding + 5
    qtbot.mouseClick(pane.viewer.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(44, y))
    qtbot.waitUntil(lambda: len(pane.viewer.rows) == 2, timeout=5000)
    qtbot.mouseClick(pane.viewer.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(44, y))
    assert len(pane.viewer.rows) == rows
    pane.tools.set_form("raw")
    pane.tools.set_wrap(True)
    qtbot.waitUntil(lambda: pane.viewer.file is not None and max(map(len, pane.viewer.lines[:50])) < 90, timeout=5000)
    assert "".join(pane.viewer.lines) == MINIFIED.decode()


def test_a_long_answer_of_a_filter_wraps_too(pane, qtbot, tmp_path):
    rows = [{"text": "word " * 60 + str(number)} for number in range(4000)]
    data = json.dumps(rows).encode()
    path = tmp_path / "body-4"
    path.write_bytes(data)
    shown_first = Content(data=data[:50_000], size_bytes=len(data), path=path)
    pane.show_body(shown_first, JSON)
    qtbot.waitUntil(lambda: pane.viewer.file is not None, timeout=10_000)
    pane.open_filter()
    qtbot.keyClicks(pane.filter_bar.field, "$[*].text")
    qtbot.waitUntil(lambda: pane.filter_bar.outcome() == "4000 matches", timeout=5000)
    before = list(pane.viewer.lines)
    pane.viewer.go_to(2000, 5)
    caret = pane.viewer.file.offset_of(*pane.viewer.selection.caret)
    pane.tools.set_wrap(True)
    qtbot.waitUntil(lambda: len(pane.viewer.lines) > 3 * len(before), timeout=5000)
    assert "".join(pane.viewer.lines) == "".join(before)
    assert pane.viewer.horizontalScrollBar().maximum() == 0
    assert pane.viewer.file.offset_of(*pane.viewer.selection.caret) == caret
    assert pane.viewer.first_position()[0] > 4000


def test_the_tree_opens_ranges(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    pane.tools.set_form("tree")
    model = pane.forms.tree.rows
    qtbot.waitUntil(lambda: model.rowCount() == 30, timeout=5000)
    ranged = model.index(29, 0)
    assert ranged.data() == "29000 … 29999"
    last = model.index(999, 0, ranged)
    pane.forms.tree.setCurrentIndex(last)
    pane.forms.tree.expand(last)
    qtbot.waitUntil(lambda: model.rowCount(last) == 3, timeout=5000)
    assert model.index(1, 1, last).data() == '"name 29999"'
    assert pane.path_bar.path_text() == "$[29999]"
    pane.forms.tree.show_in_text()
    assert pane.viewer.lines[pane.viewer.selection.caret[0] + 1] == '    "id": 29999,'


def test_a_file_that_is_deleted_under_the_viewer(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    pane.viewer.file.path.unlink()
    spilled.path.unlink()
    pane.viewer.go_to(len(pane.viewer.lines) - 2)
    assert pane.viewer.lines[-2] == "  }", "what is open stays readable"
    pane.open_find()
    qtbot.keyClicks(pane.find_bar.field, "name 7")
    qtbot.waitUntil(lambda: "No such file" in pane.find_bar._count.text(), timeout=5000)
    pane.show_body(spilled, JSON)
    assert pane.notice.text() == "The file of this body is gone; only its beginning is here."
    assert pane.viewer.lines[1] == "  {"


def test_broken_json_is_shown_up_to_the_error_and_after_it(pane, qtbot, tmp_path):
    at = MINIFIED.index(b'"name":"name 20000"')
    broken = MINIFIED[:at] + b"oops " + MINIFIED[at:]
    path = tmp_path / "body-2"
    path.write_bytes(broken)
    pane.show_body(Content(data=broken[:50_000], size_bytes=len(broken), path=path), JSON)
    qtbot.waitUntil(lambda: pane.view().flaw is not None, timeout=10_000)
    assert f"line 1, column {at + 1}" in pane.notice.text()
    qtbot.mouseClick(pane.notice._go, Qt.MouseButton.LeftButton)
    line = pane.viewer.selection.caret[0]
    assert pane.viewer.lines[line - 1] == '    "id": 20000,'
    assert pane.viewer.lines[line].startswith('oops "name":"name 20000","price":1.5},{"id":20001')
    assert pane.viewer.flaw == (line, 0)


def test_formatting_can_be_stopped_and_a_dead_worker_is_told(pane, qtbot, spilled):
    pane.show_body(spilled, JSON)
    pane._work.stop_formatting()
    qtbot.waitUntil(lambda: pane.viewer.file is not None and pane.viewer.file.path == spilled.path, timeout=5000)
    assert pane.notice.text() == "Not formatted."
    qtbot.waitUntil(lambda: not workers.shared().findChildren(workers.WorkerJob), timeout=5000)
    pane.show_body(Content.of(b"{}"), JSON)
    pane.show_body(spilled, JSON)
    for process in workers.shared().process_ids():
        os.kill(process, signal.SIGKILL)
    qtbot.waitUntil(lambda: "the worker process ended" in pane.notice.text(), timeout=5000)
    pane.show_body(Content.of(b"{}"), JSON)
    shown(pane, qtbot, spilled)


def test_long_xml_is_set_on_lines(pane, qtbot, tmp_path):
    data = (
        b"<rows>" + b"".join(b"<row id='%d'><name>Ada</name></row>" % number for number in range(40_000)) + b"</rows>"
    )
    path = tmp_path / "body-3"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), (("Content-Type", "text/xml"),))
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    assert pane.viewer.lines[-4:] == ["  <row id='39999'>", "    <name>Ada</name>", "  </row>", "</rows>"]
