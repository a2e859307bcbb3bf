"""Certificates and handshakes that fail, each told apart, with the peer's certificate at hand."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from cryptography import x509

from explorer.core.diagnosis import diagnose
from explorer.core.model.exchange import FailureKind, Phase
from explorer.core.transport.certificates import read_certificate
from tests.core.transport.servers import answering, blocking_tls, ok, reset, running
from tests.core.transport.test_failures import check

K = FailureKind
NOW = datetime.now(UTC)


async def test_a_trusted_certificate(send, trusted, server_tls):
    async with answering(ok(b"1"), tls=server_tls()) as server:
        first = await send(server.secure_url)
        second = await send(server.secure_url)
        assert server.connections == 1
    assert first.response is not None, first.outcome
    tls = first.response.tls
    assert tls.verified
    assert tls.version == "TLSv1.3"
    assert tls.cipher
    assert tls.chain[0].names == ("localhost", "127.0.0.1")
    assert second.response.tls == tls
    assert second.timeline.of(Phase.TLS) is None
    notes = {span.phase: span.note for span in first.timeline.spans}
    assert notes[Phase.TLS] == "TLSv1.3"


@pytest.mark.parametrize(
    ("facts", "kind", "code", "words"),
    [
        ({"not_after": NOW - timedelta(days=1)}, K.TLS_EXPIRED, 10, "has expired"),
        ({"not_before": NOW + timedelta(days=1)}, K.TLS_NOT_YET_VALID, 9, "not valid yet"),
    ],
)
async def test_outside_its_validity(send, trusted, server_tls, facts, kind, code, words):
    async with answering(ok(), tls=server_tls(**facts)) as server:
        exchange = await send(server.secure_url)
        failure = check(exchange, kind, Phase.TLS, sent=False)
        assert failure.tls_verify_code == code
        assert words in failure.message
        leaf = failure.tls.chain[0]
        assert not failure.tls.verified
        expected = facts.get("not_after") or facts.get("not_before")
        assert expected.replace(microsecond=0) in (leaf.not_after, leaf.not_before)
        assert server.requests == []
        assert (await send(server.secure_url, verify_tls=False)).response.tls.verified is False


async def test_unknown_issuer(send, server_tls):
    async with answering(ok(), tls=server_tls()) as server:
        failure = check(await send(server.secure_url), K.TLS_UNKNOWN_ISSUER, Phase.TLS, sent=False)
    assert "trustme" in failure.tls.chain[0].issuer


async def test_self_signed(send, tmp_path):
    async with answering(ok(), tls=self_signed(tmp_path)) as server:
        failure = check(await send(server.secure_url), K.TLS_SELF_SIGNED, Phase.TLS, sent=False)
        assert failure.tls.chain[0].subject == failure.tls.chain[0].issuer == "CN=localhost"
        assert (await send(server.secure_url, verify_tls=False)).response.status == 200


def self_signed(tmp_path) -> ssl.SSLContext:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW - timedelta(1)).not_valid_after(NOW + timedelta(1))
    certificate = made.sign(key, hashes.SHA256())
    pem = tmp_path / "self.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.mark.parametrize(("host", "code"), [("localhost", 62), ("127.0.0.1", 64)])
async def test_wrong_host(send, trusted, server_tls, host, code):
    async with answering(ok(), tls=server_tls("other.example")) as server:
        failure = check(await send(f"https://{host}:{server.port}"), K.TLS_HOST_MISMATCH, Phase.TLS, sent=False)
    assert failure.tls_verify_code == code
    assert failure.tls.chain[0].names == ("other.example",)


async def test_https_on_a_plain_port(send):
    async def script(reader, writer):
        await reader.read(5)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with running(script) as server:
        check(await send(server.secure_url), K.TLS_PLAIN_PORT, Phase.TLS, sent=False)


async def test_http_on_a_tls_port(send, server_tls):
    async with answering(ok(), tls=server_tls()) as server:
        exchange = await send(f"http://localhost:{server.port}")
    assert exchange.failure.kind is K.PLAIN_ON_TLS_PORT
    assert exchange.failure.tls.chain[0].names == ("localhost", "127.0.0.1")


async def test_tls_alert_as_an_answer_to_plain_http(send):
    async with answering(b"\x15\x03\x01\x00\x02\x02\x46") as server:
        check(await send(server.url, timeout_s=0.3), K.PLAIN_ON_TLS_PORT, Phase.WAIT, sent=True)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_client_certificate_wanted(send, trusted, server_tls, version):
    context = server_tls()
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = context.maximum_version = version
    trusted.configure_trust(context)
    with blocking_tls(context) as url:
        failure = (await send(url)).failure
    if version is ssl.TLSVersion.TLSv1_3:
        assert failure.kind is K.TLS_CLIENT_CERTIFICATE
    else:
        assert failure.kind in (K.TLS_CIPHER, K.TLS_CLIENT_CERTIFICATE)
        assert "client certificate" in failure.message


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_client_certificate_wanted_by_a_server_that_does_not_say_so(send, trusted, server_tls, version):
    context = server_tls()
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = context.maximum_version = version
    trusted.configure_trust(context)
    async with answering(ok(), tls=context) as server:  # asyncio closes before its alert is on the way
        found = diagnose(await send(server.secure_url))
    assert any(cause.text.startswith("The server wants a client certificate") for cause in found.causes)


async def test_a_connection_without_tls_wants_no_certificate(send):
    async def close(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with running(close) as server:
        found = diagnose(await send(server.url))
    assert found.is_error
    assert not any("certificate" in cause.text for cause in found.causes)


async def test_no_version_in_common(send, server_tls):
    context = server_tls()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with blocking_tls(context) as url:
        check(await send(url), K.TLS_VERSION, Phase.TLS, sent=False)


async def test_no_cipher_in_common(send, server_tls):
    context = server_tls()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("PSK-AES128-CBC-SHA:@SECLEVEL=0")
    with blocking_tls(context) as url:
        check(await send(url), K.TLS_CIPHER, Phase.TLS, sent=False)


@pytest.mark.parametrize("end", [reset, lambda writer: writer.close()])
async def test_hang_up_in_the_handshake(send, end):
    async def script(reader, writer):
        await reader.read(5)
        end(writer)

    async with running(script) as server:
        failure = check(await send(server.secure_url), K.TLS_FAILED, Phase.TLS, sent=False)
    assert "during the TLS handshake" in failure.message


async def test_silence_in_the_handshake(send):
    async def script(reader, writer):
        await asyncio.sleep(5)

    async with running(script) as server:
        failure = check(await send(server.secure_url, timeout_s=0.2), K.CONNECT_TIMEOUT, Phase.TLS, sent=False)
    assert failure.timeout_s == 0.2


def test_own_certificate_reader_agrees_with_a_library(authority: trustme.CA):
    issued = authority.issue_cert("a.example", "*.b.example", "10.1.2.3", "::1", common_name="Zoë")
    pem = issued.cert_chain_pems[0].bytes().decode()
    der = ssl.PEM_cert_to_DER_cert(pem)
    theirs = x509.load_pem_x509_certificate(pem.encode())
    ours = read_certificate(der)
    assert ours.names == ("a.example", "*.b.example", "10.1.2.3", "::1")
    assert ours.subject.split(", ")[0] == "CN=Zoë"
    assert ours.not_after == theirs.not_valid_after_utc
    assert ours.not_before == theirs.not_valid_before_utc
    assert ours.issuer.replace(", ", ",") == theirs.issuer.rfc4514_string()
    assert ours.sha256.replace(":", "").lower() == theirs.fingerprint(theirs.signature_hash_algorithm).hex()


@pytest.mark.parametrize("cut", [0, 1, 2, 10, 100, 300])
def test_damaged_certificates_are_not_read(authority, cut):
    der = ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode())
    assert read_certificate(der[:cut]) is None
    assert read_certificate(der) is not None
