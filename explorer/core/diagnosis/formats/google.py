"""google.rpc.Status over HTTP (AIP-193) and the older Google error with ``errors[]``. Field names may be in camel or
snake case."""

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.general import recognised
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.structure import find
from explorer.core.diagnosis.formats.words import listed, scalar
from explorer.core.diagnosis.retry_after import wait_s
from explorer.core.model.diagnosis import Problem

RPC_NAMES = listed(
    "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED "
    "RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS "
    "UNAUTHENTICATED"
)
"""Names of the numbers 0 to 16 (google/rpc/code.proto)."""

_DAILY = re.compile(r"per[ _\-]?day|daily|per[ _\-]?month|monthly", re.I)


def recognise(body: ReceivedBody) -> Recognised | None:
    """An ``error`` with an rpc status or typed details, also in an array (streams); a bare Status from a gateway."""
    value = body.json
    if isinstance(value, list) and value and isinstance(value[0], dict) and isinstance(value[0].get("error"), dict):
        value = value[0]
    if not isinstance(value, dict):
        return None
    error = value.get("error") if isinstance(value.get("error"), dict) else value
    if not isinstance(error, dict):
        return None
    named = error.get("status") in RPC_NAMES[1:] and (error is not value or _is_bare_status(error, body.failed))
    if named or _is_typed(error.get("details")):
        return _modern(body, error)
    return _legacy(body, error) if error is not value and _is_legacy(error) else None


def _is_bare_status(error: dict[str, object], failed: bool) -> bool:
    """Whether an object without ``error`` around it is a Status, and no order or build whose status has such a name."""
    alone = error.keys() <= {"code", "status", "message", "details"}
    return isinstance(error.get("message"), str) and (failed or alone)


def _is_typed(details: object) -> bool:
    return isinstance(details, list) and any(isinstance(one, dict) and "@type" in one for one in details)


def _is_legacy(error: dict[str, object]) -> bool:
    errors = error.get("errors")
    return isinstance(errors, list) and bool(errors) and isinstance(errors[0], dict) and "domain" in errors[0]


def _details(error: dict[str, object], kind: str) -> Iterator[Node]:
    details = error.get("details")
    for one in details if isinstance(details, list) else ():
        if isinstance(one, dict) and str(one.get("@type", "")).rpartition(".")[2].rpartition("/")[2] == kind:
            yield Node(one)


def _untyped(error: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in error.items() if key not in ("code", "details")}


def _modern(body: ReceivedBody, error: dict[str, object]) -> Recognised:
    reason = next((scalar(one.get("reason")) for one in _details(error, "ErrorInfo")), "")
    localized = next((scalar(one.get("message")) for one in _details(error, "LocalizedMessage")), "")
    wait = next((wait_s(one.get("retrydelay"), None) for one in _details(error, "RetryInfo")), None)
    identity = next((scalar(one.get("requestid")) for one in _details(error, "RequestInfo")), "")
    status = _status_name(error)
    return Recognised(
        format="google-rpc",
        is_error=True,
        code=reason or status or find({"error": _untyped(error)}, body.status).code,
        message=scalar(error.get("message")) or localized or None,
        problems=tuple(_problems(error)),
        docs_url=next(_help(error), None),
        request_id=identity or None,
        retryable=_verdict(error, status, reason, wait),
        retry_after_s=wait,
        missing=tuple(_permission(error)),
        specificity=65,
    )


def _status_name(error: dict[str, object]) -> str:
    status, code = error.get("status"), error.get("code")
    if isinstance(status, str) and status in RPC_NAMES:
        return status
    return RPC_NAMES[code] if isinstance(code, int) and 0 < code < len(RPC_NAMES) else ""


def _problems(error: dict[str, object]) -> Iterator[Problem]:
    for one in _details(error, "BadRequest"):
        violations = one.get("fieldviolations")
        for violation in violations if isinstance(violations, list) else ():
            if isinstance(violation, dict):
                node = Node(violation)
                yield Problem(
                    field=scalar(node.get("field")),
                    message=scalar(node.get("description")),
                    code=scalar(node.get("reason")),
                )


def _help(error: dict[str, object]) -> Iterator[str]:
    for one in _details(error, "Help"):
        links = one.get("links")
        for link in links if isinstance(links, list) else ():
            if isinstance(link, dict) and isinstance(link.get("url"), str):
                yield link["url"]


def _permission(error: dict[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in _details(error, "ErrorInfo"):
        metadata = one.get("metadata")
        permission = metadata.get("permission") if isinstance(metadata, dict) else None
        if isinstance(permission, str):
            yield "permission", (permission,)


def _verdict(error: dict[str, object], status: str, reason: str, wait: float | None) -> bool | None:
    """UNAVAILABLE passes; a daily quota does not, soon; everything else is left to the HTTP status."""
    if wait is not None or status == "UNAVAILABLE":
        return True
    if status != "RESOURCE_EXHAUSTED":
        return None
    stated = [str(one.members) for kind in ("QuotaFailure", "ErrorInfo") for one in _details(error, kind)]
    return not (_DAILY.search(reason) or any(_DAILY.search(text) for text in stated))


def _legacy(body: ReceivedBody, error: dict[str, object]) -> Recognised:
    found = recognised("google-legacy", find(error, body.status), 65)
    errors = error.get("errors")
    first = Node(errors[0]) if isinstance(errors, list) else Node({})
    page = scalar(first.get("extendedhelp"))
    docs = page if page.startswith("http") else found.docs_url
    limited = re.search(r"ratelimitexceeded|quotaexceeded", scalar(first.get("reason")), re.I)
    return replace(
        found,
        code=scalar(first.get("reason")) or found.code,
        docs_url=docs,
        retryable=True if limited and not _DAILY.search(scalar(first.get("reason"))) else None,
    )
