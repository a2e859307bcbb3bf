"""The time a request says it was signed at, against the server's clock: servers refuse signatures that are some minutes
off (RFC 5849 section 3.3, AWS Signature Version 4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from explorer.core.diagnosis import locate, moments, remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.rules import clocks
from explorer.core.model.diagnosis import Place

_TOLERANCE = timedelta(minutes=5)
_STAMP = re.compile(r"(?i)^date$|(?:^|[-_])(?:time-?stamp|amz-date|ms-date|signed-at)$")
_SIGNATURE = re.compile(r"(?i)signature|(?:^|[-_])(?:sign|sig|hmac)$|hmac")
_PLAIN_SCHEMES = ("bearer", "basic", "digest", "negotiate", "ntlm")
_IN_OAUTH = re.compile(r'\boauth_timestamp="?(\d{10})\b')
_WORDS = re.compile(r"(?i)\b(?:skew\w*|time-?stamp|clock|too (?:old|new|late|early|far)|expired|request time)|timeskew")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamp:
    """A time in the request."""

    name: str
    at: datetime
    place: Place | None


def compared(evidence: Evidence) -> Iterator[Finding]:
    """A time in the request that is more than five minutes from the server's."""
    theirs = clocks.server_time(evidence.response)
    if theirs is None or evidence.status not in (400, 401, 403) or evidence.exchange.sent is None:
        return
    told = bool(_WORDS.search(f"{evidence.read.message or ''} {evidence.read.code or ''}"))
    signed = _is_signed(evidence)
    if not (told or signed):
        return
    for stamp in _stamps(evidence):
        difference = theirs - stamp.at
        if abs(difference) > _TOLERANCE and (signed or stamp.name.lower() != "date"):
            if not (_is_own(evidence, stamp) and _others_agree(evidence)):
                yield _off(evidence, stamp, difference, sure=told or evidence.status != 400)
            return


def _off(evidence: Evidence, stamp: _Stamp, difference: timedelta, *, sure: bool) -> Finding:
    side = "before" if difference > timedelta() else "after"
    span = wording.span(abs(difference))
    own = _is_own(evidence, stamp)
    text = f"`{stamp.name}` says {_shown(stamp.at)}, {span} {side} the server’s time"
    tail = ", as this computer’s clock is wrong" if own else ""
    ways = (remedies.advice("Set this computer’s clock" if own else "Sign the request again with the time of now"),)
    return (confirmed if sure else likely)(
        "clock.skew",
        f"{text}{tail}; a signature counts for a few minutes only",
        headline=f"The request’s time is {span} {side} the server’s.",
        place=stamp.place,
        remedies=ways,
    )


def _is_own(evidence: Evidence, stamp: _Stamp) -> bool:
    """Whether it is the time of this computer when it sent the request."""
    return abs(stamp.at - evidence.exchange.started) <= _TOLERANCE


def _others_agree(evidence: Evidence) -> bool:
    """Whether other servers have the time of this computer, so that it is this server's clock that is wrong."""
    others = clocks.others_difference(evidence)
    return others is not None and abs(others[1]) <= _TOLERANCE


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _is_signed(evidence: Evidence) -> bool:
    """Whether a signature goes with the request, by the names of its parts alone."""
    sent = evidence.exchange.sent
    headers = sent.headers if sent else ()
    scheme = (evidence.header("Authorization") or "").strip().partition(" ")[0].lower()
    named = any(_SIGNATURE.search(name) for name, _ in (*headers, *evidence.query))
    return named or (bool(scheme) and scheme not in _PLAIN_SCHEMES)


def _stamps(evidence: Evidence) -> Iterator[_Stamp]:
    """Headers first; a parameter of the query where the signature stands beside it and says nothing of its length."""
    sent, request = evidence.exchange.sent, evidence.request
    note = "not the server’s time"
    for name, value in sent.headers if sent else ():
        found = moments.read(value) if _STAMP.search(name) else None
        if found and found.has_zone:
            yield _Stamp(name=name, at=found.at, place=locate.in_header(request, name, note))
    in_oauth = _IN_OAUTH.search(evidence.header("Authorization") or "")
    stamp = moments.read(in_oauth[1]) if in_oauth else None
    if stamp:
        yield _Stamp(name="oauth_timestamp", at=stamp.at, place=locate.credentials(note))
    if any("expires" in name.lower() for name, _ in evidence.query):
        return
    for name, value in evidence.query:
        found = moments.read(value) if _STAMP.search(name) and name.lower() != "date" else None
        if found and found.has_zone:
            yield _Stamp(name=name, at=found.at, place=locate.in_query(request, name, note))
