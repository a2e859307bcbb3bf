"""New files and folders of a collection, made under a hidden name and given their own when they are whole.

Hidden names are passed over when a collection is read, so that nobody sees half a copy.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.storage.atomic import refused


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to be filled; it becomes ``target`` at the end, and is taken away after any failure.

    Raises StorageError.
    """
    temporary = target.with_name(f".{os.urandom(6).hex()}{target.suffix}.tmp")
    try:
        yield temporary
        _put(temporary, target)
    except BaseException:  # whatever it was, also an interrupt: nothing half made may stay
        _discard(temporary)
        raise


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises StorageError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, path) from error


def copy(path: Path, target: Path) -> None:
    """Copy a file, or a folder with all in it; links stay links. Raises StorageError and may leave a part behind."""
    try:
        if path.is_dir():
            shutil.copytree(path, target, symlinks=True)
        else:
            shutil.copyfile(path, target)
    except shutil.Error as error:
        raise StorageError(f"{path.name} could not be copied.", path=path) from error
    except OSError as error:
        raise refused(error, path) from error


def _put(temporary: Path, target: Path) -> None:
    try:
        temporary.rename(target)
    except OSError as error:
        raise refused(error, target) from error


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
