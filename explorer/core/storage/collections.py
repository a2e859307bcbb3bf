"""Collections on disk: everything that opens one and everything that changes one, each change whole or not at all.

Keys are paths relative to the collection folder with forward slashes. All functions block; callers keep them off the
event loop. All raise StorageError when the disk refuses and BrokenFileError when a file to be changed cannot be read.
"""

import contextlib
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.collection import BrokenItem, Collection, Folder, Item
from explorer.core.model.environment import Environment
from explorer.core.model.request import Request
from explorer.core.storage.collection_auth import with_auth
from explorer.core.storage.collection_environment import settings_of, with_environment, with_variables
from explorer.core.storage.collection_files import read_table, understood, write_table
from explorer.core.storage.collection_items import (
    existing,
    folder_path,
    free_name,
    item_name,
    item_path,
    item_suffix,
    listing,
    relocate,
    shown_name,
    takes_number,
    with_info,
    write_info,
    write_numbers,
)
from explorer.core.storage.collection_load import (
    Memory,
    collection_settings,
    find_root,
    folder_items,
    folder_settings,
    load,
    load_environments,
    read_request,
)
from explorer.core.storage.collection_merge import merge
from explorer.core.storage.collection_names import (
    COLLECTION_FILE,
    ENVIRONMENTS,
    FOLDER_FILE,
    SIDE_FOLDER,
    SUFFIX,
    joined,
    parent_of,
    path_of,
    stem_of,
    unique_stem,
)
from explorer.core.storage.collection_order import number_after, numbers
from explorer.core.storage.collection_refresh import with_item
from explorer.core.storage.collection_request import new_item, with_default_settings, with_headers, with_request
from explorer.core.storage.collection_shape import inner, with_prose, with_values, without_empty
from explorer.core.storage.collection_side import ENVIRONMENTS as ENVIRONMENT_SHEET
from explorer.core.storage.collection_side import (
    REQUESTS,
    entries_below,
    forget_entries,
    put_entries,
    put_entry,
    put_order,
    read_order,
    side_folder,
)
from explorer.core.storage.collection_staging import copy, make_folder, staged
from explorer.core.storage.trash import TrashEntry, put_into_trash, restore

__all__ = [
    "Memory",
    "create_collection",
    "create_environment",
    "create_folder",
    "create_request",
    "delete",
    "delete_environment",
    "duplicate",
    "find_root",
    "load",
    "move",
    "read_request",
    "rename",
    "restore",
    "save_collection_settings",
    "save_environment",
    "save_folder_settings",
    "save_request",
    "with_item",
]

_VERSION = "1.0.0"
_IGNORED = ("node_modules", ".git", SIDE_FOLDER)


def create_collection(folder: Path, name: str) -> None:
    """Make ``folder`` a collection; raises StorageError when it is one already."""
    path = folder / COLLECTION_FILE
    if path.exists():
        raise StorageError(f"There is already a collection in {folder}.", path=path)
    make_folder(folder)
    write_table(
        path,
        {
            "opencollection": _VERSION,
            "info": {"name": name},
            "bundled": False,
            "extensions": {"bruno": {"ignore": list(_IGNORED)}},
        },
    )
    side_folder(folder)


def save_collection_settings(folder: Path, collection: Collection) -> None:
    """Write name, default headers, authorisation, variables and docs."""
    path = folder / COLLECTION_FILE
    table = read_table(path) if path.exists() else {"opencollection": _VERSION}
    known = understood(path, lambda: collection_settings(table, folder.name))
    if path.exists() and all(getattr(collection, name) == value for name, value in known.items()):
        return
    info = with_values(inner(table, "info", ()), {"name": collection.name})
    defaults = with_auth(with_headers(inner(table, "request", ()), collection.headers), collection.auth)
    if collection.variables or "variables" in defaults:
        defaults = with_variables(defaults, collection.variables)
    defaults = with_default_settings(defaults, collection.settings)
    table = with_values(table, {"info": info, "request": defaults or None})
    write_table(path, with_prose(table, "docs", collection.docs))


