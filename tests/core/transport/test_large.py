"""A large response goes to a file while memory stays flat and the loop stays free."""

import asyncio
import gc
import hashlib
import random
import resource
import subprocess
import sys
import tracemalloc
from dataclasses import replace

from explorer.core.model.exchange import Phase
from explorer.core.transport.spill import BodySink
from tests.core.transport.servers import answering, ok, read_request, running
from tests.own_time import LIMIT_MS, own_ms

SIZE_BYTES = 300 * 2**20
BLOCK = bytes(range(256)) * 4096


async def big(reader, writer) -> None:
    await read_request(reader)
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {SIZE_BYTES}\r\n\r\n".encode())
    for _ in range(SIZE_BYTES // len(BLOCK)):
        writer.write(BLOCK)
        await writer.drain()


async def longest_pause_ms(stop: asyncio.Event) -> float:
    """The longest time for which nothing else got its turn."""
    worst_ms = 0.0
    while not stop.is_set():
        before_ms = own_ms()
        await asyncio.sleep(0.001)
        worst_ms = max(worst_ms, own_ms() - before_ms)
    return worst_ms


async def test_300_mb(send, transport, tmp_path):
    await transport.warm_up()
    stop, seen = asyncio.Event(), []
    watch = asyncio.ensure_future(longest_pause_ms(stop))
    async with running(big) as server:
        tracemalloc.start()
        exchange = await send(server.url, memory_limit_bytes=4 * 2**20, on_progress=seen.append)
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    stop.set()
    pause_ms = await watch
    body = exchange.response.body
    assert body.size_bytes == exchange.response.wire_size_bytes == SIZE_BYTES
    assert len(body.data) == 4 * 2**20
    assert body.path.parent == tmp_path / "spill"
    assert body.path.stat().st_size == SIZE_BYTES
    with body.path.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").digest() == digest()
    assert peak_bytes < 24 * 2**20, f"{peak_bytes / 2**20:.1f} MiB"
    assert pause_ms < LIMIT_MS, f"{pause_ms:.0f} ms"
    downloads = [progress for progress in seen if progress.phase is Phase.DOWNLOAD]
    assert len(downloads) > 2
    assert downloads[-1].total_bytes == SIZE_BYTES


async def test_a_disk_that_gets_full_keeps_what_it_took(send):
    whole = bytes(range(256)) * 20_000
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with answering(ok(whole)) as server:
        # For the program a file that may not grow is a disk that is full: a part is taken, then it refuses.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, limits[1]))
        try:
            failure = (await send(server.url, memory_limit_bytes=100_000)).failure
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "could not be kept on disk" in failure.message
    kept = failure.partial.body
    assert kept.size_bytes == 1_500_000
    assert kept.path.read_bytes() == whole[:1_500_000]
    assert kept.data == whole[:100_000]


def digest() -> bytes:
    hashed = hashlib.sha256()
    for _ in range(SIZE_BYTES // len(BLOCK)):
        hashed.update(BLOCK)
    return hashed.digest()


async def test_it_can_be_read_while_it_comes(send):
    """From memory, from what a thread is writing, from the file: at any moment all that came."""
    whole = random.Random(5).randbytes(5_000_000)
    looks = []

    def look(progress):
        arriving = progress.arriving
        if arriving is not None:
            inflow, parts, at = arriving.inflow, [], 0
            while part := inflow.read(at, 700_000):
                parts.append(part)
                at += len(part)
            looks.append(at)
            assert at == inflow.size_bytes
            assert b"".join(parts) == whole[:at]
            path, stored = inflow.on_disk()
            assert not stored or path.read_bytes()[:stored] == whole[:stored]

    async def slow(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(whole))
        for start in range(0, len(whole), 400_000):
            writer.write(whole[start : start + 400_000])
            await writer.drain()
            await asyncio.sleep(0.02)

    async with running(slow) as server:
        await send(server.url, memory_limit_bytes=900_000, on_progress=look)
    assert looks[0] <= 400_000
    assert looks[-1] == len(whole)
    assert len(looks) > 4


async def test_one_portion_is_gathered_while_another_one_is_written(tmp_path):
    """Nothing lets the thread of the first one end before the next bytes are looked at."""
    whole, come = random.Random(6).randbytes(4_500_000), 0
    sink = BodySink(tmp_path, 100)
    while come < len(whole):
        await sink.write(whole[come : come + 300_000])
        come += 300_000
        for start in (0, come - 1_400_000, come - 700_000, come - 10):
            if start >= 0:
                part = sink.read(start, 200_000)
                assert part
                assert whole[start:].startswith(part)
        assert sink.read(come, 10) == b""
    assert (await sink.content()).path.read_bytes() == whole


async def test_a_small_body_stays_in_memory(send, tmp_path):
    async with answering(ok(b"x" * 1000)) as server:
        kept = (await send(server.url, memory_limit_bytes=1000)).response.body
        spilt = (await send(server.url, memory_limit_bytes=999)).response.body
    assert (kept.path, kept.is_complete) == (None, True)
    assert spilt.data == b"x" * 999
    assert spilt.path.read_bytes() == b"x" * 1000


async def test_a_file_lasts_as_long_as_its_path(tmp_path):
    sink = BodySink(tmp_path, memory_limit_bytes=10)
    await sink.write(b"x" * 100)
    content = await sink.content()
    beside = content.path.with_name("other")
    beside.write_bytes(b"y")
    shown = replace(content, data=b"")
    del sink, content
    gc.collect()
    assert shown.path.read_bytes() == b"x" * 100
    assert shown.path == tmp_path / shown.path.name
    del shown
    gc.collect()
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
    del beside
    gc.collect()
    assert (tmp_path / "other").exists(), "a path that was made from it owns nothing"


ENDING = """
import asyncio, sys
from pathlib import Path
from explorer.core.transport.spill import BodySink

async def main():
    sink = BodySink(Path(sys.argv[1]), memory_limit_bytes=10)
    await sink.write(b"x" * 20_000_000)
    return await sink.content()

kept = asyncio.run(main())
assert kept.path.stat().st_size == 20_000_000
"""


def test_no_file_outlives_the_program(tmp_path):
    subprocess.run([sys.executable, "-c", ENDING, str(tmp_path)], check=True)
    assert list(tmp_path.iterdir()) == []
