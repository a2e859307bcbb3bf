"""Pinned and recent requests of each workspace, in a small file of the person's own; collections know nothing of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from explorer.core.storage.atomic import write_atomic

NAME = "remembered.json"
MOST_RECENT = 20
_MOST_PINNED = 100
_MOST_FOLDERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Keys of requests of one workspace."""

    pinned: tuple[str, ...] = ()
    """In the order in which they were pinned."""
    recent: tuple[str, ...] = ()
    """Those that were in front, the last one first."""

    def opened(self, key: str) -> "Remembered":
        """With this request as the most recent one."""
        others = (one for one in self.recent if one != key)
        return replace(self, recent=(key, *others)[:MOST_RECENT])

    def toggled(self, key: str) -> "Remembered":
        """With this request pinned, or not pinned any more."""
        if key in self.pinned:
            return replace(self, pinned=tuple(one for one in self.pinned if one != key))
        return replace(self, pinned=(*self.pinned, key)[-_MOST_PINNED:])

    def moved(self, old: str, new: str) -> "Remembered":
        """With another key for an item and all that is in it."""
        return Remembered(pinned=_followed(self.pinned, old, new), recent=_followed(self.recent, old, new))


def load_remembered(data_folder: Path, workspace: Path) -> Remembered:
    """What is known of a workspace; nothing when the file is missing or cannot be understood."""
    plain = _read(data_folder / NAME).get(str(workspace))
    if not isinstance(plain, dict):
        return Remembered()
    return Remembered(pinned=_keys(plain.get("pinned")), recent=_keys(plain.get("recent")))


def save_remembered(data_folder: Path, workspace: Path, remembered: Remembered) -> None:
    """Write it; workspaces that were not used for longest are forgotten. Raises StorageError."""
    path = data_folder / NAME
    others = {folder: plain for folder, plain in _read(path).items() if folder != str(workspace)}
    own = {"pinned": list(remembered.pinned), "recent": list(remembered.recent)}
    kept = dict([*others.items(), (str(workspace), own)][-_MOST_FOLDERS:])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, (json.dumps(kept, indent=2, ensure_ascii=False) + "\n").encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        plain = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return plain if isinstance(plain, dict) else {}


def _keys(plain: object) -> tuple[str, ...]:
    return tuple(one for one in plain if isinstance(one, str)) if isinstance(plain, list) else ()


def _followed(keys: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    return tuple(f"{new}{one[len(old) :]}" if one == old or one.startswith(f"{old}/") else one for one in keys)
