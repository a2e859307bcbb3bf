"""Each way a connection breaks, provoked on real sockets, gets its own name, phase and sentence."""

import asyncio
import contextlib
import errno
import gzip
import socket
import zlib

import brotli
import pytest
import zstandard

from explorer.core.model.exchange import FailureKind, Phase
from explorer.core.model.request import FileBody, TextBody, TextKind
from tests.core.transport.servers import answering, closed_port, ok, read_request, reset, running

K = FailureKind


def check(exchange, kind, phase, *, sent):
    """The common facts of a failure; returns it."""
    failure = exchange.failure
    assert failure is not None, exchange.outcome
    assert (failure.kind, failure.phase, failure.request_sent) == (kind, phase, sent), failure
    assert failure.message.endswith(".")
    assert failure.detail
    broken = [span for span in exchange.timeline.spans if span.broken]
    assert [span.phase for span in broken] == ([phase] if phase else [])
    if phase:
        assert broken[0].end_s == pytest.approx(exchange.timeline.duration_s, abs=0.01)
    return failure


async def test_refused(send):
    port = closed_port()
    failure = check(await send(f"http://127.0.0.1:{port}/"), K.CONNECTION_REFUSED, Phase.CONNECT, sent=False)
    assert failure.message == f"Nothing listens on 127.0.0.1 port {port}."
    assert (failure.errno_name, failure.host, failure.port) == ("ECONNREFUSED", "127.0.0.1", port)


async def test_refused_by_every_address(send, monkeypatch):
    port = closed_port()
    infos = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{last}", port)) for last in (1, 2)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: infos)
    failure = check(await send(f"http://two.example:{port}/"), K.CONNECTION_REFUSED, Phase.CONNECT, sent=False)
    assert failure.detail.count("ConnectionRefusedError") == 2


async def test_the_second_address_is_tried(send, monkeypatch):
    async with answering(ok()) as server:
        places = [("127.0.0.2", closed_port()), ("127.0.0.1", server.port)]
        infos = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: infos)
        exchange = await send(f"http://two.example:{server.port}/")
    assert exchange.response.status == 200
    assert exchange.response.remote_address == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("EAI_NONAME", K.DNS_NOT_FOUND),
        ("EAI_NODATA", K.DNS_NO_ADDRESS),
        ("EAI_AGAIN", K.DNS_TEMPORARY),
        ("EAI_FAIL", K.DNS_TEMPORARY),
    ],
)
async def test_name_lookup(send, monkeypatch, number, kind):
    code = getattr(socket, number, None)
    if code is None:
        pytest.skip(f"{number} is unknown on this system")

    def fail(*_, **__):
        raise socket.gaierror(code, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    failure = check(await send("https://nowhere.invalid/"), kind, Phase.DNS, sent=False)
    assert failure.errno_name == number
    assert "nowhere.invalid" in failure.message


async def test_slow_name_lookup(send, monkeypatch):
    import time

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(0.4))
    failure = check(await send("https://slow.example/", timeout_s=0.1), K.DNS_TEMPORARY, Phase.DNS, sent=False)
    assert failure.timeout_s == 0.1


@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH])
async def test_unreachable(send, monkeypatch, number):
    async def no_route(self, sock, address):
        raise OSError(number, "no route")

    monkeypatch.setattr(type(asyncio.get_running_loop()), "sock_connect", no_route)
    failure = check(await send("http://127.0.0.1:9/"), K.UNREACHABLE, Phase.CONNECT, sent=False)
    assert failure.errno_name == errno.errorcode[number]


async def test_connect_timeout(send):
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        failure = check(await send(url, timeout_s=0.2), K.CONNECT_TIMEOUT, Phase.CONNECT, sent=False)
    assert failure.timeout_s == 0.2
    assert failure.message.endswith("within 0.2 s.")


async def test_read_timeout(send):
    async with answering(b"") as server:
        failure = check(await send(server.url, timeout_s=0.2), K.READ_TIMEOUT, Phase.WAIT, sent=True)
    assert "did not answer within 0.2 s" in failure.message


async def test_read_timeout_in_the_body_keeps_what_came(send):
    async with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") as server:
        failure = check(await send(server.url, timeout_s=0.2), K.READ_TIMEOUT, Phase.DOWNLOAD, sent=True)
    assert failure.partial.body.data == b"abc"


async def test_write_timeout(send, tmp_path):
    async def never_reads(reader, writer):
        writer.transport.pause_reading()
        await asyncio.sleep(10)

    (tmp_path / "big").write_bytes(bytes(20_000_000))
    async with running(never_reads) as server:
        exchange = await send(server.url, method="POST", body=FileBody(file_path="big"), timeout_s=0.3)
    check(exchange, K.WRITE_TIMEOUT, Phase.REQUEST, sent=True)


