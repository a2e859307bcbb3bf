"""What a shown exchange has to do with certificates the person trusts: the remedy that fits, and words for it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from explorer.core.model.diagnosis import Remedy, RemedyKind
from explorer.core.model.exchange import Exchange
from explorer.gui.result.moments import until_text
from explorer.gui.result.shown import Shown


def trusted_until(exchange: Exchange) -> datetime | None:
    """Until when the person trusts the certificate that this exchange went by; None when an authority vouched."""
    tls = exchange.outcome.tls
    return tls.trusted_until if tls is not None else None


def trust_remedy(shown: Shown, now: datetime) -> Remedy | None:
    """To trust the certificate that was refused, or to trust it no more."""
    until = trusted_until(shown.exchange)
    if until is not None and until > now:
        return stop_trusting()
    kinds = (RemedyKind.TRUST, RemedyKind.STOP_TRUSTING)
    return next((one for one in shown.diagnosis.remedies if one.kind in kinds), None)


def stop_trusting() -> Remedy:
    """Verify as usual again."""
    say = QCoreApplication.translate
    title = say("Trust", "Stop trusting this certificate")
    return Remedy(kind=RemedyKind.STOP_TRUSTING, title=title, action=say("Trust", "Stop trusting"))


def short_words(until: datetime, now: datetime) -> str:
    """For the head of the result."""
    say = QCoreApplication.translate
    if until > now:
        return say("Trust", "Trusted by you {0}").format(until_text(until, now))
    return say("Trust", "Trusted by you, ended")
