"""The validity of a certificate in the words of the validity bar."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from explorer.core.model.exchange import Certificate
from explorer.gui.result.moments import date_text
from explorer.gui.widgets.validity_bar import Validity


def validity_of(certificate: Certificate, now: datetime) -> Validity:
    """For a bar that marks ``now``."""
    say = QCoreApplication.translate
    end = certificate.not_after
    words = say("Validity", "Expired {0}, {1} UTC") if now > end else say("Validity", "Valid until {0}, {1} UTC")
    start = certificate.not_before
    begin = say("Validity", "Valid from {0}")
    return Validity(
        not_before=start,
        not_after=end,
        now=now,
        start_caption=begin.format(date_text(start.date())),
        end_caption=words.format(date_text(end.date()), end.strftime("%H:%M")),
        now_caption=say("Validity", "Today"),
    )
