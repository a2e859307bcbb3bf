"""The theme follows the system or the user and dresses the running application."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.gui.theme import theme
from explorer.gui.theme.contrast import high_contrast
from explorer.gui.theme.theme import Theme, ThemeMode
from explorer.gui.theme.tokens import DARK, LIGHT, Family


def test_there_is_one_theme(dressed: Theme) -> None:
    assert theme.current() is dressed


def test_forcing_a_theme_changes_colours_palette_and_sheet(dressed: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dressed.changed):
        dressed.set_mode(ThemeMode.DARK)
    assert dressed.is_dark
    assert dressed.color("bg.app") == QColor(DARK["bg.app"])
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK["bg.app"])
    assert DARK["line.control"] in qapp.styleSheet()
    dressed.set_mode(ThemeMode.LIGHT)
    assert not dressed.is_dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT["bg.app"])


def test_a_widget_is_dressed_once_however_deep_it_is(dressed: Theme, qtbot: QtBot) -> None:
    class Told(QWidget):
        times = 0

        def changeEvent(self, event: QEvent) -> None:
            self.times += event.type() is QEvent.Type.StyleChange
            super().changeEvent(event)

    around = top = QWidget()
    qtbot.addWidget(top)
    for _ in range(12):
        around = QWidget(around)
    inner = Told(around)
    inner.setProperty("ground", "inset")
    top.show()
    inner.times = 0
    dressed.set_mode(ThemeMode.DARK)
    assert inner.times == 1, "Qt would do it once for each widget around"
    assert inner.palette().color(QPalette.ColorRole.Window) == QColor(DARK["bg.inset"])


def test_same_mode_again_changes_nothing(dressed: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dressed.changed):
        dressed.set_mode(ThemeMode.LIGHT)


def test_only_system_mode_follows_the_colour_scheme(dressed: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    # The platform of the tests has no scheme of its own: the signal is what a desktop would send.
    announce = qapp.styleHints().colorSchemeChanged
    dressed.set_mode(ThemeMode.SYSTEM)
    assert dressed.is_dark is (qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    with qtbot.waitSignal(dressed.changed):
        announce.emit(Qt.ColorScheme.Dark)
    dressed.set_mode(ThemeMode.LIGHT)
    with qtbot.assertNotEmitted(dressed.changed):
        announce.emit(Qt.ColorScheme.Dark)


def test_fault_colours_take_the_family(dressed: Theme) -> None:
    assert dressed.color("fault.line", Family.SERVER) == QColor(LIGHT["server.line"])
    assert dressed.color("fault.line", Family.TRANSPORT) == QColor(LIGHT["transport.line"])


def test_unknown_colour_names_the_nearest(dressed: Theme) -> None:
    with pytest.raises(KeyError, match=r"text\.muted"):
        dressed.color("text.mutd")


def test_zoom_is_clamped_and_announced(dressed: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dressed.changed):
        dressed.set_scale(500)
    assert dressed.scale == 200
    assert qapp.font().pixelSize() == 26
    dressed.set_scale(10)
    assert dressed.scale == 80


def test_high_contrast_takes_the_system_palette() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("black"))
    palette.setColor(QPalette.ColorRole.Text, QColor("yellow"))
    palette.setColor(QPalette.ColorRole.Mid, QColor("white"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("cyan"))
    table = high_contrast(palette)
    assert set(table) == set(LIGHT)
    assert table["bg.surface"] == QColor("black").name()
    assert table["text.muted"] == table["client.fg"] == QColor("yellow").name()
    assert table["line.control"] == QColor("white").name()
    assert table["focus"] == QColor("cyan").name()
