"""Bodies without measure stop: packed ones that unpack to anything, and those that would fill the disk."""

import asyncio
import gzip
import shutil
import tracemalloc
import zlib
from collections import namedtuple

import brotli
import pytest
import zstandard

from explorer.core.model.exchange import FailureKind
from tests.core.transport.servers import answering, ok, read_request, running

ZEROS = bytes(60_000_000)
PACKED = {
    "gzip": lambda: gzip.compress(ZEROS, 6),
    "deflate": lambda: zlib.compress(ZEROS, 6),
    "br": lambda: brotli.compress(ZEROS, quality=1),
    "zstd": lambda: zstandard.compress(ZEROS),
}
LIMIT_BYTES = 20_000_000


@pytest.mark.parametrize("coding", PACKED)
async def test_a_bomb_is_stopped_and_its_beginning_kept(send, coding):
    async with answering(ok(PACKED[coding](), f"Content-Encoding: {coding}")) as server:
        tracemalloc.start()
        exchange = await send(server.url, unpacked_limit_bytes=LIMIT_BYTES)
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    failure = exchange.failure
    assert failure.kind is FailureKind.TRUNCATED_BODY
    assert "it grows to more than 500 times its packed size" in failure.message
    body = failure.partial.body
    assert LIMIT_BYTES <= body.size_bytes < len(ZEROS)
    assert body.path.stat().st_size == body.size_bytes
    assert peak_bytes < 48 * 2**20


async def test_a_large_body_that_is_packed_well_is_no_bomb(send):
    whole = b"".join(b'{"number": %d, "name": "name of it"}\n' % number for number in range(100_000))
    async with answering(ok(gzip.compress(whole, 6), "Content-Encoding: gzip")) as server:
        response = (await send(server.url, unpacked_limit_bytes=1_000_000)).response
    assert response.body.size_bytes == len(whole)


async def test_the_reserve_of_a_disk_is_left_to_others(send, monkeypatch):
    usage = namedtuple("usage", "total used free")
    left = iter([700_000_000, 600_000_000, 400_000_000])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 0, next(left)))
    whole = bytes(range(256)) * 20_000

    async def slow(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(whole))
        for start in range(0, len(whole), 500_000):
            writer.write(whole[start : start + 500_000])
            await writer.drain()
            await asyncio.sleep(0.005)

    async with running(slow) as server:
        failure = (await send(server.url, memory_limit_bytes=100_000)).failure
    assert "only 400 MB are free there, and Explorer leaves them to other programs." in failure.message
    assert failure.errno_name == "ENOSPC"
    kept = failure.partial.body
    assert 100_000 < kept.size_bytes < len(whole)
    assert kept.path.read_bytes() == whole[: kept.size_bytes]
