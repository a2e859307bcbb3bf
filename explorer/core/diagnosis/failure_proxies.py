"""Proxies that stand in between, refuse or are not there: tested against what they said and where they are set."""

from collections.abc import Callable, Iterable, Iterator

from explorer.core.diagnosis import wording
from explorer.core.diagnosis.catalog_reader import failures
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.failure_answers import first_bytes
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.model.exchange import Failure, FailureKind, Phase

_SYSTEM = "system"
"""Stands in older records, which kept the setting in place of what it came to."""


def between(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """Whether a proxy stands in between; the setting's value is the proxy that was really in use."""
    known = any(one.name == "proxy" and one.value != _SYSTEM for one in evidence.exchange.settings)
    if not known or failures()[failure.kind].layer != "connection" or failure.kind is FailureKind.UNKNOWN:
        return
    place = proxy_place(evidence)
    id = f"{failure.kind}.proxy"
    does = "presents another certificate" if failure.kind.startswith("tls_") else "stands in between"
    if place:
        yield possible(id, f"A proxy {does}: {wording.quoted(place)} is set")
    else:
        yield ruled_out(id, f"A proxy {does}: no proxy is set")


def credentials(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """The proxy's own word."""
    if failure.kind is FailureKind.PROXY_AUTH:
        yield confirmed("proxy_auth.credentials", "The proxy wants a user name and password, and took none: it said so")


def setting(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """A proxy whose address cannot be read."""
    if failure.kind is FailureKind.PROXY_REFUSED and failure.phase is None:
        yield confirmed("proxy_refused.setting", f"The proxy’s address cannot be used: {_plain(failure.message)}")


def own_handshake(evidence: Evidence, failure: Failure) -> Iterator[Finding]:
    """TLS with the proxy itself, which is not TLS with the host."""
    if _is_own_handshake(failure):
        place = proxy_place(evidence)
        headline = f"TLS with the proxy `{place}` itself failed." if place else ""
        yield confirmed("proxy_failed.tls", _plain(failure.message), headline=headline)


def refusal(_: Evidence, failure: Failure) -> Iterator[Finding]:
    """What the proxy said instead of connecting, or that it said nothing."""
    if failure.kind is not FailureKind.PROXY_FAILED or _is_own_handshake(failure):
        return
    if "ProxyError" in failure.detail:
        yield confirmed("proxy_failed.target", _plain(failure.message))
    elif first_bytes(failure):
        yield confirmed("proxy_failed.not_proxy", _plain(failure.message))
    else:
        yield likely("proxy_failed.not_proxy", f"No proxy listens there: {_plain(failure.message)}")


def proxy_place(evidence: Evidence) -> str:
    """Host and port of the proxy in use, or empty."""
    url = next((one.value for one in evidence.exchange.settings if one.name == "proxy"), "")
    return "" if url == _SYSTEM else url.rpartition("//")[2].rpartition("@")[2]


def _is_own_handshake(failure: Failure) -> bool:
    return failure.kind is FailureKind.PROXY_FAILED and failure.phase is Phase.TLS and failure.tls is None


def _plain(message: str) -> str:
    return wording.sentence(message.replace("`", "'")).rstrip(".")


RULES: tuple[Callable[[Evidence, Failure], Iterable[Finding]], ...] = (
    between,
    credentials,
    setting,
    own_handshake,
    refusal,
)
