"""Reads a folder of OpenCollection files into a Collection; what cannot be read stands in it as a BrokenItem.

Passed over, as Bruno does: hidden files, ``node_modules``, a root folder ``mocks`` and what ``extensions.bruno.ignore``
lists. Links to folders are not followed.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import BrokenItem, Collection, Folder, Item, OtherItem, RequestItem
from explorer.core.model.environment import Environment
from explorer.core.model.request import InheritAuth, NoAuth, Request, RequestSettings
from explorer.core.storage.atomic import refused
from explorer.core.storage.collection_auth import auth_from
from explorer.core.storage.collection_environment import environment_from, variables_from
from explorer.core.storage.collection_example import examples_from
from explorer.core.storage.collection_files import read_table, understood
from explorer.core.storage.collection_names import (
    COLLECTION_FILE,
    ENVIRONMENTS,
    FOLDER_FILE,
    RESERVED_FILES,
    joined,
    path_of,
    stem_of,
    suffix_of,
)
from explorer.core.storage.collection_parts import Parts, Whole, rank
from explorer.core.storage.collection_request import GRAPHQL, HTTP, headers_from, request_from, settings_from
from explorer.core.storage.collection_shape import ShapeError, Table, inner, number, prose, text
from explorer.core.storage.collection_side import ENVIRONMENTS as ENVIRONMENT_SHEET
from explorer.core.storage.collection_side import REQUESTS, Sheet, read_order, read_sheet

Memory = dict[str, tuple[tuple[object, ...], RequestItem | OtherItem]]
"""By key: what a file was like when it was read, and what was read. Files that are still so are not read again."""

OnPart = Callable[[Collection], None]
"""Takes what was read so far of a large collection; called on the thread that reads."""

GiveWay = Callable[[], None]
"""Called before each file is read: the place for whoever reads on a thread to let others go first."""

_SENT_KINDS = (HTTP, GRAPHQL)
_OTHER_KINDS = ("grpc", "websocket", "script", "app")
_BUNDLED = "The whole collection is bundled in this one file, which Explorer cannot open yet."


def load(
    folder: Path, memory: Memory | None = None, on_part: OnPart | None = None, give_way: GiveWay | None = None
) -> Collection:
    """The collection in ``folder``; without an opencollection.yml it is named after the folder. Raises StorageError.

    With the ``memory`` of the last load, which is brought up to date, only files that differ are read. Reading that
    takes long hands out what there is meanwhile.
    """
    path = folder / COLLECTION_FILE
    broken: tuple[Item, ...] = ()
    root: Table = {}
    try:
        is_there = path.exists()
    except OSError as error:
        raise refused(error, folder) from error
    try:
        root = read_table(path) if is_there else {}
        settings = understood(path, lambda: collection_settings(root, folder.name))
        if root.get("items"):
            raise BrokenFileError(path, _BUNDLED)
    except (BrokenFileError, StorageError) as error:
        broken, settings = (_broken(COLLECTION_FILE, error),), {"name": folder.name}
    known = memory if memory is not None else {}
    before = dict(known)
    known.clear()
    environments, unreadable = load_environments(folder)

    def collection(items: tuple[Item, ...]) -> Collection:
        return Collection(
            key=str(folder.absolute()), items=(*items, *broken, *unreadable), environments=environments, **settings
        )

    reader = _Reader(ignored=_ignored(root), requests=read_sheet(folder, REQUESTS), known=before, fresh=known)
    if give_way is not None:
        reader.give_way = give_way
    if on_part is not None:
        reader.parts = Parts(lambda items: on_part(collection(items)))
    return collection(reader.items("", folder))


def folder_items(folder: Path, parent_key: str) -> tuple[Item, ...]:
    """The items of one folder, without what lies in its folders. Raises StorageError."""
    path = path_of(folder, parent_key) if parent_key else folder
    if not path.is_dir():
        raise StorageError(f"There is no folder “{parent_key}” in the collection.")
    try:
        root = read_table(folder / COLLECTION_FILE)
    except (BrokenFileError, StorageError):
        root = {}
    sheet = read_sheet(folder, REQUESTS)
    return _Reader(ignored=_ignored(root), requests=sheet, known={}, fresh={}, is_deep=False).items(parent_key, path)


def read_item(folder: Path, key: str, memory: Memory) -> Item:
    """The item in one file, as ``load`` finds it; the memory knows it too then."""
    reader = _Reader(ignored=frozenset(), requests=read_sheet(folder, REQUESTS), known={}, fresh=memory)
    return reader.item(path_of(folder, key), key)


def find_root(path: Path) -> Path | None:
    """The nearest folder at or above ``path`` that holds an opencollection.yml."""
    start = path.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / COLLECTION_FILE).is_file()), None)


def read_request(path: Path) -> Request:
    """The request in one file; raises BrokenFileError when it is none, StorageError when it cannot be read."""
    root = find_root(path.parent)
    key = path.absolute().relative_to(root).as_posix() if root else path.name
    item = _item(path, key, read_sheet(root, REQUESTS).get(key, {}) if root else {})
    if isinstance(item, RequestItem):
        return item.request
    raise BrokenFileError(path, f"This is a {item.kind} item, which Explorer cannot send yet.")


def _at_once() -> None:
    """Nobody else wants to go first."""


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Walks the tree; what it read from intact files is in ``fresh``."""

    ignored: frozenset[str]
    requests: Sheet
    known: Memory
    fresh: Memory
    is_deep: bool = True
    parts: Parts = field(default_factory=Parts)
    give_way: GiveWay = _at_once

    def items(self, parent_key: str, path: Path, whole: Whole | None = None) -> tuple[Item, ...]:
        """The items of one folder in their order; raises StorageError when it cannot be listed."""
        try:
            with os.scandir(path) as listing:
                found = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            raise refused(error, path) from error
        items: list[Item] = []
        self.parts.enter(items, whole)
        for entry in found:
            self.give_way()
            item = self._one(entry, joined(parent_key, entry.name)) if self._counts(entry, parent_key) else None
            if item is not None:
                items.append(item)
                self.parts.look()
        self.parts.leave()
        return tuple(sorted(items, key=rank))

    def item(self, path: Path, key: str) -> RequestItem | OtherItem | BrokenItem:
        """What is in one file; not being readable is an item too."""
        try:
            return self._request(path, path.stat(), key)
        except OSError as error:
            return _broken(key, refused(error, path))
        except (BrokenFileError, StorageError) as error:
            return _broken(key, error)

    def _counts(self, entry: "os.DirEntry[str]", parent_key: str) -> bool:
        name = entry.name
        if name.startswith(".") or name == "node_modules" or joined(parent_key, name) in self.ignored:
            return False
        return bool(parent_key) or name not in ("mocks", ENVIRONMENTS)

    def _one(self, entry: "os.DirEntry[str]", key: str) -> Item | None:
        if entry.is_dir(follow_symlinks=False):
            return self._folder(key, Path(entry.path))
        if not suffix_of(entry.name) or entry.name in RESERVED_FILES:
            return None
        try:
            if not entry.is_file():
                return None
        except OSError as error:  # a link that leads to itself
            return _broken(key, refused(error, Path(entry.path)))
        return self.item(Path(entry.path), key)

    def _request(self, path: Path, stat: os.stat_result, key: str) -> RequestItem | OtherItem:
        side = self.requests.get(key, {})
        like = (stat.st_mtime_ns, stat.st_size, stat.st_ino, side)
        old = self.known.get(key)
        item = old[1] if old is not None and old[0] == like else _item(path, key, side)
        self.fresh[key] = like, item
        return item

    def _folder(self, key: str, path: Path) -> Folder:
        file = path / FOLDER_FILE
        broken: tuple[Item, ...] = ()
        settings: dict[str, Any] = {"name": path.name}
        try:
            table = read_table(file) if file.exists() else {}
            settings = understood(file, lambda: folder_settings(table, path.name))
        except (BrokenFileError, StorageError) as error:
            broken = (_broken(joined(key, FOLDER_FILE), error),)

        def whole(items: tuple[Item, ...]) -> Folder:
            return Folder(key=key, items=(*items, *broken), **settings)

        try:
            items = self.items(key, path, whole) if self.is_deep else ()
        except StorageError as error:
            items = (_broken(joined(key, FOLDER_FILE), error),)
        return whole(items)


