"""Transport failures: their headline, their causes tested over what was measured, and the ways out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from explorer.core.diagnosis import checked, failure_trust, locate, remedies, wording
from explorer.core.diagnosis.catalog_reader import failures
from explorer.core.diagnosis.catalog_rows import FailureRow
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.failure_addresses import RULES as ADDRESS_RULES
from explorer.core.diagnosis.failure_answers import RULES as ANSWER_RULES
from explorer.core.diagnosis.failure_answers import first_bytes, is_own_stop, said
from explorer.core.diagnosis.failure_certificates import RULES as CERTIFICATE_RULES
from explorer.core.diagnosis.failure_handshakes import RULES as HANDSHAKE_RULES
from explorer.core.diagnosis.failure_proxies import RULES as PROXY_RULES
from explorer.core.diagnosis.failure_proxies import proxy_place
from explorer.core.diagnosis.findings import Finding, confirmed, from_catalog, likely, possible, ruled_out
from explorer.core.diagnosis.rules import gateways
from explorer.core.model.diagnosis import CodeMeaning, Remedy
from explorer.core.model.exchange import Failure, FailureKind, Phase

_TIMEOUTS = (
    FailureKind.READ_TIMEOUT,
    FailureKind.WRITE_TIMEOUT,
    FailureKind.CONNECT_TIMEOUT,
    FailureKind.POOL_TIMEOUT,
)
_RETRY_FIRST = (
    FailureKind.DNS_TEMPORARY,
    FailureKind.UNREACHABLE,
    FailureKind.CONNECT_TIMEOUT,
    FailureKind.CONNECTION_FAILED,
    FailureKind.POOL_TIMEOUT,
    FailureKind.HTTP2_ERROR,
    FailureKind.CANCELLED,
)
_OPERATOR = (
    FailureKind.TLS_EXPIRED,
    FailureKind.TLS_NOT_YET_VALID,
    FailureKind.TLS_HOST_MISMATCH,
    FailureKind.TLS_UNKNOWN_ISSUER,
    FailureKind.TLS_SELF_SIGNED,
    FailureKind.TLS_REVOKED,
    FailureKind.TLS_CERTIFICATE_CHANGED,
    FailureKind.TLS_VERSION,
    FailureKind.TLS_CIPHER,
    FailureKind.PROTOCOL_ERROR,
    FailureKind.TRUNCATED_BODY,
    FailureKind.DECODING,
)
_ASKED = {
    FailureKind.TLS_EXPIRED: "Ask the operator to renew it, with the certificate’s details",
    FailureKind.TLS_CERTIFICATE_CHANGED: "Ask the operator whether the certificate was replaced",
}


def row_of(failure: Failure) -> FailureRow:
    """The catalog's row; every kind has one."""
    return failures()[failure.kind]


def examine(evidence: Evidence, failure: Failure) -> tuple[Finding, ...]:
    """All findings about a failure, tested ones first."""
    rules: tuple[Callable[[Evidence, Failure], Iterable[Finding]], ...] = (
        *CERTIFICATE_RULES,
        *HANDSHAKE_RULES,
        *ADDRESS_RULES,
        *ANSWER_RULES,
        scheme,
        limits,
        *PROXY_RULES,
        http2,
        parallel,
        disk,
        reached_before,
        failure_trust.changed,
        failure_trust.ended,
    )
    tested = [one for rule in rules for one in rule(evidence, failure)]
    looked = checked.findings(evidence, failure)
    return (*checked.over(looked, tested), *from_catalog(row_of(failure).causes))


_CUT = (FailureKind.RESET, FailureKind.CLOSED_EARLY)
_IN_BODY = "`{host}` cut the connection in the middle of its answer."
_SILENT = "`{host}` began its answer, then sent nothing for {timeout}."


