"""Answers that broke or break the rules: tested against what had arrived of them, and against the redirects before."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence, url_parts
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.diagnosis.rules import sizes
from explorer.core.model.exchange import Failure, FailureKind

CUT = (FailureKind.TRUNCATED_BODY, FailureKind.RESET, FailureKind.CLOSED_EARLY, FailureKind.READ_TIMEOUT)
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
"""First bytes: RFC 1952 section 2.3.1, RFC 8878 section 3.1.1. Deflate and Brotli have none to rely on."""
_FIRST_BYTES = re.compile(r"^first bytes: (b['\"].*)$", re.MULTILINE)
_BANNERS = (
    (re.compile(rb"SSH-\d"), "SSH"),
    (re.compile(rb"220[ -].*(SMTP|ESMTP|mail)", re.IGNORECASE), "mail (SMTP)"),
    (re.compile(rb"220[ -]"), "FTP or mail"),
    (re.compile(rb"\+OK"), "mail (POP3)"),
    (re.compile(rb"\* OK"), "mail (IMAP)"),
    (re.compile(rb"-(ERR|NOAUTH|DENIED)"), "Redis"),
    (re.compile(rb"RFB \d"), "a remote desktop (VNC)"),
    (re.compile(rb"AMQP"), "a message queue (AMQP)"),
)
"""How services greet or refuse, by the protocols' own words."""
_LOGIN = re.compile(r"log-?in|sign-?in|auth|sso", re.IGNORECASE)


def is_own_stop(failure: Failure) -> bool:
    """Whether Explorer stopped reading and the server did nothing wrong."""
    return any(name in failure.detail for name in ("BodyTooLargeError", "UnpackedTooFarError"))


