"""Undoes Content-Encoding (RFC 9110 §8.4) piece by piece, in bounded steps whatever the data expands to.

Damaged and cut data are errors. Codings it does not know stay as they are.
"""

import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol

STEP_BYTES = 512 * 1024
"""Largest piece handed on at once."""

ZSTD_SLICE_BYTES = 1024
"""zstd has no output limit: 1 KiB can expand to at most 32 MiB (RFC 8878 §3.1.1.2.2)."""


class ContentDecodingError(Exception):
    """The body is not what Content-Encoding says."""


class Decoder(Protocol):
    """One coding. Both methods raise ContentDecodingError."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None:
        """All data was fed."""


class BodyDecoder:
    """All codings of a body, undone in reverse order."""

    def __init__(self, codings: Sequence[str]) -> None:
        self._decoders = [make() for coding in reversed(codings) if (make := _KNOWN.get(coding))]

    @property
    def is_active(self) -> bool:
        """Whether anything is undone at all."""
        return bool(self._decoders)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decoded pieces for a piece from the wire."""
        return _through(self._decoders, data)

    def finish(self) -> None:
        """Raises ContentDecodingError when something is missing at the end."""
        for decoder in self._decoders:
            decoder.finish()


def codings_of(values: Sequence[str]) -> tuple[str, ...]:
    """The codings of all Content-Encoding fields in the order they were applied."""
    names = (name.strip().lower() for value in values for name in value.split(","))
    return tuple(name for name in names if name and name != "identity")


def _through(decoders: Sequence[Decoder], data: bytes) -> Iterator[bytes]:
    if not decoders:
        yield data
        return
    for piece in decoders[0].feed(data):
        yield from _through(decoders[1:], piece)


class Gzip:
    """gzip (RFC 1952), several members too; what follows the last one is ignored."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        while data and not (self._stream.eof and data[:1] != b"\x1f"):
            if self._stream.eof:
                self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield from _inflated(self._stream, data)
            data = self._stream.unused_data

    def finish(self) -> None:
        if self._begun and not self._stream.eof:
            raise ContentDecodingError("the gzip data ends early")


class Deflate:
    """deflate: zlib's format, or bare as some servers send it (RFC 9110 §8.4.1.2)."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None
        self._start = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._start += data
            if len(self._start) < 2:
                return
            data = self._start
            has_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        if not self._stream.eof:
            yield from _inflated(self._stream, data)

    def finish(self) -> None:
        if self._start and (self._stream is None or not self._stream.eof):
            raise ContentDecodingError("the deflate data ends early")


class Brotli:
    """br (RFC 7932)."""

    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped] # here for start-up time

        self._brotli = brotli
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        if self._stream.is_finished():
            return
        try:
            piece = self._stream.process(data, output_buffer_limit=STEP_BYTES)
            while piece or not self._stream.can_accept_more_data():
                yield piece
                piece = self._stream.process(b"", output_buffer_limit=STEP_BYTES)
        except self._brotli.error as error:
            raise ContentDecodingError("it is not valid brotli data") from error

    def finish(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise ContentDecodingError("the brotli data ends early")


class Zstandard:
    """zstd (RFC 8878), several frames too."""

    def __init__(self) -> None:
        import zstandard  # here for start-up time

        self._zstandard = zstandard
        self._stream = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), ZSTD_SLICE_BYTES):
            self._begun = True
            yield from self._slice(data[start : start + ZSTD_SLICE_BYTES])

    def finish(self) -> None:
        if self._begun and not self._stream.eof:
            raise ContentDecodingError("the zstd data ends early")

    def _slice(self, data: bytes) -> Iterator[bytes]:
        try:
            while data:
                if self._stream.eof:
                    self._stream = self._zstandard.ZstdDecompressor().decompressobj()
                piece = self._stream.decompress(data)
                yield from (piece[at : at + STEP_BYTES] for at in range(0, len(piece), STEP_BYTES))
                data = self._stream.unused_data if self._stream.eof else b""
        except self._zstandard.ZstdError as error:
            raise ContentDecodingError("it is not valid zstd data") from error


def _inflated(stream: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    try:
        while True:
            piece = stream.decompress(data, STEP_BYTES)
            yield piece
            data = stream.unconsumed_tail
            if stream.eof or (not data and len(piece) < STEP_BYTES):
                return
    except zlib.error as error:
        raise ContentDecodingError("it is not valid compressed data") from error


_KNOWN: dict[str, type[Gzip] | type[Deflate] | type[Brotli] | type[Zstandard]] = {
    "gzip": Gzip,
    "x-gzip": Gzip,
    "deflate": Deflate,
    "br": Brotli,
    "zstd": Zstandard,
}
