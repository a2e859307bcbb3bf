"""Where Explorer keeps its files on this computer: data, cache and settings. What is in them it does not know."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from explorer.core.errors import StorageError

HOME_VARIABLE = "EXPLORER_HOME"
"""Environment variable that puts everything into one folder; for portable use and for tests."""

_APP_NAME = "explorer-http"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The three folders. They may not exist yet: ``ensure`` makes the one that is needed."""

    data: Path
    """History, drafts, trash: what a person would miss."""
    cache: Path
    """What can be made again: spilled bodies, downloaded indexes."""
    config: Path
    """Preferences."""


def places(home: Path | None = None) -> Places:
    """The folders under ``home``, else under EXPLORER_HOME, else where the platform wants them."""
    root = home or _home_from_environment()
    if root is not None:
        root = root.expanduser().absolute()
        return Places(data=root / "data", cache=root / "cache", config=root / "config")
    dirs = platformdirs.PlatformDirs(_APP_NAME, appauthor=False)
    return Places(data=dirs.user_data_path, cache=dirs.user_cache_path, config=dirs.user_config_path)


def ensure(folder: Path) -> Path:
    """Make the folder, readable by its owner only where the platform can, and return it.

    Raises StorageError when it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError(f"The folder {folder} cannot be made: {reason}.", path=folder) from error
    return folder


def _home_from_environment() -> Path | None:
    value = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(value) if value else None
