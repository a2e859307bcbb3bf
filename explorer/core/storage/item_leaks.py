"""Stored secrets in items of a collection that are moved, copied or pasted: names, fields, the rest of their files."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import Collection, Folder, Item, RequestItem
from explorer.core.model.tree import find, walk
from explorer.core.storage.collection_files import read_table
from explorer.core.storage.collection_names import FOLDER_FILE, path_of
from explorer.core.storage.collection_text import Copied
from explorer.core.storage.secret_guard import Leak, leak_in, leak_in_data, leak_in_name


def leak_in_items(collection: Collection, keys: Iterable[str], secrets: Mapping[str, str]) -> Leak | None:
    """The first field of these items, and of all in them, that holds a stored secret."""
    for item in _all(collection, keys):
        leak = _leak_in_item(item, secrets)
        if leak is not None:
            return leak
    return None


def leak_in_files(folder: Path, collection: Collection, keys: Iterable[str], secrets: Mapping[str, str]) -> Leak | None:
    """The same with their files, scripts and examples too. Blocks; a file that cannot be read is passed over."""
    for item in _all(collection, keys):
        leak = _leak_in_item(item, secrets) or leak_in_data(_data(folder, item), secrets, f"“{_name(item)}”")
        if leak is not None:
            return leak
    return None


def leak_in_pasted(items: Iterable[Copied], secrets: Mapping[str, str]) -> Leak | None:
    """The first field of pasted items that holds a stored secret."""
    for item in items:
        of = f"“{item.name}”"
        leak = leak_in(item.request, secrets, of) if item.request is not None else leak_in_name(item.name, secrets)
        leak = leak or leak_in_data(item.table, secrets, of) or leak_in_pasted(item.items, secrets)
        if leak is not None:
            return leak
    return None


def _all(collection: Collection, keys: Iterable[str]) -> Iterable[Item]:
    found = (find(collection, key) for key in keys)
    return walk(tuple(item for item in found if item is not None))


def _leak_in_item(item: Item, secrets: Mapping[str, str]) -> Leak | None:
    match item:
        case RequestItem():
            return leak_in(item.request, secrets, f"“{item.request.name}”")
        case Folder():
            return leak_in(item, secrets, f"“{item.name}”")
    return leak_in_name(item.name, secrets)


def _name(item: Item) -> str:
    return item.request.name if isinstance(item, RequestItem) else item.name


def _data(folder: Path, item: Item) -> object:
    path = path_of(folder, item.key)
    path = path / FOLDER_FILE if isinstance(item, Folder) else path
    try:
        return read_table(path)
    except BrokenFileError:
        return _text(path)
    except StorageError:
        return None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""