def _item(path: Path, key: str, side: Mapping[str, Any]) -> RequestItem | OtherItem:
    table = read_table(path)
    return understood(path, lambda: item_from(table, key, side))


def item_from(table: Table, key: str, side: Mapping[str, Any]) -> RequestItem | OtherItem:
    """The item in the table of a file; ``side`` is what Explorer keeps about it. Raises ShapeError."""
    info = inner(table, "info", ())
    stem = stem_of(key.rpartition("/")[2])
    kind = text(info, "type", ("info",)) or text(table, "type", ())
    kind = kind or next((one for one in (*_SENT_KINDS, *_OTHER_KINDS) if one in table), "")
    seq = float(number(info, "seq", ("info",)) or 0.0)
    if kind in _SENT_KINDS:
        request = request_from(table, stem, _headers_off(side))
        return RequestItem(key=key, request=request, seq=seq, examples=examples_from(table))
    if kind in _OTHER_KINDS:
        return OtherItem(key=key, name=text(info, "name", ("info",), default=stem), kind=kind, seq=seq)
    if kind:
        raise ShapeError(f"“{kind}” is not a kind of item Explorer knows.", ("info", "type"))
    raise ShapeError("This is not a request: it has neither “info” with a type nor “http”.", ())


def _headers_off(side: Mapping[str, Any]) -> frozenset[str]:
    names = side.get("automatic_headers_off")
    return frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()


