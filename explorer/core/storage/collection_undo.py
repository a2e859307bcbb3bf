"""Renames and moves that can be taken back: where the item was, and what the files said that were numbered anew."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.collection import Item
from explorer.core.storage import collections
from explorer.core.storage.atomic import refused, write_atomic
from explorer.core.storage.collection_load import folder_items
from explorer.core.storage.collection_names import FOLDER_FILE, path_of
from explorer.core.storage.collection_side import move_entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The file of an item before and after; None where there was none."""

    key: str
    """Of the item, as it is afterwards."""
    before: bytes | None = field(repr=False)
    after: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relocated:
    """An item that has another name or place, and maybe another key."""

    old: str
    new: str
    files: tuple[Rewritten, ...] = ()


def rename(folder: Path, key: str, name: str) -> Relocated:
    """As ``collections.rename``."""
    return _recorded(folder, key, (), lambda: collections.rename(folder, key, name))


def move(folder: Path, key: str, parent_key: str, before_key: str | None) -> Relocated:
    """As ``collections.move``."""
    siblings = folder_items(folder, parent_key)
    return _recorded(folder, key, siblings, lambda: collections.move(folder, key, parent_key, before_key))


def move_back(folder: Path, done: Relocated) -> str:
    """Undo: the old place and, in every file that nobody changed since, the old bytes. Gives the key it has again.

    Raises StorageError, and changes nothing, when the item is gone or something else has taken its place.
    """
    path, former = path_of(folder, done.new), path_of(folder, done.old)
    if not path.exists():
        raise StorageError(f"“{done.new}” does not exist any more.", path=path)
    is_elsewhere = done.new != done.old
    if is_elsewhere and former.exists() and not former.samefile(path):
        raise StorageError(f"Something else is called “{done.old}” by now; nothing was moved.", path=former)
    for one in done.files:
        _write_back(_file(folder, one.key), one)
    if is_elsewhere:
        try:
            former.parent.mkdir(parents=True, exist_ok=True)
            path.rename(former)
        except OSError as error:
            raise refused(error, path) from error
        move_entries(folder, done.new, done.old)
    return done.old


def _recorded(folder: Path, key: str, siblings: Iterable[Item], act: Callable[[], str]) -> Relocated:
    before = {one: _bytes(_file(folder, one)) for one in dict.fromkeys((key, *(item.key for item in siblings)))}
    new = act()
    places = {one: new if one == key else one for one in before}
    after = {one: _bytes(_file(folder, place)) for one, place in places.items()}
    files = tuple(
        Rewritten(key=places[one], before=before[one], after=after[one]) for one in before if before[one] != after[one]
    )
    return Relocated(old=key, new=new, files=files)


def _write_back(path: Path, one: Rewritten) -> None:
    if _bytes(path) != one.after:
        return  # changed since: what it says now is somebody's work
    if one.before is not None:
        write_atomic(path, one.before)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise refused(error, path) from error


def _file(folder: Path, key: str) -> Path:
    path = path_of(folder, key)
    return path / FOLDER_FILE if path.is_dir() else path


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
