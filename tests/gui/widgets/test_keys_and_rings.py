"""Keys that a field keeps from the window, the ring in a window inside a frame, and menus with room for their keys."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.gui.composer.method_choice import MethodChoice
from explorer.gui.documents.strip import DocumentStrip
from explorer.gui.theme import fonts
from explorer.gui.theme.theme import Theme
from explorer.gui.widgets import painting
from explorer.gui.widgets.code_editor import CodeEditor
from explorer.gui.widgets.code_highlighter import Language
from explorer.gui.widgets.focus_ring import FocusRing
from explorer.gui.widgets.key_text import key_text
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.search_field import SearchField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Stage:
    """A frame with a window in it, as the program has it, whose Esc counts."""

    def __init__(self, qtbot: QtBot, *parts: QWidget) -> None:
        self.frame = QMainWindow()
        self.window = QWidget()
        self.frame.setCentralWidget(self.window)
        column = QVBoxLayout(self.window)
        for part in parts:
            column.addWidget(part)
        self.escapes = 0
        action = QAction("Cancel", self.frame)
        action.setShortcut(QKeySequence("Esc"))
        action.triggered.connect(self._count)
        self.frame.addAction(action)
        qtbot.addWidget(self.frame)
        with qtbot.waitExposed(self.frame):
            self.frame.show()
        self.frame.activateWindow()
        qtbot.waitUntil(self.frame.isActiveWindow)

    def _count(self) -> None:
        self.escapes += 1


def test_escape_clears_a_search_before_the_window_hears_of_it(dressed: Theme, qtbot: QtBot) -> None:
    field = SearchField("Search")
    stage = Stage(qtbot, field)
    field.setFocus()
    QTest.keyClicks(field, "words")
    QTest.keyClick(stage.frame.windowHandle(), Qt.Key.Key_Escape)
    assert (field.text(), stage.escapes) == ("", 0)
    QTest.keyClick(stage.frame.windowHandle(), Qt.Key.Key_Escape)
    assert stage.escapes == 1


def test_escape_gives_up_a_typed_method(dressed: Theme, qtbot: QtBot) -> None:
    choice = MethodChoice()
    stage = Stage(qtbot, choice)
    choice.set_method("PUT")
    choice.type_custom()
    QTest.keyClicks(choice.field, "PURGE")
    QTest.keyClick(stage.frame.windowHandle(), Qt.Key.Key_Escape)
    assert (choice.method, stage.escapes) == ("PUT", 0)
    assert not choice.field.isVisible()
    QTest.keyClick(stage.frame.windowHandle(), Qt.Key.Key_Escape)
    assert stage.escapes == 1


def test_tab_indents_and_leaves_only_after_escape(dressed: Theme, qtbot: QtBot) -> None:
    editor, after = CodeEditor(Language.JSON), QLineEdit()
    stage = Stage(qtbot, editor, after)
    assert "Esc" in editor.accessibleDescription()
    handle = stage.frame.windowHandle()
    editor.setFocus()
    QTest.keyClick(handle, Qt.Key.Key_Tab)
    assert editor.text() == "  "
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    QTest.keyClick(handle, Qt.Key.Key_X)
    QTest.keyClick(handle, Qt.Key.Key_Tab)
    assert editor.text() == "  x  "
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert stage.escapes == 2  # the window has its Esc as well
    QTest.keyClick(handle, Qt.Key.Key_Tab)
    assert editor.text() == "  x  "
    assert after.hasFocus()
    editor.setFocus()
    QTest.keyClick(handle, Qt.Key.Key_Tab)
    assert editor.text() == "  x    "


def test_the_ring_shows_in_a_window_inside_a_frame(dressed: Theme, qtbot: QtBot) -> None:
    first, second = QPushButton("One"), QPushButton("Two")
    for button in (first, second):
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    stage = Stage(qtbot, first, second)
    ring = FocusRing(stage.window)
    first.setFocus()
    QTest.keyClick(stage.frame.windowHandle(), Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert ring.target is second
    assert ring.isVisible()
    QTest.mouseClick(stage.frame.windowHandle(), Qt.MouseButton.LeftButton, pos=first.mapTo(stage.frame, QPoint(4, 4)))
    assert first.hasFocus()
    assert not ring.isVisible()


def test_the_ring_outlives_neither_its_window_nor_its_target(dressed: Theme, qtbot: QtBot) -> None:
    first, second, third = QPushButton("One"), QPushButton("Two"), QPushButton("Three")
    stage = Stage(qtbot, first, second, third)
    ring = FocusRing(stage.window)
    ring.show_at(second)
    shiboken6.delete(second)
    ring.show_at(third)
    assert ring.target is third
    other = QLineEdit()
    qtbot.addWidget(other)
    shiboken6.delete(stage.window)
    gc.collect()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.focusChanged.emit(None, other)
    ring._focus_changed(None, other)


def test_a_menu_is_as_wide_as_words_and_keys_of_its_last_item(dressed: Theme, qtbot: QtBot) -> None:
    menu = Menu("Environment")
    qtbot.addWidget(menu)
    menu.add("Sandbox")
    menu.add("Edit environments", "", "Ctrl Shift M")
    words = painting.text_width(fonts.ui_font(), "Edit environments")
    keys = painting.text_width(fonts.ui_font(11), "Ctrl Shift M")
    assert menu.minimumWidth() >= words + keys + fonts.scaled(32 + 8 + 12)


def test_keys_say_enter() -> None:
    assert key_text(QKeySequence("Ctrl+Return")) == "Ctrl Enter"
    assert key_text(QKeySequence("Alt+Return")) == "Alt Enter"
    assert key_text(QKeySequence("Ctrl+Shift+C")) == "Ctrl Shift C"


def test_the_strip_grows_with_the_text(dressed: Theme, qtbot: QtBot) -> None:
    strip = DocumentStrip()
    qtbot.addWidget(strip)
    before = strip.height()
    dressed.set_scale(200)
    assert strip.height() > before
    assert strip.height() >= strip.tabs.bar.sizeHint().height()
    dressed.set_scale(100)
    assert strip.height() == before


def test_a_field_without_a_text_leaves_escape_alone(dressed: Theme, qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(field, event)
    assert not event.isAccepted()
