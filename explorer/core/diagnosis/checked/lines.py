"""What a check found, in words: a line for each thing looked at, for the window, the report and the clipboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from explorer.core.diagnosis import wording
from explorer.core.diagnosis.checked.addresses import outcome
from explorer.core.model.checks import Checks, Handshake, Knock, Ping, ProxyAnswer, ProxyFound, Reach, Speech
from explorer.core.model.exchange import Certificate

_CLOCK_TOLERANCE_S = 300.0
_MOST_NAMES = 4


class LineState(StrEnum):
    """How a thing came out."""

    FINE = "fine"
    BROKEN = "broken"
    NOTE = "note"
    """Neither: it only tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """``text`` is *rich*: `code` in backticks; ``title`` names what was looked at."""

    title: str
    text: str
    state: LineState = LineState.FINE
    more: str = ""
    """What is too long for the line, and belongs to it: a fingerprint."""


def lines(checks: Checks) -> tuple[CheckLine, ...]:
    """In the order of the way."""
    parts = (_network(checks), _settings(checks), _name(checks), _knocks(checks), _proxy(checks.proxy_answer))
    more = (_handshake(checks.handshake), _chain(checks.handshake), _ping(checks.ping, checks.port), _clock(checks))
    return tuple(line for part in (*parts, *more) for line in part)


def plain_text(checks: Checks) -> str:
    """All of it for the clipboard, without marks."""
    head = f"Checked {checks.place} on {checks.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    rows = [
        f"{line.title}: {line.text}{f', {line.more}' if line.more else ''}".replace("`", "") for line in lines(checks)
    ]
    return "\n".join([head, *rows])


def _network(checks: Checks) -> Iterator[CheckLine]:
    if checks.routed is False:
        yield CheckLine(title="Network", text="This computer is connected to no network", state=LineState.BROKEN)


def _settings(checks: Checks) -> Iterator[CheckLine]:
    found = checks.proxy
    text = f"The exchange went through `{checks.through}`; " if checks.through else ""
    text += _setting_words(found)
    text = text[0].upper() + text[1:] if not text.startswith("`") else text
    yield CheckLine(title="Proxy", text=text, state=LineState.NOTE)


def _setting_words(found: ProxyFound) -> str:
    whose = f"`{found.variable}`" if found.variable else found.origin
    if found.place:
        login = " with a user name" if found.has_credentials else ""
        return f"`{found.place}`{login} is set{f' in {whose}' if whose else ''}"
    if found.bypass == "loopback":
        return f"no proxy is used: {whose} sets one, and this computer is never reached through it"
    if found.bypass:
        return f"no proxy is used: {whose} sets one, and `{found.bypass}` excludes this host"
    if found.setting not in ("", "system"):
        return f"the setting {wording.quoted(found.setting)} cannot be read"
    return "no proxy is set"


def _name(checks: Checks) -> Iterator[CheckLine]:
    lookup = checks.lookup
    if lookup is None:
        return
    name, took = wording.quoted(lookup.name), wording.milliseconds(lookup.duration_s)
    if lookup.addresses:
        text = f"{name} resolves to {wording.listed(lookup.addresses)} in {took}"
        yield CheckLine(title="Name", text=text)
    elif lookup.error == "timeout":
        text = f"No answer about {name} in {took}"
        yield CheckLine(title="Name", text=text, state=LineState.BROKEN)
    else:
        words = f": {lookup.words[0].lower()}{lookup.words[1:]}" if lookup.words else ""
        text = f"{name} is not resolved, after {took}{words} (`{lookup.error}`)"
        yield CheckLine(title="Name", text=text, state=LineState.BROKEN)


def _knocks(checks: Checks) -> Iterator[CheckLine]:
    for knock in checks.knocks:
        yield CheckLine(title="Connect", text=_knock_words(knock), state=_knock_state(knock))


def _knock_words(knock: Knock) -> str:
    return f"`{knock.address}` {outcome(knock)}"


def _knock_state(knock: Knock) -> LineState:
    return LineState.FINE if knock.reach is Reach.OPEN else LineState.BROKEN


def _proxy(answer: ProxyAnswer | None) -> Iterator[CheckLine]:
    if answer is None:
        return
    took = wording.milliseconds(answer.duration_s)
    fine = LineState.FINE if 200 <= answer.status < 300 else LineState.BROKEN
    if answer.error:
        text = f"TLS with the proxy failed: {answer.error}"
    elif answer.status:
        offers = f", and offers {wording.listed(answer.schemes)}" if answer.schemes else ""
        text = f"Asked for the host without credentials, it said {wording.quoted(answer.line)} in {took}{offers}"
    else:
        text = f"Asked for the host, it {_speech_words(answer.speech, answer.line)}, after {took}"
    yield CheckLine(title="Proxy", text=text, state=fine)


