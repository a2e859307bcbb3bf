"""What a port said when it was greeted: plain HTTP, TLS, another protocol, or nothing."""

from collections.abc import Iterator

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.diagnosis.rules import gateways
from explorer.core.model.checks import Checks, Ping, Speech
from explorer.core.model.exchange import Failure, FailureKind, Phase

_WAITING = {FailureKind.READ_TIMEOUT: "read_timeout", FailureKind.WRITE_TIMEOUT: "write_timeout"}
_CUT = (FailureKind.RESET, FailureKind.CLOSED_EARLY, FailureKind.TRUNCATED_BODY)
_ANSWERS = (FailureKind.PROTOCOL_ERROR, FailureKind.HTTP2_ERROR, FailureKind.HEADERS_TOO_LARGE)


def plain_port(evidence: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A port that was spoken to in TLS and speaks something else."""
    ping = checks.ping
    kinds = (FailureKind.TLS_PLAIN_PORT, FailureKind.TLS_FAILED)
    silent = failure.kind is FailureKind.CONNECT_TIMEOUT and failure.phase is Phase.TLS
    if ping is None or ping.secure or not (failure.kind in kinds or silent):
        return
    id = "tls_failed.plain" if failure.kind is FailureKind.TLS_FAILED else f"{failure.kind}.scheme"
    if ping.speech is Speech.HTTP:
        ways = gateways.to_scheme(evidence.request, "http")
        text = f"Port {checks.port} answers with plain HTTP, and the URL says `https`: it said {_line(ping)}"
        yield confirmed(id, text, remedies=ways)
    elif ping.speech is Speech.OTHER:
        yield confirmed(f"{failure.kind}.port", f"Port {checks.port} belongs to another service: it said {_line(ping)}")
        yield ruled_out(id, f"The URL has `https` where the server speaks `http`: it said {_line(ping)}")
    elif ping.speech is Speech.TLS:
        return  # it does speak TLS, and ended the handshake by its own will
    elif silent:
        text = f"Port {checks.port} accepts connections and stays silent, to TLS and to plain HTTP"
        yield confirmed("connect_timeout.silent", text)
    else:
        text = f"Port {checks.port} answers neither TLS nor plain HTTP: {_mute(ping)}"
        yield confirmed(f"{failure.kind}.silent", text, only_fact=True)


def tls_port(evidence: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A port that was spoken to in plain HTTP and speaks TLS."""
    shake = checks.handshake
    kinds = (FailureKind.PLAIN_ON_TLS_PORT, FailureKind.NOT_HTTP, *_CUT, *_WAITING)
    if checks.scheme != "http" or failure.kind not in kinds or shake is None:
        return
    id = "not_http.tls" if failure.kind is FailureKind.NOT_HTTP else f"{failure.kind}.scheme"
    if shake.info is not None or (checks.ping is not None and checks.ping.speech is Speech.TLS):
        agreed = f": a handshake agrees to `{shake.info.version}`" if shake.info else ": it answers with TLS"
        text = f"The URL says `http`, and port {checks.port} speaks TLS{agreed}"
        yield confirmed(id, text, remedies=gateways.to_scheme(evidence.request, "https"))


def other_service(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A port of another protocol, by its first line."""
    kinds = (FailureKind.NOT_HTTP, FailureKind.READ_TIMEOUT, FailureKind.CLOSED_EARLY, FailureKind.RESET)
    if checks.ping is not None and checks.ping.speech is Speech.OTHER and failure.kind in kinds:
        id = "not_http.port" if failure.kind is FailureKind.NOT_HTTP else f"{failure.kind}.not_http"
        yield confirmed(id, f"Port {checks.port} belongs to another service: greeted, it said {_line(checks.ping)}")
    elif checks.ping is not None and checks.ping.speech is Speech.HTTP and failure.kind in kinds:
        id = "not_http.port" if failure.kind is FailureKind.NOT_HTTP else f"{failure.kind}.not_http"
        yield ruled_out(id, f"The port speaks another protocol: greeted, it said {_line(checks.ping)}")


def waiting(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A server that kept the request waiting: does it answer anything at all?"""
    ping, name = checks.ping, _WAITING.get(failure.kind)
    if ping is None or name is None or failure.partial is not None:
        return
    took = wording.milliseconds(ping.duration_s)
    if ping.speech is Speech.HTTP:
        text = (
            f"The server answers other requests in {took} ({_line(ping)}), and needs longer than the limit for this one"
        )
        yield confirmed(f"{name}.slow", text)
        if name == "read_timeout":
            yield ruled_out("read_timeout.stuck", f"The server is stuck: it answered a greeting in {took}")
    elif ping.speech is Speech.SILENT:
        id = "read_timeout.stuck" if name == "read_timeout" else "write_timeout.slow"
        yield confirmed(
            id, f"The server is stuck: it accepts connections, and a greeting got no answer in {took} either"
        )


def cut(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A server that broke off: does it break off always?"""
    ping = checks.ping
    if ping is None or failure.kind not in _CUT:
        return
    took = wording.milliseconds(ping.duration_s)
    if ping.speech is Speech.HTTP:
        text = f"The server runs and answers other requests in {took} ({_line(ping)}), so it broke off at this one"
        yield likely(f"{failure.kind}.request", text)
    elif ping.speech is Speech.HUNG_UP:
        text = f"The server breaks off every connection: a greeting without anything else was cut after {took}"
        yield confirmed(f"{failure.kind}.always", text, only_fact=True)


def faulty(_: Evidence, failure: Failure, checks: Checks) -> Iterator[Finding]:
    """A server whose answers break the rules: what does it say to a greeting?"""
    ping = checks.ping
    if ping is None or failure.kind not in _ANSWERS:
        return
    if ping.speech is Speech.HTTP and failure.kind is FailureKind.HTTP2_ERROR:
        text = f"The server answers in HTTP/1.1 ({_line(ping)}), so only its HTTP/2 is at fault"
        ways = (remedies.advice("Switch HTTP/2 off in the preferences, and send it again"),)
        yield confirmed("http2_error.only", text, remedies=ways)
    elif ping.speech is not Speech.HTTP and ping.speech is not Speech.SILENT:
        said = _line(ping) if ping.line else _mute(ping)
        yield confirmed(f"{failure.kind}.always", f"The server answers a greeting no better: {said}", only_fact=True)


def _line(ping: Ping) -> str:
    return wording.quoted(ping.line) if ping.line else "nothing readable"


def _mute(ping: Ping) -> str:
    return "it closes the connection" if ping.speech is Speech.HUNG_UP else "it stays silent"


RULES = (plain_port, tls_port, other_service, waiting, cut, faulty)
