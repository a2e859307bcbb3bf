"""Preferences and window layout as two small JSON files. A broken file is kept aside, never an obstacle to start."""

import json
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from explorer.core.settings import Settings, ThemeChoice
from explorer.core.storage.atomic import write_atomic


def load_settings(folder: Path) -> Settings:
    """The saved preferences; unknown names are ignored, wrong values take their default."""
    plain = _read(folder / "settings.json")
    known = {one.name: one for one in fields(Settings)}
    values: dict[str, Any] = {name: value for name, value in plain.items() if name in known}
    if "theme" in values:
        values["theme"] = _theme(values["theme"])
    right: dict[str, Any] = {name: value for name, value in values.items() if type(value) is type(known[name].default)}
    return replace(Settings(), **right)


def save_settings(folder: Path, settings: Settings) -> None:
    """Write all preferences; raises StorageError."""
    _write(folder / "settings.json", asdict(settings))


def load_layout(folder: Path) -> dict[str, Any]:
    """Geometry, splitters, open folder and the like; empty at the first start."""
    return _read(folder / "layout.json")


def save_layout(folder: Path, layout: dict[str, Any]) -> None:
    """Write the layout; raises StorageError."""
    _write(folder / "layout.json", layout)


def _theme(value: object) -> ThemeChoice:
    try:
        return ThemeChoice(str(value))
    except ValueError:
        return ThemeChoice.SYSTEM


def _read(path: Path) -> dict[str, Any]:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        _keep_aside(path)
        return {}
    return plain if isinstance(plain, dict) else {}


def _keep_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".broken.json"))
    except OSError:
        return


def _write(path: Path, plain: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, json.dumps(plain, indent=2, sort_keys=True).encode())
