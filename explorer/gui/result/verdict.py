"""The colour family and the words of an outcome, for the pill and for everything coloured like it."""

from __future__ import annotations

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange, FailureKind, Response
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.status_pill import Status


def family_of(exchange: Exchange, diagnosis: Diagnosis) -> Family:
    """The family of the outcome; an error inside a 2xx counts as the client's."""
    response = exchange.response
    if response is None:
        return Family.TRANSPORT
    match response.status // 100:
        case 1:
            return Family.INFO
        case 3 if not diagnosis.is_error:
            return Family.REDIRECT
        case 5:
            return Family.SERVER
        case 2 if not diagnosis.is_error:
            return Family.OK
        case _:
            return Family.CLIENT


def fault_of(exchange: Exchange, diagnosis: Diagnosis) -> Family:
    """What ``fault.*`` is bound to for this exchange."""
    family = family_of(exchange, diagnosis)
    return family if family in (Family.SERVER, Family.TRANSPORT) else Family.CLIENT


def status_of(exchange: Exchange, diagnosis: Diagnosis) -> Status:
    """The pill of an outcome."""
    family = family_of(exchange, diagnosis)
    outcome = exchange.outcome
    if isinstance(outcome, Response):
        hidden = diagnosis.is_error and outcome.status < 400
        text = f"{outcome.status} {outcome.reason}".strip()
        return Status(family=family, text=text, icon="circle-alert" if hidden else "")
    return Status(family=family, text=failed_words(outcome.kind, diagnosis.label))


def failed_words(kind: FailureKind, label: str) -> str:
    """ "TLS failed", "DNS failed", "Timed out", "Cancelled"."""
    if kind is FailureKind.CANCELLED:
        return "Cancelled"
    if kind in (FailureKind.CONNECT_TIMEOUT, FailureKind.READ_TIMEOUT, FailureKind.WRITE_TIMEOUT):
        return "Timed out"
    if kind is FailureKind.CONNECTION_REFUSED:
        return "Refused"
    if kind in (FailureKind.INVALID_URL, FailureKind.INVALID_HEADER, FailureKind.UNSUPPORTED_SCHEME):
        return "Not sent"
    return f"{label} failed" if label else "No response"
