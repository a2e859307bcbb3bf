"""A large file at rest: zstd frames of a megabyte each, with a table of the frames at the end.

Any zstd program reads it; the table is that of the "Zstandard Seekable Format" (version 0.1.0, in zstd's ``contrib``),
so that a place in the middle costs one frame. Memory stays at a few frames whatever the size.
"""

import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

FRAME_BYTES = 1024 * 1024
LEVEL = 3
PROBE_BYTES = 64 * 1024
WORTH = 0.9
"""A file is packed when its beginning shrinks below this share."""

_SKIPPABLE = 0x184D2A5E
_SEEKABLE = 0x8F92EAB1
_HEADER = struct.Struct("<II")
_FOOTER = struct.Struct("<IBI")
_ENTRY = struct.Struct("<II")


class StoppedError(Exception):
    """The packing was called off."""


def is_worth_packing(path: Path) -> bool:
    """Whether the first bytes say that the file would become smaller: pictures and archives would not.

    Raises OSError.
    """
    import zstandard  # late: it must not be loaded at start

    with path.open("rb") as file:
        probe = file.read(PROBE_BYTES)
    return len(zstandard.ZstdCompressor(level=1).compress(probe)) < len(probe) * WORTH


def pack(source: Path, target: Path, is_stopped: Callable[[], bool] = bool) -> int:
    """Write ``source`` packed to a new file that is on the disk when this returns; its size.

    Raises OSError, and StoppedError when it was called off between two frames; nothing is left behind then.
    """
    try:
        with source.open("rb") as file, target.open("xb") as out:
            _write(file, out, is_stopped)
            out.flush()
            os.fsync(out.fileno())
            return out.tell()
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def unpack(packed: Path, target: Path) -> None:
    """Write the whole to a new file. Raises OSError, ValueError for a damaged one; nothing is left behind then."""
    try:
        with packed.open("rb") as file, target.open("xb") as out:
            for data in _frames(file, _table(file)):
                out.write(data)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def head(packed: Path, size_bytes: int) -> bytes:
    """The first bytes of the whole. Raises OSError, ValueError."""
    found = bytearray()
    with packed.open("rb") as file:
        for data in _frames(file, _table(file)):
            found += data[: size_bytes - len(found)]
            if len(found) >= size_bytes:
                break
    return bytes(found)


def _write(file: BinaryIO, out: BinaryIO, is_stopped: Callable[[], bool]) -> None:
    import zstandard  # late: it must not be loaded at start

    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    entries: list[tuple[int, int]] = []
    while data := file.read(FRAME_BYTES):
        if is_stopped():
            raise StoppedError
        frame = compressor.compress(data)
        out.write(frame)
        entries.append((len(frame), len(data)))
    table = b"".join(_ENTRY.pack(*entry) for entry in entries) + _FOOTER.pack(len(entries), 0, _SEEKABLE)
    out.write(_HEADER.pack(_SKIPPABLE, len(table)) + table)


def _table(file: BinaryIO) -> list[tuple[int, int]]:
    """Packed and plain size of each frame."""
    size = file.seek(0, os.SEEK_END)
    if size < _HEADER.size + _FOOTER.size:
        raise ValueError("the packed file is cut off")
    file.seek(size - _FOOTER.size)
    count, _, magic = _FOOTER.unpack(file.read(_FOOTER.size))
    start = size - _FOOTER.size - count * _ENTRY.size
    if magic != _SEEKABLE or start < _HEADER.size:
        raise ValueError("the packed file has no table of its frames")
    file.seek(start)
    return list(_ENTRY.iter_unpack(file.read(count * _ENTRY.size)))


def _frames(file: BinaryIO, table: list[tuple[int, int]]) -> Iterator[bytes]:
    import zstandard  # late: it must not be loaded at start

    decompressor = zstandard.ZstdDecompressor()
    file.seek(0)
    for packed_bytes, plain_bytes in table:
        try:
            data = decompressor.decompress(file.read(packed_bytes))
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error
        if len(data) != plain_bytes:
            raise ValueError("a frame has another size than its table says")
        yield data
