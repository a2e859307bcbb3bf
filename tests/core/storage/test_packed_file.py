"""A packed file gives back every byte, and anything else says that it cannot."""

import os
import random
from pathlib import Path

import pytest

from explorer.core.storage import packed_file
from explorer.core.storage.packed_file import FRAME_BYTES


@pytest.mark.parametrize("size", [0, 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES - 7])
def test_every_byte_comes_back(tmp_path: Path, size: int) -> None:
    source = tmp_path / "source"
    data = (b"abc%d" * (size // 5 + 1))[:size]
    source.write_bytes(data)
    assert packed_file.pack(source, tmp_path / "packed") == (tmp_path / "packed").stat().st_size
    packed_file.unpack(tmp_path / "packed", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == data
    assert packed_file.head(tmp_path / "packed", 1_500_000) == data[:1_500_000]


def test_any_zstd_reads_it(tmp_path: Path) -> None:
    import zstandard

    (tmp_path / "source").write_bytes(b"{}" * FRAME_BYTES)
    packed_file.pack(tmp_path / "source", tmp_path / "packed")
    frames = zstandard.ZstdDecompressor().stream_reader((tmp_path / "packed").read_bytes(), read_across_frames=True)
    assert frames.read(3 * FRAME_BYTES) == b"{}" * FRAME_BYTES


def test_only_what_shrinks_is_worth_it(tmp_path: Path) -> None:
    text, picture = tmp_path / "text", tmp_path / "picture"
    text.write_bytes(b'{"id": 1, "name": "x"},' * 9000)
    picture.write_bytes(os.urandom(200_000))
    assert packed_file.is_worth_packing(text)
    assert not packed_file.is_worth_packing(picture)


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "foreign"])
def test_damage_is_told_and_leaves_nothing(tmp_path: Path, harm: str) -> None:
    source, packed = tmp_path / "source", tmp_path / "packed"
    source.write_bytes(random.Random(1).randbytes(2000) * 1000)
    packed_file.pack(source, packed)
    data = bytearray(packed.read_bytes())
    data[len(data) // 2] ^= 0xFF
    packed.write_bytes({"cut": data[:-100], "flipped": data, "empty": b"", "foreign": b"x" * 5000}[harm])
    with pytest.raises(ValueError):
        packed_file.unpack(packed, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_called_off_it_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3 * FRAME_BYTES)
    asked: list[int] = []
    with pytest.raises(packed_file.StoppedError):
        packed_file.pack(source, tmp_path / "packed", lambda: len(asked) > 1 or bool(asked.append(1)))
    assert not (tmp_path / "packed").exists()
