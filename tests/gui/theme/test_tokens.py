"""Every pair of colours that the design puts together can be read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtGui import QColor

from explorer.gui.theme.tokens import DARK, FAULT_ALIASES, LIGHT, Family, bound, method_token, unknown

THEMES = pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])

GROUNDS = ("bg.app", "bg.surface", "bg.inset", "bg.raised", "bg.hover", "bg.selected")
CALM_GROUNDS = ("bg.app", "bg.surface", "bg.inset", "bg.raised")
TINTS = tuple(family.tint for family in Family)
TEXTS = ("text.primary", "text.secondary", "text.muted", "accent.fg")
METHODS = tuple(f"method.{name}" for name in ("get", "post", "put", "patch", "delete", "other"))
SYNTAX = tuple(name for name in LIGHT if name.startswith("syntax."))


def _luminance(value: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [part / 255 for part in QColor(value).toTuple()[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _too_weak(table: Mapping[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    found = ((front, ground, contrast(table[front], table[ground])) for front, ground in pairs)
    return [f"{front} on {ground}: {ratio:.2f}" for front, ground, ratio in found if ratio < least]


def test_the_measure_of_contrast_knows_its_ends() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_words_can_be_read_on_every_ground(table: Mapping[str, str]) -> None:
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [("text.secondary", "bg.pressed"), ("text.primary", "bg.pressed"), ("accent.fg", "accent.tint")]
    pairs += [(family.fg, ground) for family in Family for ground in (*GROUNDS, family.tint)]
    pairs += [(method, ground) for method in METHODS for ground in GROUNDS]
    assert _too_weak(table, pairs, 4.5) == []


@THEMES
def test_code_can_be_read_on_every_tint(table: Mapping[str, str]) -> None:
    grounds = (*CALM_GROUNDS, *TINTS, "diff.add", "diff.del", "accent.tint")
    pairs = [(name, ground) for name in SYNTAX for ground in grounds]
    assert _too_weak(table, pairs, 4.5) == []


@THEMES
def test_words_on_accent_fills_can_be_read(table: Mapping[str, str]) -> None:
    fills = ("accent.fill", "accent.fill-hover", "accent.fill-pressed")
    assert _too_weak(table, [("text.on-accent", fill) for fill in fills], 4.5) == []


@THEMES
def test_graphics_stand_out(table: Mapping[str, str]) -> None:
    pairs = [(family.line, ground) for family in Family for ground in (*CALM_GROUNDS, family.tint)]
    pairs += [(name, ground) for name in ("line.control", "focus", "accent.fill") for ground in CALM_GROUNDS]
    assert _too_weak(table, pairs, 3.0) == []


def test_both_themes_have_the_same_names() -> None:
    assert set(LIGHT) == set(DARK)
    assert all(QColor(value).isValid() for table in (LIGHT, DARK) for value in table.values())


def test_fault_is_bound_to_the_family_of_an_exchange() -> None:
    assert [bound(name, Family.TRANSPORT) for name in FAULT_ALIASES] == [
        "transport.fg",
        "transport.line",
        "transport.tint",
    ]
    assert bound("bg.app", Family.SERVER) == "bg.app"


def test_unknown_name_is_answered_with_the_nearest() -> None:
    assert "'bg.surface'" in str(unknown("bg.surfaces"))


def test_methods_without_a_colour_share_one() -> None:
    assert method_token("DELETE") == "method.delete"
    assert method_token("PROPFIND") == "method.other"
