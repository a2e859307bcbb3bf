"""What a body that is no text is: its format by its first bytes, what is inside an archive, how long a sound is.

Signatures are those of the formats' own specifications, gathered at https://en.wikipedia.org/wiki/List_of_file_signatures.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from explorer.core.content.amounts import duration_text, size_text

_KINDS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF-", "PDF document", ".pdf"),
    (0, b"PK\x03\x04", "ZIP archive", ".zip"),
    (0, b"PK\x05\x06", "ZIP archive", ".zip"),
    (257, b"ustar", "tar archive", ".tar"),
    (0, b"\x1f\x8b", "gzip archive", ".gz"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip archive", ".7z"),
    (0, b"Rar!\x1a\x07", "RAR archive", ".rar"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard data", ".zst"),
    (0, b"wOFF", "WOFF font", ".woff"),
    (0, b"wOF2", "WOFF2 font", ".woff2"),
    (0, b"\x00\x01\x00\x00\x00", "TrueType font", ".ttf"),
    (0, b"OTTO", "OpenType font", ".otf"),
    (8, b"WAVE", "WAV sound", ".wav"),
    (0, b"ID3", "MP3 sound", ".mp3"),
    (0, b"\xff\xfb", "MP3 sound", ".mp3"),
    (0, b"fLaC", "FLAC sound", ".flac"),
    (0, b"OggS", "Ogg sound or video", ".ogg"),
    (4, b"ftypM4A", "MPEG-4 sound", ".m4a"),
    (4, b"ftypavif", "AVIF picture", ".avif"),
    (4, b"ftypheic", "HEIC picture", ".heic"),
    (4, b"ftyp", "MPEG-4 video", ".mp4"),
    (0, b"\x1a\x45\xdf\xa3", "Matroska or WebM video", ".webm"),
    (8, b"AVI ", "AVI video", ".avi"),
    (0, b"SQLite format 3\x00", "SQLite database", ".sqlite"),
    (0, b"\x7fELF", "ELF program", ""),
    (0, b"MZ", "Windows program", ".exe"),
    (0, b"\x00asm", "WebAssembly module", ".wasm"),
    (0, b"PAR1", "Parquet table", ".parquet"),
)
MOST_NAMES = 2000
_HEAD_BYTES = 512
_UNPACKED_BYTES = 4_000_000
"""So much of a packed tape is unpacked for its names."""


def kind_words(head: bytes) -> str:
    """ "PDF document"; empty when the bytes are of no known format."""
    return next((words for at, sign, words, _ in _KINDS if head[at : at + len(sign)] == sign), "")


def suffix(head: bytes) -> str:
    """The usual suffix of a file name for these bytes, with its dot; empty when unknown."""
    return next((suffix for at, sign, _, suffix in _KINDS if head[at : at + len(sign)] == sign), "")


def details(file: BinaryIO) -> str:
    """What else the file says about itself in a sentence: the length of a WAV sound, the version of a PDF."""
    head = file.read(_HEAD_BYTES)
    if head[8:12] == b"WAVE" and (at := head.find(b"fmt ")) > 0 and len(head) >= at + 20:
        channels, rate, bytes_a_second = struct.unpack_from("<HII", head, at + 10)
        size = file.seek(0, 2)
        length = duration_text(size / bytes_a_second) if bytes_a_second else "unknown length"
        return f"{length}, {rate} Hz, {channels} channel{'s' * (channels != 1)}."
    if head.startswith(b"%PDF-"):
        return f"Version {head[5:8].decode('ascii', 'replace')}."
    return ""


def listed(file: BinaryIO, head: bytes) -> list[str]:
    """The names in an archive with their sizes; empty for anything else, and for an archive that cannot be read."""
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                return _lines((one.filename, one.file_size) for one in packed.infolist())
        file.seek(0)
        if head[257:262] == b"ustar":
            with tarfile.open(fileobj=file, mode="r:") as packed_tape:
                return _lines((one.name, one.size) for one in islice(packed_tape, MOST_NAMES + 1))
        if head.startswith(b"\x1f\x8b"):
            return _listed_gzip(file)
    except (OSError, ValueError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError):
        return []
    return []


def _listed_gzip(file: BinaryIO) -> list[str]:
    """The names of a packed tape, as far as the beginning of it goes: the rest would have to be unpacked for them."""
    beginning = zlib.decompressobj(wbits=31).decompress(file.read(_UNPACKED_BYTES), _UNPACKED_BYTES)
    if beginning[257:262] != b"ustar":
        return []
    found: list[tuple[str, int]] = []
    is_whole = len(beginning) < _UNPACKED_BYTES
    try:
        with tarfile.open(fileobj=io.BytesIO(beginning), mode="r:") as tape:
            found.extend((one.name, one.size) for one in islice(tape, MOST_NAMES + 1))
    except tarfile.TarError:
        is_whole = False
    lines = _lines(iter(found))
    return lines if is_whole or lines[-1:] == ["…"] else [*lines, "…"]


def _lines(entries: Iterator[tuple[str, int]]) -> list[str]:
    lines = [f"{size_text(size):>10}  {name}" for name, size in islice(entries, MOST_NAMES)]
    return [*lines, "…"] if next(entries, None) is not None else lines
