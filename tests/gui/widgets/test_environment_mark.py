"""The mark of an environment: Explorer's own colour before the file's, and nothing that cannot be seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from explorer.core.model.environment import Environment
from explorer.gui.theme.theme import Theme, ThemeMode
from explorer.gui.widgets.environment_mark import _contrast, mark_colour, named_colour


def one(color: str = "", file_color: str = "") -> Environment:
    return Environment(key="e", name="E", color=color, file_color=file_color)


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_own_choice_the_file_and_neither(dressed: Theme, mode: ThemeMode) -> None:
    dressed.set_mode(mode)
    assert mark_colour(one("server", "#00aa00")) == dressed.color("server.line")
    assert mark_colour(one("", "#a3479c")) == QColor("#a3479c")
    for nothing in ("", "blurple", "rgb(1,2,3)", "#12", "var(--x)"):
        assert mark_colour(one("", nothing)) == dressed.color("line.control"), nothing
    assert mark_colour(one("purple-of-tomorrow")) == dressed.color("line.control")
    ground = dressed.color("bg.surface")
    for faint in ("#ffffff", "#000000", "#ffff99", "#101030", ground.name()):
        assert _contrast(ground, mark_colour(one("", faint))) >= 3.0, faint


def test_colours_as_css_writes_them() -> None:
    assert named_colour(" #F0a ") == QColor("#ff00aa")
    assert named_colour("#2E8A5480") == QColor("#2e8a54"), "opacity is last and does not count"
    assert named_colour("rebeccapurple") in (None, QColor("#663399"))
    assert named_colour("teal") == QColor("#008080")
