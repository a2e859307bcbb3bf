"""``explorer ls``: what is in a collection, or in each collection of a workspace."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explorer.cli.exit_codes import FAILED, FINE
from explorer.cli.opened import Opened, opened
from explorer.cli.output import say, visible, write_json, write_line
from explorer.core.model.collection import BrokenItem, Collection, Folder, Item, OtherItem, RequestItem
from explorer.core.storage.collections import load
from explorer.core.storage.masking import mask_url

_METHOD_WIDTH = 7
_STEP = "  "


def run(arguments: argparse.Namespace) -> int:
    """Print the tree; 1 when a file or a collection of the workspace cannot be read, else 0."""
    found = opened(arguments.folder)
    there = [folder for folder in found.folders if folder.is_dir()]
    collections = [load(folder) for folder in there]
    if arguments.json:
        write_json(_json(found, collections))
    else:
        _print(found, collections)
    missing = [folder for folder in found.folders if folder not in there]
    for folder in missing:
        say(f"explorer: The workspace lists {folder}, which is not there.")
    return FAILED if missing or any(_has_broken(one.items) for one in collections) else FINE


def _print(found: Opened, collections: list[Collection]) -> None:
    if found.workspace is not None:
        write_line(visible(f"Workspace {found.workspace.name}"))
    for collection in collections:
        write_line(visible(f"{collection.name}  {collection.key}"))
        for line in _lines(collection.items, 1):
            write_line(visible(line))
        if collection.environments:
            write_line(visible(f"{_STEP}Environments: {', '.join(one.name for one in collection.environments)}"))


def _lines(items: tuple[Item, ...], depth: int) -> Iterator[str]:
    margin = _STEP * depth
    for item in items:
        match item:
            case Folder():
                yield f"{margin}{item.name}/"
                yield from _lines(item.items, depth + 1)
            case RequestItem():
                yield f"{margin}{item.request.method:<{_METHOD_WIDTH}} {item.request.name}  ({item.key})"
            case OtherItem():
                yield f"{margin}{item.kind:<{_METHOD_WIDTH}} {item.name}  ({item.key}; kept, not sent yet)"
            case BrokenItem():
                place = f"{item.key}:{item.line}:{item.column}" if item.line else item.key
                yield f"{margin}{'!':<{_METHOD_WIDTH}} {place}: {item.reason}"


def _json(found: Opened, collections: list[Collection]) -> dict[str, Any]:
    listed = [
        {
            "name": one.name,
            "folder": one.key,
            "items": [_item_json(item) for item in one.items],
            "environments": [environment.name for environment in one.environments],
        }
        for one in collections
    ]
    missing = [str(folder) for folder in found.folders if not Path(folder).is_dir()]
    workspace = found.workspace.name if found.workspace is not None else None
    return {"workspace": workspace, "collections": listed, "missing": missing}


def _item_json(item: Item) -> dict[str, Any]:
    match item:
        case Folder():
            inner = [_item_json(one) for one in item.items]
            return {"kind": "folder", "key": item.key, "name": item.name, "items": inner}
        case RequestItem():
            request = item.request
            shown = {"name": request.name, "method": request.method, "url": mask_url(request.url)}
            return {"kind": "request", "key": item.key, **shown}
        case OtherItem():
            return {"kind": item.kind, "key": item.key, "name": item.name}
        case BrokenItem():
            place = {"line": item.line, "column": item.column}
            return {"kind": "broken", "key": item.key, "name": item.name, "reason": item.reason, **place}


def _has_broken(items: tuple[Item, ...]) -> bool:
    return any(isinstance(one, BrokenItem) or (isinstance(one, Folder) and _has_broken(one.items)) for one in items)
