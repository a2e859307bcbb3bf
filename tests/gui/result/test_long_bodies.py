"""Long bodies by gesture: shown while they arrive and whole, folded, wrapped, searched; and what breaks under them."""

import asyncio
import gc
import json
import os
import signal
import sys
from functools import cache, partial
from typing import Any
from weakref import ref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from explorer.core.content.number_file import NumberFile
from explorer.core.content.view import ContentKind
from explorer.core.model.exchange import Content
from explorer.core.transport.spill import BodySink
from explorer.gui.bridge import workers
from explorer.gui.result import body_forms, file_node, file_tree_model
from explorer.gui.result.formatting_ahead import FormattingAhead
from explorer.gui.result.large_body import LargeBody

JSON = (("Content-Type", "application/json"),)


@cache
def rows() -> list[dict[str, Any]]:
    return [{"id": number, "name": f"name {number}", "price": 1.5} for number in range(30_000)]


@cache
def minified() -> bytes:
    return json.dumps(rows(), separators=(",", ":")).encode()


@cache
def pretty() -> str:
    return json.dumps(rows(), indent=2)


@pytest.fixture
def spilled(tmp_path):
    path = tmp_path / "body-1"
    path.write_bytes(minified())
    return Content(data=minified()[:100_000], size_bytes=len(minified()), path=path)


def shown(pane, qtbot, content):
    pane.show_body(content, JSON)
    assert pane.viewer.lines[1] == "  {", "the first rows are there at once, formatted"
    qtbot.waitUntil(lambda: pane.viewer.file is not None, timeout=10_000)


def test_a_body_that_is_formatted_already_is_not_written_again(pane, qtbot, tmp_path):
    path = tmp_path / "body-1"
    path.write_text(pretty() + "\n")
    size = path.stat().st_size
    shown(pane, qtbot, Content(data=path.read_bytes()[:100_000], size_bytes=size, path=path))
    file = pane.viewer.file
    assert file.path != path
    assert file.path.samefile(path)
    assert len(file) == len(pretty().split("\n"))
    assert file[len(file) - 1] == "]"
    path.unlink()
    pane.tools.set_form("tree")
    qtbot.waitUntil(lambda: pane.forms.tree.rows.rowCount() > 0, timeout=5000)