def _handshake(shake: Handshake | None) -> Iterator[CheckLine]:
    if shake is None:
        return
    took, info = wording.milliseconds(shake.duration_s), shake.info
    if not shake.error and info is not None:
        alpn = f", ALPN `{info.alpn}`" if info.alpn else ", no ALPN"
        yield CheckLine(title="TLS", text=f"`{info.version}`, `{info.cipher}`{alpn}, in {took}")
    elif shake.verify_code:
        text = f"The certificate is refused: {shake.verify_words} (verification error {shake.verify_code})"
        yield CheckLine(title="TLS", text=text, state=LineState.BROKEN)
    else:
        yield CheckLine(title="TLS", text=_broken_words(shake.error, took), state=LineState.BROKEN)
    if shake.lenient is not None:
        text = f"With old versions and weak ciphers it agrees to `{shake.lenient.version}`, `{shake.lenient.cipher}`"
        yield CheckLine(title="TLS", text=text, state=LineState.NOTE)
    if shake.nameless is not None:
        text = "Without the host name the handshake succeeds"
        yield CheckLine(title="TLS", text=text, state=LineState.NOTE)
    if shake.asked_certificate:
        yield CheckLine(title="TLS", text="The server asks for a client certificate", state=LineState.NOTE)


def _broken_words(error: str, took: str) -> str:
    match error:
        case "timeout":
            return f"The handshake got no answer in {took}"
        case "closed":
            return f"The connection was closed in the handshake, after {took}"
        case "unknown":
            return f"The server ended the handshake after {took}, for a reason OpenSSL has no name for"
        case _:
            return f"The handshake failed after {took}: `{error}`"


def _chain(shake: Handshake | None) -> Iterator[CheckLine]:
    chain = shake.info.chain if shake is not None and shake.info is not None else ()
    for number, one in enumerate(chain):
        text = _certificate_words(one, leaf=number == 0)
        yield CheckLine(title="Certificate", text=text, state=LineState.NOTE, more=f"SHA-256 `{one.sha256}`")
    if chain:
        text = "Whether it was revoked is not known: neither Explorer nor Python asks the authority’s list"
        yield CheckLine(title="Revocation", text=text, state=LineState.NOTE)


def _certificate_words(one: Certificate, *, leaf: bool) -> str:
    own = one.subject == one.issuer
    issuer = "its own issuer" if own else f"issued by `{one.issuer}`"
    valid = f"valid {one.not_before:%Y-%m-%d} to {one.not_after:%Y-%m-%d}"
    more = len(one.names) - _MOST_NAMES
    names = wording.listed(one.names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
    named = f", for {names}" if leaf and one.names else ""
    return f"`{one.subject or 'no subject'}`, {issuer}, {valid}{named}"


def _ping(ping: Ping | None, port: int) -> Iterator[CheckLine]:
    if ping is None:
        return
    inside = "inside TLS" if ping.secure else "in plain HTTP"
    text = f"Greeted {inside}, port {port} {_speech_words(ping.speech, ping.line)}"
    state = LineState.FINE if ping.speech is Speech.HTTP else LineState.BROKEN
    yield CheckLine(title="HTTP", text=f"{text}, after {wording.milliseconds(ping.duration_s)}", state=state)


def _speech_words(speech: Speech, line: str) -> str:
    match speech:
        case Speech.HTTP:
            return f"said {wording.quoted(line)}"
        case Speech.TLS:
            return "answered with TLS"
        case Speech.OTHER:
            return f"said {wording.quoted(line)}, which is not HTTP" if line else "said something that is not HTTP"
        case Speech.SILENT:
            return "stayed silent"
        case Speech.HUNG_UP:
            return "closed the connection"


def _clock(checks: Checks) -> Iterator[CheckLine]:
    if not checks.clocks:
        text = "No recent answer of another host to compare it with"
        yield CheckLine(title="Clock", text=text, state=LineState.NOTE)
        return
    middle = sorted(one.ahead_s for one in checks.clocks)[len(checks.clocks) // 2]
    hosts = wording.listed([one.host for one in checks.clocks[:3]])
    if abs(middle) <= _CLOCK_TOLERANCE_S:
        yield CheckLine(title="Clock", text=f"This computer’s clock agrees with {hosts}, within {abs(middle):.0f} s")
    else:
        side = "behind" if middle > 0 else "ahead of"
        text = f"This computer’s clock is {wording.seconds(round(abs(middle)))} {side} {hosts}"
        yield CheckLine(title="Clock", text=text, state=LineState.BROKEN)
