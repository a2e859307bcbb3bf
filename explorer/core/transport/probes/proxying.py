"""Which proxy settings apply to a host and where they stand, and what the proxy says when it is asked for the host.

A check sends no credentials: a proxy that wants some says so, which is the answer looked for.
"""

import ssl
import time
from collections.abc import Mapping
from functools import partial

from explorer.core.errors import InvalidRequestError
from explorer.core.model.checks import ProxyAnswer, ProxyFound, Speech
from explorer.core.transport.probes.pings import answered, first_line
from explorer.core.transport.probes.ways import Opener, Target, to_proxy
from explorer.core.transport.proxies import SYSTEM, Proxy, parse_proxy, proxy_for
from explorer.core.transport.sockets import Address
from explorer.core.transport.tls import ByteStream
from explorer.core.transport.urls import WireUrl

_SOCKS_CONNECT = b"\x05\x01\x00\x03"
_SOCKS_REFUSALS = {
    2: "not allowed by its rules",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "time ran out",
}
"""RFC 1928 section 6."""


def settings_found(url: WireUrl, setting: str, origin: str, environ: Mapping[str, str]) -> ProxyFound:
    """The settings as they stand now; an unreadable one counts as set, with no place. May ask the system: blocking."""
    given = setting.strip()
    try:
        proxy = proxy_for(url, given)
    except InvalidRequestError:
        return ProxyFound(setting=given.rpartition("@")[2], origin=origin)
    shown = given if given in ("", SYSTEM) else parse_proxy(given).text
    from_system = given == SYSTEM
    variable = _variable(url.scheme, environ) if from_system else ""
    if proxy is None:
        bypass = _bypass(url, environ) if from_system and variable else ""
        return ProxyFound(setting=shown, origin=origin, variable=variable if bypass else "", bypass=bypass)
    return ProxyFound(
        place=proxy.place,
        scheme=proxy.scheme,
        setting=shown,
        origin=origin,
        variable=variable,
        has_credentials=bool(proxy.username or proxy.password),
    )


def _variable(scheme: str, environ: Mapping[str, str]) -> str:
    """The environment variable that names the proxy of a scheme; small letters win, as in curl and Python."""
    names = (f"{scheme}_proxy", f"{scheme}_proxy".upper(), "all_proxy", "ALL_PROXY")
    return next((name for name in names if environ.get(name)), "")


def _bypass(url: WireUrl, environ: Mapping[str, str]) -> str:
    listed = next((name for name in ("no_proxy", "NO_PROXY") if environ.get(name)), "")
    local = url.host.lower() == "localhost" or url.host.startswith("127.") or url.host == "::1"
    return "loopback" if local else listed


async def proxy_answer(address: Address, target: Target, proxy: Proxy, limit_s: float) -> ProxyAnswer:
    """What the proxy says to a request for the host, as a request of that scheme would be made."""
    begun = time.perf_counter()
    try:
        stream = await to_proxy(address, proxy, limit_s)
    except ssl.SSLError as error:
        words = getattr(error, "verify_message", "") or error.reason or "the handshake failed"
        took_s = time.perf_counter() - begun
        return ProxyAnswer(speech=Speech.HUNG_UP, error=str(words).rstrip("."), duration_s=took_s)
    except OSError as error:
        speech = Speech.SILENT if isinstance(error, TimeoutError) else Speech.HUNG_UP
        return ProxyAnswer(speech=speech, duration_s=time.perf_counter() - begun)
    try:
        if proxy.scheme.startswith("socks"):
            answer = await _asked_socks(stream, target, limit_s)
        else:
            answer = await _asked_http(stream, target, limit_s, begun)
    finally:
        await stream.aclose()
    return answer


def tunnel(address: Address, target: Target, proxy: Proxy, limit_s: float) -> Opener:
    """Connections to the host through the proxy, which has agreed to it before."""
    return partial(_tunnelled, address, target, proxy, limit_s)


async def _tunnelled(address: Address, target: Target, proxy: Proxy, limit_s: float) -> ByteStream:
    stream = await to_proxy(address, proxy, limit_s)
    try:
        if proxy.scheme.startswith("socks"):
            agreed = (await _asked_socks(stream, target, limit_s)).status == 200
        else:
            agreed = 200 <= (await _asked_http(stream, target, limit_s, time.perf_counter())).status < 300
        if not agreed:
            raise ConnectionError("the proxy did not agree")
    except BaseException:
        await stream.aclose()
        raise
    return stream


async def _asked_http(stream: ByteStream, target: Target, limit_s: float, begun: float) -> ProxyAnswer:
    """CONNECT for a tunnel; where requests are forwarded, OPTIONS of the host as a whole (RFC 9112 section 3.2.4)."""
    place = target.place
    line = f"OPTIONS http://{place}" if target.is_forwarded else f"CONNECT {place}"
    head = f"{line} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode("ascii")
    speech, data = await answered(stream, head, limit_s)
    words = first_line(data)
    status = words.split(" ", 2)[1:2]
    return ProxyAnswer(
        speech=speech,
        status=int(status[0]) if speech is Speech.HTTP and status and status[0].isdecimal() else 0,
        line=words,
        duration_s=time.perf_counter() - begun,
        schemes=_schemes(data) if speech is Speech.HTTP else (),
    )


def _schemes(data: bytes) -> tuple[str, ...]:
    head = data.partition(b"\r\n\r\n")[0].decode("latin-1")
    rows = (row.partition(":") for row in head.split("\r\n")[1:])
    values = (value.strip() for name, _, value in rows if name.strip().lower() == "proxy-authenticate")
    return tuple(dict.fromkeys(value.split(" ")[0] for value in values if value))


async def _asked_socks(stream: ByteStream, target: Target, limit_s: float) -> ProxyAnswer:
    """SOCKS 5 without a user name (RFC 1928); its answers are given the nearest status of HTTP."""
    begun = time.perf_counter()

    def said(speech: Speech, status: int = 0, line: str = "") -> ProxyAnswer:
        return ProxyAnswer(speech=speech, status=status, line=line, duration_s=time.perf_counter() - begun)

    try:
        await stream.write(b"\x05\x01\x00", limit_s)
        greeting = await stream.read(2, limit_s)
        if greeting != b"\x05\x00":
            wants = greeting[:1] == b"\x05"
            if wants:
                return said(Speech.HTTP, 407, "SOCKS: a user name is wanted")
            return said(Speech.OTHER if greeting else Speech.HUNG_UP, line=first_line(greeting))
        host = target.host.encode("ascii")
        await stream.write(_SOCKS_CONNECT + bytes([len(host)]) + host + target.port.to_bytes(2, "big"), limit_s)
        reply = await stream.read(64, limit_s)
    except TimeoutError:
        return said(Speech.SILENT)
    except OSError:
        return said(Speech.HUNG_UP)
    if len(reply) < 2:
        return said(Speech.HUNG_UP)
    if reply[1] == 0:
        return said(Speech.HTTP, 200, "SOCKS: connected")
    return said(Speech.HTTP, 502, f"SOCKS: {_SOCKS_REFUSALS.get(reply[1], f'refusal {reply[1]}')}")
