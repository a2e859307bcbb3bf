"""The style sheet is filled from the tokens, with nothing left over."""

from __future__ import annotations

import pytest

from explorer import assets
from explorer.gui.theme import stylesheet
from explorer.gui.theme.theme import Theme
from explorer.gui.theme.tokens import DARK, LIGHT

KINDS = ("size", "font", "image")


def test_every_name_in_the_template_exists() -> None:
    names = stylesheet.placeholders(assets.text(stylesheet.TEMPLATE))
    colours = {name for name in names if name.partition(".")[0] not in KINDS}
    assert colours
    assert colours <= set(LIGHT)
    images = [name.partition(".")[2] for name in names if name.startswith("image.")]
    assert images
    assert all(assets.path(f"style/{image}.svg").is_file() for image in images)


def test_template_holds_no_colour_of_its_own() -> None:
    assert "#" not in assets.text(stylesheet.TEMPLATE)


def test_sheet_has_no_placeholder_left(dressed: Theme) -> None:
    for table in (LIGHT, DARK):
        sheet = stylesheet.build(table)
        assert "@" not in sheet
        assert table["bg.app"] in sheet


def test_sizes_follow_the_zoom(dressed: Theme) -> None:
    dressed.set_scale(200)
    assert stylesheet.build(LIGHT, "a { width: @size.28; }") == "a { width: 56px; }"


def test_unknown_name_is_refused(dressed: Theme) -> None:
    with pytest.raises(KeyError, match=r"bg\.surface"):
        stylesheet.build(LIGHT, "a { color: @bg.surfce; }")