def cut_short(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """How much of the body was announced, and how much came."""
    partial = failure.partial
    if failure.kind not in CUT or partial is None:
        return
    came = f"{partial.wire_size_bytes} B"
    announced = partial.header("Content-Length")
    if "UnpackedTooFarError" in failure.detail:
        yield _bomb(failure)
    elif "BodyTooLargeError" in failure.detail:
        yield confirmed("truncated_body.limit", f"Explorer stopped at its own limit, after {came}")
    elif announced is not None and announced.isdecimal() and int(announced) > partial.wire_size_bytes:
        text = f"The server announced {int(announced)} B and sent {came}, then it {_then(failure)}"
        yield confirmed(f"{failure.kind}.short", text, only_fact=True)
    elif "chunked" in (partial.header("Transfer-Encoding") or "").lower():
        text = f"The server sent {came} in pieces and never the one that ends the body, then it {_then(failure)}"
        yield confirmed(f"{failure.kind}.short", text, only_fact=True)
    via = partial.header("Via")
    if via and failure.kind is FailureKind.TRUNCATED_BODY:
        yield likely("truncated_body.proxy", f"A proxy cut the answer: it came through {wording.quoted(via)}")


def _bomb(failure: Failure) -> Finding:
    """Little that unpacks to very much, as attacks on programs do and as a log of nothing but zeros does."""
    partial = failure.partial
    came, size = (partial.wire_size_bytes, partial.body.size_bytes) if partial else (0, 0)
    return confirmed(
        "truncated_body.unpacked",
        f"{sizes.amount(came)} had unpacked to {sizes.amount(size)} when Explorer stopped; what came is shown",
        headline="The packed response grows beyond measure, so Explorer stopped unpacking it.",
        remedies=(
            remedies.advice(
                "If it is meant to be so large, raise “Unpack at most” in the preferences, and send it again"
            ),
        ),
    )


def _then(failure: Failure) -> str:
    return {
        FailureKind.RESET: "cut the connection",
        FailureKind.READ_TIMEOUT: "stayed silent",
    }.get(failure.kind, "closed the connection")


def coding(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """What Content-Encoding says, and what the body looks like."""
    partial = failure.partial
    said = (partial.header("Content-Encoding") or "") if partial is not None else ""
    if failure.kind is not FailureKind.DECODING or partial is None or not said:
        return
    ways = (remedies.set_header(evidence.request, "Accept-Encoding", "identity", "Ask for a body that is not packed"),)
    name, head = said.split(",")[-1].strip().lower(), partial.body.data
    magic = _MAGIC.get(name)
    if partial.body.size_bytes != partial.wire_size_bytes or (magic and head.startswith(magic)):
        text = f"The body begins as `{name}` and is damaged or cut further on, after {partial.wire_size_bytes} B"
        yield confirmed("decoding.damaged", text, remedies=ways)
        yield ruled_out("decoding.coding", f"The server labels the body wrongly: it begins as `{name}`")
        return
    what = _looks_like(head)
    text = f"`Content-Encoding` says {wording.quoted(said)}, and the body begins with {what}"
    yield confirmed("decoding.coding", text, remedies=ways)


def _looks_like(head: bytes) -> str:
    packed = next((name for name, magic in _MAGIC.items() if head.startswith(magic)), "")
    if packed:
        return f"`{packed}` data"
    text = head[:24].decode("utf-8", "replace")
    if text.isprintable() and "\ufffd" not in text:
        return f"{wording.quoted(text)}, which is plain text"
    return f"the bytes `{head[:4].hex(' ')}`, which are something else"


def loops(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """The addresses a chain of redirects went through."""
    if failure.kind is not FailureKind.TOO_MANY_REDIRECTS:
        return
    sent = evidence.exchange.sent
    visited = [hop.sent.url for hop in evidence.exchange.hops] + ([sent.url] if sent else [])
    circle = _circle(visited)
    if circle and len({url_parts(url).scheme for url in circle}) == 2 and len({_bare(url) for url in circle}) == 1:
        text = f"`http` and `https` of {wording.quoted(_bare(circle[0]))} point to each other"
        yield confirmed("too_many_redirects.scheme", text)
    elif len(circle) == 1:
        yield confirmed("too_many_redirects.loop", f"{_path(circle[0])} points to itself")
    elif circle:
        names = [_path(url) for url in circle[:3]]
        more = f" and {len(circle) - 3} more" if len(circle) > 3 else ""
        joined = " and ".join(names) if len(names) == 2 else ", ".join(names)
        yield confirmed("too_many_redirects.loop", f"The redirects go round in a circle: {joined}{more}")
    elif visited:
        count = wording.count(len(set(visited)), "addresses")
        yield confirmed("too_many_redirects.chain", f"Each of {count} points to another one, and none comes back")
        yield ruled_out("too_many_redirects.loop", f"Two addresses point to each other: {count} were all different")
    if any(_LOGIN.search(url_parts(url).path) for url in visited):
        page = next(url for url in visited if _LOGIN.search(url_parts(url).path))
        text = f"The server sends clients without a session to a login page: {_path(page)}"
        yield likely("too_many_redirects.login", text)


def _circle(visited: list[str]) -> list[str]:
    """The addresses between the last one and where it was before; empty when it was never there."""
    if not visited:
        return []
    before = [at for at, url in enumerate(visited[:-1]) if url == visited[-1]]
    return visited[before[-1] : -1] if before else []


def _bare(url: str) -> str:
    parts = url_parts(url)
    return f"{parts.hostname}{parts.path}"


def _path(url: str) -> str:
    parts = url_parts(url)
    return wording.quoted(parts.path or "/")


def faulty_location(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """The Location header as it came."""
    location = failure.partial.header("Location") if failure.partial else None
    if failure.kind is FailureKind.BAD_REDIRECT and location is not None:
        text = f"The `Location` header says {wording.quoted(location)}, which cannot be followed"
        yield confirmed("bad_redirect.location", text)


def faulty_http(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """The rule that was broken, in the words of the HTTP library."""
    if failure.kind is not FailureKind.PROTOCOL_ERROR:
        return
    words = failure.detail.splitlines()[0].partition(": ")[2] if failure.detail else ""
    if "SWITCH" in words:
        text = "The address is meant for WebSocket: the server switched to another protocol, which nobody asked for"
        yield confirmed("protocol_error.websocket", text)
    elif words:
        yield confirmed("protocol_error.server", f"The server or a gateway writes faulty HTTP: {wording.quoted(words)}")


def endless_headers(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """A header section beyond any use."""
    if failure.kind is FailureKind.HEADERS_TOO_LARGE:
        text = "The header section did not end where Explorer stops, at 256 KB"
        yield confirmed("headers_too_large.size", text, only_fact=True)


def other_protocol(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """A port that said something else than HTTP, by its first bytes."""
    head = first_bytes(failure)
    if failure.kind is FailureKind.NOT_HTTP and head:
        yield confirmed("not_http.port", f"The port belongs to another service: it said {said(head)}")
    elif failure.kind is FailureKind.HTTP2_ERROR and head.startswith(b"HTTP/1"):
        ways = (remedies.advice("Switch HTTP/2 off in the preferences, and send it again"),)
        text = f"The server agreed to HTTP/2 in the handshake (ALPN) and answered in HTTP/1: {said(head)}"
        yield confirmed("http2_error.alpn", text, remedies=ways)


def first_bytes(failure: Failure) -> bytes:
    """What came first from the port, where the failure kept it."""
    found = _FIRST_BYTES.search(failure.detail)
    try:
        value = ast.literal_eval(found[1]) if found else b""
    except (ValueError, SyntaxError):
        return b""
    return value if isinstance(value, bytes) else b""


def said(head: bytes) -> str:
    """The first line in backticks, with the service whose manner of speaking it is."""
    lines = head.splitlines() or [b""]
    line = re.sub(r"[^ -~]", ".", lines[0].decode("latin-1"))
    service = next((name for pattern, name in _BANNERS if pattern.match(head)), "")
    return f"{wording.quoted(line)}{f', as {service} does' if service else ''}"


RULES: tuple[Callable[[Evidence, Failure], Iterable[Finding]], ...] = (
    cut_short,
    coding,
    loops,
    faulty_location,
    faulty_http,
    endless_headers,
    other_protocol,
)
