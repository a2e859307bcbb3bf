"""Names and ports as a check found them: is the name known now, does anything listen, is there a network at all."""

import ipaddress
from collections.abc import Iterator

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.model.checks import Checks, Knock, Lookup, Reach
from explorer.core.model.exchange import Failure, FailureKind, Phase

_UNKNOWN = frozenset({"EAI_NONAME"})
_NO_ADDRESS = frozenset({"EAI_NODATA", "EAI_ADDRFAMILY"})
_DNS = (FailureKind.DNS_NOT_FOUND, FailureKind.DNS_NO_ADDRESS, FailureKind.DNS_TEMPORARY)
_PORTS = (
    FailureKind.CONNECTION_REFUSED,
    FailureKind.UNREACHABLE,
    FailureKind.CONNECT_TIMEOUT,
    FailureKind.CONNECTION_FAILED,
)
_LATER = (
    FailureKind.RESET,
    FailureKind.CLOSED_EARLY,
    FailureKind.READ_TIMEOUT,
    FailureKind.WRITE_TIMEOUT,
    FailureKind.TRUNCATED_BODY,
    FailureKind.HTTP2_ERROR,
    FailureKind.PROTOCOL_ERROR,
)
_ENDED = {
    FailureKind.RESET: "reset.crash",
    FailureKind.CLOSED_EARLY: "closed_early.crash",
    FailureKind.TRUNCATED_BODY: "truncated_body.crash",
    FailureKind.HTTP2_ERROR: "http2_error.restart",
}


