"""URLs and headers that cannot be used, and hosts that cannot be found: tested against what was typed."""

import re
from collections.abc import Callable, Iterable, Iterator

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.evidence import Evidence, url_parts
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.diagnosis.template_text import Stretch, authority, names
from explorer.core.model.exchange import Failure, FailureKind, Phase

_DNS = (FailureKind.DNS_NOT_FOUND, FailureKind.DNS_NO_ADDRESS)
_INTERNAL = (".local", ".internal", ".lan", ".corp", ".home", ".intranet")
_SANDBOX_PORT = 8025
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
_TYPED_SCHEME = re.compile(r"^(https?)(:/?(?!/)|;//|//)")


def _alike(known: str, host: str) -> bool:
    from difflib import SequenceMatcher  # late: only a name that is not known needs it

    return SequenceMatcher(None, known, host).ratio() > 0.8


def unknown_host(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """Why a name may not be known: spelling, an internal name, the variable it comes from."""
    if failure.kind not in _DNS:
        return
    host = failure.host or evidence.url.hostname or ""
    place = locate.authority(evidence.request, "not known")
    last = evidence.context.last_success
    known = url_parts(last.sent.url).hostname if last and last.sent else None
    if known == host and host:
        yield ruled_out(
            "dns_not_found.spelling", "The host name is misspelt: it was found at the last success", place=place
        )
    elif known and _alike(known, host):
        yield _misspelt(evidence, host, known)
    else:
        yield likely("dns_not_found.spelling", f"The host name {wording.quoted(host)} is misspelt", place=place)
    if host.endswith(_INTERNAL) or ("." not in host and host not in _LOOPBACK):
        yield likely(
            "dns_not_found.vpn", "The name looks internal, so it may be known only inside a VPN or company network"
        )
    if names(authority(evidence.request.url).text):
        variable = names(authority(evidence.request.url).text)[0]
        fix = remedies.open_environments(f"Check the value of `{{{{{variable}}}}}`")
        yield possible("dns_not_found.variable", f"`{{{{{variable}}}}}` holds the wrong host", remedies=(fix,))


def _misspelt(evidence: Evidence, host: str, known: str) -> Finding:
    found = authority(evidence.request.url)
    start = found.start + max(found.text.find(host), 0)
    stretch = Stretch(text=host, start=start, end=start + len(host))
    fix = (
        remedies.replace_in_url(evidence.request, stretch, known, f"Use the host `{known}`")
        if host in found.text
        else None
    )
    return likely(
        "dns_not_found.spelling",
        f"The host name {wording.quoted(host)} is misspelt; the last success used {wording.quoted(known)}",
        place=locate.authority(evidence.request, f"did you mean {known}?"),
        remedies=remedies.kept(fix),
    )


def refused(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """Nothing listens; on this computer it may be the sandbox that is not running."""
    if failure.kind is not FailureKind.CONNECTION_REFUSED:
        return
    place = locate.authority(evidence.request, f"nothing listens on port {failure.port}")
    if failure.host in _LOOPBACK:
        names_sandbox = evidence.exchange.environment.lower() == "sandbox" and "{{" in evidence.request.url
        is_sandbox = names_sandbox or failure.port == _SANDBOX_PORT
        yield confirmed(
            "connection_refused.stopped",
            f"No program on this computer listens on port {failure.port}{_refusal(evidence)}",
            place=place,
            remedies=remedies.kept(
                remedies.start_sandbox() if is_sandbox else None, remedies.retry("Start it and send again")
            ),
        )
        yield ruled_out("connection_refused.firewall", "A firewall refuses the connection: the host is this computer")
    else:
        text = f"`{failure.host}` can be reached and accepts no connections on port {failure.port}{_refusal(evidence)}"
        yield confirmed("connection_refused.closed", text, place=place)
        yield likely("connection_refused.port", f"The port {failure.port} in the URL is wrong", place=place)
        yield possible("connection_refused.firewall", "A firewall on the way refuses the connection")


def _refusal(evidence: Evidence) -> str:
    """How soon the refusal came; a host that is not there is silent instead."""
    spans = evidence.exchange.timeline.spans
    broken = next((span for span in spans if span.phase is Phase.CONNECT and span.broken), None)
    return f": it refused within {wording.milliseconds(broken.end_s - broken.start_s)}" if broken else ""


def scheme_missing(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """A URL without http:// or https:// in front."""
    if failure.kind is not FailureKind.UNSUPPORTED_SCHEME:
        return
    url = evidence.request.url
    found = _SCHEME.match(url)
    typed = _TYPED_SCHEME.match(url)
    if found:
        text = f"The URL begins with `{found[1]}://`, and only `http://` and `https://` can be sent"
        stretch = Stretch(text=found.group(), start=0, end=found.end())
    elif typed:
        text, stretch = "The scheme is misspelt", Stretch(text=typed.group(), start=0, end=typed.end())
    else:
        text, stretch = "The URL has no scheme", Stretch(text="", start=0, end=0)
    new = f"{typed[1]}://" if typed and not found else "https://"
    fix = remedies.replace_in_url(evidence.request, stretch, new, f"Put `{new}` in front of the URL")
    if url.startswith("{{"):
        fix = remedies.open_environments(f"Give `{url.split('}}')[0]}}}}}` a value that begins with `https://`")
    yield confirmed(
        "unsupported_scheme.scheme",
        text,
        headline="The URL does not begin with `http://` or `https://`.",
        place=locate.authority(evidence.request, "scheme missing"),
        remedies=remedies.kept(fix),
    )


def invalid_url(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """The character, port or host that makes a URL unusable."""
    if failure.kind is not FailureKind.INVALID_URL:
        return
    url = evidence.request.url
    if not url.strip():
        yield confirmed(
            "invalid_url.empty",
            "The URL is empty",
            headline="The URL is empty.",
            place=locate.authority(evidence.request),
        )
        return
    blank = re.search(r"\s", url.strip())
    port = re.search(r"^[a-z]+://[^/]*:(\D[^/]*|\d{6,})(?=/|$)", url)
    words = "has a blank in it" if blank else f"has the port {wording.quoted(port[1])}" if port else ""
    if words:
        place = locate.in_url(
            evidence.request, blank.group() if blank else port[1] if port else "", "url", words.replace("`", "")
        )
        yield confirmed("invalid_url.character", f"The URL {words}", headline=f"The URL {words}.", place=place)
    else:
        place = locate.authority(evidence.request, "not valid")
        yield likely("invalid_url.character", wording.sentence(failure.message).rstrip("."), place=place)


def invalid_header(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """The header with a line break or a character outside the allowed set (RFC 9110 section 5.5)."""
    if failure.kind is not FailureKind.INVALID_HEADER:
        return
    for row in evidence.request.headers:
        words = _header_fault(row.name, row.value) if row.enabled else ""
        if words:
            yield confirmed(
                "invalid_header.character",
                f"The header {wording.quoted(row.name)} {words}",
                headline=f"The header {wording.quoted(row.name)} {words}.",
                place=locate.header(evidence.request, row.name, words),
                remedies=remedies.kept(remedies.remove_header(evidence.request, row.name, f"Take `{row.name}` out")),
            )


def _header_fault(name: str, value: str) -> str:
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
        return "has a name that HTTP does not allow"
    if re.search(r"[\r\n\x00]", value):
        return "has a line break in its value"
    return "" if value.isascii() else "has a character outside ASCII in its value"


RULES: tuple[Callable[[Evidence, Failure], Iterable[Finding]], ...] = (
    unknown_host,
    refused,
    scheme_missing,
    invalid_url,
    invalid_header,
)
