"""Would the same request, sent later, be expected to pass? Explicit words first, then the code, then the status
(RFC 9110 §9.2.2 and §15; RFC 6585 §4). It does not compute how long to wait."""

import re

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.node import squeezed
from explorer.core.diagnosis.formats.words import listed, scalar

_IDEMPOTENT = frozenset(listed("GET HEAD OPTIONS TRACE PUT DELETE PROPFIND REPORT SEARCH"))
_PASSING = frozenset((408, 420, 425, 429, 503, 529))
_IDEMPOTENT_ONLY = frozenset((502, 504, 520, 521, 522, 523, 524, 527, 598, 599))
_FINAL_SERVER = frozenset((501, 505, 506, 508, 510, 511, 526, 561, 999))
_OPEN_CLIENT = frozenset((423, 430, 449, 460, 499))

_LIMITED = re.compile(
    "throttl|ratelimit|toomany(?:requests|calls|attempts|queries)|requestlimitexceeded|slowdown|requestsper|userrate"
    "|over(?:query|rate)limit|flood|overload|provisionedthroughputexceeded|bandwidthlimitexceeded|^limitexceededexception$"
)
_TRANSIENT = re.compile(
    "busy|unavailable|timedout|timeout|temporar|tryagain|overload|priorrequestnotcomplete|locktimeout|inprogress"
    "|^internalerror$|deadlock|concurrent|retry|idempotency.*inuse"
)
_PENDING = frozenset(("authorizationpending", "slowdown", "temporarilyunavailable", "requesttimeoutexception"))
_USED_UP = re.compile(
    "insufficient(?:quota|funds|credit|balance)|billing|outofcredit|nocredit|creditlimit|creditsexhausted|planlimit"
    "|subscription|monthly|dailylimit|hardlimit|paymentrequired|trial"
)
_CLIENT_FAULT = re.compile(
    "invalid|notfound|nosuch|missing|required|forbidden|denied|unauthor|unauthenticated|permission|scope|unknown|already"
    "|unsupported|malformed|bad|conflict|exists|expired|notallowed|parse|validation|illegal|duplicate|client|sender"
    "|unprocessable|mismatch|toolong|toolarge|tooshort|argument|param|wrong|cannot|notvalid|revoked|disabled"
)
"""All four are matched against squeezed names: lower case, letters and digits only."""


def explicit_verdict(body: ReceivedBody) -> bool | None:
    """``x-should-retry`` and its vendor forms."""
    for key, value in body.headers:
        if key.lower().endswith("should-retry") and value.strip().lower() in ("true", "false", "1", "0"):
            return value.strip().lower() in ("true", "1")
    return None


def retryable(body: ReceivedBody, code: str | None, message: str | None, *, waits: bool, limited: bool) -> bool | None:
    """The verdict for an error. ``waits``: a pause is stated; ``limited``: a limit states that nothing remains."""
    name, status = squeezed(scalar(code)), body.status
    if _USED_UP.search(name) and not waits and (status in (402, 403, 429) or not body.failed):
        return False
    if name in _PENDING or (_LIMITED.search(name) and "invalid" not in name):
        return True
    if not body.failed:
        return _inside_success(name, squeezed(message or ""), waits=waits)
    if status in (401, 407):
        return False
    if waits and status not in (404, 405, 406, 410, 411, 414, 415, 501, 505):
        return True
    return limited if status == 403 else _by_status(status, scalar(code), body.method)


def _inside_success(name: str, message: str, *, waits: bool) -> bool | None:
    if waits or (_TRANSIENT.search(name) and not _CLIENT_FAULT.search(name)):
        return True
    return False if _CLIENT_FAULT.search(name) or _CLIENT_FAULT.search(message) else None


def _by_status(status: int, name: str, method: str) -> bool | None:
    if status in _PASSING:
        return True
    if status in _IDEMPOTENT_ONLY:
        return True if method in _IDEMPOTENT else None
    if status in _FINAL_SERVER:
        return False
    if status >= 500:
        return _of_server_fault(name)
    if status in (409, 423) and _TRANSIENT.search(squeezed(name)):
        return True
    return None if status in _OPEN_CLIENT else False


def _of_server_fault(name: str) -> bool | None:
    """A 500 tells nothing by itself; its code may (SOAP 1.1 §4.4.1 for the classes of faults)."""
    if re.search(r"(?:^|:)(?:client|sender|versionmismatch|mustunderstand)(?:\.|$)", name, re.I):
        return False
    return True if _TRANSIENT.search(squeezed(name)) and "internal" not in name.lower() else None
