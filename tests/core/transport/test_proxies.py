"""Through a proxy: forwarding, tunnels, and failures that name the proxy."""

import asyncio

import pytest

from explorer.core.errors import InvalidRequestError
from explorer.core.model.exchange import FailureKind, Phase, ResolvedSetting
from explorer.core.model.request import Request
from explorer.core.transport import SendOptions
from explorer.core.transport.proxies import parse_proxy, proxy_for
from explorer.core.transport.urls import parse_url
from tests.core.transport.servers import answering, closed_port, ok, running
from tests.core.transport.test_failures import check

K = FailureKind


async def tunnel(reader, writer) -> None:
    """A CONNECT proxy."""
    head = await reader.readuntil(b"\r\n\r\n")
    port = int(head.split(b" ")[1].rpartition(b":")[2])
    inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    try:
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))
    finally:
        inner_writer.close()
        await inner_writer.wait_closed()


async def pump(reader, writer) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


async def test_plain_http_is_forwarded_with_the_absolute_target(send):
    async with answering(ok(b"1")) as proxy:
        exchange = await send("http://far.example/a?b", proxy=f"http://u:p@127.0.0.1:{proxy.port}")
    assert exchange.response.status == 200
    assert proxy.requests[0].startswith(b"GET http://far.example/a?b HTTP/1.1\r\nHost: far.example\r\n")
    assert b"Proxy-Authorization: Basic dTpw\r\n" in proxy.requests[0]


async def test_https_goes_through_a_tunnel(send, trusted, server_tls):
    async with answering(ok(b"1"), tls=server_tls()) as server, running(tunnel) as proxy:
        exchange = await send(server.secure_url, proxy=f"127.0.0.1:{proxy.port}")
        assert exchange.response is not None, exchange.outcome
        again = await send(server.secure_url, proxy=f"127.0.0.1:{proxy.port}")
        assert proxy.connections == 1
    assert [span.phase for span in exchange.timeline.spans] == [
        Phase.CONNECT,
        Phase.TLS,
        Phase.REQUEST,
        Phase.WAIT,
        Phase.DOWNLOAD,
    ]
    assert again.response.status == 200


async def test_a_bad_certificate_behind_a_tunnel(send, server_tls):
    async with answering(ok(), tls=server_tls()) as server, running(tunnel) as proxy:
        exchange = await send(server.secure_url, proxy=proxy.url)
        failure = check(exchange, K.TLS_UNKNOWN_ISSUER, Phase.TLS, sent=False)
    assert failure.host == "localhost"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", K.PROXY_AUTH),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", K.PROXY_FAILED),
    ],
)
async def test_a_refused_tunnel(send, answer, kind):
    async with answering(answer) as proxy:
        exchange = await send("https://far.example/", proxy=f"http://me:hidden@127.0.0.1:{proxy.port}")
        failure = check(exchange, kind, Phase.CONNECT, sent=False)
        assert f"127.0.0.1:{proxy.port}" in failure.message
        assert (failure.host == "127.0.0.1") is (kind is K.PROXY_AUTH)
    assert "hidden" not in failure.message + failure.detail


async def test_no_proxy_there(send):
    port = closed_port()
    exchange = await send("https://far.example/", proxy=f"http://127.0.0.1:{port}")
    failure = check(exchange, K.PROXY_REFUSED, Phase.CONNECT, sent=False)
    assert (failure.host, failure.port, failure.errno_name) == ("127.0.0.1", port, "ECONNREFUSED")


async def test_a_socks_proxy_that_cannot_connect(send):
    async def script(reader, writer):
        await reader.readexactly(3)
        writer.write(b"\x05\x00")
        await reader.read(100)
        writer.write(b"\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00")
        await reader.read()

    async with running(script) as proxy:
        exchange = await send("http://far.example/", proxy=f"socks5://127.0.0.1:{proxy.port}")
    failure = check(exchange, K.PROXY_FAILED, Phase.CONNECT, sent=False)
    assert "Host unreachable" in failure.message


async def test_a_setting_that_is_no_proxy(send):
    exchange = await send("http://far.example/", proxy="gopher://x")
    assert exchange.failure.kind is K.PROXY_REFUSED
    assert "socks5://" in exchange.failure.message


