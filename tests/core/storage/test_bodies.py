"""Bodies are kept once, without secrets, and go with the last exchange that has them."""

import asyncio
import os
import random
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import NoneType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.errors import HistoryError
from explorer.core.model.exchange import Content, Exchange, Hop
from explorer.core.storage.bodies import masked_chunks
from explorer.core.storage.history import History
from explorer.core.storage.masking import MASK, mask_bytes
from tests import factories
from tests.core.storage import recorded

LIMIT = 50_000


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    opened = History(tmp_path / "data", table_limit_bytes=LIMIT)
    yield opened
    await opened.aclose()


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "data" / "bodies").rglob("*") if path.is_file()]


def spilled(tmp_path: Path, data: bytes, head_bytes: int = 100) -> Content:
    path = tmp_path / "spill.bin"
    path.write_bytes(data)
    return Content(data=data[:head_bytes], size_bytes=len(data), path=path)


def answered(number: int, body: Content) -> Exchange:
    return recorded.exchange(number, outcome=replace(factories.response(), body=body))


@contextmanager
def held_up(history: History) -> Iterator[None]:
    """Its thread that writes waits for the end of the block."""
    end = threading.Event()
    history._database._write_thread.submit(end.wait)
    yield
    end.set()


def prepared(history: History) -> None:
    """Wait until what was handed in is ready to be written."""
    history._database._prepare_thread.submit(bool).result()


async def body_of(history: History, exchange: Exchange) -> Content:
    found, _ = await history.open(exchange.id)
    assert found.response is not None
    return found.response.body


@pytest.mark.parametrize("data", [b"", b"a", os.urandom(3000), b"x" * 200_000], ids=["empty", "one", "random", "long"])
async def test_bodies_in_memory_come_back(history: History, data: bytes) -> None:
    exchange = answered(1, Content.of(data))
    await history.record(exchange, recorded.succeeded())
    assert await body_of(history, exchange) == Content.of(data)


async def test_a_large_body_becomes_a_file_and_outlives_its_source(history: History, tmp_path: Path) -> None:
    data = os.urandom(LIMIT * 3)
    content = spilled(tmp_path, data)
    exchange = answered(1, content)
    await history.record(exchange, recorded.succeeded())
    content.path.unlink()  # type: ignore[union-attr]
    found = await body_of(history, exchange)
    assert (found.data, found.size_bytes) == (data[:100], len(data))
    assert found.path is not None
    assert found.path.read_bytes() == data


async def test_a_small_file_moves_into_the_table(history: History, tmp_path: Path) -> None:
    exchange = answered(1, spilled(tmp_path, b"y" * 500))
    await history.record(exchange, recorded.succeeded())
    assert await body_of(history, exchange) == Content.of(b"y" * 500)
    assert files(tmp_path) == []


async def test_a_cut_body_keeps_its_whole_size(history: History) -> None:
    exchange = answered(1, Content(data=b"head", size_bytes=10_000))
    await history.record(exchange, recorded.succeeded())
    assert await body_of(history, exchange) == Content(data=b"head", size_bytes=10_000)


async def test_a_vanished_file_leaves_the_head(history: History, tmp_path: Path) -> None:
    content = spilled(tmp_path, b"z" * LIMIT * 2)
    content.path.unlink()  # type: ignore[union-attr]
    exchange = answered(1, content)
    await history.record(exchange, recorded.succeeded())
    assert (await body_of(history, exchange)).data == b"z" * 100


async def test_equal_bodies_are_kept_once_and_until_the_last_use(history: History, tmp_path: Path) -> None:
    content = spilled(tmp_path, os.urandom(LIMIT * 2))
    one, two = answered(1, content), answered(2, content)
    await history.record(one, recorded.succeeded())
    await history.record(two, recorded.succeeded())
    assert len(files(tmp_path)) == 1
    await history.delete(one.id)
    assert len(files(tmp_path)) == 1
    assert (await body_of(history, two)).size_bytes == LIMIT * 2
    await history.record(two, recorded.succeeded())
    assert len(files(tmp_path)) == 1
    await history.delete(two.id)
    assert files(tmp_path) == []
    assert content.path is not None
    assert content.path.exists()


async def test_secrets_leave_large_bodies_too(history: History, tmp_path: Path) -> None:
    secret = b"very-secret-token"
    noise = random.Random(1).randbytes  # what is left to chance looks like a credential now and then
    data = noise(LIMIT) + secret + noise(1024 * 1024 - LIMIT - 25) + secret + noise(LIMIT)
    exchange = answered(1, spilled(tmp_path, data))
    await history.record(exchange, recorded.succeeded())
    found = await body_of(history, exchange)
    assert found.path is not None
    stored = found.path.read_bytes()
    assert stored == data.replace(secret, MASK.encode())
    assert found.size_bytes == len(stored)
    assert len(files(tmp_path)) == 1


async def test_a_large_body_that_an_exchange_has_twice_leaves_one_file(history: History, tmp_path: Path) -> None:
    content = spilled(tmp_path, random.Random(1).randbytes(LIMIT * 2) + b"very-secret-token")
    answer = replace(factories.response(), body=content)
    hop = Hop(sent=factories.sent(), response=answer)
    await history.record(recorded.exchange(1, outcome=answer, hops=(hop,)), recorded.succeeded())
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("secret", [b"very-secret-token", b""], ids=["masked", "as it came"])
async def test_large_bodies_outlive_a_transaction_that_failed(history: History, tmp_path: Path, secret: bytes) -> None:
    """Two of the same body and a broken exchange share a transaction: each is tried alone then."""
    content = spilled(tmp_path, random.Random(1).randbytes(LIMIT * 2) + secret)
    one, two, broken = answered(1, content), answered(2, content), answered(3, Content.of(b"x"))
    await history.ready()
    with closing(sqlite3.connect(tmp_path / "data" / "history.sqlite")) as connection:
        connection.execute(
            f"CREATE TRIGGER refused BEFORE INSERT ON exchanges WHEN NEW.id = '{broken.id}' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    with held_up(history):
        recording = [
            asyncio.ensure_future(history.record(exchange, recorded.succeeded())) for exchange in (one, two, broken)
        ]
        await asyncio.sleep(0)
        await asyncio.to_thread(prepared, history)
        assert content.path is not None
        content.path.unlink()  # its tab was closed
    results = await asyncio.gather(*recording, return_exceptions=True)
    assert [type(result) for result in results] == [NoneType, NoneType, HistoryError]
    assert len(files(tmp_path)) == 1
    for exchange in (one, two):
        assert (await body_of(history, exchange)).path is not None


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(st.sampled_from([b"very-secr", b"et-token", b"x", b"very-secret-token", b"", b"yy" * 60]), max_size=12))
def test_secrets_across_chunk_borders_go(chunks: list[bytes]) -> None:
    secrets = ("very-secret-token",)
    assert b"".join(masked_chunks(chunks, secrets)) == mask_bytes(b"".join(chunks), secrets)