def save_folder_settings(folder: Path, item: Folder) -> None:
    """Write name, default headers, authorisation and docs of a folder; its file keeps its place."""
    path = path_of(folder, item.key) / FOLDER_FILE
    table = read_table(path) if path.exists() else {}
    known = understood(path, lambda: folder_settings(table, path.parent.name))
    if all(getattr(item, name) == value for name, value in known.items() if name != "seq"):
        return
    table = with_info(table, name=item.name, kind="folder")
    defaults = with_headers(inner(table, "request", ()), item.headers)
    if item.variables or "variables" in defaults:
        defaults = without_empty(with_variables(defaults, item.variables), "variables")
    if item.auth is not None:
        defaults = with_auth(defaults, item.auth)
    elif defaults.get("auth") not in (None, "inherit"):
        defaults = with_values(defaults, {"auth": None})
    defaults = with_default_settings(defaults, item.settings)
    write_table(path, with_prose(with_values(table, {"request": defaults or None}), "docs", item.docs))


def save_request(folder: Path, key: str, request: Request, base: Request | None = None) -> None:
    """Make the file say ``request``, touching nothing else in it; a file that is gone is written again.

    ``base`` is the request as it was loaded: what it shares with ``request`` is left as the file has it now, whoever
    changed it. Raises StorageError, and writes nothing, when one part was changed here and in the file.
    """
    path = path_of(folder, key)
    if path.exists():
        request = request if base is None else _merged(path, base, request)
        table = with_request(read_table(path), request, stem_of(path.name))
    else:
        make_folder(path.parent)
        table = new_item(request, _last_number(folder, parent_of(key)))
    write_table(path, table)
    _keep_headers_off(folder, key, request)


def _merged(path: Path, base: Request, request: Request) -> Request:
    merged, conflicts = merge(base, request, read_request(path))
    if conflicts:
        both = " and ".join((", ".join(conflicts[:-1]), conflicts[-1])) if conflicts[1:] else conflicts[0]
        verb = "were" if conflicts[1:] or both.endswith("s") else "was"
        message = f"The {both} of “{base.name}” {verb} changed on disk as well; your draft is kept."
        raise StorageError(message, path=path)
    return merged


def create_request(folder: Path, parent_key: str, request: Request) -> str:
    """A new file at the end of a folder (the empty key: of the collection); gives its key."""
    number = _last_number(folder, parent_key)
    parent = folder_path(folder, parent_key)
    key = joined(parent_key, free_name(parent, request.name, SUFFIX))
    write_table(path_of(folder, key), new_item(request, number))
    _keep_headers_off(folder, key, request)
    return key


def create_folder(folder: Path, parent_key: str, name: str) -> str:
    """A new folder at the end of a folder; gives its key."""
    number = _last_number(folder, parent_key)
    key = joined(parent_key, free_name(folder_path(folder, parent_key), name, ""))
    with staged(path_of(folder, key)) as path:
        make_folder(path)
        write_table(path / FOLDER_FILE, {"info": {"name": name, "type": "folder", "seq": number}})
    return key


def rename(folder: Path, key: str, name: str) -> str:
    """Give an item or environment another name, and its file with it; gives its new key.

    Raises StorageError for what does not exist or is no item.
    """
    path = item_path(folder, key)
    if key.startswith(f"{ENVIRONMENTS}/"):
        write_table(path, with_values(read_table(path), {"name": name}))
    else:
        write_info(path, name=name)
    new_name = free_name(path.parent, name, item_suffix(path), besides=path.name)
    return relocate(folder, key, joined(parent_of(key), new_name))


