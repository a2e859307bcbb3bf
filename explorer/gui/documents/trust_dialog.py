"""A refused certificate, shown before it is trusted: whose it is, what speaks against it, for how long."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from explorer.core.model.exchange import FailureKind
from explorer.core.model.trust import LONGEST
from explorer.gui.documents.dialog_foot import dialog_foot
from explorer.gui.result.certificate_pane import in_two
from explorer.gui.result.moments import date_text, until_text, utc_now
from explorer.gui.result.section import Page, captioned
from explorer.gui.theme import fonts
from explorer.gui.widgets.buttons import Button, ButtonKind
from explorer.gui.widgets.hairline import Hairline
from explorer.gui.widgets.rich_label import RichLabel
from explorer.gui.widgets.segments import Segment, Segments

if TYPE_CHECKING:
    from explorer.core.model.exchange import Certificate, Failure
    from explorer.core.model.trust import TrustPlace

_WIDTH = 600
_CAPTION = 72
_MOST_NAMES = 8
_LENGTHS = {"day": LONGEST, "shift": timedelta(hours=8), "hour": timedelta(hours=1)}


class Choice(Enum):
    """How the dialog ended."""

    NEITHER = auto()
    TRUST = auto()
    TRUST_AND_SEND = auto()


class TrustDialog(QDialog):
    """Esc leaves everything as it is. ``may_send`` is False where a send would not use the decision."""

    def __init__(self, failure: Failure, place: TrustPlace, parent: QWidget, *, may_send: bool) -> None:
        super().__init__(parent)
        assert failure.tls is not None
        self.choice = Choice.NEITHER
        self.lasting = LONGEST
        """How long the person wants to trust it; as ``choice`` it can be read when the dialog is gone."""
        self.setWindowTitle(self.tr("Trust a certificate"))
        self.setMinimumWidth(fonts.scaled(_WIDTH))
        options = (
            Segment(key="day", title=self.tr("1 day")),
            Segment(key="shift", title=self.tr("8 hours")),
            Segment(key="hour", title=self.tr("1 hour")),
        )
        self.lengths = Segments(options, self.tr("How long it is trusted"), self)
        self.lengths.current_changed.connect(self._show_end)
        self.end = RichLabel("", self, color_token="text.secondary")
        self.cancel = Button(self.tr("Cancel"), key_hint="Esc", parent=self)
        self.trust = Button(self.tr("Trust"), parent=self)
        self.send = Button(self.tr("Trust and send"), ButtonKind.PRIMARY, parent=self)
        self.send.setVisible(may_send)
        self.cancel.clicked.connect(self.reject)
        self.trust.clicked.connect(self._trust)
        self.send.clicked.connect(self._trust_and_send)
        self._lay_out(failure, failure.tls.chain[0], place)
        self._show_end()
        self._fit()
        self.cancel.setDefault(True)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, failure: Failure, leaf: Certificate, place: TrustPlace) -> None:
        where = self.tr("`{0}` in {1}").format(place.authority, _plain(place.environment))
        where = where if place.environment else f"`{place.authority}`"
        page = Page(self)
        body = QVBoxLayout(page)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(fonts.scaled(4))
        title = self.tr("Trust this certificate for {0}?").format(where)
        body.addWidget(RichLabel(title, self, px=15, line_px=24, weight=600))
        body.addWidget(RichLabel(risk(failure, leaf), self, color_token="text.secondary"))
        body.addSpacing(fonts.scaled(8))
        for caption, text in rows(leaf):
            body.addWidget(captioned(caption, text, _CAPTION))
        body.addSpacing(fonts.scaled(8))
        body.addWidget(RichLabel(self.tr(_SCOPE).format(place.authority), self, color_token="text.secondary"))
        body.addSpacing(fonts.scaled(8))
        length = QHBoxLayout()
        length.setSpacing(fonts.scaled(12))
        length.addWidget(self.lengths)
        length.addWidget(self.end, 1)
        body.addLayout(length)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(Hairline())
        column.addLayout(dialog_foot(self.cancel, self.trust, self.send))

    def _fit(self) -> None:
        """As high as its words at this width; a dialog by itself takes what they need at their narrowest."""
        layout = self.layout()
        assert layout is not None
        width = fonts.scaled(_WIDTH)
        self.resize(width, layout.totalHeightForWidth(width))

    def _show_end(self, _key: str = "") -> None:
        now = utc_now()
        self.lasting = _LENGTHS[self.lengths.current]
        self.end.set_text(until_text(now + self.lasting, now))

    def _trust(self) -> None:
        self.choice = Choice.TRUST
        self.accept()

    def _trust_and_send(self) -> None:
        self.choice = Choice.TRUST_AND_SEND
        self.accept()


_SCOPE = (
    "Until then this one certificate, and no other, is accepted at {0} in this environment. Other hosts and "
    "environments are verified as usual. You can take it back at any time."
)
_RISKS = {
    FailureKind.TLS_EXPIRED: "It expired on {end}. Whether it was stolen or withdrawn since then cannot be known.",
    FailureKind.TLS_NOT_YET_VALID: "It is valid from {start} on. Either it is used too early, or a clock is wrong.",
    FailureKind.TLS_HOST_MISMATCH: "It was issued for other names, so this may be another server than you mean.",
    FailureKind.TLS_SELF_SIGNED: "It vouches for itself: anyone could have made it with this name.",
    FailureKind.TLS_UNKNOWN_ISSUER: "Its issuer is not known here: anyone could have made it with this name.",
}
_COMMON = (
    "If somebody stands between you and the server, they can read and change what you send, credentials too. Compare "
    "the fingerprint with the one that the operator of the server tells you."
)


def risk(failure: Failure, leaf: Certificate) -> str:
    """What speaks against this certificate, and what may happen."""
    say = QCoreApplication.translate
    own = say("TrustDialog", _RISKS.get(failure.kind, "No authority vouches for it."))
    own = own.format(end=date_text(leaf.not_after.date()), start=date_text(leaf.not_before.date()))
    return f"{own} {say('TrustDialog', _COMMON)}"


def rows(leaf: Certificate) -> tuple[tuple[str, str], ...]:
    """Caption and words of what the certificate says of itself."""
    say = QCoreApplication.translate
    start, end = (f"{date_text(one.date())}, {one:%H:%M}" for one in (leaf.not_before, leaf.not_after))
    left = len(leaf.names) - _MOST_NAMES
    more = say("TrustDialog", " and {0} more").format(left) if left > 0 else ""
    found = (
        (say("TrustDialog", "Subject"), _visible(leaf.subject)),
        (say("TrustDialog", "Issuer"), _visible(leaf.issuer)),
        (say("TrustDialog", "Names"), _visible(", ".join(leaf.names[:_MOST_NAMES])) + more),
        (say("TrustDialog", "Valid"), say("TrustDialog", "{0} to {1} UTC").format(start, end)),
        ("SHA-256", in_two(leaf.sha256)),
    )
    return tuple((caption, text) for caption, text in found if text)


def _visible(text: str) -> str:
    """Without line breaks and marks that turn the order of reading: whoever made the certificate chose the words."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _plain(name: str) -> str:
    return name.replace("`", "'")
