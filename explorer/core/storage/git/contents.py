"""The bytes of files as git keeps them: many at once, by the names git gave them."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.storage.git.command import asked

LARGEST_BYTES = 5 * 1024 * 1024
"""Larger files are not compared."""


def committed_bytes(folder: Path, names: Iterable[str]) -> Mapping[str, bytes]:
    """By name of the object; one that is missing or too large is left out. Raises StorageError."""
    wanted = [name for name in dict.fromkeys(names) if name]
    if not wanted:
        return {}
    sizes = _sizes(folder, wanted)
    small = [name for name in wanted if sizes.get(name, LARGEST_BYTES + 1) <= LARGEST_BYTES]
    answer = asked(folder, "cat-file", "--batch", data="".join(f"{name}\n" for name in small).encode())
    found: dict[str, bytes] = {}
    at = 0
    for name in small:
        end = answer.out.index(b"\n", at)
        words = answer.out[at:end].split(b" ")
        at = end + 1
        if len(words) == 3 and words[1] == b"blob":
            size = int(words[2])
            found[name] = answer.out[at : at + size]
            at += size + 1
    return found


def disk_bytes(path: Path) -> bytes | None:
    """The bytes on disk; None for a file that is gone, no file or too large. A link is what it points to, as text."""
    try:
        if path.is_symlink():
            return os.fsencode(os.readlink(path))
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _sizes(folder: Path, names: list[str]) -> Mapping[str, int]:
    answer = asked(folder, "cat-file", "--batch-check", data="".join(f"{name}\n" for name in names).encode())
    rows = (line.split(" ") for line in os.fsdecode(answer.out).splitlines())
    found = {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[1] == "blob"}
    if not found and names:
        raise StorageError("Git could not read the files of the last commit.", path=folder)
    return found
