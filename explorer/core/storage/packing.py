"""Small texts of the history compressed: zstd with a dictionary that was trained on what the history already holds.

A dictionary holds only pieces of JSON that several different texts have in common: field names, and values that occur
again and again. A value of one exchange never gets into it, so deleting the exchange deletes the value.
"""

import json
import re
import sqlite3
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zstandard

LEVEL = 3
DICTIONARY_BYTES = 32 * 1024
SAMPLE_LIMIT = 800
SAMPLE_BYTES = 8 * 1024
FEWEST_SAMPLES = 64
SHARED_BY = 3
"""Texts in which a value must occur to be seen by the training."""

_MAGIC = b"\x28\xb5\x2f\xfd"
_FIRST_ID = 40_000
"""Dictionary numbers below 32,768 are reserved for a public register (RFC 8878 section 6.4)."""

_EPOCH_S = 1_750_000_000
_VALUE = re.compile(rb'"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*')
_WORD = re.compile(rb"()[^\s]+")


class Packer:
    """Packs with the newest dictionary of a kind and unpacks with any. Each thread has its own working state."""

    def __init__(self) -> None:
        self._local = threading.local()

    def pack(self, connection: sqlite3.Connection, kind: str, data: bytes) -> bytes:
        """A zstd frame. Raises sqlite3.Error, ValueError.

        The newest dictionary is asked for each time: another program may have removed the one used before.
        """
        (number,) = connection.execute("SELECT max(number) FROM dictionaries WHERE kind = ?", (kind,)).fetchone()
        found: dict[int, zstandard.ZstdCompressor] = self._local.__dict__.setdefault("compressors", {})
        number = number or 0
        if number not in found:
            found[number] = _compressor(connection, number)
        return found[number].compress(data)

    def unpack(self, connection: sqlite3.Connection, data: bytes) -> bytes:
        """What was packed, by this version or by one that used zlib. Raises sqlite3.Error, ValueError, zlib.error."""
        if data[:4] != _MAGIC:
            return zlib.decompress(data)
        import zstandard  # late: it must not be loaded at start

        number = zstandard.get_frame_parameters(data).dict_id
        found: dict[int, zstandard.ZstdDecompressor] = self._local.__dict__.setdefault("decompressors", {})
        if number not in found:
            found[number] = zstandard.ZstdDecompressor(dict_data=_dictionary(connection, number))
        try:
            return found[number].decompress(data)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error


def trained(number: int, texts: list[bytes]) -> bytes | None:
    """A dictionary of this number for such texts; None where there is too little to learn from. Takes some tenths of a
    second, in which it asks nothing of the database."""
    import zstandard

    samples = shared_parts(texts[:SAMPLE_LIMIT])
    if len(samples) < FEWEST_SAMPLES or len(set(samples)) < SHARED_BY:
        return None
    try:
        return zstandard.train_dictionary(DICTIONARY_BYTES, [*samples], dict_id=number, level=LEVEL).as_bytes()
    except zstandard.ZstdError:  # too little, or too uniform
        return None


def next_number(connection: sqlite3.Connection) -> int:
    """One from which on no dictionary has ever had a number, also none that is gone: it may still be in a memory."""
    (last,) = connection.execute("SELECT max(number) FROM dictionaries").fetchone()
    return max((last or 0) + 1, _FIRST_ID + int(time.time()) - _EPOCH_S)


def keep(connection: sqlite3.Connection, number: int, kind: str, dictionary: bytes) -> None:
    """Have texts of a kind packed with a dictionary from now on. Raises sqlite3.Error."""
    connection.execute("INSERT INTO dictionaries VALUES (?, ?, ?)", (number, kind, dictionary))


def shared_parts(texts: Iterable[bytes]) -> list[bytes]:
    """The texts without the values and words that fewer than SHARED_BY of them have."""
    heads = [text if len(text) < SAMPLE_BYTES else text[: text.rfind(b",", 0, SAMPLE_BYTES) + 1] for text in texts]
    counts: Counter[bytes] = Counter()
    for head in heads:
        counts.update({match.group() for match in _pieces(head).finditer(head)})

    def shared(match: re.Match[bytes]) -> bytes:
        piece = match.group()
        if counts[piece] >= SHARED_BY:
            return piece
        return b'""' + (match.group(1) or b"") if piece[:1] == b'"' else b""

    return [found for head in heads if (found := _pieces(head).sub(shared, head)).strip()]


def _pieces(text: bytes) -> re.Pattern[bytes]:
    return _VALUE if text[:1] in (b"{", b"[") else _WORD


def _dictionary(connection: sqlite3.Connection, number: int) -> "zstandard.ZstdCompressionDict | None":
    import zstandard  # late: it must not be loaded at start

    if not number:
        return None
    row = connection.execute("SELECT data FROM dictionaries WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise ValueError(f"dictionary {number} is missing")
    return zstandard.ZstdCompressionDict(row[0])


def _compressor(connection: sqlite3.Connection, number: int) -> "zstandard.ZstdCompressor":
    import zstandard  # late: it must not be loaded at start

    trained = _dictionary(connection, number)
    if trained is not None:
        trained.precompute_compress(level=LEVEL)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=trained)


def packed_json(plain: object) -> bytes:
    """Compact ASCII JSON, ready to be packed."""
    return json.dumps(plain, separators=(",", ":")).encode("ascii")
