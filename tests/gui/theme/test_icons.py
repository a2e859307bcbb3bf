"""Every icon can be drawn, in both themes and at every pixel ratio."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from explorer import assets
from explorer.gui.theme import icons
from explorer.gui.theme.theme import Theme, ThemeMode

FILES = sorted(assets.path("icons").glob("*.svg"))
NAMES = [file.stem for file in FILES]


def _strongest(pixmap: QPixmap) -> QColor:
    image = pixmap.toImage()
    spots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(spots, key=QColor.alpha)


def test_all_icons_of_the_design_are_there() -> None:
    assert len(NAMES) >= 54
    assert {"send", "unplug", "triangle-alert", "octagon-x", "loader-circle", "git-compare", "chevron-up"} <= set(NAMES)


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_icon_is_one_colour_on_the_grid(file: object) -> None:
    text = assets.text(f"icons/{getattr(file, 'name', '')}")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke="currentColor"' in text
    assert 'fill="none"' in text
    assert "#" not in text
    assert QSvgRenderer(text.replace("currentColor", "black").encode()).isValid()


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_in_the_tokens_colour(dressed: Theme, mode: ThemeMode, name: str) -> None:
    dressed.set_mode(mode)
    drawn = _strongest(icons.pixmap(name, "text.primary", 24, 2.0))
    wanted = dressed.color("text.primary")
    assert drawn.alpha() > 200
    assert abs(drawn.lightness() - wanted.lightness()) < 12


def test_pixel_ratio_doubles_the_pixels(dressed: Theme) -> None:
    drawn = icons.pixmap("check", "ok.fg", 16, 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (32, 2.0)


def test_unknown_icon_is_an_error(dressed: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "text.primary", 16)


def test_bound_icons_follow_the_theme(dressed: Theme, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    action = QAction("Copy", button)
    icons.bind(button, "copy", "text.primary")
    icons.bind(action, "copy", "text.primary")
    for owner in (button, action):
        light = _strongest(owner.icon().pixmap(16)).lightness()
        dressed.set_mode(ThemeMode.DARK)
        assert _strongest(owner.icon().pixmap(16)).lightness() > light + 100
        dressed.set_mode(ThemeMode.LIGHT)


def test_icon_has_a_disabled_look(dressed: Theme) -> None:
    made = icons.icon("copy", "text.primary")
    plain = made.pixmap(16, QIcon.Mode.Normal)
    off = made.pixmap(16, QIcon.Mode.Disabled)
    assert _strongest(off).lightness() > _strongest(plain).lightness()
