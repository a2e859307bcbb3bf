"""Content-Encoding is undone whatever the pieces, alone and stacked, in bounded steps."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.transport.decoding import STEP_BYTES, BodyDecoder, codings_of
from tests.core.transport.servers import answering, ok


def bare_deflate(data: bytes) -> bytes:
    return zlib.compress(data, wbits=-15)


def streamed_zstd(data: bytes) -> bytes:
    half = len(data) // 2
    return zstandard.compress(data[:half]) + zstandard.compress(data[half:])


def two_members(data: bytes) -> bytes:
    half = len(data) // 2
    return gzip.compress(data[:half]) + gzip.compress(data[half:])


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": two_members,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": streamed_zstd,
}


def decoded(codings, data: bytes, size: int) -> bytes:
    decoder = BodyDecoder(codings)
    pieces = [piece for start in range(0, len(data), size) for piece in decoder.feed(data[start : start + size])]
    decoder.finish()
    assert all(len(piece) <= 2 * STEP_BYTES for piece in pieces)
    return b"".join(pieces)


@given(
    st.binary(max_size=3000),
    st.lists(st.sampled_from(sorted(PACKERS)), max_size=3),
    st.integers(min_value=1, max_value=5000),
)
def test_any_stack_in_any_pieces(data, codings, size):
    packed = data
    for coding in codings:
        packed = PACKERS[coding](packed)
    assert decoded(codings, packed, size) == data


@given(st.binary(min_size=1, max_size=2000), st.integers(min_value=1, max_value=100))
def test_bare_deflate(data, size):
    assert decoded(["deflate"], bare_deflate(data), size) == data


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_comes_in_bounded_steps(coding):
    packed = PACKERS[coding](bytes(20_000_000))
    decoder = BodyDecoder([coding])
    sizes = [len(piece) for piece in decoder.feed(packed)]
    assert sum(sizes) == 20_000_000
    assert max(sizes) <= 2 * STEP_BYTES


def test_codings_are_read_from_all_fields():
    assert codings_of(["GZIP, identity", " br"]) == ("gzip", "br")


def test_rubbish_after_gzip_is_ignored():
    assert decoded(["gzip"], gzip.compress(b"abc") + b"\0\0rubbish", 1000) == b"abc"


async def test_decoded_body_and_wire_size(send):
    packed = brotli.compress(gzip.compress(b"hello" * 100))
    async with answering(ok(packed, "Content-Encoding: gzip", "Content-Encoding: br")) as server:
        response = (await send(server.url)).response
    assert response.body.data == b"hello" * 100
    assert response.wire_size_bytes == len(packed)


async def test_unknown_coding_stays_and_empty_bodies_are_no_error(send):
    async with answering(ok(b"raw", "Content-Encoding: sdch"), ok(b"", "Content-Encoding: gzip")) as server:
        assert (await send(server.url)).response.body.data == b"raw"
        assert (await send(server.url)).response.body.data == b""
        assert (await send(server.url, method="HEAD")).response.status == 200