async def test_reset_before_the_answer(send):
    async def script(reader, writer):
        await read_request(reader)
        reset(writer)

    async with running(script) as server:
        failure = check(await send(server.url), K.RESET, Phase.WAIT, sent=True)
    assert failure.errno_name == "ECONNRESET"


async def test_reset_in_the_body(send):
    async def script(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        await asyncio.sleep(0.05)
        reset(writer)

    async with running(script) as server:
        failure = check(await send(server.url), K.RESET, Phase.DOWNLOAD, sent=True)
    assert failure.partial.body.data == b"abc"
    assert failure.partial.status == 200


async def test_closed_before_the_answer(send):
    async def script(reader, writer):
        await read_request(reader)

    async with running(script) as server:
        check(await send(server.url), K.CLOSED_EARLY, Phase.WAIT, sent=True)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ],
)
async def test_truncated_body(send, answer):
    async def script(reader, writer):
        await read_request(reader)
        writer.write(answer)

    async with running(script) as server:
        failure = check(await send(server.url), K.TRUNCATED_BODY, Phase.DOWNLOAD, sent=True)
    assert failure.partial.body.data == b"abc"


async def test_a_body_may_end_with_the_connection(send):
    async def script(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.0 200 OK\r\n\r\nall of it")

    async with running(script) as server:
        exchange = await send(server.url)
    assert exchange.response.body.data == b"all of it"


@pytest.mark.parametrize("hang_up", [True, False])
async def test_not_http(send, hang_up):
    async def script(reader, writer):
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
        await writer.drain()
        await (read_request(reader) if hang_up else asyncio.sleep(5))

    async with running(script) as server:
        failure = check(await send(server.url, timeout_s=0.5), K.NOT_HTTP, Phase.WAIT, sent=True)
    assert "SSH-2.0-OpenSSH_9.6" in failure.message


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ],
)
async def test_broken_headers(send, answer):
    async with answering(answer) as server:
        check(await send(server.url), K.PROTOCOL_ERROR, Phase.WAIT, sent=True)


async def test_broken_chunk(send):
    async with answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n") as server:
        failure = check(await send(server.url), K.PROTOCOL_ERROR, Phase.DOWNLOAD, sent=True)
    assert failure.partial.body.data == b"abc"


async def test_huge_header(send):
    async with answering(ok(b"", f"X: {'a' * 400_000}")) as server:
        check(await send(server.url), K.HEADERS_TOO_LARGE, Phase.WAIT, sent=True)


@pytest.mark.parametrize("line", [b"X-Endless: 1\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n"])
async def test_endless_headers(send, line):
    async def script(reader, writer):
        await read_request(reader)
        writer.write(b"" if line.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(line * 100)
            await writer.drain()

    async with running(script) as server:
        check(await send(server.url), K.HEADERS_TOO_LARGE, Phase.WAIT, sent=True)


async def test_unasked_upgrade(send):
    async with answering(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n") as server:
        check(await send(server.url), K.PROTOCOL_ERROR, Phase.WAIT, sent=True)


async def test_an_answer_ahead_of_a_reset_is_not_lost(send, tmp_path):
    (tmp_path / "big").write_bytes(bytes(30_000_000))

    async def script(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.pause_reading()
        writer.write(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
        await asyncio.sleep(0.1)
        reset(writer)

    async with running(script) as server:
        exchange = await send(server.url, method="POST", body=FileBody(file_path="big"))
    assert exchange.response is not None, exchange.outcome
    assert exchange.response.status == 413
    assert exchange.response.body.data == b"big"


async def test_a_kept_connection_that_was_closed_is_replaced(send):
    async def script(reader, writer):
        await read_request(reader)
        writer.write(ok(b"1"))
        await read_request(reader)
        reset(writer)

    async with running(script) as server:
        await send(server.url)
        exchange = await send(server.url)
        assert server.connections == 2
        assert exchange.response is not None, exchange.outcome
        assert "sent again" in exchange.timeline.spans[1].note
        failing = await send(server.url, method="POST", body=TextBody(kind=TextKind.TEXT, text="once"))
    check(failing, K.RESET, Phase.WAIT, sent=True)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
async def test_damaged_coding(send, coding):
    async with answering(ok(b"\x01this is not compressed", f"Content-Encoding: {coding}")) as server:
        failure = check(await send(server.url), K.DECODING, Phase.DOWNLOAD, sent=True)
    assert failure.partial.body.data == b"\x01this is not compressed"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(bytes(range(256)) * 9)),
        ("deflate", zlib.compress(bytes(range(256)) * 9)),
        ("br", brotli.compress(bytes(range(256)) * 9)),
        ("zstd", zstandard.compress(bytes(range(256)) * 9)),
    ],
)
async def test_cut_coding(send, coding, packed):
    async with answering(ok(packed[:-9], f"Content-Encoding: {coding}")) as server:
        failure = check(await send(server.url), K.DECODING, Phase.DOWNLOAD, sent=True)
    assert "ends early" in failure.message


async def test_own_limit_of_the_body(send):
    async with answering(ok(b"x" * 5000)) as server:
        failure = check(await send(server.url, max_body_bytes=1000), K.TRUNCATED_BODY, Phase.DOWNLOAD, sent=True)
    assert "1000 B" in failure.message


async def test_a_full_disk_is_told(send, tmp_path):
    (tmp_path / "file").write_text("")
    async with answering(ok(b"x" * 5000)) as server:
        exchange = await send(server.url, memory_limit_bytes=100, spill_dir=tmp_path / "file" / "below")
    failure = check(exchange, K.UNKNOWN, Phase.DOWNLOAD, sent=True)
    assert failure.message.startswith("The response body could not be kept on disk")


async def test_secrets_do_not_appear_in_failures(send):
    async with answering(b"220 topsecret ready\r\n") as server:
        failure = check(
            await send(server.url, secrets=("topsecret",), timeout_s=0.3), K.NOT_HTTP, Phase.WAIT, sent=True
        )
    assert "220 •••• ready" in failure.message
    assert "topsecret" not in failure.message + failure.detail


async def test_cancelling_closes_the_connection_and_removes_the_file(send, tmp_path):
    gone = asyncio.Event()

    async def script(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + bytes(300_000))
        await reader.read()
        gone.set()

    spill = tmp_path / "spill"
    async with running(script) as server:
        task = asyncio.ensure_future(send(server.url, memory_limit_bytes=1000))
        while not (spill.exists() and any(spill.iterdir())):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 2)
    assert not any(spill.iterdir())


