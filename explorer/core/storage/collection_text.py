"""Items of a collection as YAML text to copy, to drag and to paste: OpenCollection documents, several split by ``---``.

A request is its file to the letter; a folder is its settings with its items under ``items``, as when bundled.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.core.errors import UsageError
from explorer.core.model.collection import Collection, Folder, Item, RequestItem
from explorer.core.model.request import Request
from explorer.core.model.tree import find
from explorer.core.storage.collection_files import read_table, read_text
from explorer.core.storage.collection_load import item_from
from explorer.core.storage.collection_names import FOLDER_FILE, path_of
from explorer.core.storage.collection_request import new_item
from explorer.core.storage.collection_shape import ShapeError, Table, inner
from explorer.core.storage.yaml_read import read
from explorer.core.storage.yaml_scalars import YamlError
from explorer.core.storage.yaml_write import rendered

_BETWEEN = re.compile(r"^---(?:[ \t].*)?$\n?", re.MULTILINE)
_SIGN = re.compile(r"^(?:- +)?(?:info|http|graphql|items|opencollection)[ \t]*:(?:[ \t]|$)", re.MULTILINE)
_DEEPEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """One item of a pasted text."""

    name: str
    table: Table = field(repr=False)
    """What its file is to say, without its items."""
    text: str = field(default="", repr=False)
    """The same to the letter, where it stood alone; empty otherwise."""
    items: "tuple[Copied, ...]" = ()
    is_folder: bool = False
    request: Request | None = None
    """None for a folder and for items that Explorer keeps but cannot send."""


def items_text(folder: Path, collection: Collection, keys: Iterable[str]) -> str:
    """These items as text. Blocks; raises StorageError, BrokenFileError or UsageError when a file cannot be read."""
    found = [item for key in keys if (item := find(collection, key)) is not None]
    if not found:
        raise UsageError("There is nothing to copy.")
    return "---\n".join(_with_end(_document(folder, item)) for item in found)


def requests_text(requests: Iterable[Request]) -> str:
    """Requests as text from what is known of them, without reading their files."""
    return "---\n".join(rendered(_table_of(request)) for request in requests)


def items_of_requests(requests: Iterable[Request]) -> tuple[Copied, ...]:
    """Requests as pasted items."""
    return tuple(Copied(name=one.name, table=_table_of(one), request=one) for one in requests)


def is_items_text(text: str) -> bool:
    """Whether a text looks like items of a collection; ``items_from_text`` may still refuse it."""
    return bool(_SIGN.search(text.removeprefix("\ufeff")))


def items_from_text(text: str) -> tuple[Copied, ...]:
    """The items of a pasted text; raises UsageError with the reason."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    pieces = [piece for piece in _BETWEEN.split(text) if piece.strip()]
    found: list[Copied] = []
    for piece in pieces:
        found += _items_of(piece)
    if not found:
        raise UsageError("This text holds no request.")
    return tuple(found)


def requests_in(items: Iterable[Copied]) -> Iterator[Request]:
    """Every request among them, those in folders too."""
    for item in items:
        if item.request is not None:
            yield item.request
        yield from requests_in(item.items)


def _table_of(request: Request) -> Table:
    """The data of a file without a place among others."""
    table = new_item(request, 0.0)
    return {**table, "info": {key: value for key, value in table["info"].items() if key != "seq"}}


def _document(folder: Path, item: Item) -> str:
    if not isinstance(item, Folder):
        return read_text(path_of(folder, item.key)).removeprefix("\ufeff")
    return rendered(_bundled(folder, item))


def _bundled(folder: Path, item: Item) -> Table:
    path = path_of(folder, item.key)
    if not isinstance(item, Folder):
        return read_table(path)
    file = path / FOLDER_FILE
    table = read_table(file) if file.exists() else {}
    info = {**inner(table, "info", ()), "name": item.name, "type": "folder"}
    below = [_bundled(folder, one) for one in item.items if not one.key.endswith(f"/{FOLDER_FILE}")]
    return {"info": info, **{key: value for key, value in table.items() if key != "info"}, "items": below}


def _items_of(piece: str) -> tuple[Copied, ...]:
    try:
        data = read(piece)
    except YamlError as error:
        raise UsageError(f"This text was not pasted. Line {error.line}: {error.reason}") from error
    if isinstance(data, list):
        return tuple(_copied(one, "", 0) for one in data)
    if isinstance(data, dict) and "opencollection" in data:
        below = data.get("items")
        return tuple(_copied(one, "", 0) for one in below) if isinstance(below, list) else ()
    return (_copied(data, piece, 0),)


def _copied(data: Any, text: str, depth: int) -> Copied:
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise UsageError("This text was not pasted: a request is a table with “info” and “http”.")
    if depth > _DEEPEST:
        raise UsageError(f"This text was not pasted: its folders lie more than {_DEEPEST} deep in each other.")
    try:
        info = inner(data, "info", ())
        if "items" in data or info.get("type") == "folder":
            return _folder(data, info, depth)
        item = item_from(data, "Pasted.yml", {})
    except ShapeError as error:
        raise UsageError(f"This text was not pasted. {error.reason}") from error
    if isinstance(item, RequestItem):
        return Copied(name=item.request.name, table=data, text=text, request=item.request)
    return Copied(name=item.name, table=data, text=text)


def _folder(data: Table, info: Table, depth: int) -> Copied:
    below = data.get("items") or ()
    if not isinstance(below, list | tuple):
        raise UsageError("This text was not pasted: “items” must be a list.")
    table = {key: value for key, value in data.items() if key != "items"}
    name = str(info.get("name") or "Pasted folder")
    items = tuple(_copied(one, "", depth + 1) for one in below)
    return Copied(name=name, table=table, items=items, is_folder=True)


def _with_end(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
