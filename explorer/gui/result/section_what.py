"""What happened: the status decoded, the code decoded, and the server's own words, quoted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from explorer.core.model.diagnosis import Diagnosis, Link
from explorer.core.model.exchange import FailureKind
from explorer.gui.result.section import LinkButton, Section, captioned, code_line, prose
from explorer.gui.result.shown import Shown

_LONG_TEXT = 2000
_WANTED = {
    "allow": "Allowed",
    "accept": "Accepted",
    "accept_encoding": "Accepted codings",
    "auth_schemes": "Schemes",
    "realm": "Realm",
    "scope": "Scope",
    "permission": "Permission",
    "header": "Header",
    "proxy": "Proxy",
    "upgrade": "Upgrade",
    "nonce": "Nonce",
    "acr_values": "acr_values",
    "max_age": "max_age",
}


class WhatSection(Section):
    """Reads top down from the general to the particular."""

    link_requested = Signal(str)

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("Diagnosis", "What"), parent)
        self._is_begun = False
        diagnosis = shown.diagnosis
        if diagnosis.status is not None:
            status = diagnosis.status
            sentence = status.api_meaning or status.meaning
            self._paragraph(f"{status.code} {status.reason}".strip(), sentence, status.reference)
        self._code(shown)
        self._quotes(shown)

    @property
    def is_empty(self) -> bool:
        return not self._is_begun

    def _code(self, shown: Shown) -> None:
        diagnosis = shown.diagnosis
        meaning = diagnosis.code_meaning
        failure = shown.exchange.failure
        code = diagnosis.code or (meaning.code if meaning else "")
        if failure is not None:
            sentence = meaning.meaning if meaning and meaning.meaning else failure.message
            reference = meaning.reference if meaning else None
            self._paragraph(code or diagnosis.title or failure.kind.value, sentence, reference or _first(diagnosis))
        elif code:
            reference = meaning.reference if meaning else None
            if reference is None and diagnosis.docs_url:
                reference = Link(title=self.tr("Documentation"), url=diagnosis.docs_url)
            self._paragraph(code, meaning.meaning if meaning else "", reference)

    def _quotes(self, shown: Shown) -> None:
        diagnosis = shown.diagnosis
        failure = shown.exchange.failure
        if failure is not None:
            said = failure.kind is not FailureKind.CANCELLED and failure.detail != failure.message
            if said and failure.detail:
                self._quote(self.tr("Detail"), failure.detail)
        elif diagnosis.message:
            self._quote(self.tr("Server text"), diagnosis.message)
        for name, values in diagnosis.missing:
            self._quote(_WANTED.get(name, name), ", ".join(values))
        if diagnosis.answered_by:
            self._quote(self.tr("Answered by"), diagnosis.answered_by)
        if diagnosis.request_id:
            self._quote(self.tr("Request id"), diagnosis.request_id)

    def _paragraph(self, head: str, sentence: str, reference: Link | None) -> None:
        lines = (code_line(head), prose(sentence)) if sentence else (code_line(head),)
        self.add(*lines, action=self._link(reference), gap_px=2 if self._is_begun else 0)
        self._is_begun = True

    def _quote(self, caption: str, text: str) -> None:
        short = text if len(text) <= _LONG_TEXT else text[:_LONG_TEXT] + "…"
        self.add(captioned(caption, short), gap_px=2 if self._is_begun else 0)
        self._is_begun = True

    def _link(self, reference: Link | None) -> LinkButton | None:
        if reference is None:
            return None
        button = LinkButton(reference)
        button.clicked.connect(self._clicked)
        return button

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, LinkButton):
            self.link_requested.emit(button.link.url)


def _first(diagnosis: Diagnosis) -> Link | None:
    return diagnosis.references[0] if diagnosis.references else None
