"""Retry advice: would the same bytes pass later, when, and can a second effect come of it (RFC 9110 section 9.2.2)."""

from explorer.core.diagnosis import failures, outcomes
from explorer.core.diagnosis.catalog_reader import statuses
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.retry_after import stated_in
from explorer.core.diagnosis.status import effective
from explorer.core.model.diagnosis import Retry
from explorer.core.model.exchange import Failure

_RETRY_AFTER = "Retry-After"
_LATER = frozenset({408, 425, 429, 502, 503, 504, 521, 522, 523, 524, 529, 598, 599, 420, 527, 520})
_UNKNOWN = frozenset({423, 499, 500, 507, 525, 530, 460, 430, 444})
_NOTHING_DONE = ("Nothing was done", "Nothing was sent")
_NO_EFFECT = frozenset({408, 425, 429})


def advice(evidence: Evidence, *, is_error: bool) -> Retry:
    """Advice for an exchange; a success has none to give."""
    if evidence.failure is not None:
        return _after_failure(evidence, evidence.failure)
    if not is_error:
        return Retry(retryable=None, safe=evidence.is_idempotent)
    after_s = evidence.read.retry_after_s
    return Retry(
        retryable=_retryable(evidence, after_s),
        after_s=after_s,
        safe=_safe(evidence),
        source=_source(evidence, after_s),
    )


def _retryable(evidence: Evidence, after_s: float | None) -> bool | None:
    if evidence.read.retryable is not None:
        return evidence.read.retryable
    if after_s is not None:
        return True
    status = effective(evidence.status)
    if status < 400 or status in _UNKNOWN:
        return None
    return status in _LATER


def _safe(evidence: Evidence) -> bool:
    """Idempotent, or known not to have been carried out."""
    status = effective(evidence.status)
    if evidence.is_idempotent or evidence.read.refused_unread or outcomes.has_lasting_key(evidence):
        return True
    if 400 <= status < 500:
        return True
    of_api = evidence.api.statuses.get(evidence.status) if evidence.api else None
    row = of_api if of_api and of_api.effect else statuses().get(status)
    return row is not None and row.effect in _NOTHING_DONE


def _after_failure(evidence: Evidence, failure: Failure) -> Retry:
    row = failures.row_of(failure)
    retryable: bool | None = None
    if row.retry.startswith("Only after") or row.retry.startswith("Safe, but"):
        retryable = False
    elif row.retry.startswith("Safe"):
        retryable = True
    safe = not failure.request_sent or evidence.is_idempotent or outcomes.has_lasting_key(evidence)
    return Retry(retryable=retryable, safe=safe)


def _source(evidence: Evidence, after_s: float | None) -> str:
    if after_s is None or evidence.response is None:
        return ""
    field = stated_in(evidence.response.headers, after_s)
    if field is None:
        return ""
    name, value = field
    return f"{_RETRY_AFTER if name.lower() == _RETRY_AFTER.lower() else name}: {value}"
