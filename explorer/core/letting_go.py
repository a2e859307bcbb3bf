"""Lets files go without waiting: what a long one held on the disk is freed by a thread, its name is gone at once.

Freeing a gigabyte takes an eighth of a second. As long as a file is open it is not freed, so it loses its name while it
is open, and a thread closes it; a process that ends before has the system do it. Nothing is left either way.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

_LONG_BYTES = 16_000_000
_NAMES_HOLD = os.name == "nt"
"""Whether a file that is open cannot be deleted."""


_held: set[Path] = set()
"""Files that are to go with the program at the latest."""


def hold(path: Path) -> None:
    """It is deleted when somebody lets it go, or with the program."""
    _held.add(path)


def delete_held() -> None:
    """The program ends."""
    for path in tuple(_held):
        delete(path)


def delete(path: Path) -> None:
    """Nothing happens where there is no such file, or it cannot be deleted."""
    _held.discard(path)
    with contextlib.suppress(OSError):
        if _NAMES_HOLD or path.lstat().st_size <= _LONG_BYTES:
            path.unlink()
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            path.unlink()
        finally:
            _close(handle, _LONG_BYTES + 1)


def close(handle: int, size_bytes: int, *, owned: Path | None = None) -> None:
    """Close a file that was read, and delete it where it is ``owned``."""
    if owned is not None and not _NAMES_HOLD:
        _unname(owned)
    if handle >= 0:
        _close(handle, size_bytes)
    if owned is not None and _NAMES_HOLD:
        _unname(owned)


def _unname(path: Path) -> None:
    _held.discard(path)
    with contextlib.suppress(OSError):
        path.unlink()


def _close(handle: int, size_bytes: int) -> None:
    if size_bytes > _LONG_BYTES:
        with contextlib.suppress(RuntimeError):  # the interpreter ends
            threading.Thread(target=os.close, args=(handle,), name="close a long body").start()
            return
    os.close(handle)
