"""What is offered while a filter is typed: names of tokens, then the values that the history knows for the name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from explorer.core.storage.history_tokens import SIGNS, TOKEN_NAMES, Token
from explorer.gui.history.filters import typed
from explorer.gui.theme import fonts

_USUAL = {
    "is": ("failed", "ok", "pinned"),
    "status": ("2xx", "4xx", "5xx", "404", *SIGNS),
    "since": ("1h", "today", "yesterday", "7d"),
    "until": ("1h", "today", "yesterday", "7d"),
    "duration": (">1s", "<100ms", "100ms..1s"),
    "size": (">100KB", "<1KB"),
    "method": ("GET", "POST", "PUT", "PATCH", "DELETE"),
}


_WIDTH = 360
_LAST_WORD = re.compile(r'(?:[^\s"]|"[^"]*(?:"|$))+$')
"""Blanks in quotes belong to it."""


class Offers(QCompleter):
    """Completes the last word of the field, behind a minus too."""

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._words = QStringListModel(self)
        self.setModel(self._words)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        if (popup := self.popup()) is not None:
            popup.setProperty("kind", "offers")
            popup.setMaximumWidth(fonts.scaled(_WIDTH))
        self._spelling: dict[tuple[str, str], str] = {}
        self.set_known({})

    def set_known(self, known: Mapping[str, tuple[str, ...]]) -> None:
        """Values by name of a token, the most usual first."""
        pairs = [(name, value) for name, values in known.items() for value in values]
        # What is spelled exactly so comes before what differs in its case alone.
        self._spelling = {(name, value.casefold()): value for name, value in pairs} | {one: one[1] for one in pairs}
        words = [f"{name}:" for name in TOKEN_NAMES]
        for name in TOKEN_NAMES:
            values = dict.fromkeys((*_USUAL.get(name, ()), *known.get(name, ())))
            words += [typed(Token(name=name, values=(value,))) for value in values if value]
        if words != self._words.stringList():
            self._words.setStringList(words)

    def spelled(self, token: Token) -> Token:
        """The token with its values in the letters the history knows them in: ``env:sandbox`` is Sandbox."""
        known, name = self._spelling, token.name
        values = (known.get((name, one), known.get((name, one.casefold()), one)) for one in token.values)
        return replace(token, values=tuple(values))

    def _before(self) -> tuple[str, str]:
        """The text before the last word with its minus, and that word."""
        text = self._edit.text()
        found = _LAST_WORD.search(text)
        start = found.start() if found else len(text)
        start += text[start : start + 1] == "-"
        return text[:start], text[start:]

    # Qt

    def splitPath(self, path: str) -> list[str]:
        word = self._before()[1]
        return [word or "\0"]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return self._before()[0] + str(index.data())
