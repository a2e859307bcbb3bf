"""What the server tells of its limits in headers: how many requests are left, how many there were, until when. The
words are the server's own, so they confirm a limit (RateLimit and RateLimit-Policy drafts, and the older fields)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.model.diagnosis import Remedy
from explorer.core.model.exchange import Headers

_REMAINING = re.compile(r"^(?:x-)?(?:rate-?limit|quota|app-rate-limit)[\w-]*-?remaining[\w-]*$", re.I)
_LIMIT = re.compile(r"^(?:x-)?rate-?limit(?:-limit)?(?:-[\w-]+)?$", re.I)
_NOT_LIMIT = re.compile(r"remaining|reset|policy|used|resource|scope|bucket|retry", re.I)
_DAILY = re.compile(r"dai?ly|per day|a day|24 ?h|month|quota|billing|plan|credit", re.I)
_LONG_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A limit as headers tell it; each number may be unknown."""

    name: str = ""
    """The header that says that nothing is left."""
    limit: int | None = None
    window_s: int | None = None


def limited(evidence: Evidence) -> Iterator[Finding]:
    """The server's limit, as it tells it; a pause it asks for; a quota that waiting a moment does not cure."""
    response = evidence.response
    if response is None or evidence.status not in (403, 420, 429):
        return
    told = read(response.headers)
    pause = evidence.read.retry_after_s
    if told.name:
        size = f" of {told.limit}" if told.limit is not None else ""
        span = f" in {wording.seconds(told.window_s)}" if told.window_s else ""
        text = f"The limit is used up: `{told.name}` says that 0{size} requests{span} are left"
        yield confirmed("load.limit", text + _until(pause), remedies=_slower(evidence, told))
    elif evidence.status != 403 and pause is not None:
        by = evidence.read.retry_after_s is not None and response.header("Retry-After")
        source = f"`Retry-After: {response.header('Retry-After')}`" if by else "its answer"
        text = f"The server’s limit is reached: it asks for a pause of {wording.seconds(pause)} by {source}"
        yield confirmed("load.limit", text)
    said = f"{evidence.read.code or ''} {evidence.read.message or ''}".replace("_", " ")
    if pause is not None and pause >= _LONG_S and (told.name or _DAILY.search(said)):
        text = f"A long quota is used up: it is renewed in {wording.seconds(pause)}, and sending slower does not help"
        yield (confirmed if _DAILY.search(said) else likely)("load.quota", text)


def read(headers: Headers) -> Told:
    """The limit the headers tell."""
    name = next((key for key, value in headers if _REMAINING.match(key) and _is_zero(value)), "")
    drafted = next(((key, value) for key, value in headers if key.lower() == "ratelimit"), ("", ""))
    if not name and re.search(r"(?:;\s*r=|remaining=)0\b", drafted[1]):
        name = drafted[0]
    policy = next((value for key, value in headers if key.lower() == "ratelimit-policy"), "")
    window = re.search(r"\bw=(\d{1,9})", policy)
    return Told(name=name, limit=_limit(headers, policy or drafted[1]), window_s=int(window[1]) if window else None)


def _limit(headers: Headers, drafted: str) -> int | None:
    quota = re.search(r"\bq=(\d{1,9})|\blimit=(\d{1,9})|^\s*(\d{1,9})\s*;", drafted)
    if quota:
        return int(next(one for one in quota.groups() if one))
    for key, value in headers:
        number = re.match(r"\s*(\d{1,9})\b", value)
        if number and _LIMIT.match(key) and not _NOT_LIMIT.search(key):
            return int(number[1])
    return None


def _is_zero(value: str) -> bool:
    return re.match(r"\s*0+(?:\.0+)?\s*(?:$|[,;])", value) is not None


def _until(pause: float | None) -> str:
    return f", for another {wording.seconds(pause)}" if pause is not None else ""


def _slower(evidence: Evidence, told: Told) -> tuple[Remedy, ...]:
    if told.limit and told.window_s and evidence.read.retryable is not False:
        return (remedies.advice(f"Send at most {told.limit} requests in {wording.seconds(told.window_s)}"),)
    return ()
