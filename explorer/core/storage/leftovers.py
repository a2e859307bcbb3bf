"""What a program that was killed inside a save leaves behind: hidden files under the names of ``atomic`` and
``collection_staging``. They are taken away when a collection is opened, and nothing shows them until then."""

import contextlib
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from explorer.core.storage.collection_names import SIDE_FOLDER

STALE_S = 300.0
"""A save takes milliseconds; what is younger may be one that is under way, by whoever has the folder open."""

_FILE = re.compile(r"\.(?:[^/]+\.(?:ya?ml|json|gitignore)|\.gitignore|[^/]{80})\.[0-9a-f]{12}\.tmp", re.DOTALL)
_STAGED = re.compile(r"\.[0-9a-f]{12}(?:\.ya?ml)?\.tmp")
_DEEPEST = 40


def is_leftover(name: str) -> bool:
    """Whether a file or folder has the name of one that is being written."""
    return _FILE.fullmatch(name) is not None or _STAGED.fullmatch(name) is not None


def sweep(folder: Path) -> int:
    """Take stale ones of ours away from a collection; gives how many. Blocks; what cannot be taken away stays."""
    limit = time.time() - STALE_S
    return sum(_removed(path, limit) for path in _leftovers(folder, 0))


def _leftovers(folder: Path, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as listing:
            entries = list(listing)
    except OSError:
        return
    for entry in entries:
        if is_leftover(entry.name):
            yield Path(entry.path)
        elif depth < _DEEPEST and _is_ours(entry):
            yield from _leftovers(Path(entry.path), depth + 1)


def _is_ours(entry: "os.DirEntry[str]") -> bool:
    """Whether files of a collection may be written in there."""
    name = entry.name
    if name == "node_modules" or (name.startswith(".") and name != SIDE_FOLDER):
        return False
    with contextlib.suppress(OSError):
        return entry.is_dir(follow_symlinks=False)
    return False


def _removed(path: Path, limit: float) -> bool:
    try:
        is_folder = _is_stale_folder(path, limit) if path.is_dir() and not path.is_symlink() else False
        if is_folder:
            shutil.rmtree(path)
        elif _is_stale_file(path, limit):
            path.unlink()
        else:
            return False
    except OSError:
        return False
    return True


def _is_stale_file(path: Path, limit: float) -> bool:
    """A plain file of this person that nobody has written to for a while; never a link."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and _is_own(found) and found.st_mtime < limit


def _is_stale_folder(path: Path, limit: float) -> bool:
    """A half-made copy: everything in it is old as well."""
    if not _STAGED.fullmatch(path.name) or not _is_own(path.lstat()):
        return False
    return all(one.lstat().st_ctime < limit for one in (path, *path.rglob("*")))


def _is_own(found: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()
