"""The preferences page: one row a field of ``Settings``, with the control that fits its type. Changes apply at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, fields, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from explorer.core.settings import Settings
from explorer.gui.preferences.trusted_list import TrustedList
from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.switch import Switch

if TYPE_CHECKING:
    from explorer.core.model.trust import Trust

_COLUMN = 680
_CONTROL_WIDTH = 140


class PreferencesPage(QScrollArea):
    """Shows the settings in force and tells each change."""

    settings_changed = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._controls: dict[str, QWidget] = {}
        self.trusted = TrustedList()
        self._shows_trusted = False
        self.setWidgetResizable(True)
        self.setAccessibleName("Preferences")
        self.setWidget(self._body())

    def control(self, name: str) -> QWidget:
        """The control of a field."""
        return self._controls[name]

    def set_settings(self, settings: Settings) -> None:
        """Show other values, without telling."""
        self._settings = settings
        for field in fields(Settings):
            control = self._controls[field.name]
            control.blockSignals(True)
            _put(control, getattr(settings, field.name))
            control.blockSignals(False)

    def set_trusted(self, trusts: tuple[Trust, ...]) -> None:
        """List these certificates."""
        self.trusted.set_trusts(trusts)
        if self._shows_trusted:
            self.show_trusted()

    def show_trusted(self) -> None:
        """Bring the trusted certificates into view, also when they are listed a moment later."""
        self._shows_trusted = True
        QTimer.singleShot(0, self, self._reveal_trusted)

    def _reveal_trusted(self) -> None:
        self.ensureWidgetVisible(self.trusted)

    def reset(self) -> None:
        """Back to the defaults."""
        self.set_settings(Settings())
        self.settings_changed.emit(self._settings)

    def _body(self) -> QWidget:
        column = QWidget()
        column.setFixedWidth(fonts.scaled(_COLUMN))
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 32, 0, 32)
        layout.setSpacing(0)
        layout.addWidget(RichLabel("Preferences", px=18, line_px=26, weight=600))
        layout.addSpacing(16)
        for field in fields(Settings):
            layout.addWidget(self._row(field))
            layout.addWidget(Hairline())
        layout.addSpacing(16)
        layout.addWidget(RichLabel("Trusted certificates", weight=600))
        layout.addSpacing(4)
        layout.addWidget(self.trusted)
        layout.addSpacing(24)
        reset = Button("Reset to defaults")
        reset.clicked.connect(self.reset)
        layout.addWidget(reset)
        layout.addStretch(1)
        body = QWidget()
        body.setProperty("ground", "surface")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(body)
        row.addStretch(1)
        row.addWidget(column)
        row.addStretch(1)
        return body

    def _row(self, field: Field[Any]) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 12, 0, 12)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(RichLabel(field.metadata["title"], weight=500))
        text.addWidget(RichLabel(field.metadata["help"], px=12, color_token="text.secondary"))
        control = _control(field, getattr(self._settings, field.name), partial(self._changed, field.name))
        control.setAccessibleName(field.metadata["title"])
        self._controls[field.name] = control
        layout.addLayout(text, 1)
        layout.addWidget(control)
        return row

    def _changed(self, name: str, value: Any) -> None:
        field = next(one for one in fields(Settings) if one.name == name)
        if isinstance(field.default, StrEnum):
            value = list(type(field.default))[int(value)]
        self._settings = replace(self._settings, **{name: value})
        self.settings_changed.emit(self._settings)


def _control(field: Field[Any], value: object, changed: Callable[[object], None]) -> QWidget:
    control: QWidget
    match field.default:
        case bool():
            control = switch = Switch(field.metadata["title"])
            switch.setChecked(bool(value))
            switch.toggled.connect(changed)
        case StrEnum():
            control = combo = QComboBox()
            combo.addItems([choice.value.capitalize() for choice in type(field.default)])
            _put(combo, value)
            combo.currentIndexChanged.connect(changed)
        case int():
            control = spin = QSpinBox()
            spin.setRange(field.metadata["minimum"], field.metadata["maximum"])
            _finish(spin, field, value, changed)
        case _:
            control = number = QDoubleSpinBox()
            number.setDecimals(1)
            number.setRange(field.metadata["minimum"], field.metadata["maximum"])
            _finish(number, field, value, changed)
    if not isinstance(control, Switch):
        control.setFixedWidth(fonts.scaled(_CONTROL_WIDTH))
    return control


def _finish(
    spin: QSpinBox | QDoubleSpinBox, field: Field[Any], value: object, changed: Callable[[object], None]
) -> None:
    unit = field.metadata.get("unit", "")
    spin.setSuffix(f" {unit}" if unit else "")
    # Not while typing: "1" on the way to "120" must not be applied.
    spin.setKeyboardTracking(False)
    _put(spin, value)
    spin.valueChanged.connect(changed)


def _put(control: QWidget, value: object) -> None:
    match control:
        case Switch():
            control.setChecked(bool(value))
        case QComboBox():
            assert isinstance(value, StrEnum)
            control.setCurrentIndex(list(type(value)).index(value))
        case QSpinBox():
            control.setValue(int(value))  # type: ignore[call-overload]
        case QDoubleSpinBox():
            control.setValue(float(value))  # type: ignore[arg-type]
