"""The interface font and the code font, at the size the user chose. Widgets ask here and never name a family."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

MIN_SCALE_PERCENT = 80
MAX_SCALE_PERCENT = 200

_UI_WISHES = ("Inter",)
_CODE_WISHES = ("JetBrains Mono",)
_LIGATURES = ("liga", "calt", "clig", "dlig")


class _Choice:
    """What the user set: text zoom, and families that go before ours when not empty."""

    scale_percent = 100
    ui_family = ""
    code_family = ""


def scale_percent() -> int:
    """The text zoom, 80 to 200."""
    return _Choice.scale_percent


def set_scale_percent(percent: int) -> None:
    """Keep the text zoom, clamped to 80 to 200. The theme announces it."""
    _Choice.scale_percent = max(MIN_SCALE_PERCENT, min(MAX_SCALE_PERCENT, percent))


def set_families(ui: str = "", code: str = "") -> None:
    """Prefer these families; an empty name leaves the choice to us. The theme announces it."""
    _Choice.ui_family, _Choice.code_family = ui, code
    chosen_families.cache_clear()
    _built.cache_clear()


def scaled(px: float) -> int:
    """A measure in device-independent pixels at the present text zoom."""
    return round(px * _Choice.scale_percent / 100)


def ui_font(px: int = 13, weight: int = 400) -> QFont:
    """The interface font; ``px`` is the size at 100 % zoom, ``weight`` 100 to 900."""
    return QFont(_built(False, scaled(px), weight))


def code_font(px: int = 13, weight: int = 400) -> QFont:
    """The fixed-pitch font for code and field names, without ligatures."""
    return QFont(_built(True, scaled(px), weight))


def tabular(font: QFont) -> QFont:
    """The same font with figures of equal width, for times, sizes and counts."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def row_height(px: int, font: QFont, padding_px: int = 4) -> int:
    """A row's height: its measure at the present zoom, or what the font and its padding need if that is more."""
    return max(scaled(px), QFontMetrics(font).height() + scaled(padding_px))


@lru_cache(maxsize=1)
def chosen_families() -> tuple[str, str]:
    """The families in use: for the interface and for code."""
    system = QFontDatabase.systemFont
    ui = _first(_Choice.ui_family, _UI_WISHES) or system(QFontDatabase.SystemFont.GeneralFont).family()
    code = _first(_Choice.code_family, _CODE_WISHES) or system(QFontDatabase.SystemFont.FixedFont).family()
    return ui, code


def _first(picked: str, wishes: tuple[str, ...]) -> str:
    names = (picked, *wishes) if picked else wishes
    return next((name for name in names if QFontDatabase.hasFamily(name)), "")


@lru_cache(maxsize=128)
def _built(code: bool, px: int, weight: int) -> QFont:
    font = QFont(chosen_families()[1 if code else 0])
    font.setPixelSize(max(1, px))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if code:
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setFixedPitch(True)
        for tag in _LIGATURES:
            font.setFeature(QFont.Tag(tag), 0)
    return font