def test_a_body_with_no_seam_is_closed_after_a_step_ahead_was_under_way(qtbot, tmp_path):
    """What was begun ahead gave nothing, the whole was formatted, and what was begun is gone: it is not ended again."""
    rows = b"[%s]" % b",".join(b'"%s"' % os.urandom(500).hex().encode() for _ in range(2_000))
    sink = BodySink(tmp_path, 100_000)

    async def received() -> Content:
        await sink.write(rows)
        return await sink.content()

    content = asyncio.run(received())
    ahead = FormattingAhead(sink)
    ahead.look()
    assert ahead.is_working
    ahead.stop()
    large = LargeBody(content, JSON)
    large.start(ahead)
    qtbot.waitUntil(lambda: large.pretty is not None, timeout=10_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    large.close()
    assert not list(tmp_path.glob("*.shown"))


def test_very_many_short_lines_are_kept_outside_the_window(pane, qtbot):
    pane.show_body(Content.of(b"[" + b"1," * 9_999 + b'{"a":1,"a":2}]'), JSON)
    assert list(pane.viewer.lines[:2]) == ["[", "  1,"]
    qtbot.waitUntil(lambda: pane.viewer.file is not None, timeout=10_000)
    assert len(pane.viewer.lines) == 10_005
    assert pane.notice.text() == 'The name "a" occurs twice in one object.'
    pane.tools.set_form("tree")
    assert pane.forms.tree.model() is pane.forms.tree.rows
    pane.tools.set_form("pretty")
    pane.show_body(Content.of(json.dumps(["word " * 9_000]).encode()), JSON)
    qtbot.waitUntil(lambda: len(pane.viewer.lines) == 3, timeout=10_000)
    assert pane.viewer.file is None, "one long line is no work"


def test_what_the_other_forms_need_is_loaded_in_turns(pane, qtbot, spilled, monkeypatch):
    events = []

    def load(name):
        events.append(name)
        monkeypatch.setitem(sys.modules, name, sys)
        QTimer.singleShot(0, lambda: events.append("a turn of the loop"))

    monkeypatch.setattr(body_forms, "import_module", load)
    monkeypatch.setattr(body_forms, "_NEEDED", {"table": ("not loaded yet", "nor this")})
    pane.show_body(spilled, JSON)
    assert not events, "not before the body is in view"
    qtbot.waitUntil(lambda: len(events) == 4, timeout=5000)
    assert events[:3] == ["not loaded yet", "a turn of the loop", "nor this"]


def test_nothing_of_a_body_outlives_it(pane, qtbot, spilled):
    """Without the help of the collector, which may come much later."""
    shown(pane, qtbot, spilled)
    pane.tools.set_form("tree")
    qtbot.waitUntil(lambda: pane.forms.tree.rows.rowCount() == 30, timeout=5000)
    qtbot.keyClick(pane.forms.tree, Qt.Key.Key_Down)
    pane.forms.tree.expand(pane.forms.tree.rows.index(3, 0))
    parts = [pane._work.large, pane._prepared.lines, pane.forms.tree.rows._root.starts]
    kept = [ref(part) for part in parts]
    del parts
    gc.disable()
    try:
        pane.clear()
        qtbot.waitUntil(lambda: all(part() is None for part in kept), timeout=5000)
    finally:
        gc.enable()


def test_a_long_line_becomes_readable_and_its_files_go_with_it(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    assert pane.viewer.file.text(0, 1 << 30) == pretty()
    lines = pane.viewer.file.path
    assert lines.parent == spilled.path.parent
    pane.tools.set_form("raw")
    qtbot.waitUntil(lambda: pane.viewer.file is not None and pane.viewer.file.path == spilled.path, timeout=5000)
    assert pane.viewer.gutter_text(0) == "1"
    assert pane.viewer.gutter_text(1) == ""
    pane.viewer.select_all()
    assert pane.viewer.selected_text() == minified().decode()
    pane.viewer.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == minified().decode(), timeout=5000)
    pane.show_body(Content.of(b"{}"), JSON)
    assert not lines.exists()
    assert spilled.path.exists()


def test_it_is_seen_while_it_arrives(pane, qtbot, spilled):
    pane.show_arriving(Content(data=minified()[:64_000], size_bytes=64_000), JSON, is_complete=False)
    assert pane.viewer.lines[2] == '    "id": 0,'
    qtbot.waitUntil(lambda: pane.notice.text() == "Still arriving; this is the beginning.")
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
    assert "".join(pane.viewer.lines) == minified().decode()


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


def test_very_many_children_are_in_ranges_of_ranges_and_their_places_stay_in_a_file(pane, qtbot, spilled, monkeypatch):
    monkeypatch.setattr(file_tree_model, "_MANY", 20_000)
    for module in (file_node, file_tree_model):
        monkeypatch.setattr(module, "RANGE", 10)
    shown(pane, qtbot, spilled)
    tree = pane.forms.tree
    pane.tools.set_form("tree")
    model = tree.rows
    root = model._root
    qtbot.waitUntil(lambda: isinstance(root.starts, NumberFile), timeout=5000)
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "0 … 9999",
        "10000 … 19999",
        "20000 … 29999",
    ]
    tree.show_place(root.starts[25_507])
    names = []
    index = tree.currentIndex()
    while index.isValid():
        assert index.row() < 10
        names.append(index.data())
        index = index.parent()
    assert names == ["25507", "25500 … 25509", "25500 … 25599", "25000 … 25999", "20000 … 29999"]
    assert tree.place().path == "$[25507]"
    assert tree.isExpanded(model.index(0, 0, model.index(0, 0))), "down to the first values"
    path = root.starts.path
    pane._close()
    root = None
    assert not path.exists()


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
    at = minified().index(b'"name":"name 20000"')
    broken = minified()[:at] + b"oops " + minified()[at:]
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
    pane.tools.set_form("tree")
    rows = pane.forms.tree.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 21, timeout=5000)
    last = rows.index(0, 0, rows.index(20, 0))
    assert last.data() == "20000"
    rows.fetchMore(last)
    qtbot.waitUntil(lambda: rows.rowCount(last) == 2, timeout=5000)
    error = rows.index(1, 0, last)
    assert rows.index(1, 1, last).data() == "Not valid JSON from here on: expected '\"'."
    pane.forms.tree.setCurrentIndex(error)
    assert pane.path_bar.path_text() == "$[20000]"
    qtbot.keyClick(pane.forms.tree, Qt.Key.Key_Return)
    assert pane.viewer.selection.caret[0] == line