def headline(evidence: Evidence, failure: Failure) -> str:
    """The catalog's headline with host, port, proxy and limit filled in."""
    row = row_of(failure)
    is_proxy = row.layer == "proxy"
    if failure.kind is FailureKind.UNKNOWN or (is_proxy and failure.phase is None):
        return failure.message or row.title
    host = (evidence.url.hostname if is_proxy else failure.host) or evidence.url.hostname or "the host"
    text = row.headline
    if failure.partial is not None and (failure.kind in _CUT or failure.kind is FailureKind.READ_TIMEOUT):
        text = _SILENT if failure.kind is FailureKind.READ_TIMEOUT else _IN_BODY
    if failure.kind is FailureKind.HTTP2_ERROR and failure.errno_name:
        text = text.replace(".", f" with `{failure.errno_name}`.")
    return text.format(
        host=host,
        port=failure.port or _port(evidence),
        proxy=proxy_place(evidence) or (failure.host if failure.kind is not FailureKind.PROXY_FAILED else "in use"),
        timeout=wording.seconds(failure.timeout_s) if failure.timeout_s else "the time allowed",
    )


def sign(failure: Failure) -> CodeMeaning:
    """The failure in the libraries' words, with what the client did about it."""
    row = row_of(failure)
    meaning = "Explorer stopped reading it." if is_own_stop(failure) else row.meaning
    if failure.tls_verify_code:
        meaning = f"TLS verification error {failure.tls_verify_code}. The client ended the handshake."
    if failure.kind is FailureKind.READ_TIMEOUT and failure.partial is not None:
        meaning = "The answer began, but the rest of it did not come in time."
    if is_of_disk(failure):
        return CodeMeaning(code=failure.errno_name, meaning="This computer’s disk took only a part of the body.")
    reference = row.references[0] if row.references else None
    return CodeMeaning(code=row.sign, meaning=meaning, reference=reference)


def ways_out(evidence: Evidence, failure: Failure) -> tuple[Remedy, ...]:
    """Remedies that fit the kind as such, after those of the findings."""
    found: list[Remedy | None] = []
    if failure.kind in _OPERATOR and not is_own_stop(failure):
        asked = _ASKED.get(failure.kind, "Ask the operator to mend it")
        found.append(remedies.copy(asked, operator_message(evidence, failure)))
    if failure.kind in _RETRY_FIRST:
        found.append(remedies.retry("Send it again"))
    # Another environment only changes what comes from variables.
    others = evidence.context.environments if "{{" in evidence.request.url else ()
    if others and failure.kind is not FailureKind.CANCELLED and row_of(failure).layer != "request":
        found.append(remedies.use_environment(_preferred(others)))
    if trust := failure_trust.offer(evidence, failure):
        found.append(trust)
    texts = {one.title for one in found if one}
    found += [fix for fix in row_of(failure).fixes if fix.title not in texts and not found]
    return remedies.kept(*found)


def operator_message(evidence: Evidence, failure: Failure) -> str:
    """A message for the people who run the server: facts only, no credentials."""
    lines = [
        headline(evidence, failure).replace("`", ""),
        f"Host: {failure.host}, port {failure.port or _port(evidence)}",
        f"Time: {evidence.exchange.started:%Y-%m-%d %H:%M:%S} UTC",
    ]
    if failure.tls_verify_code:
        lines.append(f"TLS verification error: {failure.tls_verify_code}")
    if failure.tls and failure.tls.chain:
        leaf = failure.tls.chain[0]
        lines += [
            f"Certificate: {leaf.subject}, issued by {leaf.issuer}",
            f"Valid: {leaf.not_before:%Y-%m-%d %H:%M} to {leaf.not_after:%Y-%m-%d %H:%M} UTC",
            f"Names: {', '.join(leaf.names)}",
            f"SHA-256: {leaf.sha256}",
        ]
    if failure.trusted_sha256:
        lines.append(f"SHA-256 that was trusted: {failure.trusted_sha256}")
    if failure.detail:
        lines.append(f"Detail: {failure.detail}")
    return "\n".join(lines)


