"""Buttons: size, words, kinds, clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.gui.theme import measures
from explorer.gui.theme.theme import Theme, ThemeMode
from explorer.gui.widgets import interaction
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.icon_button import IconButton
from explorer.gui.widgets.menu import Menu
from explorer.gui.widgets.split_button import SplitButton
from explorer.gui.widgets.switch import Switch
from tests.gui.widgets.pixels import picture, shows

# The platform that draws into memory says so of everything it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_button_is_28_high_and_named(dressed: Theme, qtbot: QtBot, kind: ButtonKind) -> None:
    button = Button("Retry", kind, "rotate-cw", "F5")
    qtbot.addWidget(button)
    assert button.sizeHint().height() == measures.BUTTON
    assert button.accessibleName() == "Retry"
    assert button.property("kind") == kind.value


def test_button_clicks_and_obeys_space(dressed: Theme, qtbot: QtBot) -> None:
    button = Button("Retry")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_icon_and_key_hint_need_room(dressed: Theme, qtbot: QtBot) -> None:
    plain, rich = Button("Retry"), Button("Retry", icon="rotate-cw", key_hint="F5")
    qtbot.addWidget(plain)
    qtbot.addWidget(rich)
    assert rich.sizeHint().width() > plain.sizeHint().width() + measures.ICON_SMALL
    width = rich.sizeHint().width()
    rich.set_text("Retry in a while")
    assert rich.sizeHint().width() > width
    assert rich.accessibleName() == "Retry in a while"


@pytest.mark.parametrize(("state", "token"), [("", "accent.fill"), ("pressed", "accent.fill-pressed")])
def test_primary_button_shows_its_state(dressed: Theme, qtbot: QtBot, state: str, token: str) -> None:
    button = Button("Send", ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    interaction.pin(button, state)
    assert shows(button, dressed.color(token), least=200)


def test_button_repaints_in_the_other_theme(dressed: Theme, qtbot: QtBot) -> None:
    button = Button("Send", ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    light = picture(button)
    dressed.set_mode(ThemeMode.DARK)
    assert picture(button) != light
    assert shows(button, dressed.color("accent.fill"), least=200)


def test_button_grows_with_the_zoom(dressed: Theme, qtbot: QtBot) -> None:
    button = Button("Send")
    qtbot.addWidget(button)
    dressed.set_scale(200)
    assert button.sizeHint().height() == 2 * measures.BUTTON


def test_a_narrow_layout_does_not_squeeze_buttons(dressed: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    tall = Button("Send", height_px=measures.REQUEST_CONTROL)
    column.addWidget(tall)
    box.resize(200, 10)
    column.activate()
    assert tall.height() == measures.REQUEST_CONTROL


def test_icon_button_is_a_named_square(dressed: Theme, qtbot: QtBot) -> None:
    button = IconButton("copy", "Copy response")
    qtbot.addWidget(button)
    assert (button.sizeHint().width(), button.sizeHint().height()) == (28, 28)
    assert button.accessibleName() == button.toolTip() == "Copy response"
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_split_button_sends_at_the_left_and_opens_its_menu_at_the_right(dressed: Theme, qtbot: QtBot) -> None:
    menu = Menu()
    menu.add("Send and save")
    button = SplitButton("Send", menu, icon="send")
    qtbot.addWidget(button)
    qtbot.addWidget(menu)
    button.resize(button.sizeHint())
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    opened: list[bool] = []
    menu.aboutToShow.connect(lambda: opened.append(True))
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() - 5, 10))
    menu.close()
    qtbot.keyClick(button, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu.close()
    assert opened == [True, True]


def test_switch_toggles(dressed: Theme, qtbot: QtBot) -> None:
    switch = Switch("Follow redirects")
    qtbot.addWidget(switch)
    switch.resize(switch.sizeHint())
    assert (switch.width(), switch.height()) == (28, 16)
    with qtbot.waitSignal(switch.toggled) as signal:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert signal.args == [True]
    assert switch.accessibleName() == "Follow redirects"
    assert shows(switch, dressed.color("accent.fill"), least=50)
