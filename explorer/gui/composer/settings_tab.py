"""How a request, or those below a folder, are sent: timeout, redirects, encoding; each may be left to what is above."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from explorer.core.model.request import RequestSettings
from explorer.gui.composer.choice import ChoiceButton
from explorer.gui.composer.tab import ComposerTab, Tools, filled, scrolled, title_label
from explorer.gui.theme import fonts
from explorer.gui.theme.measures import REQUEST_BAR_PADDING_X
from explorer.gui.widgets.labels import ElidedLabel

_LONGEST_S = 86_400.0
_MOST_REDIRECTS = 100
_FIELD_WIDTH = 260
_FOLLOW = (("", "Inherit"), ("yes", "Follow"), ("no", "Do not follow"))
_ENCODE = (("", "Inherit"), ("yes", "Encode anew"), ("no", "Leave as written"))
_FLAGS = {"": None, "yes": True, "no": False}

Inherited = Mapping[str, tuple[str, str]]
"""By field of RequestSettings: the value that holds when nothing is set here, and where it comes from."""


class SettingsTab(ComposerTab):
    """``load`` takes settings, ``values`` gives them; an empty field inherits."""

    def __init__(self, title: str = "How this request is sent") -> None:
        super().__init__()
        self.timeout, self.most = QLineEdit(), QLineEdit()
        self.follow = ChoiceButton("Redirects", _FOLLOW)
        self.encode = ChoiceButton("Encoding of the URL", _ENCODE)
        self._shown = RequestSettings()
        self.tools = Tools(title_label(title))
        form = QFormLayout()
        form.setContentsMargins(REQUEST_BAR_PADDING_X, 12, REQUEST_BAR_PADDING_X, 12)
        form.setHorizontalSpacing(fonts.scaled(16))
        form.setVerticalSpacing(fonts.scaled(8))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows = (("Timeout, s", self.timeout), ("Redirects", self.follow), ("Most redirects", self.most))
        for words, widget in (*rows, ("URL", self.encode)):
            label = ElidedLabel(words, color_token="text.secondary")
            label.setMinimumWidth(fonts.scaled(110))
            label.setFixedHeight(fonts.scaled(28))
            form.addRow(label, widget)
        inner = QWidget()
        inner.setLayout(form)
        filled(self, scrolled(inner))
        self._dress_fields()

    def load(self, settings: RequestSettings) -> None:
        self._shown = settings
        self.timeout.setText(_seconds(settings))
        self.most.setText(_redirects(settings))
        self.follow.set_key(_key(settings.follow_redirects))
        self.encode.set_key(_key(settings.encode_url))

    def values(self) -> RequestSettings:
        """What the fields say; a field that says what was read says it to the letter."""
        was, most = self._shown, _number(self.most)
        return RequestSettings(
            timeout_s=was.timeout_s if self.timeout.text() == _seconds(was) else _number(self.timeout) or None,
            follow_redirects=_FLAGS[self.follow.key],
            max_redirects=None if most is None else int(most),
            encode_url=_FLAGS[self.encode.key],
        )

    def set_inherited(self, inherited: Inherited) -> None:
        """Show in empty fields what holds instead, and where that is set."""
        for field, name in ((self.timeout, "timeout_s"), (self.most, "max_redirects")):
            field.setPlaceholderText(_words(inherited, name))
        for button, name, options in (
            (self.follow, "follow_redirects", _FOLLOW),
            (self.encode, "encode_url", _ENCODE),
        ):
            button.set_options((("", _words(inherited, name)), *options[1:]))

    def has_content(self) -> bool:
        """Whether anything is not left to what is above."""
        return self.values() != RequestSettings()

    def _dress_fields(self) -> None:
        for field, name in ((self.timeout, "Timeout in seconds"), (self.most, "Most redirects")):
            field.setAccessibleName(name)
            field.setPlaceholderText("Inherit")
            field.setMaximumWidth(fonts.scaled(_FIELD_WIDTH))
            field.textEdited.connect(self._edited)
        seconds = QDoubleValidator(0.0, _LONGEST_S, 3, self)
        seconds.setNotation(QDoubleValidator.Notation.StandardNotation)
        self.timeout.setValidator(seconds)
        self.most.setValidator(QIntValidator(0, _MOST_REDIRECTS, self))
        self.follow.chosen.connect(self._edited)
        self.encode.chosen.connect(self._edited)

    def _edited(self, _value: str) -> None:
        self.edited.emit()


def _words(inherited: Inherited, name: str) -> str:
    value, origin = inherited.get(name, ("", ""))
    return f"Inherit: {value}, from {origin}" if origin else f"Inherit: {value}" if value else "Inherit"


def _seconds(settings: RequestSettings) -> str:
    """Without an exponent; nothing for 0, which is what others write for a timeout that is not set."""
    return format(Decimal(repr(settings.timeout_s)).normalize(), "f") if settings.timeout_s else ""


def _redirects(settings: RequestSettings) -> str:
    return "" if settings.max_redirects is None else str(settings.max_redirects)


def _key(flag: bool | None) -> str:
    return "" if flag is None else "yes" if flag else "no"


def _number(field: QLineEdit) -> float | None:
    """None for an empty field and for a number that is not finished."""
    try:
        return float(field.text().replace(",", "."))
    except ValueError:
        return None