def scheme(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """http where the port wants TLS, and https where it speaks plain HTTP."""
    wanted = {FailureKind.TLS_PLAIN_PORT: "http", FailureKind.PLAIN_ON_TLS_PORT: "https"}.get(failure.kind)
    head = first_bytes(failure)
    if wanted == "http" and head and not head.startswith(b"HTTP/"):
        yield confirmed("tls_plain_port.port", f"The port belongs to another service: it said {said(head)}")
        yield ruled_out(
            "tls_plain_port.scheme", f"The URL has `https` where the server speaks `http`: it said {said(head)}"
        )
    elif wanted:
        used = "https" if wanted == "http" else "http"
        yield confirmed(
            f"{failure.kind}.scheme",
            f"The URL says `{used}`, and port {failure.port or _port(evidence)} speaks `{wanted}`",
            place=locate.authority(evidence.request, f"{wanted} expected"),
            remedies=gateways.to_scheme(evidence.request, wanted),
        )


def limits(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """A limit that ran out, against the time the last success took."""
    if failure.kind not in _TIMEOUTS or not failure.timeout_s:
        return
    origin = next((one.origin for one in evidence.exchange.settings if "timeout" in one.name), "")
    whose = f", set in {origin}" if origin else ""
    limit = wording.seconds(failure.timeout_s)
    last = evidence.context.last_success
    took = last.timeline.duration_s if last else 0.0
    ways = (remedies.advice("Allow more time in the settings"),)
    if took > failure.timeout_s * 0.7:
        text = f"The limit of {limit}{whose} is too short: the last success took {wording.milliseconds(took)}"
        yield likely("timeout.short", text, remedies=ways)
    elif last:
        text = f"The limit of {limit}{whose} is too short: the last success took {wording.milliseconds(took)}"
        yield ruled_out("timeout.short", text)
    else:
        yield possible("timeout.short", f"The limit of {limit}{whose} is too short", remedies=ways)


def parallel(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """Explorer's own limit of connections, which is what this failure is."""
    if failure.kind is FailureKind.POOL_TIMEOUT:
        recent = len(evidence.context.recent_sends)
        counted = f", {recent} of them to this host in the last minute" if recent > 1 else ""
        yield confirmed(
            "pool_timeout.parallel", f"Every connection was taken by requests sent at the same time{counted}"
        )


def http2(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """What the error code of HTTP/2 says about the cause (RFC 9113 section 7)."""
    if failure.kind is not FailureKind.HTTP2_ERROR:
        return
    if failure.errno_name == "ENHANCE_YOUR_CALM":
        yield likely("http2_error.load", "The server limits the number of requests: it asks for fewer")
    elif failure.errno_name == "HTTP_1_1_REQUIRED":
        yield likely("http2_error.version", "The server wants HTTP/1.1 for this request: it says so")


def is_of_disk(failure: Failure) -> bool:
    """Whether a body came but could not be written; no failure of the network is without a name and has a number."""
    return failure.kind is FailureKind.UNKNOWN and failure.phase is Phase.DOWNLOAD and bool(failure.errno_name)


def disk(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """This computer's part in it."""
    if is_of_disk(failure):
        yield confirmed(
            "unknown.disk",
            f"The response came, but its body could not be written to this computer’s disk (`{failure.errno_name}`)",
            remedies=(remedies.advice("Check the room on the disk and who may write to the folder"),),
        )


def reached_before(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """The same host answered before, so the address is right and something stopped."""
    last = evidence.context.last_success
    kinds = (FailureKind.CONNECTION_REFUSED, FailureKind.CONNECT_TIMEOUT)
    if failure.kind not in kinds or last is None or last.sent is None or evidence.exchange.sent is None:
        return
    if _origin(last.sent.url) == _origin(evidence.exchange.sent.url):
        ago = _ago(evidence.exchange.started, last.started)
        yield likely(f"{failure.kind}.stopped", f"The server was stopped: it answered on this port {ago} ago")
        yield ruled_out(f"{failure.kind}.port", f"The port in the URL is wrong: it answered {ago} ago")


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3])


def _ago(now: datetime, then: datetime) -> str:
    return wording.span(max(now - then, timedelta()))


def _port(evidence: Evidence) -> int:
    try:
        port = evidence.url.port
    except ValueError:
        port = None
    return port or (443 if evidence.url.scheme == "https" else 80)


def _preferred(names: tuple[str, ...]) -> str:
    """The sandbox when there is one: it is always at hand."""
    return next((name for name in names if name.lower() == "sandbox"), names[0])