def test_what_begins_as_a_call_is_a_program_or_json(pane, qtbot):
    label = (("Content-Type", "application/javascript"),)
    values = "[" + ",".join(["1"] * 60_000) + "]"
    pane.show_body(Content.of(f"cb({values});".encode()), label)
    qtbot.waitUntil(lambda: pane.viewer.file is not None and len(pane.viewer.file) == 60_002, timeout=5000)
    assert pane.notice.text() == "Inside a call of cb."
    pane.show_body(Content.of(f"define({values},function(a){{a(1);b(2)}});".encode()), label)
    qtbot.waitUntil(lambda: "".join(pane.viewer.lines).endswith("a(1);  b(2)});"), timeout=5000)
    assert pane.view().kind is ContentKind.TEXT
    assert not pane.notice.isVisible()


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


def test_what_a_process_made_goes_when_the_window_ends_it(pane, qtbot, tmp_path):
    source = tmp_path / "body-8"
    source.write_bytes(b"[" + b",".join([minified()] * 20) + b"]")

    def made():
        return [path for path in tmp_path.glob("*.shown") if path.stat().st_size]

    told = []
    job = workers.shared().start("format", pane, source=str(source), folder=str(tmp_path), wants_head=False)
    job.told.connect(lambda message: told.append(message["event"]))
    qtbot.waitUntil(lambda: bool(made()), timeout=10_000)
    workers.shared().close()
    assert told[-1] == "failed"
    assert not made()


def test_long_xml_is_set_on_lines(pane, qtbot, tmp_path):
    data = (
        b"<rows>" + b"".join(b"<row id='%d'><name>Ada</name></row>" % number for number in range(40_000)) + b"</rows>"
    )
    path = tmp_path / "body-3"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), (("Content-Type", "text/xml"),))
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    assert pane.viewer.lines[-4:] == ["  <row id='39999'>", "    <name>Ada</name>", "  </row>", "</rows>"]
    pane.tools.set_form("tree")
    tree, model = pane.forms.tree, pane.forms.tree.rows
    qtbot.waitUntil(lambda: tree.isExpanded(model.index(0, 0, model.index(0, 0))), timeout=5000)
    ranged = model.index(39, 0, model.index(0, 0))
    assert ranged.data() == "39000 … 39999"
    last = model.index(999, 0, ranged)
    tree.setCurrentIndex(last)
    tree.expand(last)
    qtbot.waitUntil(lambda: model.rowCount(last) == 2, timeout=5000)
    assert [model.index(0, column, last).data() for column in (0, 1)] == ["@id", "39999"]
    tree.setCurrentIndex(model.index(1, 0, last))
    qtbot.waitUntil(lambda: pane.path_bar.path_text() == "/rows/row[40000]/name", timeout=5000)
    assert tree.place().value == "Ada"
    tree.show_in_text()
    assert pane.viewer.lines[pane.viewer.selection.caret[0]] == "    <name>Ada</name>"


def test_the_tree_of_long_broken_xml_goes_up_to_its_error(pane, qtbot, tmp_path):
    rows = b"".join(b"<row id='%d'>\n<name>Ada</name></row>" % number for number in range(20_000))
    data = b"<rows>" + rows + b"<row><b>1</b></rows>" + rows
    path = tmp_path / "body-5"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), (("Content-Type", "text/xml"),))
    qtbot.waitUntil(lambda: pane.view().flaw is not None and not pane.is_busy(), timeout=10_000)
    pane.tools.set_form("tree")
    tree, model = pane.forms.tree, pane.forms.tree.rows
    qtbot.waitUntil(lambda: model.rowCount(model.index(0, 0)) == 21, timeout=5000)
    last = model.index(0, 0, model.index(20, 0, model.index(0, 0)))
    tree.setCurrentIndex(last)
    tree.expand(last)
    qtbot.waitUntil(lambda: model.rowCount(last) == 2, timeout=5000)
    error = model.index(1, 0, last)
    assert error.siblingAtColumn(1).data() == "Not well-formed XML from here on: an end tag that does not fit."
    tree.setCurrentIndex(error)
    assert pane.path_bar.path_text() == "/rows/row[20001]"
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert pane.viewer.lines[pane.viewer.selection.caret[0]].startswith("</rows><row id='0'>")
    assert pane.viewer.flaw == (pane.viewer.selection.caret[0], 2)


