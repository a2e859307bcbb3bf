"""What differs between two versions of a file: as a request, folder, environment or collection, or else as text. Pure.

What Explorer does not know of is compared in the file's own words (``table_terms``).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from explorer.core.errors import BrokenFileError
from explorer.core.model.collection import RequestItem
from explorer.core.model.environment import Environment
from explorer.core.model.request import Auth, Header, InheritAuth, NoAuth, Request
from explorer.core.model.versions import FieldChange, ItemSort, TextChange
from explorer.core.storage.collection_environment import environment_from
from explorer.core.storage.collection_files import parsed, text_of
from explorer.core.storage.collection_load import collection_settings, folder_settings, item_from
from explorer.core.storage.collection_names import COLLECTION_FILE, ENVIRONMENTS, FOLDER_FILE, stem_of, suffix_of
from explorer.core.storage.collection_shape import ShapeError, Table
from explorer.core.storage.git.field_terms import (
    auth_changes,
    docs_changes,
    docs_texts,
    header_changes,
    simple,
    variable_changes,
)
from explorer.core.storage.git.file_masking import masked_file
from explorer.core.storage.git.request_terms import request_differences
from explorer.core.storage.git.table_terms import table_differences

_LAYOUT = "Only the layout of the file differs; what it says is the same."
_LINE_ENDS = "Only the line ends of the file differ."

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What a file is, and what differs in it."""

    sort: ItemSort
    name: str
    method: str = ""
    fields: tuple[FieldChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One version of a file, read."""

    sort: ItemSort
    table: Table
    noun: Any
    name: str
    method: str = ""


def file_differences(key: str, old_key: str, before: bytes | None, after: bytes | None) -> Differences:
    """Both versions compared; None for the side that has no such file."""
    try:
        sides = [_read(old_key or key, before), _read(key, after)]
    except BrokenFileError as error:
        return _as_text(key, before, after, error)
    old, new = sides
    shown = new or old
    if shown is None:
        return _as_text(key, before, after, None)
    if old is None or new is None:
        return _whole(old, new, shown)
    if old.sort is not new.sort:
        return _as_text(key, before, after, BrokenFileError(Path(key), "The file became another kind of item."))
    found, texts = _noun_differences(old, new)
    found = (*found, *table_differences(old.table, new.table, frozenset(one.part for one in found)))
    note = "" if found or texts or before == after else _layout_note(before, after)
    if note == _LAYOUT:
        texts = (_text_change(key, before, after),)
    return Differences(sort=new.sort, name=new.name, method=new.method, fields=found, texts=texts, note=note)


def _layout_note(before: bytes | None, after: bytes | None) -> str:
    sides = [(data or b"").replace(b"\r\n", b"\n") for data in (before, after)]
    return _LINE_ENDS if sides[0] == sides[1] else _LAYOUT


def sort_of(key: str) -> ItemSort:
    """What a file is by its name; a file in the place of a request may turn out to be another item."""
    name, top = key.rpartition("/")[2], key.partition("/")[0]
    if key == COLLECTION_FILE:
        return ItemSort.COLLECTION
    if name == FOLDER_FILE:
        return ItemSort.FOLDER
    if not suffix_of(name) or key.startswith(".") or "/." in key:
        return ItemSort.FILE
    return ItemSort.ENVIRONMENT if top == ENVIRONMENTS and key.count("/") == 1 else ItemSort.REQUEST


def name_of(key: str) -> str:
    """The name of a file as the tree would show it."""
    match sort_of(key):
        case ItemSort.FOLDER:
            return key.rpartition("/")[0].rpartition("/")[2] or key
        case ItemSort.FILE | ItemSort.COLLECTION:
            return key.rpartition("/")[2]
        case _:
            return stem_of(key.rpartition("/")[2])


def _read(key: str, data: bytes | None) -> _Side | None:
    """Raises BrokenFileError; None for a missing side."""
    sort, path = sort_of(key), Path(key)
    if data is None:
        return None
    if sort is ItemSort.FILE:
        return _json_side(key, data)
    table = parsed(path, text_of(path, data))
    return _understood(path, lambda: _side(sort, key, table))


def _understood(path: Path, make: Callable[[], Noun]) -> Noun:
    try:
        return make()
    except ShapeError as error:
        raise BrokenFileError(path, error.reason) from error


def _json_side(key: str, data: bytes) -> _Side:
    if not key.endswith(".json"):
        raise BrokenFileError(Path(key), "")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenFileError(Path(key), "The file is not JSON.") from error
    return _Side(sort=ItemSort.FILE, table={"": value}, noun=None, name=name_of(key))


def _side(sort: ItemSort, key: str, table: Table) -> _Side:
    match sort:
        case ItemSort.COLLECTION:
            settings = collection_settings(table, name_of(key))
            return _Side(sort=sort, table=table, noun=settings, name=settings["name"])
        case ItemSort.FOLDER:
            settings = folder_settings(table, name_of(key))
            return _Side(sort=sort, table=table, noun=settings, name=settings["name"])
        case ItemSort.ENVIRONMENT:
            environment = environment_from(table, key, {})
            return _Side(sort=sort, table=table, noun=environment, name=environment.name)
        case _:
            item = item_from(table, key, {})
    if isinstance(item, RequestItem):
        request = item.request
        return _Side(sort=ItemSort.REQUEST, table=table, noun=request, name=request.name, method=request.method)
    return _Side(sort=ItemSort.OTHER_ITEM, table=table, noun=item, name=item.name)


def _noun_differences(old: _Side, new: _Side) -> tuple[tuple[FieldChange, ...], tuple[TextChange, ...]]:
    match new.sort:
        case ItemSort.REQUEST:
            return request_differences(old.noun, new.noun)
        case ItemSort.FOLDER | ItemSort.COLLECTION:
            return tuple(_settings(old.noun, new.noun)), tuple(docs_texts(old.noun["docs"], new.noun["docs"]))
        case ItemSort.ENVIRONMENT:
            return tuple(_environment(old.noun, new.noun)), ()
        case _:
            return (), ()


def _settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    headers: list[tuple[Header, ...]] = [old["headers"], new["headers"]]
    auth: list[Auth | None] = [old["auth"], new["auth"]]
    yield from simple("Name", old["name"], new["name"])
    yield from header_changes(*headers)
    yield from auth_changes(*auth)
    yield from variable_changes(old["variables"], new["variables"])
    yield from docs_changes(old["docs"], new["docs"])


def _environment(old: Any, new: Any) -> Iterator[FieldChange]:
    yield from simple("Name", old.name, new.name)
    yield from simple("Base environment", old.base, new.base)
    yield from simple(".env file", old.dotenv, new.dotenv)
    yield from variable_changes(old.variables, new.variables)


def _whole(old: _Side | None, new: _Side | None, shown: _Side) -> Differences:
    """A file that is new or gone: what it says, against nothing."""
    nothing = _Side(sort=shown.sort, table={}, noun=_nothing(shown), name=shown.name)
    found, texts = _noun_differences(old or nothing, new or nothing)
    return Differences(
        sort=shown.sort,
        name=shown.name,
        method=shown.method,
        fields=tuple(change for change in found if change.part != "Name"),
        texts=texts,
    )


def _nothing(side: _Side) -> Any:
    match side.sort:
        case ItemSort.REQUEST:
            # Credentials that are none are not worth a line.
            auth = side.noun.auth if isinstance(side.noun.auth, (NoAuth, InheritAuth)) else InheritAuth()
            return Request(name=side.name, method="", auth=auth)
        case ItemSort.COLLECTION:
            return collection_settings({}, side.name)
        case ItemSort.FOLDER:
            return folder_settings({}, side.name)
        case ItemSort.ENVIRONMENT:
            return Environment(key="", name=side.name)
        case _:
            return None


def _as_text(key: str, before: bytes | None, after: bytes | None, error: BrokenFileError | None) -> Differences:
    """The reason stands in the note; a file that is no item of the collection needs none."""
    reason, line = (error.reason, error.line) if error else ("", 0)
    sort = sort_of(key)
    if any(data is not None and b"\0" in data[:8000] for data in (before, after)):
        sizes = (FieldChange(part="Size", before=_bytes(before), after=_bytes(after)),)
        return Differences(sort=sort, name=name_of(key), fields=sizes, note="The file is not text.")
    return Differences(sort=sort, name=name_of(key), texts=(_text_change(key, before, after),), note=reason, line=line)


def _text_change(key: str, before: bytes | None, after: bytes | None) -> TextChange:
    sides = [(data or b"").decode("utf-8-sig", errors="replace") for data in (before, after)]
    name = key.rpartition("/")[2]
    return TextChange(title="File", before=masked_file(sides[0], name), after=masked_file(sides[1], name))


def _bytes(data: bytes | None) -> str | None:
    return None if data is None else f"{len(data):,} B"
