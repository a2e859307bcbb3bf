"""Replacing a file as a whole: readers see the old bytes or the new ones, never half of either.

Knows what operating systems say when they refuse, and says it in sentences. Knows nothing of what is in the file.
"""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from explorer.core.errors import StorageError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM)
_GONE = (errno.ENOENT, errno.ENOTDIR)


def write_atomic(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``path``: temporary file in the same folder, flushed to the disk, then renamed.

    A symbolic link stays one and its target is replaced; the permissions of an old file are kept.
    Raises StorageError with a sentence; the old file is whole then.
    """
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """As ``write_atomic``, for data that comes in pieces. What else they raise goes on; the old file is whole then."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:80]}.{os.urandom(6).hex()}.tmp")
    try:
        mode = _mode(target)
        _write(temporary, pieces, mode)
        os.replace(temporary, target)
    except OSError as error:
        _forget(temporary)
        raise refused(error, path, saving=True) from error
    except BaseException:
        _forget(temporary)
        raise
    flush_folder(target.parent)


def refused(error: OSError, path: Path, *, saving: bool = False) -> StorageError:
    """The sentence for what the disk said about ``path``; ``saving`` adds what became of the file."""
    outcome = f" {_outcome(path)}" if saving else ""
    return StorageError(f"{_reason(error, path)}{':' + outcome if outcome else ''}.", path=path)


def _reason(error: OSError, path: Path) -> str:
    if error.errno in _FULL:
        return "The disk is full"
    if error.errno == errno.EROFS:
        return "The disk is read-only"
    if error.errno in _FORBIDDEN:
        return f"Access to {path} is not allowed"
    if error.errno in _GONE:
        return (
            f"{path} does not exist any more" if path.suffix == "" else f"The folder {path.parent} or the file is gone"
        )
    if error.errno == errno.EFBIG:
        return "The file would become larger than the disk allows"
    if error.errno == errno.ELOOP:
        return f"The link {path.name} leads back to itself"
    if error.errno == errno.ENAMETOOLONG:
        return "The name is too long for this disk"
    return f"The disk refused {path.name} ({error.strerror or error})"


def _outcome(path: Path) -> str:
    return f"{path.name} was not saved and is unchanged" if path.exists() else f"{path.name} was not saved"


def _mode(target: Path) -> int:
    """Permissions for the new file; a file marked read-only is not replaced behind its owner's back."""
    if not target.exists():
        return 0o666
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return target.stat().st_mode & 0o777


def _write(temporary: Path, pieces: Iterable[bytes], mode: int) -> None:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.writelines(pieces)
        stream.flush()
        os.fsync(stream.fileno())


def _forget(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        return


def flush_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows and some network disks cannot, and the file is whole without it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)