def test_a_long_table_is_aligned_sorted_and_found_in_the_text(pane, qtbot, tmp_path):
    rows = "".join(f'{number},"name, {number}",{number % 7}.50,{"x" * 90}\n' for number in range(10_000))
    data = f"id,name,price,more\n{rows}7,short\n".encode()
    path = tmp_path / "body-4"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), (("Content-Type", "text/csv"),))
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    assert pane.viewer.lines[1] == "0     name, 0     0.50   " + "x" * 90
    assert pane.notice.text() == "Uneven rows: 2 values instead of 4 at line 10002, column 1."
    qtbot.mouseClick(pane.notice._go, Qt.MouseButton.LeftButton)
    assert pane.viewer.selection.caret[0] == 10_001
    pane.tools.set_form("table")
    table, model = pane.forms.table, pane.forms.table.model
    qtbot.waitUntil(lambda: table.words() == "10001 rows", timeout=5000)
    table.sort_by(2)
    qtbot.waitUntil(
        lambda: table.words() == "10001 rows" and model.number(0) == 0 and model.number(1) == 7, timeout=5000
    )
    qtbot.keyClicks(table.needle, "name, 432")
    qtbot.waitUntil(lambda: table.words() == "11 of 10001 rows", timeout=5000)
    assert [model.index(0, column).data() for column in range(3)] == ["4326", "name, 4326", "0.50"]
    table.view.setCurrentIndex(model.index(0, 1))
    table.show_in_text()
    assert pane.tools.segments.current == "raw"
    assert pane.viewer.lines[pane.viewer.selection.caret[0]].startswith('4326,"name, 4326",0.50,xxx')


def test_many_values_are_a_tree_and_a_table(pane, qtbot, tmp_path):
    data = "".join(f'{{"id": {number}, "deep": {{"x": [{{"a": 1}}]}}}}\n' for number in range(30_000)).encode()
    path = tmp_path / "body-5"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:50_000], size_bytes=len(data), path=path), JSON)
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    pane.tools.set_form("tree")
    model = pane.forms.tree.rows
    qtbot.waitUntil(lambda: model.rowCount() == 30, timeout=5000)
    pane.forms.tree.setCurrentIndex(model.index(999, 0, model.index(29, 0)))
    assert pane.path_bar.path_text() == "$[29999]"
    pane.tools.set_form("table")
    qtbot.waitUntil(lambda: pane.forms.table.words() == "30000 rows", timeout=5000)
    assert pane.forms.table.model.index(29_999, 0).data() == "29999"


