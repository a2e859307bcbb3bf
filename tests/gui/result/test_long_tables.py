"""Tables of very many rows by gesture: the loop never goes through all of them; what is long can be stopped."""

import os
from functools import cache

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication

from explorer.core.model.exchange import Content
from explorer.gui.bridge import workers
from explorer.gui.result.body_pane import BodyPane
from explorer.gui.result.row_model import RowModel
from explorer.gui.result.rows_view import RowsView

COUNT = 200_000


@cache
def csv() -> bytes:
    return "".join(["id,name,price\n", *(f'{n},"name, {n * 7 % COUNT}",{n % 9}.5\n' for n in range(COUNT))]).encode()


CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(qtbot, tmp_path):
    pane = BodyPane()
    qtbot.addWidget(pane)
    qtbot.addWidget(pane.tools)
    pane.resize(683, 500)
    pane.show()
    path = tmp_path / "body-1"
    path.write_bytes(csv())
    content = Content(data=csv()[:50_000], size_bytes=len(csv()), path=path)
    pane.show_body(content, (("Content-Type", "text/csv"),))
    qtbot.waitUntil(lambda: pane.viewer.file is not None and not pane.is_busy(), timeout=20_000)
    pane.tools.set_form("table")
    qtbot.waitUntil(lambda: pane.forms.table.words() == f"{COUNT} rows", timeout=20_000)
    yield pane.forms.table
    pane._close()


def press_head(qtbot, table, column):
    header = table.view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 5, 5)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_all_rows_are_there_and_few_are_read(table, qtbot, monkeypatch):
    read = []
    original = RowModel._read
    monkeypatch.setattr(RowModel, "_read", lambda self, number: read.append(number) or original(self, number))
    view = table.view
    for column in range(3):
        assert view.columnWidth(column) >= view.sizeHintForColumn(column)
    assert table.model.longest_text(0) == str(COUNT - 1)
    table.model._rows.clear()
    read.clear()
    view.viewport().repaint()
    assert 0 < len(read) < 60, "only what is visible"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.keyClick(view, Qt.Key.Key_End, CONTROL)
    assert view.currentIndex().row() == COUNT - 1
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    QGuiApplication.clipboard().setText("before")
    with qtbot.waitSignal(table.copied) as told:
        qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert told.args[0].startswith("Nothing copied")
    assert QGuiApplication.clipboard().text() == "before"
    qtbot.keyClick(view, Qt.Key.Key_Home, CONTROL)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "0\tname, 0\n1\tname, 7"
    assert len(read) < 300


class Counting(QAbstractTableModel):
    """Very many rows, and how often a cell was asked whether it can be selected."""

    asked = 0

    def rowCount(self, parent=QModelIndex()):
        return 50_000

    def columnCount(self, parent=QModelIndex()):
        return 3

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return None

    def flags(self, index):
        self.asked += 1
        return super().flags(index)


def test_selecting_all_goes_through_no_cells(qtbot):
    view, model = RowsView(), Counting()
    qtbot.addWidget(view)
    view.setModel(model)
    view.show()
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
        view.grab()
        at = QPoint(view.horizontalHeader().sectionViewportPosition(1) + 5, 5)
        qtbot.mouseClick(view.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=at)
        view.grab()
    finally:
        QAccessible.setActive(was_active)
    assert view.selectionModel().isSelected(model.index(30_000, 1))
    assert view.selected_cells() is None
    assert 0 < model.asked < 5_000


def test_sorting_tells_how_far_it_is_and_is_stopped(table, qtbot):
    press_head(qtbot, table, 1)
    qtbot.waitUntil(lambda: table.words().endswith("%"), timeout=5000)
    assert table.words().startswith("Sorting… ")
    if hasattr(os, "getpriority"):
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert all(os.getpriority(os.PRIO_PROCESS, one) > own for one in workers.shared().process_ids() if own < 19)
    qtbot.mouseClick(table._stop, Qt.MouseButton.LeftButton)
    assert (table.words(), table.model.number(5), table._stop.isVisible()) == (f"{COUNT} rows", 5, False)
    assert table.model.headerData(1, Qt.Orientation.Horizontal) == "name", "no sign of an order"
    table.needle.setText("name, 77")
    qtbot.waitUntil(lambda: " of " in table.words(), timeout=10_000)
    shown = table.words()
    press_head(qtbot, table, 0)
    table.needle.clear()
    qtbot.keyClick(table.view, Qt.Key.Key_Escape)
    assert (table.words(), table.needle.text()) == (shown, "name, 77")
    qtbot.wait(50)
    assert table.words() == shown, "what was stopped does not come after all"
    press_head(qtbot, table, 0)
    press_head(qtbot, table, 0)
    qtbot.waitUntil(lambda: table.words() == shown, timeout=10_000)
    numbers = [table.model.number(row) for row in range(50)]
    assert numbers == sorted(numbers, reverse=True)
