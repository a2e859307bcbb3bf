"""A certificate that the person trusts: the right one passes, any other one stops before a byte of the request."""

import asyncio
import hashlib
import itertools
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explorer.core.model.exchange import FailureKind, Phase
from explorer.core.model.trust import Trust, TrustPlace, granted, offered
from tests.core.transport.servers import Server, answering, ok, read_request, running
from tests.core.transport.test_failures import check
from tests.core.transport.test_http2 import Http2Script, hello
from tests.core.transport.test_proxies import tunnel
from tests.core.transport.test_tls import self_signed

K = FailureKind
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def trust_in(exchange, environment: str = "Staging") -> Trust:
    """What the person grants who sees this failure."""
    failure = exchange.failure
    assert offered(failure), exchange.outcome
    place = TrustPlace(host=failure.host, port=failure.port, environment=environment)
    return granted(failure, place, datetime.now(UTC))


@asynccontextmanager
async def numbering(tls: ssl.SSLContext) -> AsyncIterator[Server]:
    """A server whose answers are the number of the connection they come by, among those that carried a request."""
    numbers = itertools.count(1)

    async def script(reader, writer):
        number = None
        while await read_request(reader):
            number = number or next(numbers)
            writer.write(ok(str(number).encode()))

    async with running(script, tls) as server:
        yield server


def with_alpn(context: ssl.SSLContext, *protocols: str) -> ssl.SSLContext:
    context.set_alpn_protocols(list(protocols))
    return context


@pytest.mark.parametrize(
    ("names", "facts", "kind"),
    [
        ((), {}, K.TLS_UNKNOWN_ISSUER),
        ((), {"not_after": NOW - DAY}, K.TLS_EXPIRED),
        ((), {"not_before": NOW + DAY}, K.TLS_NOT_YET_VALID),
        (("other.example",), {}, K.TLS_HOST_MISMATCH),
    ],
)
async def test_what_was_refused_passes_once_it_is_trusted(send, request, server_tls, names, facts, kind):
    if kind is not K.TLS_UNKNOWN_ISSUER:
        request.getfixturevalue("trusted")
    async with numbering(server_tls(*names, **facts)) as server:
        refused = await send(server.secure_url)
        assert refused.failure.kind is kind
        trust = trust_in(refused)
        first, second = [await send(server.secure_url, trusts=(trust,)) for _ in range(2)]
        assert first.response is not None, first.outcome
        assert (first.response.body.data, second.response.body.data) == (b"1", b"1"), "the connection is kept"
    for tls in (first.response.tls, second.response.tls):
        assert (tls.verified, tls.trusted_until) == (False, trust.until)
    assert "certificate trusted by you" in next(span.note for span in first.timeline.spans if span.phase is Phase.TLS)


async def test_http2(send, tmp_path):
    script = Http2Script(hello)
    async with running(script, with_alpn(self_signed(tmp_path), "h2")) as server:
        trust = trust_in(await send(server.secure_url))
        exchange = await send(server.secure_url, trusts=(trust,))
        assert (exchange.response.http_version, exchange.response.body.data) == ("HTTP/2", b"hello")
        assert exchange.response.tls.trusted_until == trust.until


@pytest.mark.parametrize("alpn", [(), ("h2",)])
@pytest.mark.parametrize("is_valid", [False, True])
async def test_another_certificate_gets_no_byte_of_the_request(send, request, server_tls, alpn, is_valid):
    """Not even one that verification would accept: the person named the certificate."""
    if is_valid:
        request.getfixturevalue("trusted")
    received = []

    async def listen(reader, writer):
        received.append(await reader.read())

    trust = Trust(place=TrustPlace(host="localhost", port=0), sha256="AA:BB", granted=NOW, until=NOW + DAY)
    async with running(listen, server_tls(alpn=alpn)) as server:
        trust = replace(trust, place=replace(trust.place, port=server.port))
        exchange = await send(server.secure_url, method="POST", trusts=(trust,))
        failure = check(exchange, K.TLS_CERTIFICATE_CHANGED, Phase.TLS, sent=False)
        async with asyncio.timeout(2):
            while len(received) <= is_valid:
                await asyncio.sleep(0.005)
    assert set(received) == {b""}, "neither by the connection nor by the look whether an authority vouches for it"
    assert failure.tls.verified is is_valid
    assert (failure.trusted_sha256, failure.tls.chain[0].names) == ("AA:BB", ("localhost", "127.0.0.1"))
    assert (
        failure.detail == "explorer.CertificateChangedError: the SHA-256 of the leaf certificate is not the trusted one"
    )
    assert failure.tls.trusted_until is None
    assert not offered(failure)