async def test_cancelling_while_waiting_and_sending_again(send):
    async with answering(b"") as server:
        task = asyncio.ensure_future(send(server.url))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with answering(ok()) as server:
        assert (await send(server.url)).response.status == 200


def repeating(line: bytes):
    """A server that begins an answer and goes on with one line for ever, a little at a time."""

    async def script(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n" if line.startswith(b"X-") else b"")
        while True:
            writer.write(line)
            await writer.drain()
            await asyncio.sleep(0.02)

    return script


@pytest.mark.parametrize("line", [b"X-Endless: 1\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"])
async def test_headers_that_drip_have_one_deadline(send, line):
    async with running(repeating(line)) as server:
        failure = check(await send(server.url, timeout_s=0.3), K.READ_TIMEOUT, Phase.WAIT, sent=True)
    assert failure.timeout_s == 0.3
    assert "did not end the header section within 0.3 s" in failure.message


async def test_the_deadline_is_over_when_the_headers_are(send):
    async def slow(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
        for _ in range(8):
            await asyncio.sleep(0.08)
            writer.write(b"x")
            await writer.drain()

    async with running(slow) as server:
        exchange = await send(server.url, timeout_s=0.3)
    assert exchange.response.body.data == b"x" * 8


@pytest.mark.parametrize("body_bytes", [0, 300_000])
async def test_a_large_header_section_below_the_limit_is_taken(send, body_bytes):
    async with answering(ok(b"b" * body_bytes, *(f"X-{n}: {'a' * 9000}" for n in range(28)))) as server:
        exchange = await send(server.url)
    assert exchange.response is not None, exchange.outcome
    assert sum(len(value) for _, value in exchange.response.headers) > 250_000
    assert exchange.response.body.size_bytes == body_bytes


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 99 Denied\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ok(b"plain words", "Content-Encoding: gzip"),
        ok(b"plain words", "Content-Encoding: deflate"),
        ok(b"plain words", "Content-Encoding: br"),
        ok(b"plain words", "Content-Encoding: zstd"),
    ],
)
async def test_sentences_are_ours_and_details_the_libraries(send, answer):
    async with answering(answer) as server:
        failure = (await send(server.url)).failure
    assert failure.kind in (K.PROTOCOL_ERROR, K.DECODING)
    assert not any(sign in failure.message for sign in ("b'", "bytearray", "Error", "rror -", "(", "decompress"))
    assert failure.detail.count("\n") or "Error" in failure.detail


async def test_a_disk_that_refuses_leaves_the_part_in_memory(send, tmp_path):
    (tmp_path / "file").write_text("")
    async with answering(ok(b"x" * 5000)) as server:
        failure = (await send(server.url, memory_limit_bytes=100, spill_dir=tmp_path / "file" / "below")).failure
    assert failure.errno_name == "ENOTDIR"
    assert failure.partial.body.data == b"x" * 100
    assert failure.partial.body.is_complete
    assert failure.partial.wire_size_bytes == 5000
