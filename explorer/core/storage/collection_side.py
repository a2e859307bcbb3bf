"""What Explorer keeps about items that OpenCollection has no place for: JSON in ``.explorer/``, keyed by relative path.

JSON and not YAML, so that other programs reading the folder do not take it for requests. A file that cannot be read
counts as empty, and is kept aside before it is written anew.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from explorer.core.errors import BrokenFileError
from explorer.core.storage.atomic import refused, write_atomic
from explorer.core.storage.collection_files import read_table, write_table
from explorer.core.storage.collection_names import COLLECTION_FILE, SIDE_FOLDER

Sheet = dict[str, dict[str, Any]]
REQUESTS = "requests"
ENVIRONMENTS = "environments"
_SHEETS = (REQUESTS, ENVIRONMENTS)
_ORDER = "order"
"""A list among the entries of ``environments``: their keys in the order in which they are shown."""


def read_sheet(folder: Path, name: str) -> Sheet:
    """All entries of ``requests`` or ``environments``."""
    return {key: value for key, value in _read(folder, name).items() if isinstance(value, dict)}


def read_order(folder: Path) -> tuple[str, ...]:
    """The keys of the environments in their order; empty when none is kept."""
    keys = _read(folder, ENVIRONMENTS).get(_ORDER)
    return tuple(key for key in keys if isinstance(key, str)) if isinstance(keys, list) else ()


def put_order(folder: Path, keys: Sequence[str]) -> None:
    """Keep the order of the environments. Raises StorageError."""
    if read_order(folder) != tuple(keys):
        _write(folder, ENVIRONMENTS, read_sheet(folder, ENVIRONMENTS), order=keys)


def put_entry(folder: Path, name: str, key: str, values: Mapping[str, Any]) -> bool:
    """Keep ``values`` for ``key``; empty ones forget it. Whether that changed anything. Raises StorageError."""
    sheet = read_sheet(folder, name)
    changed = {**sheet, key: dict(values)}
    if not values:
        del changed[key]
    if changed == sheet:
        return False
    _write(folder, name, changed)
    return True


def entries_below(folder: Path, key: str) -> dict[str, Sheet]:
    """The entries of an item and of all items in it, by sheet; keys are relative to ``key``, "" being itself."""
    found: dict[str, Sheet] = {}
    for name in _SHEETS:
        entries = {one[len(key) :]: values for one, values in read_sheet(folder, name).items() if _is_within(one, key)}
        if entries:
            found[name] = entries
    return found


def put_entries(folder: Path, key: str, found: Mapping[str, Sheet]) -> None:
    """Put what ``entries_below`` gave under another key. Raises StorageError."""
    for name in _SHEETS:
        for rest, values in found.get(name, {}).items():
            put_entry(folder, name, key + rest, values)


def move_entries(folder: Path, old_key: str, new_key: str) -> None:
    """Follow a renamed or moved item, in the same place of the sheet. Raises StorageError."""
    for name in _SHEETS:
        sheet = read_sheet(folder, name)
        moved = {_moved(key, old_key, new_key): values for key, values in sheet.items()}
        order = read_order(folder) if name == ENVIRONMENTS else ()
        new_order = tuple(_moved(key, old_key, new_key) for key in order)
        if list(moved) != list(sheet) or new_order != order:
            _write(folder, name, moved, order=new_order)


def forget_entries(folder: Path, key: str) -> None:
    """Drop the entries of an item and of all items in it. Raises StorageError."""
    for name in _SHEETS:
        sheet = read_sheet(folder, name)
        kept = {one: values for one, values in sheet.items() if not _is_within(one, key)}
        if len(kept) != len(sheet):
            _write(folder, name, kept)


def side_folder(folder: Path) -> Path:
    """The ``.explorer`` folder, made when missing; other programs are told to pass over it. Raises StorageError."""
    side = folder / SIDE_FOLDER
    if not side.is_dir():
        try:
            side.mkdir(parents=True)
        except OSError as error:
            raise refused(error, side) from error
        _tell_bruno(folder / COLLECTION_FILE)
    return side


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        data = json.loads((folder / SIDE_FOLDER / f"{name}.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _write(folder: Path, name: str, sheet: Sheet, order: Sequence[str] | None = None) -> None:
    """Write a sheet, with the order of the environments that is kept already unless another is given."""
    kept = order if order is not None else read_order(folder) if name == ENVIRONMENTS else ()
    data: dict[str, Any] = {_ORDER: list(kept), **sheet} if kept else {**sheet}
    path = side_folder(folder) / f"{name}.json"
    _keep_unreadable(path)
    write_atomic(path, (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def _keep_unreadable(path: Path) -> None:
    try:
        data = path.read_bytes()
    except OSError:
        return
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        path.replace(path.with_name(f"{path.name}.unreadable"))


def _tell_bruno(path: Path) -> None:
    """Bruno's watcher skips what ``extensions.bruno.ignore`` lists; the trash holds .yml files."""
    if not path.is_file():
        return
    try:
        data = read_table(path)
        bruno = data["extensions"]["bruno"]
        ignored = bruno.get("ignore", [])
    except (BrokenFileError, KeyError, TypeError, AttributeError):
        return
    if isinstance(ignored, list) and SIDE_FOLDER not in ignored:
        extensions = {**data["extensions"], "bruno": {**bruno, "ignore": [*ignored, SIDE_FOLDER]}}
        write_table(path, {**data, "extensions": extensions})


def _is_within(key: str, parent: str) -> bool:
    return key == parent or key.startswith(f"{parent}/")


def _moved(key: str, old_key: str, new_key: str) -> str:
    return new_key + key[len(old_key) :] if _is_within(key, old_key) else key
