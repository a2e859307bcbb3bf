"""Status objects of the Kubernetes API machinery (apimachinery meta/v1), also inside a watch event."""

from collections.abc import Iterator

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.words import scalar
from explorer.core.diagnosis.retry_after import wait_s
from explorer.core.model.diagnosis import Problem

_PASSING = frozenset(("ServerTimeout", "TooManyRequests", "Timeout", "ServiceUnavailable", "StorageReadError"))


def recognise(body: ReceivedBody) -> Recognised | None:
    """``kind: Status``; one that reports Success is no error."""
    status = body.members
    if status.get("type") == "ERROR" and isinstance(status.get("object"), dict):
        status = status["object"]  # type: ignore[assignment]
    if status.get("kind") != "Status" or "apiVersion" not in status:
        return None
    if status.get("status") == "Success":
        return Recognised(format="success", is_error=False, specificity=80)
    details = status.get("details") if isinstance(status.get("details"), dict) else {}
    reason = scalar(status.get("reason"))
    return Recognised(
        format="kubernetes",
        is_error=True,
        code=reason or None,
        message=scalar(status.get("message")) or None,
        problems=tuple(_causes(details)),
        retryable=True if reason in _PASSING else None,
        retry_after_s=wait_s(details.get("retryAfterSeconds"), None) if isinstance(details, dict) else None,
        specificity=80,
    )


def _causes(details: object) -> Iterator[Problem]:
    causes = details.get("causes") if isinstance(details, dict) else None
    for one in causes if isinstance(causes, list) else ():
        if isinstance(one, dict):
            field, message, code = (scalar(one.get(key)) for key in ("field", "message", "reason"))
            yield Problem(field=field, message=message, code=code)
