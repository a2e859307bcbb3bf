"""Failures provoked on real sockets and looked into: each is named, and a cause is confirmed by what was found."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from explorer.core.diagnosis.checked import can_check
from explorer.core.model.checks import Reach, Speech
from explorer.core.model.collection import Collection
from explorer.core.model.diagnosis import Cause, Diagnosis, Standing
from explorer.core.model.environment import Environment
from explorer.core.model.exchange import Exchange, FailureKind
from explorer.core.model.request import Header, Request, TextBody, TextKind
from explorer.core.storage.history import History
from explorer.core.transport import Transport
from explorer.core.transport.probes import Step
from explorer.core.workspace import Checked, Workspace
from tests.core.transport.conftest import authority, server_tls, trusted
from tests.core.transport.servers import (
    Server,
    answering,
    blocking_tls,
    closed_port,
    ok,
    read_request,
    reset,
    running,
)
from tests.core.transport.test_tls import self_signed

__all__ = ["authority", "server_tls", "trusted"]

K = FailureKind
NOW = datetime.now(UTC)
LIMIT_S = 5.0
SHORT_S = 0.3
"""For servers that never answer."""

Look = Callable[..., Awaitable[tuple[Exchange, Diagnosis, Checked | None]]]


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    made = Workspace(transport=Transport(), environment_name="Lab")
    yield made
    await made.transport.aclose()


@pytest.fixture
def look(workspace: Workspace) -> Look:
    """Sends, and looks at the way where that makes sense: exchange, its first diagnosis, what the check found."""

    async def run(
        url: str, *, proxy: str = "", limit_s: float = LIMIT_S, **request
    ) -> tuple[Exchange, Diagnosis, Checked | None]:
        lab = Environment(key="lab", name="Lab", proxy=proxy, timeout_s=limit_s)
        workspace.collection = Collection(key="", name="Test", environments=(lab,))
        performed = await workspace.perform(Request(url=url, **request))
        wanted = can_check(performed.exchange.failure)
        checked = await workspace.check(performed.exchange, limit_s=limit_s) if wanted else None
        return performed.exchange, performed.diagnosis, checked

    return run


def confirmed(diagnosis: Diagnosis) -> dict[str, str]:
    return {one.id: one.text for one in diagnosis.causes if one.standing is Standing.CONFIRMED}


def cause(diagnosis: Diagnosis, cause_id: str) -> Cause:
    return next(one for one in diagnosis.causes if one.id == cause_id)


# -- scripts of servers


async def plain_only(reader, writer) -> None:
    await reader.read(5)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def greeting(reader, writer) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    await writer.drain()
    await reader.read(10)


async def silent(reader, writer) -> None:
    await asyncio.sleep(5)


async def hang_up(reader, writer) -> None:
    await reader.read(5)


async def tear(reader, writer) -> None:
    await reader.read(5)
    reset(writer)


async def only_greetings(reader, writer) -> None:
    if (await read_request(reader)).startswith(b"OPTIONS * "):
        writer.write(ok())
        await writer.drain()
    else:
        await asyncio.sleep(5)


async def cut_body(reader, writer) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
    await writer.drain()


async def cut_chunks(reader, writer) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
    await writer.drain()


async def no_socks_without_name(reader, writer) -> None:
    await reader.read(3)
    writer.write(b"\x05\xff")
    await writer.drain()


def alert(number: int):
    async def script(reader, writer) -> None:
        await reader.read(5)
        writer.write(bytes([0x15, 3, 3, 0, 2, 2, number]))
        await writer.drain()

    return script


def to(*locations: str) -> tuple[bytes, ...]:
    return tuple(f"HTTP/1.1 302 Found\r\nLocation: {one}\r\nContent-Length: 0\r\n\r\n".encode() for one in locations)


# -- name, address, port


async def test_unknown_name(look: Look):
    exchange, before, checked = await look("http://nowhere.invalid/")
    if exchange.failure.kind is not K.DNS_NOT_FOUND:
        pytest.skip("this network's name server answers for .invalid, or not at all")
    assert not confirmed(before)
    assert checked.checks.lookup.error == "EAI_NONAME"
    assert "does not know `nowhere.invalid`" in confirmed(checked.diagnosis)["dns_not_found.unknown"]
    assert "dns_not_found.spelling" in {one.id for one in checked.diagnosis.causes}


async def test_refused_then_listening(look: Look, workspace: Workspace):
    exchange, _, checked = await look(f"http://127.0.0.1:{closed_port()}/")
    assert exchange.failure.kind is K.CONNECTION_REFUSED
    assert checked.checks.knocks[0].reach is Reach.REFUSED
    assert "refused within" in confirmed(checked.diagnosis)["connection_refused.stopped"]
    async with answering(ok()) as server:
        moved = replace(exchange, sent=replace(exchange.sent, url=f"{server.url}/"))
        again = await workspace.check(moved, limit_s=LIMIT_S)
    assert "accepts connections" in confirmed(again.diagnosis)["connection_refused.passed"]
    assert cause(again.diagnosis, "connection_refused.stopped").standing is Standing.RULED_OUT
    assert server.requests == [
        f"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode()
    ]


# -- TLS


CHAINS = (
    (
        {"not_after": NOW - timedelta(days=3)},
        (),
        K.TLS_EXPIRED,
        "tls_expired.renewal",
        "still shows the one that ended",
    ),
    ({}, ("other.example",), K.TLS_HOST_MISMATCH, "tls_host_mismatch.name", "is for `other.example`"),
)


@pytest.mark.parametrize(("facts", "names", "kind", "cause_id", "words"), CHAINS)
async def test_certificate_that_is_refused(look: Look, trusted, server_tls, facts, names, kind, cause_id, words):
    async with answering(ok(), tls=server_tls(*names, **facts)) as server:
        exchange, before, checked = await look(server.secure_url)
        assert server.requests == []
    assert exchange.failure.kind is kind
    assert cause_id in confirmed(before)
    assert words in confirmed(checked.diagnosis)[cause_id]
    assert checked.diagnosis.headline == before.headline
    assert checked.checks.handshake.info.chain[0].sha256 == exchange.failure.tls.chain[0].sha256


async def test_self_signed(look: Look, tmp_path):
    async with answering(ok(), tls=self_signed(tmp_path)) as server:
        exchange, before, checked = await look(server.secure_url)
    assert exchange.failure.kind is K.TLS_SELF_SIGNED
    assert "tls_self_signed.itself" in confirmed(before)
    assert "seen again, the same one" in confirmed(checked.diagnosis)["tls_self_signed.itself"]
    assert "tls_self_signed.attack" in {one.id for one in checked.diagnosis.causes}, "not ruled out by anything"


async def test_issuer_that_nobody_trusts(look: Look, authority: trustme.CA, server_tls, tmp_path):
    alone = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    between = authority.create_child_ca()
    issued = between.issue_cert("localhost")
    pem = tmp_path / "leaf.pem"
    pem.write_bytes(issued.private_key_pem.bytes() + issued.cert_chain_pems[0].bytes())
    alone.load_cert_chain(pem)
    whole = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(whole)
    async with answering(ok(), tls=alone) as server:
        exchange, before, checked = await look(server.secure_url)
    assert exchange.failure.kind is K.TLS_UNKNOWN_ISSUER
    assert not confirmed(before)
    assert "sends one certificate only" in confirmed(checked.diagnosis)["tls_unknown_issuer.chain"]
    async with answering(ok(), tls=whole) as server:
        _, _, checked = await look(server.secure_url)
    text = confirmed(checked.diagnosis)["tls_unknown_issuer.private"]
    assert "ends with the issuer" in text
    assert "trusted roots signed" in text
    assert cause(checked.diagnosis, "tls_unknown_issuer.chain").standing is Standing.RULED_OUT


async def test_not_yet_valid_with_a_clock_that_others_agree_with(look: Look, workspace, trusted, server_tls, tmp_path):
    async with answering(ok(), tls=server_tls(not_before=NOW + timedelta(days=3))) as server:
        exchange, before, checked = await look(server.secure_url)
        assert exchange.failure.kind is K.TLS_NOT_YET_VALID
        assert not confirmed(before)
        assert not confirmed(checked.diagnosis), "without another clock it may be ours that is wrong"
        workspace.history = History(tmp_path)
        await record(workspace, exchange, before, "api.example.org", timedelta(seconds=1))
        await record(workspace, exchange, before, "localhost", timedelta(days=9))
        checked = await workspace.check(exchange, limit_s=LIMIT_S)
        await workspace.history.aclose()
    ((clock,),) = (checked.checks.clocks,)
    assert (clock.host, abs(clock.ahead_s) <= 2) == ("api.example.org", True)
    assert "other servers agree with this clock" in confirmed(checked.diagnosis)["tls_not_yet_valid.early"]
    assert cause(checked.diagnosis, "tls_not_yet_valid.clock").standing is Standing.RULED_OUT


async def record(workspace: Workspace, like: Exchange, diagnosis: Diagnosis, host: str, ahead: timedelta) -> None:
    """An answer of another host in the history, whose Date is ahead of this clock."""
    from explorer.core.model.exchange import Response
    from explorer.core.transport import new_id

    date = f"{datetime.now(UTC) + ahead:%a, %d %b %Y %H:%M:%S} GMT"
    answer = Response(status=200, reason="OK", http_version="HTTP/1.1", headers=(("Date", date),))
    sent = replace(like.sent, url=f"https://{host}/")
    fields = {"id": new_id(), "started": datetime.now(UTC), "sent": sent, "outcome": answer}
    await workspace.history.record(replace(like, **fields), replace(diagnosis, is_error=False))


def demanding(context: ssl.SSLContext, authority: trustme.CA, version: ssl.TLSVersion) -> ssl.SSLContext:
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = context.maximum_version = version
    authority.configure_trust(context)
    return context


@pytest.mark.parametrize(
    ("version", "cause_id"),
    [
        (ssl.TLSVersion.TLSv1_2, "tls_cipher.client_certificate"),
        (ssl.TLSVersion.TLSv1_3, "tls_client_certificate.required"),
    ],
)
async def test_client_certificate_wanted(look: Look, trusted, server_tls, version, cause_id):
    with blocking_tls(demanding(server_tls(), trusted, version)) as url:
        _, _, checked = await look(url)
    assert checked.checks.handshake.asked_certificate
    assert "asks for a client certificate" in confirmed(checked.diagnosis)[cause_id]


async def test_outdated_version(look: Look, trusted, server_tls):
    context = server_tls()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with blocking_tls(context) as url:
        exchange, before, checked = await look(url)
    assert exchange.failure.kind is K.TLS_VERSION
    assert "the alert `protocol_version`" in confirmed(before)["tls_version.refused"]
    assert "TLSv1.1" in confirmed(checked.diagnosis)["tls_version.old"]


@pytest.mark.parametrize(
    ("ciphers", "cause_id", "words"),
    [
        ("ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", "tls_cipher.old", "ECDHE-ECDSA-AES128-SHA"),
        ("PSK-AES128-CBC-SHA:@SECLEVEL=0", "tls_cipher.nothing", "agrees to nothing"),
    ],
)
async def test_no_cipher_in_common(look: Look, trusted, server_tls, ciphers, cause_id, words):
    context = server_tls()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(ciphers)
    with blocking_tls(context) as url:
        exchange, _, checked = await look(url)
    assert exchange.failure.kind is K.TLS_CIPHER
    assert words in confirmed(checked.diagnosis)[cause_id]


ALERTS = (
    (44, K.TLS_REVOKED, "tls_revoked.client", "`localhost` says that the client certificate was withdrawn."),
    (112, K.TLS_FAILED, "tls_failed.sni", "The server does not know the name `localhost`."),
    (120, K.TLS_FAILED, "tls_failed.alpn", "The server agreed to none of the protocols HTTP has."),
    (80, K.TLS_FAILED, "tls_failed.alert", "The TLS handshake with `localhost` broke off."),
)


@pytest.mark.parametrize(("number", "kind", "cause_id", "headline"), ALERTS)
async def test_alert_of_the_peer(look: Look, number, kind, cause_id, headline):
    async with running(alert(number)) as server:
        exchange, before, checked = await look(server.secure_url)
    assert exchange.failure.kind is kind
    assert cause_id in confirmed(before)
    assert before.headline == headline
    assert cause_id in confirmed(checked.diagnosis)
    assert checked.checks.ping.speech is Speech.TLS


async def test_name_that_the_server_does_not_know(look: Look, trusted, server_tls):
    def chosen(_connection, name, _context) -> int | None:
        return ssl.ALERT_DESCRIPTION_INTERNAL_ERROR if name else None

    context = server_tls()
    context.sni_callback = chosen
    with blocking_tls(context) as url:
        _, _, checked = await look(url)
    assert checked.checks.handshake.nameless.chain
    assert "without a name the handshake succeeds" in confirmed(checked.diagnosis)["tls_failed.sni"]


# -- what the port speaks

PORTS = (
    (plain_only, "https", K.TLS_PLAIN_PORT, "tls_plain_port.scheme", "answers with plain HTTP"),
    (greeting, "https", K.TLS_PLAIN_PORT, "tls_plain_port.port", "SSH-2.0-OpenSSH_9.6"),
    (silent, "https", K.CONNECT_TIMEOUT, "connect_timeout.silent", "to TLS and to plain HTTP"),
    (hang_up, "https", K.TLS_FAILED, "tls_failed.silent", "answers neither TLS nor plain HTTP"),
    (greeting, "http", K.NOT_HTTP, "not_http.port", "SSH-2.0-OpenSSH_9.6"),
    (tear, "http", K.RESET, "reset.always", "breaks off every connection"),
    (hang_up, "http", K.CLOSED_EARLY, "closed_early.always", "breaks off every connection"),
    (silent, "http", K.READ_TIMEOUT, "read_timeout.stuck", "got no answer"),
    (only_greetings, "http", K.READ_TIMEOUT, "read_timeout.slow", "`HTTP/1.1 200 OK`"),
    (cut_body, "http", K.TRUNCATED_BODY, "truncated_body.short", "announced 100 B and sent 3 B"),
    (cut_chunks, "http", K.TRUNCATED_BODY, "truncated_body.short", "in pieces"),
)


@pytest.mark.parametrize(("script", "scheme", "kind", "cause_id", "words"), PORTS)
async def test_what_a_port_speaks(look: Look, script, scheme, kind, cause_id, words):
    async with running(script) as server:
        limit_s = SHORT_S if script in (silent, only_greetings) else LIMIT_S
        exchange, _, checked = await look(server.secure_url if scheme == "https" else server.url, limit_s=limit_s)
    assert exchange.failure.kind is kind
    assert words in confirmed(checked.diagnosis)[cause_id]


async def test_plain_http_on_a_tls_port(look: Look, server_tls):
    async with answering(ok(), tls=server_tls()) as server:
        exchange, _, checked = await look(f"http://localhost:{server.port}/")
    assert exchange.failure.kind is K.PLAIN_ON_TLS_PORT
    assert "a handshake agrees to `TLSv1.3`" in confirmed(checked.diagnosis)["plain_on_tls_port.scheme"]


async def test_upload_that_is_not_taken(look: Look):
    body = TextBody(kind=TextKind.TEXT, text="x" * 20_000_000)
    async with running(silent) as server:
        exchange, _, checked = await look(server.url, method="POST", body=body, limit_s=SHORT_S)
    assert exchange.failure.kind is K.WRITE_TIMEOUT
    assert "write_timeout.slow" in confirmed(checked.diagnosis)


async def test_http2_that_was_agreed_and_not_spoken(look: Look, trusted, server_tls):
    async with answering(ok(), tls=server_tls(alpn=("h2",))) as server:
        exchange, before, checked = await look(server.secure_url, limit_s=1.0)
    assert exchange.failure.kind is K.HTTP2_ERROR
    assert "agreed to HTTP/2" in confirmed(before)["http2_error.alpn"]
    assert checked.checks.handshake.info.alpn == "h2"
    assert "only its HTTP/2 is at fault" in confirmed(checked.diagnosis)["http2_error.only"]


async def test_a_peer_that_was_accepted_is_greeted_too(look: Look, workspace: Workspace, tmp_path):
    workspace.settings = replace(workspace.settings, verify_tls=False)
    async with running(only_greetings, self_signed(tmp_path)) as server:
        exchange, _, checked = await look(server.secure_url, limit_s=SHORT_S)
    assert exchange.failure.kind is K.READ_TIMEOUT
    assert checked.checks.handshake.verify_code == 18
    assert checked.checks.ping.secure
    assert "read_timeout.slow" in confirmed(checked.diagnosis)


# -- answers that explain themselves

ANSWERS = (
    ((ok(b'{"a": 1}', "Content-Encoding: gzip"),), K.DECODING, "decoding.coding", "which is plain text"),
    ((ok(b"\x1f\x8b\x08" + bytes(40), "Content-Encoding: gzip"),), K.DECODING, "decoding.damaged", "begins as `gzip`"),
    (to("/again"), K.TOO_MANY_REDIRECTS, "too_many_redirects.loop", "`/again` points to itself"),
    (to(*("/a", "/b") * 6), K.TOO_MANY_REDIRECTS, "too_many_redirects.loop", "in a circle: `/b` and `/a`"),
    (to(*map("/{}".format, range(12))), K.TOO_MANY_REDIRECTS, "too_many_redirects.chain", "none comes back"),
    (to("http://[bad"), K.BAD_REDIRECT, "bad_redirect.location", "`http://[bad`"),
    ((b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",), K.PROTOCOL_ERROR, "protocol_error.server", "illegal header line"),
    (
        (b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",),
        K.PROTOCOL_ERROR,
        "protocol_error.websocket",
        "meant for WebSocket",
    ),
    ((b"HTTP/1.1 200 OK\r\nX: " + b"a" * 400_000,), K.HEADERS_TOO_LARGE, "headers_too_large.size", "256 KB"),
)


@pytest.mark.parametrize(("answers", "kind", "cause_id", "words"), ANSWERS)
async def test_answer_that_explains_itself(look: Look, answers, kind, cause_id, words):
    async with answering(*answers) as server:
        exchange, before, _ = await look(server.url)
    assert exchange.failure.kind is kind
    assert words in confirmed(before)[cause_id]


# -- proxies

ASKS = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
REFUSES = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"


def proxies(kind: str, server_tls) -> tuple[AbstractAsyncContextManager[Server | None], str]:
    """A proxy of a kind, and how its URL begins."""
    match kind:
        case "down":
            return nullcontext(None), "http"
        case "asks":
            return answering(ASKS), "http"
        case "refuses":
            return answering(REFUSES), "http"
        case "ssh":
            return running(greeting), "http"
        case "expired":
            return answering(ok(), tls=server_tls(not_after=NOW - timedelta(days=3))), "https"
        case _:
            return running(no_socks_without_name), "socks5"


PROXIES = (
    ("down", K.PROXY_REFUSED, "proxy_refused.down", "refused within"),
    ("asks", K.PROXY_AUTH, "proxy_auth.credentials", "(`Basic`), and the settings hold none"),
    ("refuses", K.PROXY_FAILED, "proxy_failed.target", "`HTTP/1.1 502 Bad Gateway`"),
    ("ssh", K.PROXY_FAILED, "proxy_failed.not_proxy", "SSH-2.0"),
    ("expired", K.PROXY_FAILED, "proxy_failed.tls", "certificate has expired"),
    ("socks", K.PROXY_AUTH, "proxy_auth.credentials", "wants a user name"),
)


@pytest.mark.parametrize(("kind", "failure", "cause_id", "words"), PROXIES)
async def test_proxy(look: Look, trusted, server_tls, kind, failure, cause_id, words):
    proxy, scheme = proxies(kind, server_tls)
    async with proxy as server:
        port = server.port if server else closed_port()
        exchange, _, checked = await look("https://api.example/secret?token=1", proxy=f"{scheme}://localhost:{port}")
    assert exchange.failure.kind is failure
    assert words in confirmed(checked.diagnosis)[cause_id]
    assert checked.checks.through == f"localhost:{port}"
    assert checked.checks.lookup.name == "localhost", "the host behind a proxy is nobody's to look up"
    assert checked.checks.proxy.origin == "environment Lab"


# -- safe, bounded, stoppable


async def test_nothing_of_the_request_and_no_credentials_are_sent(look: Look):
    async with answering(ASKS) as proxy:
        place = proxy.url.replace("//", "//ann:hunter2@")
        secret = (Header(name="Authorization", value="Bearer t0ps3cret"), Header(name="X-Api-Key", value="k3y"))
        _, _, checked = await look("https://api.example/path?q=v", proxy=place, headers=secret)
        probes = proxy.requests[1:]
    assert probes == [b"CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n\r\n"]
    assert checked.checks.proxy.has_credentials
    assert "hunter2" not in repr(checked)
    assert "were not accepted" in confirmed(checked.diagnosis)["proxy_auth.credentials"]


async def test_each_step_is_told_and_a_cancelled_check_ends_at_once(look: Look, workspace: Workspace):
    steps: list[Step] = []
    async with running(silent) as server:
        exchange, _, _ = await look(server.url, limit_s=SHORT_S)
        before = server.connections
        task = asyncio.ensure_future(workspace.check(exchange, lambda step, _: steps.append(step), limit_s=60))
        while server.connections < before + 2:  # the attempt to connect, the greeting
            await asyncio.sleep(0.01)
        task.cancel()
        async with asyncio.timeout(2):
            with pytest.raises(asyncio.CancelledError):
                await task
    assert steps == [Step.LOOKUP, Step.CONNECT, Step.GREETING]


async def test_what_went_to_no_host_is_not_looked_at(look: Look, workspace: Workspace):
    exchange, _, _ = await look(f"http://127.0.0.1:{closed_port()}/")
    for sent in (None, replace(exchange.sent, url="http://••••/")):
        assert await workspace.check(replace(exchange, sent=sent)) is None
    assert not can_check(replace(exchange.failure, kind=K.CANCELLED))
    assert not can_check(None)