def folder_settings(table: Table, name: str) -> dict[str, Any]:
    """What a folder's file says, all but its items, as arguments for a Folder. Raises ShapeError."""
    info, defaults = inner(table, "info", ()), inner(table, "request", ())
    auth = auth_from(defaults, ("request",))
    return {
        "name": text(info, "name", ("info",), default=name),
        "headers": headers_from(defaults, ("request",)),
        "auth": None if isinstance(auth, (InheritAuth, NoAuth)) else auth,
        "variables": variables_from(defaults, ("request",)),
        "settings": _settings(defaults),
        "docs": prose(table, "docs", ()),
        "seq": float(number(info, "seq", ("info",)) or 0.0),
    }


def collection_settings(table: Table, name: str) -> dict[str, Any]:
    """Name, headers, auth, variables, settings and docs, as arguments for a Collection. Raises ShapeError."""
    defaults = inner(table, "request", ())
    auth = auth_from(defaults, ("request",))
    return {
        "name": text(inner(table, "info", ()), "name", ("info",), default=name),
        "headers": headers_from(defaults, ("request",)),
        "auth": NoAuth() if isinstance(auth, InheritAuth) else auth,
        "variables": variables_from(defaults, ("request",)),
        "settings": _settings(defaults),
        "docs": prose(table, "docs", ()),
    }


def _settings(defaults: Table) -> RequestSettings:
    """Those of requests over http; for graphql alone Explorer keeps others untouched."""
    where = ("request", "settings")
    return settings_from(inner(inner(defaults, "settings", ("request",)), "http", where), (*where, "http"))


def declaring_collection(folder: Path) -> Collection:
    """Only what declares variables: the collection's own file and its environments. Raises as ``read_table``."""
    path = folder / COLLECTION_FILE
    table = read_table(path)
    known = understood(path, lambda: collection_settings(table, folder.name))
    return Collection(key=str(folder), environments=load_environments(folder)[0], **known)


def load_environments(folder: Path) -> tuple[tuple[Environment, ...], tuple[BrokenItem, ...]]:
    """Environments in the order that is kept beside them, the others by name; and the files that cannot be read."""
    sheet = read_sheet(folder, ENVIRONMENT_SHEET)
    found: list[Environment] = []
    broken: list[BrokenItem] = []
    paths = (folder / ENVIRONMENTS).glob("[!.]*") if (folder / ENVIRONMENTS).is_dir() else ()
    for path in sorted(one for one in paths if suffix_of(one.name)):
        key = f"{ENVIRONMENTS}/{path.name}"
        try:
            found.append(_environment(path, key, sheet.get(key, {})))
        except (BrokenFileError, StorageError) as error:
            broken.append(_broken(key, error))
    kept = read_order(folder)
    if not kept and all(one.key in sheet for one in found):
        kept = tuple(sheet)  # a file in which every environment has settings shows an order by itself
    order = {key: index for index, key in enumerate(kept)}
    found.sort(key=lambda one: (order.get(one.key, len(order)), one.name.casefold()))
    return tuple(found), tuple(broken)


def _environment(path: Path, key: str, settings: Mapping[str, Any]) -> Environment:
    table = read_table(path)
    return understood(path, lambda: environment_from(table, key, settings))


def _broken(key: str, error: BrokenFileError | StorageError) -> BrokenItem:
    name = key.rpartition("/")[2]
    if isinstance(error, BrokenFileError):
        return BrokenItem(key=key, name=name, reason=error.reason, line=error.line, column=error.column)
    return BrokenItem(key=key, name=name, reason=error.message)


def _ignored(root: Table) -> frozenset[str]:
    try:
        names = root["extensions"]["bruno"]["ignore"]
    except (KeyError, TypeError):
        return frozenset()
    return (
        frozenset(name.strip("/") for name in names if isinstance(name, str))
        if isinstance(names, list)
        else frozenset()
    )
