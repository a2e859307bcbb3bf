"""Which header holds the identifier to give to support; found by the pattern of its name, not by a list of vendors."""

import re

from explorer.core.model.exchange import Headers

_PATTERNS = (
    re.compile(r"(?<!client-)(?<!original-)(?<!parent-)(?<!correlation-)(?:request-?id|req-?id)$"),
    re.compile(r"(?:tracking-?id|debug-?id|log-?id|psp-?reference|support-?id|incident-?id|error-?id|reference-?id)$"),
    re.compile(r"(?:correlation|activity)-?(?:request-)?(?:id)?$"),
    re.compile(
        r"(?:transaction-?id|interaction-?id|transid|call-?id|message-?id|operation-?id|event-?id|invocation-?id|request-?uuid)$"
    ),
    re.compile(r"(?:trace-?id|trace-?token|-rid|[-_]tid|arequestid|trace-context|trace)$"),
    re.compile(r"^traceparent$|^b3$|^sentry-trace$"),
    re.compile(r"^audit-id$|^x-opaque-id$|client-request-id$|requestid|request-id|-uuid$|request-token$"),
    re.compile(
        r"^cf-ray$|^x-amz-cf-id$|^x-amz-apigw-id$|^apigw-requestid$|^x-azure-ref$|^x-vercel-id$|^fly-request-id$"
    ),
    re.compile(r"^x-amz-id-2$|^x-varnish$|^x-served-by-id$|^x-fastly-request-id$|^cf-auditlog-id$"),
)
_GENERIC = frozenset(("x-request-id", "request-id", "x-requestid", "x-correlation-id", "x-trace-id"))
_LONGEST = 256


def header_request_id(headers: Headers) -> str | None:
    """The best identifier among the headers: request before tracking, correlation and trace; a vendor's own name
    before a generic one; edge identifiers last. None when there is none."""
    ranked = [(rank, key, value.strip()) for key, value in headers if (rank := _rank(key.lower(), value)) is not None]
    if not ranked:
        return None
    _, name, value = min(ranked, key=lambda one: one[0])
    return _trace_part(name.lower(), value)


def _rank(name: str, value: str) -> tuple[int, bool] | None:
    if not value.strip() or len(value) > _LONGEST or name.startswith("access-control"):
        return None
    for rank, pattern in reversed(tuple(enumerate(_PATTERNS))):
        if rank >= len(_PATTERNS) - 2 and pattern.search(name):
            return rank, False
    return next(((rank, name in _GENERIC) for rank, pattern in enumerate(_PATTERNS) if pattern.search(name)), None)


def _trace_part(name: str, value: str) -> str:
    """Of ``traceparent`` the trace identifier (W3C Trace Context §3.2.2); anything else as it is."""
    parts = value.split("-")
    return parts[1] if name == "traceparent" and len(parts) == 4 else value
