"""One YAML file of a collection: bytes -> checked table, and back with nothing but the changes written."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import HALF_MERGED
from explorer.core.storage.atomic import refused, write_atomic
from explorer.core.storage.collection_shape import ShapeError, Table
from explorer.core.storage.yaml_read import place_of, read
from explorer.core.storage.yaml_scalars import YamlError
from explorer.core.storage.yaml_write import rendered

_BOM = "\ufeff"
_CONFLICT = re.compile(r"^(?:<{7}(?: |\r?$)|>{7}(?: |\r?$)|={7}\r?$)", re.MULTILINE)
Value = TypeVar("Value")


def read_text(path: Path) -> str:
    """The text of a file; raises BrokenFileError when it is not UTF-8 or half merged, StorageError when unreadable."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refused(error, path) from error
    return text_of(path, data)


def text_of(path: Path, data: bytes) -> str:
    """The bytes of a file as text; raises BrokenFileError when they are not UTF-8 or half merged."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        reason = f"The file is not UTF-8 text (byte 0x{data[error.start]:02X})."
        raise BrokenFileError(path, reason, line=line, column=column) from error
    conflict = _CONFLICT.search(text)
    if conflict and conflict[0].startswith(("<", ">")):
        line = text.count("\n", 0, conflict.start()) + 1
        raise BrokenFileError(path, HALF_MERGED, line=line, column=1)
    return text


def read_table(path: Path) -> Table:
    """The table in a file; raises BrokenFileError with line and column, or StorageError."""
    return parsed(path, read_text(path))


def parsed(path: Path, text: str) -> Table:
    """The table in the text of a file; an empty file is an empty table."""
    try:
        data = read(text.removeprefix(_BOM))
    except YamlError as error:
        raise BrokenFileError(path, error.reason, line=error.line, column=error.column) from error
    if data is None:
        return {}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise BrokenFileError(path, "The file must hold names with values.", line=1, column=1)
    return data


def understood(path: Path, make: Callable[[], Value]) -> Value:
    """What ``make`` finds in the table of a file; a wrong shape becomes a BrokenFileError with its place."""
    try:
        return make()
    except ShapeError as error:
        line, column = place_of(read_text(path).removeprefix(_BOM), error.where)
        raise BrokenFileError(path, error.reason, line=line, column=column) from error


def write_table(path: Path, data: Table) -> None:
    """Make the file say ``data``; one that says so already is not written. Raises StorageError, BrokenFileError."""
    if not path.exists():
        write_atomic(path, rendered(data).encode())
        return
    text = read_text(path)
    old = parsed(path, text)
    if old == data and repr(old) == repr(data):
        return
    # Imported here: ruamel.yaml costs 65 ms at start-up and reading alone seldom needs it.
    from explorer.core.storage.yaml_edit import edited

    bom = _BOM if text.startswith(_BOM) else ""
    try:
        result = bom + edited(text.removeprefix(_BOM), data)
    except YamlError as error:
        raise StorageError(f"{path.name} was not saved. {error.reason}", path=path) from error
    if result != text:
        write_atomic(path, result.encode())
