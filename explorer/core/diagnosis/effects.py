"""The second line of a diagnosis: was anything done, and does sending it again help."""

from explorer.core.diagnosis import failures, outcomes
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.model.diagnosis import Retry
from explorer.core.model.exchange import Failure

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
_KEPT = "A retry sends the same idempotency key, so the server does it only once."
_SENDING = ("send", "replace_batch", "update_batch")


def effect(evidence: Evidence, retry: Retry, *, is_error: bool) -> str:
    """One or two sentences; empty for a plain success."""
    if evidence.failure is not None:
        return _of_failure(evidence, evidence.failure, retry)
    if not is_error:
        return _of_success(evidence)
    if evidence.status < 400 and evidence.read.refused_unread:
        return "The status says success, but the request was refused before anything was carried out."
    if evidence.status < 400:
        return "The status says success, but the body reports a failure. Part of the work may be done."
    if evidence.status in (429, 420):
        return _of_limit(evidence, retry)
    return _of_refusal(evidence, retry) if evidence.status < 500 else _of_server_error(evidence, retry)


def _of_success(evidence: Evidence) -> str:
    sent = evidence.operation is not None and evidence.operation.id == "send"
    return "The batch is queued. Its delivery report tells what became of the messages." if sent else ""


def _of_refusal(evidence: Evidence, retry: Retry) -> str:
    done = f"The server refused the request{_nothing(evidence)}."
    if retry.after_s is not None:
        return f"{done} It asks for a pause of {retry.after_s:g} s."
    if retry.retryable is None:
        return f"{done} It may pass later."
    return f"{done} " + (
        "It may pass when it is sent again." if retry.retryable else "Sending it unchanged fails again."
    )


def _of_limit(evidence: Evidence, retry: Retry) -> str:
    nothing = "no message was sent" if _sends(evidence) else "Nothing was done"
    if retry.retryable is False:
        return "The limit is used up. Waiting a moment does not help."
    asked = "The server asked for a pause." if retry.after_s is not None else "The server did not say how long to wait."
    return f"{asked} {nothing[0].upper()}{nothing[1:]}, so a retry is safe."


def _of_server_error(evidence: Evidence, retry: Retry) -> str:
    if evidence.method in _SAFE_METHODS:
        helps = " and may help" if retry.retryable is not False else ", but is expected to fail again"
        return f"`{evidence.method}` changes nothing, so a retry is safe{helps}."
    if evidence.is_idempotent:
        return f"It is not known whether it was carried out. {_second(evidence)}"
    if outcomes.has_lasting_key(evidence):
        return f"It is not known whether it was carried out. {_KEPT}"
    if retry.safe:
        says = "The API states that nothing was processed" if evidence.api else "Nothing was done"
        return f"{says}, so a retry is safe."
    what = "a message may have been sent" if _sends(evidence) else "it may have been carried out"
    return f"It is not known whether anything was done: {what}. A retry can do it twice."


def _of_failure(evidence: Evidence, failure: Failure, retry: Retry) -> str:
    row = failures.row_of(failure)
    if not failure.request_sent:
        if row.layer == "request" and retry.retryable is False:
            return "Nothing was sent. Sending it unchanged fails again."
        return "Nothing was sent. A retry is safe" + (
            f", but fails until {row.until}." if retry.retryable is False else "."
        )
    if evidence.method in _SAFE_METHODS:
        return f"`{evidence.method}` changes nothing, so a retry is safe."
    if evidence.is_idempotent:
        return f"The request may have been carried out. {_second(evidence)}"
    if outcomes.has_lasting_key(evidence):
        return f"The request may have been carried out. {_KEPT}"
    return "The request may have been carried out. A retry can do it twice."


def _nothing(evidence: Evidence) -> str:
    if evidence.method in _SAFE_METHODS:
        return ""
    return ", so no message was sent" if _sends(evidence) else ", so nothing was changed"


def _sends(evidence: Evidence) -> bool:
    return evidence.operation is not None and evidence.operation.id in _SENDING[:1]


def _second(evidence: Evidence) -> str:
    return f"A second `{evidence.method}` changes nothing more, so a retry is safe."
