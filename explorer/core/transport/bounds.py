"""Where reading a body stops before its end: the person's limit, data that unpacks without measure, a disk that gets
full. What came until then is kept."""

import errno
import shutil
from pathlib import Path

from explorer.core.transport.options import SendOptions

UNPACKED_RATIO = 500
"""Real text seldom unpacks to more than a hundred times; deflate itself ends at 1032 (zlib's technical notes)."""

RESERVE_BYTES = 500 * 10**6
RESERVE_PART = 20
"""So much of the disk is left to other programs: a twentieth, at most ``RESERVE_BYTES``."""


class BodyTooLargeError(Exception):
    """Reading was stopped at the person's own limit; the text is a whole sentence."""


class UnpackedTooFarError(BodyTooLargeError):
    """A small packed body grew beyond measure."""


class DiskReserveError(OSError):
    """The disk has room, but so little that other programs need it."""


def check_size(size_bytes: int, wire_bytes: int, options: SendOptions) -> None:
    """After each piece: ``size_bytes`` are unpacked from ``wire_bytes``. Raises BodyTooLargeError."""
    limit_bytes = options.max_body_bytes
    if limit_bytes is not None and size_bytes > limit_bytes:
        raise BodyTooLargeError(f"Explorer stopped reading the response at its limit of {limit_bytes} B.")
    if size_bytes > options.unpacked_limit_bytes and size_bytes > wire_bytes * UNPACKED_RATIO:
        raise UnpackedTooFarError(
            f"Explorer stopped unpacking the response at {size_bytes / 1e6:.0f} MB: it grows to more than"
            f" {UNPACKED_RATIO} times its packed size."
        )


def check_room(folder: Path) -> None:
    """Before each write. Raises DiskReserveError."""
    room = shutil.disk_usage(folder)
    if room.free < min(RESERVE_BYTES, room.total // RESERVE_PART):
        words = f"only {room.free / 1e6:.0f} MB are free there, and Explorer leaves them to other programs"
        raise DiskReserveError(errno.ENOSPC, words)