async def test_a_connection_is_used_for_nobody_else(send, tmp_path):
    """Another environment has no decision, or one of its own: it never gets the connection made under this one."""
    async with numbering(self_signed(tmp_path)) as server:
        refused = await send(server.secure_url)
        staging, test = trust_in(refused), trust_in(refused, "Test")
        assert (await send(server.secure_url, trusts=(staging,))).response.body.data == b"1"
        assert (await send(server.secure_url)).failure.kind is K.TLS_SELF_SIGNED
        assert (await send(server.secure_url, trusts=(test,))).response.body.data == b"2"
        assert (await send(server.secure_url, trusts=(staging,))).response.body.data == b"1"
        nothing = replace(staging, sha256="AA:BB")
        assert (await send(server.secure_url, verify_tls=False, trusts=(nothing,))).response.body.data == b"3"
        elsewhere = replace(staging, place=replace(staging.place, host="127.0.0.1"))
        assert (await send(server.secure_url, trusts=(elsewhere,))).failure.kind is K.TLS_SELF_SIGNED


async def test_verification_is_asked_again_when_the_word_is_taken_back(send, transport, tmp_path):
    async with numbering(self_signed(tmp_path)) as server:
        trust = trust_in(await send(server.secure_url))
        await send(server.secure_url, trusts=(trust,))
        await transport.forget(trust.place)
        assert (await send(server.secure_url, trusts=(trust,))).response.body.data == b"2"
        assert (await send(server.secure_url)).failure.kind is K.TLS_SELF_SIGNED


async def test_a_redirect_to_another_host_is_verified(send, tmp_path):
    tls = self_signed(tmp_path)
    async with answering(ok(b"1"), tls=tls) as target:
        onward = f"HTTP/1.1 302 Found\r\nLocation: {target.secure_url}/\r\nContent-Length: 0\r\n\r\n".encode()
        async with answering(onward, tls=tls) as server:
            trust = trust_in(await send(server.secure_url))
            exchange = await send(server.secure_url, trusts=(trust,))
            assert exchange.failure.kind is K.TLS_SELF_SIGNED
            assert exchange.failure.port == target.port
            assert target.requests == []
            assert exchange.hops[0].response.tls.trusted_until == trust.until
            both = (trust, trust_in(exchange))
            assert (await send(server.secure_url, trusts=both)).response.status == 200


async def test_behind_a_proxy(send, server_tls):
    async with answering(ok(b"1"), tls=server_tls()) as server, running(tunnel) as proxy:
        refused = await send(server.secure_url, proxy=proxy.url)
        assert refused.failure.tls.chain[0].names == ("localhost", "127.0.0.1")
        trust = trust_in(refused)
        passed = await send(server.secure_url, proxy=proxy.url, trusts=(trust,))
        assert passed.response.tls.trusted_until == trust.until
        assert len(server.requests) == 1
        wrong = replace(trust, sha256=trust.sha256[::-1])
        failure = (await send(server.secure_url, proxy=proxy.url, trusts=(wrong,))).failure
        assert failure.kind is K.TLS_CERTIFICATE_CHANGED
        assert len(server.requests) == 1


async def test_the_proxys_own_certificate_is_verified_all_the_same(send, server_tls):
    async with answering(ok(), tls=server_tls()) as server, running(tunnel, server_tls()) as proxy:
        through = f"https://localhost:{proxy.port}"
        trust = trust_in(await send(server.secure_url))
        failure = (await send(server.secure_url, proxy=through, trusts=(trust,))).failure
        assert failure.kind is K.PROXY_FAILED, "the proxy is named, not the host"
        assert failure.tls_verify_code == 20
    assert not offered(failure), "it is the proxy's certificate, not the server's"


async def test_a_good_certificate_of_the_proxy_is_not_held_to_the_servers(send, trusted, server_tls, tmp_path):
    async with answering(ok(b"1"), tls=self_signed(tmp_path)) as server, running(tunnel, server_tls()) as proxy:
        through = f"https://localhost:{proxy.port}"
        refused = await send(server.secure_url, proxy=through)
        assert refused.failure.tls.chain[0].subject == "CN=localhost"
        passed = await send(server.secure_url, proxy=through, trusts=(trust_in(refused),))
        assert passed.response is not None, passed.outcome


async def test_a_withdrawn_certificate_and_a_broken_protocol_are_not_offered(send, tmp_path):
    async with answering(ok(), tls=self_signed(tmp_path)) as server:
        failure = (await send(server.secure_url)).failure
    assert offered(failure)
    for kind in (K.TLS_REVOKED, K.TLS_VERSION, K.TLS_FAILED, K.TLS_CERTIFICATE_CHANGED):
        assert not offered(replace(failure, kind=kind))
    assert not offered(replace(failure, tls=None))


async def test_the_fingerprint_is_that_of_the_certificate_file(send, tmp_path: Path):
    tls = self_signed(tmp_path)
    pem = (tmp_path / "self.pem").read_text()
    der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])
    async with answering(ok(), tls=tls) as server:
        trust = trust_in(await send(server.secure_url))
    assert trust.sha256.replace(":", "").lower() == hashlib.sha256(der).hexdigest()
