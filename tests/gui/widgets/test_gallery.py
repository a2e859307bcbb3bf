"""The board of all components can be drawn in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.gui.theme.theme import Theme, ThemeMode
from tests.gui.widgets.pixels import picture
from tests.pictures.gallery import build_gallery

# The platform that draws into memory says so of everything it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_gallery_is_drawn_in_both_themes(dressed: Theme, qtbot: QtBot) -> None:
    board = build_gallery()
    qtbot.addWidget(board)
    light = picture(board)
    assert (light.width(), light.height()) == (1440, 900)
    assert light.pixelColor(1438, 898) == dressed.color("bg.surface")
    dressed.set_mode(ThemeMode.DARK)
    dark = picture(board)
    assert dark.pixelColor(1438, 898) == dressed.color("bg.surface")
    assert dark != light


def test_every_control_has_a_name(dressed: Theme, qtbot: QtBot) -> None:
    board = build_gallery()
    qtbot.addWidget(board)
    buttons = board.findChildren(QAbstractButton)
    assert len(buttons) > 30
    nameless = [button for button in buttons if not (button.accessibleName() or button.text())]
    assert [type(button).__name__ for button in nameless] == []


def test_code_samples_are_put_into_their_frames(dressed: Theme, qtbot: QtBot) -> None:
    board = build_gallery()
    qtbot.addWidget(board)
    editor, table = QWidget(), QWidget()
    board.set_code_samples(editor, table)
    assert board.isAncestorOf(editor)
    assert board.isAncestorOf(table)
    assert editor.mapTo(board, editor.rect().topLeft()).y() > table.mapTo(board, table.rect().topLeft()).y()
