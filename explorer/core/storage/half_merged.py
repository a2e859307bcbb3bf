"""Files of a collection that git left half merged: read with their conflicts, and written with what was chosen."""

from dataclasses import dataclass, field
from pathlib import Path

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.storage.atomic import refused, write_atomic
from explorer.core.storage.collection_files import parsed
from explorer.core.storage.collection_names import path_of
from explorer.core.storage.git.repository import is_rebasing
from explorer.core.storage.merge_marks import Marked, marked


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfMerged:
    """A file with marks of a merge conflict."""

    key: str
    data: bytes = field(repr=False)
    """As it is on disk, so that nothing is replaced that was not looked at."""
    marked: Marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """A file before and after."""

    key: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)

    def reversed(self) -> "Rewriting":
        """What takes it back."""
        return Rewriting(key=self.key, before=self.after, after=self.before)


def read_half_merged(folder: Path, key: str) -> HalfMerged:
    """Its conflicts; what one wrote oneself is mine, in a rebase too. Blocks; raises StorageError when there are none
    or it cannot be read, BrokenFileError when the marks do not belong together."""
    path = path_of(folder, key)
    data = _bytes(path)
    try:
        found = marked(path, data.decode())
    except UnicodeDecodeError as error:
        raise StorageError(f"{path.name} is not UTF-8 text.", path=path) from error
    if not found.conflicts:
        raise StorageError(f"{path.name} holds no marks of a merge conflict any more.", path=path)
    return HalfMerged(key=key, data=data, marked=found.turned() if is_rebasing(folder) else found)


def rewrite(folder: Path, rewriting: Rewriting) -> None:
    """Write it whole; raises StorageError, and writes nothing, when the file says something else by now."""
    path = path_of(folder, rewriting.key)
    if _bytes(path) != rewriting.before:
        raise StorageError(f"{path.name} was changed in the meantime and stays as it is.", path=path)
    write_atomic(path, rewriting.after)


def fault_in(key: str, text: str) -> str:
    """Why a text would not be readable as a file, with the line; empty when it is."""
    try:
        parsed(Path(key), text)
    except BrokenFileError as error:
        return f"Line {error.line}: {error.reason}"
    return ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refused(error, path) from error
