"""Fonts come in the asked size and weight and grow with the zoom."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from explorer.gui.theme import fonts
from explorer.gui.theme.theme import Theme


def test_families_exist_or_are_the_platforms(dressed: Theme) -> None:
    ui, code = fonts.chosen_families()
    platform = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    assert QFontDatabase.hasFamily(ui) or ui == platform
    assert code


def test_size_and_weight(dressed: Theme) -> None:
    font = fonts.ui_font(18, 600)
    assert (font.pixelSize(), int(font.weight())) == (18, 600)
    dressed.set_scale(150)
    assert fonts.ui_font(18).pixelSize() == 27
    assert fonts.scaled(28) == 42


def test_a_font_given_out_can_be_changed_without_harm(dressed: Theme) -> None:
    fonts.ui_font().setPixelSize(99)
    assert fonts.ui_font().pixelSize() == 13


def test_the_users_family_goes_first_if_it_is_installed(dressed: Theme) -> None:
    installed = QFontDatabase.families()[0]
    dressed.set_families(ui=installed, code="No such font anywhere")
    assert fonts.chosen_families()[0] == installed
    assert fonts.chosen_families()[1] != "No such font anywhere"


def test_tabular_figures_are_equally_wide(dressed: Theme) -> None:
    metrics = QFontMetricsF(fonts.tabular(fonts.ui_font(13)))
    assert metrics.horizontalAdvance("111") == metrics.horizontalAdvance("000")


def test_code_has_no_ligatures(dressed: Theme) -> None:
    font = fonts.code_font()
    assert font.featureValue(QFont.Tag("calt")) == 0
    assert font.featureValue(QFont.Tag("liga")) == 0


def test_rows_grow_with_the_font(dressed: Theme) -> None:
    assert fonts.row_height(28, fonts.ui_font(13)) == 28
    assert fonts.row_height(28, fonts.ui_font(40)) > 40
