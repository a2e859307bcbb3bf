"""Labels, hints, search, menus, toasts, skeleton, empty place and the focus ring."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.gui.theme import fonts, measures
from explorer.gui.theme.theme import Theme, ThemeMode
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.empty_state import EmptyState
from explorer.gui.widgets.focus_ring import FocusRing
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.key_hint import KeyHint
from explorer.gui.widgets.key_text import key_text
from explorer.gui.widgets.labels import ElidedLabel
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.rich_label import RichLabel, TextRun, runs_from
from explorer.gui.widgets.search_field import SearchField
from explorer.gui.widgets.skeleton import Skeleton
from explorer.gui.widgets.toast import Notice, ToastHost
from tests.gui.widgets.pixels import picture, shows

# The platform that draws into memory says so of everything it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_label_is_cut_in_the_middle_and_tells_the_rest(dressed: Theme, qtbot: QtBot) -> None:
    text = "https://sms.example.com/xms/v1/plan/batches"
    label = ElidedLabel(text, elide="middle")
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert "…" in label.shown_text
    assert label.shown_text.startswith("https")
    assert label.shown_text.endswith("es")
    assert label.toolTip() == text
    label.resize(600, 20)
    assert label.shown_text == text
    assert label.toolTip() == ""


def test_backticks_make_code() -> None:
    assert runs_from("`to` is empty", "client.fg") == (
        TextRun(text="to", code=True, color_token="client.fg"),
        TextRun(text=" is empty"),
    )
    assert "".join(run.text for run in runs_from("a lone ` stays")) == "a lone ` stays"


def test_rich_label_takes_no_markup_and_can_be_copied(dressed: Theme, qtbot: QtBot) -> None:
    label = RichLabel("the server said <b>no</b> to `a<b`")
    qtbot.addWidget(label)
    assert label.plain_text == label.accessibleName() == "the server said <b>no</b> to a<b"
    assert "&lt;b&gt;no" in label.text()
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_rich_label_wraps_and_changes_colour_with_the_theme(dressed: Theme, qtbot: QtBot) -> None:
    label = RichLabel("`to` is empty. A batch needs recipients.", code_token="client.fg")
    qtbot.addWidget(label)
    assert label.heightForWidth(60) > 2 * label.heightForWidth(2000)
    assert dressed.color("client.fg").name() in label.text()
    dressed.set_mode(ThemeMode.DARK)
    assert dressed.color("client.fg").name() in label.text()


def test_keys_are_written_with_spaces() -> None:
    assert key_text(QKeySequence("Ctrl+Shift+C")) == "Ctrl Shift C"
    assert key_text(QKeySequence("Ctrl++")) == "Ctrl +"
    assert key_text(QKeySequence()) == ""


def test_key_hint_frames_each_key(dressed: Theme, qtbot: QtBot) -> None:
    split, whole = KeyHint("Ctrl K"), KeyHint("Ctrl K", split=False)
    qtbot.addWidget(split)
    qtbot.addWidget(whole)
    assert split.sizeHint().width() > whole.sizeHint().width()
    assert split.accessibleName() == "Ctrl K"


def test_hairline_is_one_pixel(dressed: Theme, qtbot: QtBot) -> None:
    line = Hairline()
    qtbot.addWidget(line)
    line.resize(50, 1)
    assert line.height() == 1
    assert shows(line, dressed.color("line.subtle"), least=50)


def test_search_is_cleared_by_button_and_by_escape(dressed: Theme, qtbot: QtBot) -> None:
    field = SearchField("Search requests", "/")
    qtbot.addWidget(field)
    field.show()
    assert field.height() == measures.INPUT
    assert field.accessibleName() == "Search requests"
    assert not field.clear_button.isVisible()
    qtbot.keyClicks(field, "batch")
    assert field.clear_button.isVisible()
    qtbot.mouseClick(field.clear_button, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    qtbot.keyClicks(field, "group")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_menu_row_is_28_high_as_wide_as_its_words_and_starts_its_action(dressed: Theme, qtbot: QtBot) -> None:
    menu = Menu()
    qtbot.addWidget(menu)
    action = menu.add("Copy as a command for the shell", "terminal", "Ctrl Shift C")
    danger = menu.add("Delete", "trash-2", danger=True)
    menu.popup(QPoint(0, 0))
    row = menu.actionGeometry(action)
    assert row.height() == measures.MENU_ROW
    assert row.width() >= menu.width() - 12
    assert shows(menu, dressed.color("server.fg"), menu.actionGeometry(danger))
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=row.center() + QPoint(row.width() // 2 - 4, 0))
    menu.close()


def test_skeleton_waits_before_it_shows(dressed: Theme, qtbot: QtBot) -> None:
    skeleton = Skeleton((40, 80))
    qtbot.addWidget(skeleton)
    skeleton.show()
    assert not skeleton.bars_shown
    qtbot.waitUntil(lambda: skeleton.bars_shown, timeout=2000)
    assert shows(skeleton, dressed.color("bg.hover"), least=100)
    skeleton.hide()
    assert not skeleton.bars_shown


def test_empty_place_offers_one_action(dressed: Theme, qtbot: QtBot) -> None:
    empty = EmptyState("Saved requests appear here.", "New request")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.action_requested):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)


@pytest.fixture
def window(dressed: Theme, qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


def test_toast_goes_by_itself_but_an_error_stays(window: QWidget, qtbot: QtBot) -> None:
    host = ToastHost(window)
    host.show_notice(Notice(text="Support bundle copied"), shown_ms=30)
    host.show_notice(Notice(text="Sandbox stopped", family=Family.CLIENT), shown_ms=30)
    qtbot.waitUntil(lambda: len(host.toasts) == 1, timeout=1000)
    qtbot.wait(60)
    assert [toast.notice.text for toast in host.toasts] == ["Sandbox stopped"]
    qtbot.mouseClick(host.toasts[0].close_button, Qt.MouseButton.LeftButton)
    assert host.toasts == ()


def test_at_most_three_toasts_stand_at_the_bottom_right(window: QWidget) -> None:
    host = ToastHost(window)
    for number in range(4):
        host.show_notice(Notice(text=f"Notice {number}"))
    assert [toast.notice.text for toast in host.toasts] == ["Notice 1", "Notice 2", "Notice 3"]
    last = host.toasts[-1].geometry()
    assert (last.right(), last.bottom()) == (800 - 17, 600 - 17)
    assert last.height() == measures.TOAST
    assert host.toasts[0].geometry().bottom() < host.toasts[1].geometry().top()
    window.resize(900, 700)
    assert host.toasts[-1].geometry().right() == 900 - 17


def test_toast_offers_one_action(window: QWidget, qtbot: QtBot) -> None:
    host = ToastHost(window)
    toast = host.show_notice(Notice(text="Sandbox stopped", action="Use 8026", key="sandbox"))
    with qtbot.waitSignal(host.action_requested) as signal:
        qtbot.mouseClick(toast.action, Qt.MouseButton.LeftButton)
    assert signal.args == ["sandbox"]
    assert host.toasts == ()


def test_same_key_replaces_a_toast(window: QWidget) -> None:
    host = ToastHost(window)
    host.show_notice(Notice(text="Old", key="k"))
    host.show_notice(Notice(text="New", key="k"))
    assert [toast.notice.text for toast in host.toasts] == ["New"]


def test_the_same_words_are_not_there_twice(window: QWidget) -> None:
    host = ToastHost(window)
    for text in ("Value copied", "Path copied", "Value copied"):
        host.show_notice(Notice(text=text))
    assert [toast.notice.text for toast in host.toasts] == ["Path copied", "Value copied"]


def test_a_long_notice_is_there_to_its_end(window: QWidget) -> None:
    host = ToastHost(window)
    path = "/home/somebody/a-folder-of-a-long-name/" * 3
    toast = host.show_notice(Notice(text=f"The file could not be read. {path} Choose another one.", action="Choose"))
    label = toast.findChild(QLabel)
    assert toast.geometry().width() <= fonts.scaled(512)
    assert toast.geometry().height() > measures.TOAST
    toast.layout().activate()
    assert label.heightForWidth(label.width()) <= label.height() + 1
    assert (
        label.fontMetrics().boundingRect(label.contentsRect(), Qt.TextFlag.TextWordWrap, label.text()).width()
        <= label.width()
    )


def test_focus_ring_is_for_the_keyboard_only(window: QWidget, qtbot: QtBot) -> None:
    column = QVBoxLayout(window)
    first, second, field = Button("First"), Button("Second"), QLineEdit()
    for part in (first, second, field):
        column.addWidget(part)
        part.show()
    ring = FocusRing(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert ring.target is None
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert ring.target is second
    assert ring.isVisible()
    assert ring.geometry().adjusted(3, 3, -3, -3) == second.geometry()
    second.move(40, 40)
    assert ring.geometry().topLeft() == QPoint(37, 37)
    qtbot.keyClick(second, Qt.Key.Key_Tab)
    assert field.hasFocus()
    assert ring.target is None
    assert not ring.isVisible()


def test_hover_is_seen(dressed: Theme, window: QWidget) -> None:
    button = Button("Retry", parent=window)
    button.setGeometry(300, 300, 60, 28)
    button.show()
    calm = picture(button)
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    assert picture(button) != calm
    assert shows(button, dressed.color("bg.hover"), least=200)