def network(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """Whether this computer is connected to anything."""
    kinds = (*_DNS, FailureKind.UNREACHABLE, FailureKind.CONNECTION_FAILED, FailureKind.CONNECT_TIMEOUT)
    if checks.through or checks.routed is None or failure.kind not in kinds or is_here(checks.host):
        return
    id = f"{failure.kind}.offline"
    if not checks.routed:
        text = "This computer is connected to no network: the system knows no way out"
        yield confirmed(id, text, remedies=(remedies.advice("Connect to the network, or switch the VPN on"),))
    elif failure.kind is not FailureKind.CONNECT_TIMEOUT:
        yield ruled_out(id, "This computer is offline: the system knows a way out")


def name(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """What the resolver says when it is asked again."""
    lookup = checks.lookup
    if checks.through or lookup is None or failure.kind not in _DNS:
        return
    host, took = wording.quoted(lookup.name), wording.milliseconds(lookup.duration_s)
    again = (remedies.retry("Send it again"),)
    if lookup.addresses:
        where = wording.listed(lookup.addresses[:3])
        text = f"It has passed: {host} resolves to {where} in {took} now"
        yield confirmed(f"{failure.kind}.passed", text, remedies=again)
        if failure.kind is FailureKind.DNS_NOT_FOUND:
            yield ruled_out("dns_not_found.spelling", f"The host name is misspelt: {host} is known now")
        if failure.kind is FailureKind.DNS_TEMPORARY:
            yield ruled_out("dns_temporary.resolver", f"The name server is slow or down: it answered in {took}")
    elif checks.routed is not False:
        yield _unresolved(failure, lookup)


def _unresolved(failure: Failure, lookup: Lookup) -> Finding:
    host, took = wording.quoted(lookup.name), wording.milliseconds(lookup.duration_s)
    if lookup.error in _UNKNOWN:
        text = f"The name server does not know {host}: asked again, it said so in {took}"
        return confirmed(f"{failure.kind}.unknown", text, only_fact=True)
    if lookup.error in _NO_ADDRESS:
        return confirmed("dns_no_address.record", f"{host} exists and has no A or AAAA record: asked again in {took}")
    how = f"no answer in {took}" if lookup.error == "timeout" else f"`{lookup.error}` after {took}"
    return confirmed("dns_temporary.resolver", f"The name server is slow or down: asked for {host} again, {how}")


def ports(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """Whether something listens at the addresses now."""
    if checks.through or failure.kind not in _PORTS or failure.phase is Phase.TLS or not checks.knocks:
        return
    opened = [one for one in checks.knocks if one.reach is Reach.OPEN]
    if opened:
        yield from _open_now(failure, checks, opened[0])
        return
    worst = checks.knocks[0]
    match worst.reach:
        case Reach.REFUSED:
            yield from _refused(failure, checks)
        case Reach.SILENT:
            yield _silent(failure, checks)
        case _:
            yield _no_way(failure, checks, worst)


def _open_now(failure: Failure, checks: Checks, open_one: Knock) -> Iterator[Finding]:
    took = wording.milliseconds(open_one.duration_s)
    dead = [one for one in checks.knocks if one.reach is not Reach.OPEN]
    if dead and failure.kind is not FailureKind.CONNECTION_REFUSED:
        text = f"Some addresses of `{checks.host}` do not answer: {each(tuple(dead))}, while `{open_one.address}` does"
        yield confirmed(f"{failure.kind}.address", text, remedies=(remedies.retry("Send it again"),))
    text = f"It has passed: `{open_one.address}` accepts connections in {took} now"
    yield confirmed(f"{failure.kind}.passed", text, remedies=(remedies.retry("Send it again"),))
    for cause, words in (
        ("port", "The port in the URL is wrong"),
        ("stopped", "The server is not running"),
        ("down", "The host is down"),
        ("firewall", "A firewall stands in the way"),
    ):
        yield ruled_out(f"{failure.kind}.{cause}", f"{words}: it accepts connections now")


def _refused(failure: Failure, checks: Checks) -> Iterator[Finding]:
    port = checks.port
    if is_here(checks.host) or all(is_here(one.address.rpartition(":")[0]) for one in checks.knocks):
        text = f"No program on this computer listens on port {port}: tried again, {each(checks.knocks)}"
        yield confirmed(f"{failure.kind}.stopped", text)
    else:
        text = f"`{checks.host}` can be reached and accepts no connections on port {port}: {each(checks.knocks)}"
        yield confirmed(f"{failure.kind}.closed", text)


def _silent(failure: Failure, checks: Checks) -> Finding:
    text = f"The host is down, or a firewall drops what comes to port {checks.port}: {each(checks.knocks)}"
    return confirmed(f"{failure.kind}.silent", text)


def _no_way(failure: Failure, checks: Checks, worst: Knock) -> Finding:
    text = f"There is no way from here to `{checks.host}`: {each(checks.knocks)}"
    if checks.routed and worst.reach is Reach.NO_ROUTE:
        text = f"The address belongs to a network that is not connected: {each(checks.knocks)}"
    return confirmed(f"{failure.kind}.address", text)


def ended(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """The server answered or began to, and its port is closed now."""
    if checks.through or failure.kind not in _LATER or not checks.knocks or checks.is_open:
        return
    id = _ENDED.get(failure.kind, f"{failure.kind}.stopped")
    yield confirmed(id, f"The server ended: it accepts no connections now, {each(checks.knocks)}")


def local_name(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A name that leads to a private network, for certificates nobody vouches for."""
    if failure.kind is not FailureKind.TLS_SELF_SIGNED or checks.through:
        return
    inside = [one.address for one in checks.knocks if is_private(one.address.rpartition(":")[0])]
    if inside:
        what = "this computer itself" if is_here(inside[0].rpartition(":")[0]) else "a private network"
        text = f"It is a development server with its own certificate: `{inside[0]}` is in {what}"
        yield likely("tls_self_signed.development", text.replace("is in this computer itself", "is this computer"))


def each(knocks: tuple[Knock, ...]) -> str:
    """The first addresses with what they did."""
    shown = ", ".join(f"`{one.address}` {outcome(one)}" for one in knocks[:3])
    return shown + (f" and {len(knocks) - 3} more" if len(knocks) > 3 else "")


def outcome(knock: Knock) -> str:
    """How an attempt to connect ended, as what its address did."""
    took = wording.milliseconds(knock.duration_s)
    match knock.reach:
        case Reach.OPEN:
            return f"accepts connections in {took}"
        case Reach.REFUSED:
            return f"refused within {took}"
        case Reach.SILENT:
            return f"gave no answer in {took}"
        case Reach.NO_ROUTE:
            return "has no route"
        case Reach.FAILED:
            return f"failed with `{knock.errno_name}`" if knock.errno_name else "failed"


def is_here(host: str) -> bool:
    """Whether a host is this computer."""
    plain = host.strip("[]").lower()
    try:
        return ipaddress.ip_address(plain).is_loopback
    except ValueError:
        return plain == "localhost" or plain.endswith(".localhost")


def is_private(host: str) -> bool:
    """Whether an address is not one of the internet's."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return False


RULES = (network, name, ports, ended, local_name)