def test_the_systems_proxy(monkeypatch):
    for name in ("http_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    found = proxy_for(parse_url("https://outside.example/"), "system")
    assert found.place == "proxy.example:3128"
    assert proxy_for(parse_url("https://inside.example/"), "system") is None
    assert proxy_for(parse_url("https://127.0.0.1/"), "system") is None
    assert proxy_for(parse_url("http://outside.example/"), "system") is None
    assert proxy_for(parse_url("https://outside.example/"), "") is None


def test_credentials_of_a_proxy_are_never_shown():
    proxy = parse_proxy("socks5://me:pass%20word@[::1]")
    assert (proxy.place, proxy.username, proxy.password) == ("[::1]:1080", "me", "pass word")
    assert "pass" not in repr(proxy)
    with pytest.raises(InvalidRequestError) as caught:
        parse_proxy("http://me:pass@h:port")
    assert "pass" not in caught.value.message


def speaking(answer: bytes):
    """A server that says one thing, whatever it is told, and hangs up."""

    async def script(reader, writer):
        await reader.read(100)
        writer.write(answer)
        await writer.drain()

    return script


@pytest.mark.parametrize(
    ("scheme", "url", "phase"),
    [("http", "https://far.example/", Phase.CONNECT), ("socks5", "http://far.example/", Phase.CONNECT)],
)
@pytest.mark.parametrize(
    ("answer", "words"), [(b"SSH-2.0-OpenSSH_9.6\r\n", "it answered “SSH-2.0-OpenSSH_9.6”"), (b"", "without an answer")]
)
async def test_something_else_than_a_proxy(send, scheme, url, phase, answer, words):
    async with running(speaking(answer)) as proxy:
        exchange = await send(url, proxy=f"{scheme}://127.0.0.1:{proxy.port}")
        failure = check(exchange, K.PROXY_FAILED, phase, sent=False)
    assert f"The proxy 127.0.0.1:{proxy.port} " in failure.message
    assert words in failure.message


async def test_something_else_than_a_proxy_that_forwards(send):
    async with running(speaking(b"SSH-2.0-OpenSSH_9.6\r\n")) as proxy:
        exchange = await send("http://far.example/", proxy=proxy.url)
        failure = check(exchange, K.PROXY_FAILED, Phase.WAIT, sent=True)
    assert f"The proxy 127.0.0.1:{proxy.port} did not answer as a proxy does" in failure.message


async def test_a_proxy_that_says_nothing(send):
    async with answering(b"") as proxy:
        exchange = await send("https://far.example/", proxy=proxy.url, timeout_s=0.2)
        failure = check(exchange, K.PROXY_FAILED, Phase.CONNECT, sent=False)
    assert failure.message.endswith("did not answer within 0.2 s.")


async def sent_with(transport, url: str, proxy: str):
    """An exchange whose settings say which proxy was asked for."""
    request = Request(url=url)
    rows = (
        ResolvedSetting(name="timeout_s", value="5.0", origin="default"),
        ResolvedSetting(name="proxy", value=proxy, origin="preferences"),
    )
    options = SendOptions(timeout_s=5.0, proxy=proxy)
    exchange = await transport.send(written=request, concrete=request, options=options, settings=rows)
    assert exchange.settings[0] == rows[0]
    assert exchange.settings[1].origin == "preferences"
    return exchange, exchange.settings[1].value


async def test_the_record_names_the_proxy_that_was_used(transport, monkeypatch):
    for name in ("http_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    async with answering(ok()) as server:
        _, direct = await sent_with(transport, server.url, "system")
        assert direct == ""
        monkeypatch.setenv("http_proxy", f"http://me:hidden@127.0.0.1:{server.port}")
        exchange, used = await sent_with(transport, "http://far.example/", "system")
        assert exchange.response.status == 200
        assert used == f"http://127.0.0.1:{server.port}"
        _, loopback = await sent_with(transport, server.url, "system")
        assert loopback == "", "this computer is reached without the proxy"
    exchange, used = await sent_with(transport, "http://far.example/", f"http://me:hidden@127.0.0.1:{closed_port()}")
    assert exchange.failure.kind is K.PROXY_REFUSED
    assert "hidden" not in used
    assert used.startswith("http://127.0.0.1:")
