"""What a drag carries: the keys of items with the collection they are of, and the same items as text for others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

from explorer.core.model.collection import Folder, Item, RequestItem
from explorer.core.model.request import Request

MIME_KEYS = "application/x-explorer-keys"
MIME_YAML = "application/yaml"
"""RFC 9512."""
MIME_CURL = "text/x-curl"

_LARGEST_LETTERS = 1_000_000
_MOST_REQUESTS = 200
"""More than these go out as keys only: their text would be made while the mouse waits."""
_FILES = (".yml", ".yaml", ".curl", ".sh", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Text or files that came from elsewhere."""

    text: str = ""
    paths: tuple[Path, ...] = ()


def drag_data(collection: str, items: Sequence[Item]) -> QMimeData:
    """Items to be dragged; requests also as YAML and as curl commands, as they are written, variables and all."""
    from explorer.core.interchange.curl import written_command  # late: nobody drags while the window starts
    from explorer.core.storage.collection_text import requests_text

    data = QMimeData()
    keys = [item.key for item in items]
    data.setData(MIME_KEYS, json.dumps({"collection": collection, "keys": keys}).encode())
    folders = tuple(f"{item.key}/" for item in items if isinstance(item, Folder))
    outermost = (item for item in items if not item.key.startswith(folders))
    requests = [request for item in outermost for request in _requests(item)]
    if 0 < len(requests) <= _MOST_REQUESTS:
        text = requests_text(requests)
        data.setText(text)
        data.setData(MIME_YAML, text.encode())
        data.setData(MIME_CURL, "\n".join(written_command(request) for request in requests).encode())
    return data


def dragged_keys(data: QMimeData, collection: str) -> tuple[str, ...]:
    """The keys of items of this collection; empty for anything else."""
    try:
        found = json.loads(bytes(data.data(MIME_KEYS).data()))
    except ValueError:
        return ()
    return tuple(found["keys"]) if found["collection"] == collection else ()


def dropped(data: QMimeData) -> Dropped | None:
    """Text of requests or files with them; None for what cannot be put into a collection."""
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    fitting = tuple(path for path in paths if path.suffix.lower() in _FILES)
    if fitting:
        return Dropped(paths=fitting)
    text = data.text() if data.hasText() else ""
    return Dropped(text=text) if is_items(text) else None


def is_items(text: str) -> bool:
    """Whether a text looks like curl commands or requests in YAML."""
    from explorer.core.interchange.curl_read import is_curl
    from explorer.core.storage.collection_text import is_items_text

    return bool(text) and len(text) <= _LARGEST_LETTERS and (is_curl(text) or is_items_text(text))


def _requests(item: Item) -> Iterator[Request]:
    if isinstance(item, RequestItem):
        yield item.request
    elif isinstance(item, Folder):
        for below in item.items:
            yield from _requests(below)
