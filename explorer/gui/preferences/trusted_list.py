"""The certificates the person trusts, each with where and until when, and a button that takes it back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel

if TYPE_CHECKING:
    from explorer.core.model.trust import Trust

_NONE = "None. A refused certificate can be trusted from its diagnosis, for one host and one environment, for a day."


class TrustedList(QWidget):
    """Shows what it is given; ``remove_requested`` carries the ``TrustPlace`` of a row."""

    remove_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Trusted certificates"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[QWidget] = []
        self.buttons: tuple[Button, ...] = ()
        """One a row, in order."""
        self.set_trusts(())

    def set_trusts(self, trusts: tuple[Trust, ...]) -> None:
        """Show these in their order."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        buttons = [self._button(one) for one in trusts]
        self._rows = [RichLabel(self.tr(_NONE), px=12, color_token="text.secondary")]
        if trusts:
            self._rows = [_row(one, button) for one, button in zip(trusts, buttons, strict=True)]
        for row in self._rows:
            self._column.addWidget(row)
        self.buttons = tuple(buttons)

    def _button(self, trust: Trust) -> Button:
        button = Button(self.tr("Stop trusting"))
        button.setAccessibleName(self.tr("Stop trusting {0}").format(trust.place.authority))
        button.clicked.connect(partial(self._ask, trust))
        return button

    def _ask(self, trust: Trust) -> None:
        self.remove_requested.emit(trust.place)


def _row(trust: Trust, button: Button) -> QWidget:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    line = QHBoxLayout()
    line.setContentsMargins(0, fonts.scaled(12), 0, fonts.scaled(12))
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(RichLabel(f"`{trust.place.authority}`", weight=500))
    text.addWidget(RichLabel(_words(trust), px=12, color_token="text.secondary"))
    line.addLayout(text, 1)
    line.addWidget(button)
    column.addLayout(line)
    column.addWidget(Hairline())
    row.setToolTip(f"SHA-256 {trust.sha256}")
    return row


def _words(trust: Trust) -> str:
    """ "Staging of shop, until 29 Nov, 15:30. CN=localhost"."""
    place = trust.place
    where = " of ".join(part for part in (place.environment, PurePath(place.collection).name) if part)
    parts = (where or "Without a collection", f"until {_moment(trust.until)}")
    return f"{', '.join(parts)}. {trust.subject}".replace("`", "'").rstrip(". ")


def _moment(until: datetime) -> str:
    local = until.astimezone()
    return f"{local.day} {local:%b, %H:%M}"
