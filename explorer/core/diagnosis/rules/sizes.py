"""Sizes over a server's limits, measured: body, URL, headers; against the limit the server names and against the
largest that passed before (RFC 9110 sections 15.5.14 and 15.5.15, RFC 6585 section 5)."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.model.exchange import Headers
from explorer.core.model.request import FileBody, MultipartBody

_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(bytes?|[kmg]i?b|b)\b", re.I)
_UNITS = {"b": 1, "byte": 1, "bytes": 1, "kb": 1000, "kib": 1024, "mb": 10**6, "mib": 2**20, "gb": 10**9, "gib": 2**30}
_LARGE_HEADERS_BYTES = 8000
_LONG_URL = 2000
_TOO_LONG = re.compile(r"too (?:large|long|big)|header.{0,20}(?:size|large)|exceed", re.I)


def body(evidence: Evidence) -> Iterator[Finding]:
    """413."""
    if evidence.status != 413 or evidence.exchange.sent is None:
        return
    size = evidence.exchange.sent.body.size_bytes
    limit = _stated(evidence)
    last = evidence.context.last_success
    passed = last.sent.body.size_bytes if last and last.sent else 0
    tail = ", more than the server takes"
    if limit and size > limit:
        tail = f"; the server takes {amount(limit)}"
    elif 0 < passed < size:
        tail = f", more than the server takes; {amount(passed)} passed before"
    text = f"The body has {amount(size)}{tail}"
    yield confirmed(
        "body.too-large",
        text,
        headline=f"{text}.",
        place=locate.whole_body("too large"),
        remedies=(remedies.advice(_smaller(evidence)),),
    )


def url(evidence: Evidence) -> Iterator[Finding]:
    """414, and a 400 or 404 to a very long URL that the server calls too long."""
    sent = evidence.exchange.sent
    if sent is None:
        return
    length = len(sent.url)
    told = evidence.status in (400, 404) and length > _LONG_URL and _TOO_LONG.search(evidence.read.message or "")
    if evidence.status != 414 and not told:
        return
    name, value = max(evidence.query, key=lambda pair: len(pair[1]), default=("", ""))
    largest = f", {len(value)} of them in `{name}`" if len(value) > length / 2 else ""
    text = f"The URL has {length} characters{largest}, more than the server takes"
    place = locate.in_query(evidence.request, name, "longest") if largest else None
    yield confirmed(
        "url.too-long",
        text,
        headline=f"{text}.",
        place=place or locate.authority(evidence.request),
        remedies=(remedies.advice("Send the long values in the body of a `POST`, if the API has one"),),
    )


def headers(evidence: Evidence) -> Iterator[Finding]:
    """431, and a 400 that names the headers' size."""
    sent = evidence.exchange.sent
    if sent is None or not sent.headers:
        return
    total = _bytes_of(sent.headers)
    said = evidence.read.message or ""
    told = evidence.status == 400 and re.search(r"header|cookie", said, re.I) and _TOO_LONG.search(said)
    if evidence.status != 431 and not told:
        return
    name, value = max(sent.headers, key=lambda one: len(one[1]))
    text = f"The headers have {amount(total)} together; the largest is `{name}` with {amount(len(value))}"
    make = confirmed if told or total > _LARGE_HEADERS_BYTES else likely
    yield make(
        "headers.too-large",
        text,
        headline=f"The headers have {amount(total)}, more than the server takes." if make is confirmed else "",
        place=locate.header(evidence.request, name, "largest header"),
        remedies=remedies.kept(remedies.remove_header(evidence.request, name, f"Send without `{name}`")),
    )


def amount(size: float) -> str:
    """1234567 -> "1.2 MB"."""
    for unit, length in (("MB", 1_000_000), ("KB", 1000)):
        if size >= length:
            return f"{size / length:.1f} {unit}"
    return f"{size:.0f} B"


def _stated(evidence: Evidence) -> float:
    """The limit the answer names, 0 when it names none."""
    header = evidence.response.header("Upload-Limit") if evidence.response else None
    for text in (header or "", evidence.read.message or "", *(one.message for one in evidence.read.problems)):
        found = _LIMIT.search(text)
        if found:
            return float(found[1]) * _UNITS[found[2].lower()]
    return 0.0


def _smaller(evidence: Evidence) -> str:
    is_file = isinstance(evidence.request.body, FileBody | MultipartBody)
    return "Send a smaller file, or in several parts" if is_file else "Send less at a time, in several requests"


def _bytes_of(lines: Headers) -> int:
    return sum(len(name) + len(value) + 4 for name, value in lines)
