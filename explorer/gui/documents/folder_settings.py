"""How requests below a folder are sent: timeout, redirects, encoding; each may be left to what is above."""

from __future__ import annotations

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
_FOLLOW = (("", "Inherit"), ("yes", "Follow"), ("no", "Do not follow"))
_ENCODE = (("", "Inherit"), ("yes", "Encode anew"), ("no", "Leave as written"))
_FLAGS = {"": None, "yes": True, "no": False}


class FolderSettings(ComposerTab):
    """``load`` takes settings, ``values`` gives them; an empty field inherits."""

    def __init__(self) -> None:
        super().__init__()
        self.timeout, self.most = QLineEdit(), QLineEdit()
        self.follow = ChoiceButton("Redirects", _FOLLOW)
        self.encode = ChoiceButton("Encoding of the URL", _ENCODE)
        self._shown = RequestSettings()
        self.tools = Tools(title_label("How the requests below are sent"))
        form = QFormLayout()
        form.setContentsMargins(REQUEST_BAR_PADDING_X, 12, REQUEST_BAR_PADDING_X, 12)
        form.setHorizontalSpacing(fonts.scaled(16))
        form.setVerticalSpacing(fonts.scaled(8))
        rows = (("Timeout, s", self.timeout), ("Redirects", self.follow), ("Most redirects", self.most))
        for title, widget in (*rows, ("URL", self.encode)):
            label = ElidedLabel(title, color_token="text.secondary")
            label.setMinimumWidth(fonts.scaled(110))
            label.setFixedHeight(fonts.scaled(28))
            form.addRow(label, widget)
        inner = QWidget()
        inner.setLayout(form)
        filled(self, scrolled(inner))
        self._dress_fields()

    def load(self, settings: RequestSettings) -> None:
        self._shown = settings
        self.timeout.setText(f"{settings.timeout_s:g}" if settings.timeout_s else "")
        self.most.setText("" if settings.max_redirects is None else str(settings.max_redirects))
        self.follow.set_key(_key(settings.follow_redirects))
        self.encode.set_key(_key(settings.encode_url))

    def values(self) -> RequestSettings:
        timeout_s, most = _number(self.timeout), _number(self.most)
        return RequestSettings(
            timeout_s=timeout_s if timeout_s or self._shown.timeout_s != 0 else 0.0,
            follow_redirects=_FLAGS[self.follow.key],
            max_redirects=None if most is None else int(most),
            encode_url=_FLAGS[self.encode.key],
        )

    def has_content(self) -> bool:
        """Whether anything is not left to what is above."""
        return self.values() != RequestSettings()

    def _dress_fields(self) -> None:
        for field, name in ((self.timeout, "Timeout in seconds"), (self.most, "Most redirects")):
            field.setAccessibleName(name)
            field.setPlaceholderText("Inherit")
            field.setMaximumWidth(fonts.scaled(120))
            field.textEdited.connect(self._edited)
        seconds = QDoubleValidator(0.0, _LONGEST_S, 3, self)
        seconds.setNotation(QDoubleValidator.Notation.StandardNotation)
        self.timeout.setValidator(seconds)
        self.most.setValidator(QIntValidator(0, _MOST_REDIRECTS, self))
        self.follow.chosen.connect(self._edited)
        self.encode.chosen.connect(self._edited)

    def _edited(self, _value: str) -> None:
        self.edited.emit()


def _key(flag: bool | None) -> str:
    return "" if flag is None else "yes" if flag else "no"


def _number(field: QLineEdit) -> float | None:
    """None for an empty field and for a number that is not finished."""
    try:
        return float(field.text().replace(",", "."))
    except ValueError:
        return None
