"""The colour family and the pill of a recorded outcome."""

from __future__ import annotations

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange, FailureKind
from explorer.core.model.history import HistoryRow
from explorer.gui.theme.tokens import Family
from explorer.gui.widgets.status_pill import Status

_FAMILIES = {1: Family.INFO, 2: Family.OK, 3: Family.REDIRECT, 4: Family.CLIENT, 5: Family.SERVER}


def family_of_status(status: int, is_error: bool) -> Family:
    """The family of a status, 0 for no response; an error in a 2xx or 3xx counts as the client's."""
    if status == 0:
        return Family.TRANSPORT
    family = _FAMILIES.get(status // 100, Family.SERVER)
    return Family.CLIENT if is_error and family in (Family.OK, Family.REDIRECT, Family.INFO) else family


def family_of_row(row: HistoryRow) -> Family:
    return family_of_status(row.status, row.is_error)


def family_of_label(label: str) -> Family:
    """The family of a failure's sign: "400", "TLS"."""
    return family_of_status(int(label), True) if label.isdigit() else Family.TRANSPORT


def status_of(exchange: Exchange, diagnosis: Diagnosis) -> Status:
    """The pill of an exchange: "400 Bad Request", "TLS failed"."""
    response = exchange.response
    if response is not None:
        family = family_of_status(response.status, diagnosis.is_error)
        is_hidden = diagnosis.is_error and response.status < 400
        text = f"{response.status} {response.reason}".strip()
        return Status(family=family, text=text, icon="circle-alert" if is_hidden else "")
    failure = exchange.failure
    if failure is not None and failure.kind is FailureKind.CANCELLED:
        return Status(family=Family.TRANSPORT, text="Cancelled")
    return Status(family=Family.TRANSPORT, text=f"{diagnosis.label} failed" if diagnosis.label else "No response")
