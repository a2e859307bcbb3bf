"""TLS as a check found it: the chain that is shown now, what the port agrees to, and what it asked for."""

from collections.abc import Iterator
from datetime import timedelta

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.checked.addresses import is_here
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.model.checks import Checks
from explorer.core.model.exchange import Certificate, Failure, FailureKind, TlsInfo

_SHAKEN = frozenset(kind for kind in FailureKind if kind.startswith("tls_")) | {FailureKind.PLAIN_ON_TLS_PORT}
_NOT_PASSED = {
    FailureKind.PLAIN_ON_TLS_PORT,
    FailureKind.TLS_CLIENT_CERTIFICATE,
    FailureKind.TLS_CERTIFICATE_CHANGED,
}
"""Kinds of which a handshake that succeeds says nothing."""
_SHOWN = (
    FailureKind.TLS_EXPIRED,
    FailureKind.TLS_NOT_YET_VALID,
    FailureKind.TLS_SELF_SIGNED,
    FailureKind.TLS_UNKNOWN_ISSUER,
    FailureKind.TLS_HOST_MISMATCH,
    FailureKind.TLS_REVOKED,
)


def passed(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """The same handshake works now."""
    shake = checks.handshake
    if shake is None or shake.error or shake.asked_certificate or failure.kind not in _SHAKEN - _NOT_PASSED:
        return
    chain = shake.info.chain if shake.info else ()
    new = _is_another(failure, chain)
    text = f"It has passed: the handshake succeeds now with `{_agreed(shake.info)}`"
    if new and chain:
        text = f"It has passed: the server shows another certificate now, valid until {_day(chain[0])}"
    yield confirmed(f"{failure.kind}.passed", text, remedies=(remedies.retry("Send it again"),))


def another(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """Another certificate than the one of the exchange, and still not one that is accepted."""
    shake = checks.handshake
    if shake is None or not shake.verify_code or failure.kind not in _SHOWN or shake.info is None:
        return
    if _is_another(failure, shake.info.chain):
        leaf = shake.info.chain[0]
        text = f"The server shows another certificate now: {wording.quoted(leaf.subject)}, and it is refused too"
        yield confirmed(f"{failure.kind}.replaced", f"{text} ({shake.verify_words})")


def dates(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """Dates of the whole chain as it is shown now."""
    chain = _refused_chain(checks)
    if failure.kind is FailureKind.TLS_EXPIRED:
        late = [one for one in chain if one.not_after < checks.at]
        if late and late[0] == chain[0]:
            ago = wording.span(checks.at - late[0].not_after)
            text = f"The certificate was not renewed: the server still shows the one that ended {ago} ago"
            yield confirmed("tls_expired.renewal", f"{text}, on {_day(late[0])}")
    elif failure.kind is FailureKind.TLS_NOT_YET_VALID and chain and chain[0].not_before > checks.at:
        ahead = wording.span(chain[0].not_before - checks.at)
        text = f"The server shows a certificate that becomes valid in {ahead}"
        clock = "; other servers agree with this clock" if _clock_is_right(checks) else ""
        make = confirmed if _clock_is_right(checks) else likely
        yield make("tls_not_yet_valid.early", text + clock)


def issuers(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """Where the chain ends, and whether anything trusted here stands behind it."""
    chain, shake = _refused_chain(checks), checks.handshake
    if failure.kind is not FailureKind.TLS_UNKNOWN_ISSUER or not chain or shake is None:
        return
    last, sent = chain[-1], wording.count(len(chain), "certificates")
    issuer = wording.quoted(last.issuer)
    roots = f"none of the {shake.roots} trusted roots" if shake.roots > 1 else "no trusted root"
    if shake.root_known:
        text = f"A trusted root has the name {issuer}, and did not sign this chain of {sent}"
        yield confirmed("tls_unknown_issuer.forged", text)
    elif last.subject == last.issuer:
        text = f"The chain of {sent} ends with {issuer}, which is a root of its own, and {roots} is that one"
        yield confirmed("tls_unknown_issuer.private", text)
        yield ruled_out("tls_unknown_issuer.chain", f"The server sends no intermediate certificates: it sent {sent}")
    elif len(chain) > 1:
        text = f"The certificate ends with the issuer {issuer}, which {roots} signed"
        yield confirmed("tls_unknown_issuer.private", text)
    else:
        text = f"The server sends one certificate only, and {roots} is its issuer {issuer}"
        yield confirmed("tls_unknown_issuer.chain", f"{text}: an intermediate is missing, or the authority is private")


def itself(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A certificate that vouches for itself, seen again."""
    chain = _refused_chain(checks)
    if failure.kind is FailureKind.TLS_SELF_SIGNED and chain and chain[0].subject == chain[0].issuer:
        where = "this computer" if is_here(checks.host) else f"`{checks.host}`"
        same = "the same one" if not _is_another(failure, chain) else "another one"
        text = f"The certificate of {where} is its own issuer, {wording.quoted(chain[0].subject)}: seen again, {same}"
        yield confirmed("tls_self_signed.itself", text, only_fact=True)
        if not checks.through and not checks.proxy.place:
            yield ruled_out("tls_self_signed.proxy", "A proxy presents another certificate: no proxy is set")


def offers(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """What the port agrees to when it is offered more than a request offers."""
    shake = checks.handshake
    if shake is None or failure.kind not in _SHAKEN:
        return
    if shake.asked_certificate:
        yield _certificate_wanted(failure)
    if shake.lenient is not None and not shake.asked_certificate:
        agreed = f"`{_agreed(shake.lenient)}`"
        if failure.kind is FailureKind.TLS_VERSION:
            text = f"The server offers only outdated TLS versions: it agrees to {agreed} when old ones are offered"
            yield confirmed("tls_version.old", text)
            yield ruled_out(
                "tls_version.client", "This computer forbids a newer version the server wants: it wants none"
            )
        else:
            text = f"The server offers only outdated ciphers: it agrees to {agreed} when weak ones are offered"
            yield confirmed(f"{failure.kind}.old", text)
            yield ruled_out(
                f"{failure.kind}.client_certificate", "The server wants a client certificate: it asked for none"
            )
    elif shake.nameless is not None:
        leaf = shake.nameless.chain[0] if shake.nameless.chain else None
        shows = f" and shows {wording.quoted(leaf.subject)}" if leaf else ""
        text = f"The server does not know the name `{checks.host}`: without a name the handshake succeeds{shows}"
        yield confirmed(f"{failure.kind}.sni", text)


def _certificate_wanted(failure: Failure) -> Finding:
    id = {
        FailureKind.TLS_CLIENT_CERTIFICATE: "tls_client_certificate.required",
        FailureKind.TLS_REVOKED: "tls_revoked.client",
    }.get(failure.kind, f"{failure.kind}.client_certificate")
    return confirmed(id, "The server asks for a client certificate in the handshake, and none was given")


def nothing_agreed(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """The port speaks TLS and agrees to nothing that can be offered."""
    shake = checks.handshake
    kinds = (FailureKind.TLS_VERSION, FailureKind.TLS_CIPHER)
    if shake is None or failure.kind not in kinds or not shake.error or shake.asked_certificate:
        return
    if shake.lenient is None and shake.nameless is None:
        text = (
            f"The server agrees to nothing: it refuses every version and cipher that can be offered (`{shake.error}`)"
        )
        yield confirmed(f"{failure.kind}.nothing", text)


def revoked(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """What can be known of a withdrawal: no list of an authority is asked, by Explorer or by Python."""
    if failure.kind is FailureKind.TLS_REVOKED and checks.handshake is not None and checks.handshake.error:
        text = f"The handshake is still refused with `{checks.handshake.error}`"
        yield confirmed("tls_revoked.still", f"{text}; no list of withdrawn certificates was asked")


def protocols(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """What was agreed by ALPN, where HTTP/2 went wrong."""
    info = checks.handshake.info if checks.handshake and not checks.handshake.error else None
    if failure.kind is FailureKind.HTTP2_ERROR and info is not None:
        if info.alpn == "h2":
            text = "The server agrees to HTTP/2 in the handshake (ALPN `h2`)"
            yield likely("http2_error.alpn", f"{text}, and does not keep to it", remedies=(_WITHOUT_HTTP2,))
        else:
            text = f"The server agrees to {f'`{info.alpn}`' if info.alpn else 'no protocol'} in the handshake now"
            yield confirmed("http2_error.passed", f"It has passed: {text[0].lower()}{text[1:]}")


_WITHOUT_HTTP2 = remedies.advice("Switch HTTP/2 off in the preferences, and send it again")


def _refused_chain(checks: Checks) -> tuple[Certificate, ...]:
    shake = checks.handshake
    return shake.info.chain if shake is not None and shake.verify_code and shake.info is not None else ()


def _is_another(failure: Failure, chain: tuple[Certificate, ...]) -> bool:
    before = failure.tls.chain if failure.tls else ()
    return bool(before and chain) and before[0].sha256 != chain[0].sha256


def _clock_is_right(checks: Checks) -> bool:
    offsets = sorted(abs(one.ahead_s) for one in checks.clocks)
    return bool(offsets) and timedelta(seconds=offsets[len(offsets) // 2]) <= timedelta(minutes=5)


def _agreed(info: TlsInfo | None) -> str:
    return " ".join(part for part in (info.version, info.cipher) if part) if info else ""


def _day(certificate: Certificate) -> str:
    return f"{certificate.not_after.day} {certificate.not_after:%b %Y}"


RULES = (passed, another, dates, issuers, itself, offers, nothing_agreed, revoked, protocols)