def test_the_tree_and_the_text_find_each_other(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    row = len(pane.viewer.lines) - 4
    pane.viewer.go_to(row)
    qtbot.waitUntil(lambda: pane.path_bar.path_text() == "$[29999].name", timeout=5000)
    pane.places.show_in_tree()
    tree = pane.forms.tree
    qtbot.waitUntil(lambda: tree.currentIndex().siblingAtColumn(1).data() == '"name 29999"', timeout=5000)
    assert pane.path_bar.path_text() == "$[29999].name"
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert pane.viewer.isVisible()
    assert pane.viewer.selected_text() == '"name": "name 29999",'
    pane.tools.set_form("tree")
    tree.setCurrentIndex(tree.currentIndex().parent())
    pane.places.find_in_body()
    assert json.loads(pane.viewer.selected_text()) == rows()[-1], "a block is marked to its end"


def test_tree_and_table_stay_as_they_are_when_lines_are_cut_at_another_width(pane, qtbot, tmp_path):
    data = json.dumps([{"id": number, "text": "word " * 100} for number in range(4000)]).encode()
    path = tmp_path / "body-5"
    path.write_bytes(data)
    pane.show_body(Content(data=data[:100_000], size_bytes=len(data), path=path), JSON)
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    pane.tools.set_form("tree")
    tree = pane.forms.tree
    qtbot.waitUntil(lambda: tree.rows.rowCount() == 4, timeout=5000)
    tree.setCurrentIndex(tree.rows.index(3, 0))
    tree.expand(tree.currentIndex())
    pane.tools.set_form("table")
    table = pane.forms.table
    qtbot.waitUntil(lambda: table.model.rowCount() == 4000, timeout=5000)
    table.view.selectRow(7)
    pane.tools.set_form("pretty")
    pane.tools.set_wrap(True)
    before = pane.viewer.file
    pane.resize(pane.width() // 2, pane.height())
    qtbot.waitUntil(lambda: pane.viewer.file is not before, timeout=5000)
    pane.tools.set_form("tree")
    assert tree.currentIndex().row() == 3
    assert tree.isExpanded(tree.currentIndex())
    pane.tools.set_form("table")
    assert table.view.currentIndex().row() == 7


def test_all_below_opens_within_a_bound_and_closes(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    pane.tools.set_form("tree")
    tree, model = pane.forms.tree, pane.forms.tree.rows
    qtbot.waitUntil(lambda: model.rowCount() == 30, timeout=5000)
    last = model.index(29, 0)
    tree.setCurrentIndex(last)
    qtbot.keyClick(tree, Qt.Key.Key_Asterisk)
    qtbot.waitUntil(lambda: tree.isExpanded(model.index(300, 0, last)), timeout=10_000)
    qtbot.waitUntil(lambda: not tree.reach._waiting, timeout=10_000)
    opened = [row for row in range(1000) if tree.isExpanded(model.index(row, 0, last))]
    assert len(opened) == 334, "1000 rows, and the three of each of these, are 2000"
    qtbot.keyClick(tree, Qt.Key.Key_Minus)
    assert not tree.isExpanded(last)
    assert not any(tree.isExpanded(model.index(row, 0, last)) for row in opened)


def _is_copied(value):
    try:
        return json.loads(QGuiApplication.clipboard().text()) == value
    except ValueError:
        return False


def test_long_values_come_whole(pane, qtbot, tmp_path):
    value = {"text": 'quo"te ' * 60_000, "rows": rows()[:20_000], "n": 1}
    data = json.dumps(value, separators=(",", ":")).encode()
    path = tmp_path / "body-4"
    path.write_bytes(data)
    shown_at = Content(data=data[:100_000], size_bytes=len(data), path=path)
    pane.show_body(shown_at, JSON)
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    pane.tools.set_form("tree")
    tree, model = pane.forms.tree, pane.forms.tree.rows
    qtbot.waitUntil(lambda: model.rowCount() == 3, timeout=5000)
    for row, name in enumerate(("text", "rows")):
        tree.setCurrentIndex(model.index(row, 0))
        QGuiApplication.clipboard().clear()
        tree.actions_here.copy_json()
        qtbot.waitUntil(partial(_is_copied, value[name]), timeout=5000)
    tree.setCurrentIndex(model.index(0, 0))
    with qtbot.waitSignal(pane.places.capture_requested, timeout=5000) as asked:
        pane.places.capture()
    assert asked.args[0].value == value["text"]


def test_a_tree_whose_file_is_deleted_tells_and_keeps_what_is_open(pane, qtbot, spilled):
    shown(pane, qtbot, spilled)
    pane.tools.set_form("tree")
    tree, model = pane.forms.tree, pane.forms.tree.rows
    qtbot.waitUntil(lambda: model.rowCount() == 30, timeout=5000)
    pane.viewer.file.path.unlink()
    spilled.path.unlink()
    first = model.index(0, 0, model.index(0, 0))
    tree.setCurrentIndex(first)
    tree.expand(first)
    assert model.rowCount(first) == 3, "what is short needs no other process"
    tree.actions_here.copy_json()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("{"), timeout=5000)
    assert json.loads(QGuiApplication.clipboard().text()) == rows()[0]
    told = []
    pane.copied.connect(told.append)
    pane.forms.tree.show_file(pane.viewer.file)
    wanted = "This part cannot be opened: No such file or directory."
    qtbot.waitUntil(lambda: wanted in told, timeout=5000)


def test_long_yaml_up_to_its_error_and_json_with_bare_keys_under_its_label(pane, qtbot):
    yaml = (("Content-Type", "application/yaml"),)
    pane.show_body(Content.of(b"- a:\n      b: 1\n" * 9_000 + b"- a: b: c\n    d\n"), yaml)
    qtbot.waitUntil(lambda: pane.notice.text().startswith("Not valid YAML: a second colon"), timeout=10_000)
    assert "line 18001, column 7" in pane.notice.text()
    file = pane.viewer.file
    assert [file[0], file[1], file[18_000], file[18_001]] == ["- a:", "    b: 1", "- a: b: c", "    d"]
    pane.show_body(Content.of(b"[" + b"{id: 1, on: true}," * 9_000 + b"{}]"), yaml)
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    assert [pane.viewer.lines[row] for row in range(4)] == ["[", "  {", "    id: 1,", "    on: true"]
    assert pane.notice.text() == ""


def test_a_long_text_that_only_begins_like_yaml_is_no_broken_one(pane, qtbot):
    pane.show_body(
        Content.of(b"openapi: 3.1.0\n" + b"not: a: description\n" * 9_000), (("Content-Type", "text/plain"),)
    )
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=10_000)
    assert pane.notice.text() == ""
    assert not pane.view().is_formatted
    assert len(pane.viewer.lines) == 9_001
