"""The theme in use: it follows the system or the user's choice, dresses the application and answers with colours."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from explorer.gui.theme import fonts, stylesheet
from explorer.gui.theme.contrast import high_contrast
from explorer.gui.theme.palette import FUSION, palette_from
from explorer.gui.theme.tokens import DARK, LIGHT, Family, bound, unknown


class ThemeMode(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    ThemeMode.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeMode.LIGHT: Qt.ColorScheme.Light,
    ThemeMode.DARK: Qt.ColorScheme.Dark,
}


class _Deaf(QObject):
    """While it filters events nobody hears of another style."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.StyleChange


class Theme(QObject):
    """One for the process: take it from ``current()``. ``changed`` is sent after colours, fonts or sizes changed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = ThemeMode.SYSTEM
        self._app: QApplication | None = None
        self._system_palette = QPalette()
        self._names: Mapping[str, str] = LIGHT
        self._colours: dict[str, QColor] = {}

    @property
    def is_applied(self) -> bool:
        """Whether an application wears this theme already."""
        return self._app is not None

    @property
    def mode(self) -> ThemeMode:
        return self._mode

    @property
    def is_dark(self) -> bool:
        return self.color("bg.surface").lightness() < 128

    @property
    def scale(self) -> int:
        """Text zoom in percent, 80 to 200."""
        return fonts.scale_percent()

    def color(self, name: str, fault: Family = Family.CLIENT) -> QColor:
        """The colour of a token; ``fault.*`` is bound to the given family. Raises KeyError naming the nearest one."""
        found = self._colours.get(name)
        if found is None:
            token = bound(name, fault)
            if token not in self._names:
                raise unknown(name)
            found = QColor(self._names[token])
            if token == name:
                self._colours[name] = found
        return found

    def apply(self, app: QApplication) -> None:
        """Dress the application: Fusion, palette, base font and style sheet; from here on follow the system."""
        if self._app is None:
            self._app = app
            self._system_palette = app.palette()
            if not app.property(FUSION):
                app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(self._scheme_changed)
            self._follow_contrast(app)
        self._dress()

    def set_mode(self, mode: ThemeMode) -> None:
        """Follow the system, or force one theme. Title bars follow where the platform can."""
        if mode is self._mode:
            return
        self._mode = mode
        if self._app is not None:
            self._app.styleHints().setColorScheme(_SCHEMES[mode])
        self._dress()

    def set_scale(self, percent: int) -> None:
        """Set the text zoom, clamped to 80 to 200 percent."""
        before = fonts.scale_percent()
        fonts.set_scale_percent(percent)
        if fonts.scale_percent() != before:
            self._dress()

    def set_families(self, ui: str = "", code: str = "") -> None:
        """Use the user's fonts; an empty name means ours."""
        fonts.set_families(ui, code)
        self._dress()

    def _follow_contrast(self, app: QApplication) -> None:
        # QStyleHints.accessibility() came with Qt 6.10.
        accessibility = getattr(app.styleHints(), "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(self._contrast_changed)

    def _scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self._dress()

    def _contrast_changed(self) -> None:
        self._dress()

    def _dress(self) -> None:
        self._names = self._table()
        self._colours.clear()
        if self._app is not None:
            self._app.setPalette(palette_from(self._names))
            self._app.setFont(fonts.ui_font())
            self._put_on(stylesheet.build(self._names))
        self.changed.emit()

    def _put_on(self, sheet: str) -> None:
        # Where one sheet follows another, Qt (6.11) polishes every widget once for each widget around it, because
        # QStyleSheetStyle::repolish goes down from all of them: 11 times here. Taking the one off first makes it twice,
        # and nobody need lay anything out in between.
        assert self._app is not None
        deaf = _Deaf()
        self._app.installEventFilter(deaf)
        self._app.setStyleSheet("")
        self._app.removeEventFilter(deaf)
        self._app.setStyleSheet(sheet)

    def _table(self) -> Mapping[str, str]:
        if self._mode is not ThemeMode.SYSTEM:
            return DARK if self._mode is ThemeMode.DARK else LIGHT
        if self._app is None:
            return LIGHT
        if wants_high_contrast():
            return high_contrast(self._system_palette)
        return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def wants_high_contrast() -> bool:
    """True when the system asks for more contrast."""
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    return accessibility is not None and bool(
        accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    )


def wants_less_motion() -> bool:
    """True when the system asks for less movement. Qt reports it since 6.12; before that we do not know."""
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    preference = getattr(accessibility(), "motionPreference", None) if accessibility is not None else None
    return preference is not None and "Reduce" in str(preference())


_current: list[Theme] = []


def current() -> Theme:
    """The one theme of this process, made on first use."""
    if not _current:
        _current.append(Theme())
    return _current[0]