def duplicate(folder: Path, key: str) -> str:
    """Copy an item, with everything in it, to the place after it; gives the copy's key. Whole or not at all."""
    path = item_path(folder, key)
    siblings = folder_items(folder, parent_of(key))
    item = existing(siblings, key)
    name = f"{item_name(item)} copy"
    new_key = joined(parent_of(key), free_name(path.parent, name, item_suffix(path)))
    try:
        with staged(path_of(folder, new_key)) as temporary:
            copy(path, temporary)
            if not isinstance(item, BrokenItem):
                write_info(temporary, name=name, seq=_make_room(folder, siblings, key, new_key))
            put_entries(folder, new_key, entries_below(folder, key))
    except StorageError:
        with contextlib.suppress(StorageError):
            forget_entries(folder, new_key)
        raise
    return new_key


def move(folder: Path, key: str, parent_key: str, before_key: str | None) -> str:
    """Put an item into a folder before another item (None: at the end); gives its new key.

    One order number changes; all siblings are renumbered only when no gap is left. Raises StorageError for a folder
    that would come to lie in itself.
    """
    if before_key == key:
        return key
    if parent_key == key or parent_key.startswith(f"{key}/"):
        raise StorageError("A folder cannot be moved into itself.")
    path = item_path(folder, key)
    target = folder_path(folder, parent_key)
    if parent_of(key) != parent_key:
        suffix = item_suffix(path)
        name = unique_stem(path.name.removesuffix(suffix), listing(target), suffix) + suffix
        key = relocate(folder, key, joined(parent_key, name))
    write_numbers(folder, folder_items(folder, parent_key), key, before_key)
    return key


def delete(folder: Path, key: str) -> TrashEntry:
    """Move an item or environment into the trash; ``restore`` takes it back."""
    path = path_of(folder, key)
    if not path.exists():
        raise StorageError(f"“{key}” does not exist any more.", path=path)
    return put_into_trash(folder, key, shown_name(path))


def save_environment(folder: Path, environment: Environment) -> None:
    """Write variables and settings; values of secret variables go nowhere near the file."""
    path = path_of(folder, environment.key)
    make_folder(path.parent)
    shown = [one.key for one in load_environments(folder)[0]]
    write_table(path, with_environment(read_table(path) if path.exists() else {}, environment))
    settings, order = settings_of(environment), read_order(folder)
    is_new = put_entry(folder, ENVIRONMENT_SHEET, environment.key, settings)
    if is_new or (order and environment.key not in order):
        # Written down, so that neither settings nor a new name give an environment another place.
        put_order(folder, list(dict.fromkeys([*shown, environment.key])))


def create_environment(folder: Path, name: str) -> str:
    """An empty environment; gives its key."""
    parent = folder / ENVIRONMENTS
    make_folder(parent)
    key = joined(ENVIRONMENTS, free_name(parent, name, SUFFIX))
    save_environment(folder, Environment(key=key, name=name))
    return key


def delete_environment(folder: Path, key: str) -> TrashEntry:
    """Move an environment into the trash."""
    return delete(folder, key)


def _keep_headers_off(folder: Path, key: str, request: Request) -> None:
    names = sorted(request.automatic_headers_off)
    put_entry(folder, REQUESTS, key, {"automatic_headers_off": names} if names else {})


def _make_room(folder: Path, siblings: tuple[Item, ...], key: str, new_key: str) -> float:
    """The order number of a copy that comes after ``key``; without a gap its siblings are renumbered."""
    keys = [sibling.key for sibling in siblings]
    after = keys[keys.index(key) + 1] if key != keys[-1] else None
    known = [(item.key, item.seq) for item in siblings if takes_number(item)]
    found = numbers(known, new_key, after, lambda one: path_of(folder, key if one == new_key else one).is_dir())
    own = found.pop(new_key)
    for one, number in found.items():
        write_info(path_of(folder, one), seq=number)
    return own


def _last_number(folder: Path, parent_key: str) -> int:
    return number_after([item.seq for item in folder_items(folder, parent_key)])
