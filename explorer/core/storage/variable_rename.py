"""Another name for a variable in every file of a collection, in place, whole or not at all.

References are renamed in the text of the files, so that scripts, examples and items that Explorer cannot run yet are
covered as well; only the lines with the name change.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.storage.atomic import write_atomic
from explorer.core.storage.collection_files import parsed, read_text
from explorer.core.storage.collection_names import ENVIRONMENTS, suffix_of
from explorer.core.storage.collection_shape import Table
from explorer.core.storage.collection_side import ENVIRONMENTS as ENVIRONMENT_SHEET
from explorer.core.storage.collection_side import put_entry, read_sheet
from explorer.core.storage.yaml_scalars import YamlError
from explorer.core.variable_uses import reference_pattern

_BOM = "\ufeff"
_SKIPPED = ("node_modules", "mocks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What was changed, and so how to take it back."""

    old: str
    new: str
    changes: dict[str, tuple[str, str]] = field(repr=False)
    """Path relative to the collection to the text before and after."""
    unreadable: tuple[str, ...] = ()
    """Files that name the variable but cannot be read, and were left alone."""


def rename_variable(folder: Path, old: str, new: str) -> Renaming:
    """Rename in all files. Raises StorageError, and leaves every file as it was, when one cannot be written."""
    changes: dict[str, tuple[str, str]] = {}
    unreadable: list[str] = []
    for path in _files(folder):
        key = path.relative_to(folder).as_posix()
        try:
            before = read_text(path)
            after = _renamed(path, before, old, new) if old in before else before
        except BrokenFileError:
            if _mentions(path, old):
                unreadable.append(key)
            continue
        if after != before:
            changes[key] = (before, after)
    _write_all(folder, {key: after for key, (_, after) in changes.items()})
    _rename_commands(folder, old, new)
    return Renaming(old=old, new=new, changes=changes, unreadable=tuple(unreadable))


def undo_renaming(folder: Path, renaming: Renaming) -> None:
    """Take it back: files nobody touched since become what they were; in others the name alone is changed back."""
    texts: dict[str, str] = {}
    for key, (before, after) in renaming.changes.items():
        path = folder / key
        with contextlib.suppress(StorageError, BrokenFileError):
            now = read_text(path)
            texts[key] = before if now == after else _renamed(path, now, renaming.new, renaming.old)
    _write_all(folder, texts)
    _rename_commands(folder, renaming.new, renaming.old)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        yield from (Path(parent, name) for name in sorted(names) if suffix_of(name) and not name.startswith("."))


def _renamed(path: Path, text: str, old: str, new: str) -> str:
    result = reference_pattern(old).sub(lambda match: match[1] + new + match[2], text)
    table = parsed(path, result)
    declared = _declared(table, old, new)
    if declared == table:
        return result
    from explorer.core.storage.yaml_edit import edited  # late: ruamel.yaml costs 65 ms

    bom = _BOM if result.startswith(_BOM) else ""
    try:
        return bom + edited(result.removeprefix(_BOM), declared)
    except YamlError as error:
        raise StorageError(f"{path.name} was not changed. {error.reason}", path=path) from error


def _declared(table: Table, old: str, new: str) -> Table:
    """The table with the rows of this name renamed, wherever OpenCollection lets variables stand."""
    result = _rows_in(table, old, new)
    for key in ("request", "runtime"):
        if isinstance(result.get(key), dict):
            result = {**result, key: _actions_in(_rows_in(result[key], old, new), old, new)}
    config = result.get("config")
    if isinstance(config, dict) and isinstance(config.get("environments"), list):
        environments = [_rows_in(one, old, new) if isinstance(one, dict) else one for one in config["environments"]]
        result = {**result, "config": {**config, "environments": environments}}
    return result


def _rows_in(table: Table, old: str, new: str) -> Table:
    rows = table.get("variables")
    if not isinstance(rows, list):
        return table
    return {**table, "variables": [_named(row, old, new) for row in rows]}


def _actions_in(table: Table, old: str, new: str) -> Table:
    """The rows of ``actions`` that set the variable."""
    rows = table.get("actions")
    if not isinstance(rows, list):
        return table
    return {**table, "actions": [_setting(row, old, new) for row in rows]}


def _setting(row: Any, old: str, new: str) -> Any:
    if not isinstance(row, dict) or not isinstance(row.get("variable"), dict):
        return row
    return {**row, "variable": _named(row["variable"], old, new)}


def _named(row: Any, old: str, new: str) -> Any:
    return {**row, "name": new} if isinstance(row, dict) and row.get("name") == old else row


def _write_all(folder: Path, texts: dict[str, str]) -> None:
    """Write every text; when one is refused, those before it are put back."""
    written: dict[Path, bytes] = {}
    try:
        for key, text in texts.items():
            path = folder / key
            before = path.read_bytes()
            write_atomic(path, text.encode())
            written[path] = before
    except (OSError, StorageError) as error:
        for path, before in written.items():
            with contextlib.suppress(StorageError):
                write_atomic(path, before)
        if isinstance(error, StorageError):
            raise
        raise StorageError(f"The variable was not renamed: {error.strerror}.") from error


def _rename_commands(folder: Path, old: str, new: str) -> None:
    """The programs that give values stand beside the files, by name."""
    for key, values in read_sheet(folder, ENVIRONMENT_SHEET).items():
        commands = values.get("commands")
        if key.startswith(ENVIRONMENTS) and isinstance(commands, dict) and old in commands:
            renamed = {new if name == old else name: one for name, one in commands.items()}
            put_entry(folder, ENVIRONMENT_SHEET, key, {**values, "commands": renamed})


def _mentions(path: Path, name: str) -> bool:
    try:
        return re.search(rb"(?<![\w$.-])" + re.escape(name.encode()) + rb"(?![\w.-])", path.read_bytes()) is not None
    except OSError:
        return False
