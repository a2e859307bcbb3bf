"""Which deleted file is which new one: git looks for renames only among files it was told of, and nobody told it.

As git does it, two files are one when half of their lines or more are the same (diffcore-rename, 50 %).
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from explorer.core.model.versions import ChangeKind, FileChange
from explorer.core.storage.git.contents import committed_bytes, disk_bytes

_ALIKE = 0.5
_PAIRS_LIMIT = 40_000
"""Deleted times new files; with more, only files with equal lines are paired."""


def with_renames(folder: Path, changes: tuple[FileChange, ...]) -> tuple[FileChange, ...]:
    """The changes with one for each renamed or moved file in place of the two that git tells."""
    gone = [one for one in changes if one.kind is ChangeKind.DELETED and one.committed and not one.is_link]
    new = [one for one in changes if one.kind is ChangeKind.NEW]
    if not gone or not new:
        return changes
    known = committed_bytes(folder, (one.committed for one in gone))
    old_lines = {one.key: _lines(known[one.committed]) for one in gone if one.committed in known}
    new_lines = {one.key: _lines(data) for one in new if (data := disk_bytes(folder / one.key)) is not None}
    pairs = _pairs(old_lines, new_lines)
    return tuple(_merged(changes, pairs))


def _pairs(old: dict[str, Counter[bytes]], new: dict[str, Counter[bytes]]) -> dict[str, str]:
    """New key to old key; the most similar are paired first, of equal ones those with the same file name."""
    few = len(old) * len(new) <= _PAIRS_LIMIT
    scored = [
        (score, old_key.rpartition("/")[2] == new_key.rpartition("/")[2], old_key, new_key)
        for old_key, old_lines in old.items()
        for new_key, new_lines in new.items()
        if (score := _likeness(old_lines, new_lines) if few else float(old_lines == new_lines)) >= _ALIKE
    ]
    found: dict[str, str] = {}
    for _, _, old_key, new_key in sorted(scored, key=lambda one: (-one[0], not one[1], one[2], one[3])):
        if new_key not in found and old_key not in found.values():
            found[new_key] = old_key
    return found


def _merged(changes: tuple[FileChange, ...], pairs: dict[str, str]) -> Iterable[FileChange]:
    gone = {one.key: one for one in changes if one.key in set(pairs.values())}
    for one in changes:
        if one.key in pairs:
            old = gone[pairs[one.key]]
            yield FileChange(
                key=one.key,
                old_key=old.key,
                kind=ChangeKind.RENAMED,
                committed=old.committed,
                is_staged=one.is_staged or old.is_staged,
            )
        elif one.key not in gone:
            yield one


def _lines(data: bytes) -> Counter[bytes]:
    return Counter(line.rstrip(b"\r") for line in data.split(b"\n") if line.strip())


def _likeness(old: Counter[bytes], new: Counter[bytes]) -> float:
    size = max(old.total(), new.total())
    return (old & new).total() / size if size else 0.0
