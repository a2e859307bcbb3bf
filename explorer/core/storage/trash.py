"""Deleted items of a collection, in ``.explorer/trash/``: whole, with what is needed to put them back."""

import contextlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from explorer.core.errors import StorageError
from explorer.core.storage.atomic import refused, write_atomic
from explorer.core.storage.collection_names import SIDE_FOLDER, joined, parent_of, path_of, suffix_of, unique_stem
from explorer.core.storage.collection_side import entries_below, forget_entries, put_entries, side_folder

_TRASH = "trash"
_NOTE = "entry.json"
_ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashEntry:
    """Something that was deleted."""

    id: str
    """Its folder in the trash."""
    key: str
    """Where it was, relative to the collection."""
    name: str
    deleted: datetime
    """Aware UTC."""


def put_into_trash(folder: Path, key: str, name: str) -> TrashEntry:
    """Move a file or folder and what is kept beside it into the trash; raises StorageError."""
    now = datetime.now(UTC)
    entry = TrashEntry(id=f"{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}", key=key, name=name, deleted=now)
    path, place = path_of(folder, key), _trash(folder) / entry.id
    note = {"key": key, "name": name, "deleted": now.isoformat(), "side": entries_below(folder, key)}
    try:
        (place / _ITEM).mkdir(parents=True)
        write_atomic(place / _NOTE, json.dumps(note, indent=2).encode())
        path.rename(place / _ITEM / path.name)
    except OSError as error:
        _discard(place)
        raise refused(error, path) from error
    forget_entries(folder, key)
    return entry


def restore(folder: Path, entry: TrashEntry) -> str:
    """Put an entry back where it was, beside what has taken its place since; gives its key. Raises StorageError."""
    place = _trash(folder) / entry.id
    item = next((place / _ITEM).glob("*"), None) if (place / _ITEM).is_dir() else None
    if item is None:
        raise StorageError(f"“{entry.name}” is not in the trash any more.", path=place)
    target = path_of(folder, parent_of(entry.key)) if parent_of(entry.key) else folder
    suffix = suffix_of(item.name) if item.is_file() else ""
    try:
        target.mkdir(parents=True, exist_ok=True)
        stem = unique_stem(item.name.removesuffix(suffix), os.listdir(target), suffix)
        item.rename(target / f"{stem}{suffix}")
    except OSError as error:
        raise refused(error, target) from error
    key = joined(parent_of(entry.key), f"{stem}{suffix}")
    put_entries(folder, key, _note(place).get("side", {}))
    _discard(place)
    return key


def keep_copy(folder: Path, key: str, name: str) -> TrashEntry:
    """Put a copy of a file into the trash; the file stays. Raises StorageError."""
    now = datetime.now(UTC)
    entry = TrashEntry(id=f"{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}", key=key, name=name, deleted=now)
    path, place = path_of(folder, key), _trash(folder) / entry.id
    note = {"key": key, "name": name, "deleted": now.isoformat(), "side": {}}
    try:
        (place / _ITEM).mkdir(parents=True)
        write_atomic(place / _NOTE, json.dumps(note, indent=2).encode())
        shutil.copyfile(path, place / _ITEM / path.name)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise refused(error, path) from error
    return entry


def put_back(folder: Path, entry: TrashEntry) -> None:
    """Put a file back over what stands in its place now. Raises StorageError."""
    item = next((_trash(folder) / entry.id / _ITEM).glob("*"), None)
    if item is None:
        raise StorageError(f"“{entry.name}” is not in the trash any more.")
    target = path_of(folder, entry.key)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        item.replace(target)
    except OSError as error:
        raise refused(error, target) from error
    put_entries(folder, entry.key, _note(_trash(folder) / entry.id).get("side", {}))
    _discard(_trash(folder) / entry.id)


def entries(folder: Path) -> tuple[TrashEntry, ...]:
    """What is in the trash, newest first."""
    places = sorted((folder / SIDE_FOLDER / _TRASH).glob(f"*/{_NOTE}"), reverse=True)
    found = (_entry(place.parent) for place in places)
    return tuple(entry for entry in found if entry is not None)


def _entry(place: Path) -> TrashEntry | None:
    note = _note(place)
    try:
        deleted = datetime.fromisoformat(note["deleted"])
        return TrashEntry(id=place.name, key=str(note["key"]), name=str(note["name"]), deleted=deleted)
    except (KeyError, TypeError, ValueError):
        return None


def _note(place: Path) -> dict[str, Any]:
    try:
        note = json.loads((place / _NOTE).read_bytes())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _trash(folder: Path) -> Path:
    """The trash, made when missing; it is not for version control."""
    trash = side_folder(folder) / _TRASH
    if not trash.is_dir():
        try:
            trash.mkdir()
        except OSError as error:
            raise refused(error, trash) from error
        write_atomic(trash / ".gitignore", b"*\n")
    return trash


def _discard(place: Path) -> None:
    """Take away an entry's note and empty folders, never an item."""
    with contextlib.suppress(OSError):
        (place / _ITEM).rmdir()
        (place / _NOTE).unlink(missing_ok=True)
        place.rmdir()
