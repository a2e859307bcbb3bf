"""Names of files and folders of a collection: allowed on every system, unique without regard to case, never outside.

Source of the forbidden characters and names: Microsoft, "Naming Files, Paths, and Namespaces"; others forbid less.
"""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from explorer.core.errors import StorageError

COLLECTION_FILE = "opencollection.yml"
FOLDER_FILE = "folder.yml"
ENVIRONMENTS = "environments"
SIDE_FOLDER = ".explorer"
SUFFIX = ".yml"
"""Of every new file."""
SUFFIXES = (SUFFIX, ".yaml")
"""Of files that are read."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_WINDOWS_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")
_WINDOWS_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *_WINDOWS_PORTS))
RESERVED_FILES = frozenset(name + suffix for name in ("opencollection", "folder", "workspace") for suffix in SUFFIXES)
"""Files of a collection that are no items."""
_OURS = frozenset(("folder", "opencollection", "workspace", "environments", "node_modules", "mocks"))
_LENGTH_BYTES = 180
"""Leaves room below the usual limit of 255 for a suffix, a number and a temporary name."""


def file_stem(name: str) -> str:
    """A file or folder name for a name on screen, without a suffix; "Untitled" when nothing usable is left."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    text = "".join(character for character in _FORBIDDEN.sub("-", text) if character.isprintable())
    text = text.strip(" .").encode()[:_LENGTH_BYTES].decode(errors="ignore").strip(" .")
    if not text:
        return "Untitled"
    device = text.partition(".")[0].rstrip(" ").casefold()
    return text + "_" if device in _WINDOWS_DEVICES or text.casefold() in _OURS else text


def unique_stem(stem: str, taken: Iterable[str], suffix: str = "") -> str:
    """``stem``, or "stem 2", "stem 3" ... so that ``stem + suffix`` is not among ``taken``, whatever the case."""
    known = {_folded(name) for name in taken}
    candidate, number = stem, 1
    while _folded(candidate + suffix) in known:
        number += 1
        candidate = f"{stem} {number}"
    return candidate


def path_of(folder: Path, key: str) -> Path:
    """The file of a key; raises StorageError for a key that leads out of the collection."""
    pure = PurePosixPath(key)
    if not pure.parts or not key or pure.is_absolute() or ".." in pure.parts or "\\" in key or ":" in pure.parts[0]:
        raise StorageError(f"“{key}” is not inside the collection.")
    return folder.joinpath(*pure.parts)


def joined(parent_key: str, name: str) -> str:
    """The key of ``name`` in a folder; the collection itself has the empty key."""
    return f"{parent_key}/{name}" if parent_key else name


def parent_of(key: str) -> str:
    """The key of the folder that holds an item; empty for the collection itself."""
    return key.rpartition("/")[0]


def suffix_of(name: str) -> str:
    """The suffix of a file that can be an item, as it is written; empty for any other name."""
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")


def stem_of(name: str) -> str:
    """A file name or key without that suffix."""
    return name.removesuffix(suffix_of(name))


def refuse_reserved(key: str) -> None:
    """Raise StorageError for what belongs to the collection itself and is no item of it."""
    name = key.rpartition("/")[2]
    if name in RESERVED_FILES or name.startswith(".") or key == ENVIRONMENTS:
        raise StorageError(f"“{key}” belongs to the collection itself and stays as it is.")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
