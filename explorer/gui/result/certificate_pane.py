"""The Certificate tab: the chain the server presented, leaf first."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from explorer.core.model.diagnosis import Remedy
from explorer.core.model.exchange import Certificate, TlsInfo
from explorer.gui.result.moments import until_text, utc_text
from explorer.gui.result.section import OVERHANG, Page, Section, action_button, captioned
from explorer.gui.result.timeline_pane import tls_words
from explorer.gui.result.validity import validity_of
from explorer.gui.theme import fonts, measures
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.validity_bar import ValidityBar


class CertificatePane(QScrollArea):
    """Made anew for each exchange."""

    remedy_requested = Signal(object)
    """A ``Remedy``: trust this certificate, or stop trusting it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Certificate"))

    def show_tls(self, tls: TlsInfo, now: datetime, *, remedy: Remedy | None = None, trusted_sha256: str = "") -> None:
        """The connection, then each certificate. ``remedy`` is what can be done about trust, ``trusted_sha256`` another
        certificate that the person trusts here."""
        page = Page()
        column = QVBoxLayout(page)
        side = fonts.scaled(measures.DIAGNOSIS_PADDING)
        column.setContentsMargins(side, fonts.scaled(4), side - OVERHANG, side)
        column.setSpacing(0)
        connection = Section("TLS")
        connection.set_first(True)
        if tls_words(tls):
            connection.add(RichLabel(tls_words(tls)))
        self._add_trust(connection, tls, now, remedy)
        if trusted_sha256:
            connection.add(captioned(self.tr("Trusted"), in_two(trusted_sha256), 64))
        column.addWidget(connection)
        for index, certificate in enumerate(tls.chain):
            column.addWidget(self._section(index, certificate, now))
        column.addStretch(1)
        self.setWidget(page)
        page.setAutoFillBackground(False)

    def _add_trust(self, section: Section, tls: TlsInfo, now: datetime, remedy: Remedy | None) -> None:
        """What stands behind the certificate: an authority, the person, or nobody."""
        button = None
        if remedy is not None:
            button = action_button(remedy.action)
            button.clicked.connect(partial(self._ask, remedy))
        section.add(RichLabel(standing_words(tls, now), color_token="text.secondary"), action=button)

    def _ask(self, remedy: Remedy) -> None:
        self.remedy_requested.emit(remedy)

    def _section(self, index: int, certificate: Certificate, now: datetime) -> Section:
        section = Section(self.tr("Server") if index == 0 else self.tr("Issuer {0}").format(index))
        section.add(RichLabel(common_name(certificate.subject), weight=600))
        section.add(ValidityBar(validity_of(certificate, now), Family.TRANSPORT), gap_px=4)
        rows = (
            (self.tr("Subject"), certificate.subject),
            (self.tr("Issuer"), certificate.issuer),
            (self.tr("Names"), ", ".join(certificate.names)),
            (self.tr("From"), utc_text(certificate.not_before)),
            (self.tr("Until"), utc_text(certificate.not_after)),
            ("SHA-256", in_two(certificate.sha256)),
        )
        for caption, text in rows:
            if text:
                section.add(captioned(caption, text, 64))
        return section


def standing_words(tls: TlsInfo, now: datetime) -> str:
    """Whether the chain was verified; if the person trusts the certificate in place of that, until when."""
    say = QCoreApplication.translate
    if tls.trusted_until is None:
        return say("Certificate", "The chain was verified." if tls.verified else "The chain was not verified.")
    if tls.trusted_until > now:
        words = say("Certificate", "Trusted by you {0}, by no authority.")
    else:
        words = say("Certificate", "It was trusted by you {0}, by no authority.")
    return words.format(until_text(tls.trusted_until, now))


def common_name(subject: str) -> str:
    """ "CN=a,O=b" -> "a"; the whole subject when it has no common name."""
    parts = (part.strip() for part in subject.split(","))
    return next((part[3:] for part in parts if part.upper().startswith("CN=")), subject)


def in_two(fingerprint: str) -> str:
    """A SHA-256 on two lines, each half the bytes."""
    pairs = fingerprint.split(":")
    half = len(pairs) // 2
    return ":".join(pairs[:half]) + ":\n" + ":".join(pairs[half:]) if half > 8 else fingerprint
