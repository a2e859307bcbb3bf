"""One item of a collection on disk: where it lies, its name and order number, and the items beside it.

All functions block; they raise StorageError when the disk refuses and BrokenFileError for a file that cannot be read.
"""

import os
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.collection import BrokenItem, Collection, Folder, Item, OtherItem, RequestItem
from explorer.core.model.tree import find
from explorer.core.storage.atomic import refused
from explorer.core.storage.collection_files import read_table, write_table
from explorer.core.storage.collection_names import (
    COLLECTION_FILE,
    FOLDER_FILE,
    file_stem,
    joined,
    path_of,
    refuse_reserved,
    stem_of,
    suffix_of,
    unique_stem,
)
from explorer.core.storage.collection_order import numbers
from explorer.core.storage.collection_shape import Table, inner, with_values
from explorer.core.storage.collection_side import move_entries


def relocate(folder: Path, key: str, new_key: str) -> str:
    """Give a file or folder another key, with what is kept beside it; gives the new key."""
    if new_key != key:
        path = path_of(folder, key)
        try:
            path.rename(path_of(folder, new_key))
        except OSError as error:
            raise refused(error, path) from error
        move_entries(folder, key, new_key)
    return new_key


def write_info(path: Path, *, name: str | None = None, seq: float | None = None) -> None:
    """Change name or order number in the file of an item; ``path`` may be a folder."""
    is_folder = path.is_dir()
    file = path / FOLDER_FILE if is_folder else path
    table = read_table(file) if file.exists() else {"info": {"name": path.name}}
    if table.get("type") == "script":
        return  # The schema leaves a script no room for a name or a number.
    write_table(file, with_info(table, name=name, seq=seq, kind="folder" if is_folder else None))


def with_info(table: Table, *, name: str | None = None, seq: float | None = None, kind: str | None = None) -> Table:
    """The table of an item with what is given of its ``info``."""
    changes = {"name": name, "type": kind, "seq": seq}
    given = {key: value for key, value in changes.items() if value is not None}
    return with_values(table, {"info": with_values(inner(table, "info", ()), given)})


def write_numbers(folder: Path, siblings: tuple[Item, ...], key: str, before_key: str | None) -> None:
    """Number ``key`` so that it stands before another of its siblings (None: at the end)."""
    known = [(item.key, item.seq) for item in siblings if takes_number(item)]
    for one, number in numbers(known, key, before_key, lambda one: path_of(folder, one).is_dir()).items():
        write_info(path_of(folder, one), seq=number)


def takes_number(item: Item) -> bool:
    """Broken files and scripts stay at the end: nothing can be written into the one, the other has no room for it."""
    if isinstance(item, Folder):
        return not any(one.key == joined(item.key, FOLDER_FILE) for one in item.items)
    return not isinstance(item, BrokenItem) and not (isinstance(item, OtherItem) and item.kind == "script")


def children(collection: Collection, parent_key: str) -> tuple[Item, ...]:
    """The items of a folder, only those that are files or folders of their own in it."""
    if not parent_key:
        return tuple(item for item in collection.items if "/" not in item.key and item.key != COLLECTION_FILE)
    found = find(collection, parent_key)
    if not isinstance(found, Folder):
        raise StorageError(f"There is no folder “{parent_key}” in the collection.")
    return tuple(item for item in found.items if not item.key.endswith(f"/{FOLDER_FILE}"))


def item_path(folder: Path, key: str) -> Path:
    """Where an item or environment lies; raises StorageError when there is none of this key."""
    path = path_of(folder, key)
    refuse_reserved(key)
    if not path.exists():
        raise StorageError(f"“{key}” does not exist any more.", path=path)
    if not path.is_dir() and not suffix_of(path.name):
        raise StorageError(f"“{key}” is not an item of the collection.", path=path)
    return path


def item_suffix(path: Path) -> str:
    """The suffix of an item's file; none for a folder."""
    return "" if path.is_dir() else suffix_of(path.name)


def existing(where: Collection | tuple[Item, ...], key: str) -> Item:
    """The item of a key in a collection, or among siblings; raises StorageError when there is none."""
    siblings = where if isinstance(where, tuple) else ()
    found = next((one for one in siblings if one.key == key), None)
    found = find(where, key) if isinstance(where, Collection) else found
    if found is None:
        raise StorageError(f"“{key}” does not exist any more.")
    return found


def item_name(item: Item) -> str:
    """The name of an item as it is shown."""
    return item.request.name if isinstance(item, RequestItem) else stem_of(item.name)


def shown_name(path: Path) -> str:
    """The name of a file or folder as it is shown."""
    return path.name if path.is_dir() else stem_of(path.name)


def free_name(parent: Path, name: str, suffix: str, besides: str = "") -> str:
    """A file name for a name on screen that nothing in a folder has, ``besides`` left aside."""
    taken = [one for one in listing(parent) if one != besides]
    return unique_stem(file_stem(name), taken, suffix) + suffix


def listing(path: Path) -> list[str]:
    """The names in a folder."""
    try:
        return os.listdir(path)
    except OSError as error:
        raise refused(error, path) from error


def folder_path(folder: Path, parent_key: str) -> Path:
    """Where a folder of the collection lies; the empty key is the collection itself."""
    return path_of(folder, parent_key) if parent_key else folder
