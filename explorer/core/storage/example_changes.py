"""Examples added, renamed, copied and removed in the file of their request, each change to be taken back.

Only the example's own lines change. All functions block and raise StorageError or BrokenFileError.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from explorer.core.errors import StorageError
from explorer.core.model.example import Example, free_name
from explorer.core.storage.atomic import refused, write_atomic
from explorer.core.storage.collection_example import entries_of, entry_of, examples_from, with_entries
from explorer.core.storage.collection_files import read_table, understood, write_table
from explorer.core.storage.collection_names import path_of
from explorer.core.storage.collection_shape import Table
from explorer.core.storage.yaml_write import rendered

_GONE = "The example “{name}” is not in the file any more."
_CHANGED = "The example “{name}” was changed since; nothing was taken back."


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleChange:
    """What stood at a place of the list before, and what after; None for nothing."""

    key: str
    """Of the request."""
    place: int
    before: Any = field(repr=False)
    after: Any = field(repr=False)
    text_before: bytes = field(default=b"", repr=False)
    """The whole file: what nobody else touched since comes back to the letter, comments too."""
    text_after: bytes = field(default=b"", repr=False)

    @property
    def reverse(self) -> "ExampleChange":
        """The change that takes this one back."""
        return ExampleChange(
            key=self.key,
            place=self.place,
            before=self.after,
            after=self.before,
            text_before=self.text_after,
            text_after=self.text_before,
        )

    @property
    def name(self) -> str:
        """Of the example, as it is afterwards or was before."""
        return examples_from({"examples": [self.before if self.after is None else self.after]})[0].name


def add_example(folder: Path, key: str, example: Example) -> ExampleChange:
    """A new example at the end, under a name that no other one of the request has."""
    names = _names(folder, key)
    entry = entry_of(replace(example, name=free_name(example.name, names)))
    return _changed(folder, ExampleChange(key=key, place=len(names), before=None, after=entry))


def rename_example(folder: Path, key: str, place: int, name: str) -> ExampleChange:
    """Another name for the example at a place."""
    entry = _entry(folder, key, place)
    others = [one for at, one in enumerate(_names(folder, key)) if at != place]
    return _changed(
        folder, ExampleChange(key=key, place=place, before=entry, after={**entry, "name": free_name(name, others)})
    )


def duplicate_example(folder: Path, key: str, place: int) -> ExampleChange:
    """A copy behind the example at a place, with everything its entry has."""
    names = _names(folder, key)
    entry = _entry(folder, key, place)
    copy = {**entry, "name": free_name(f"{names[place]} copy", names)}
    return _changed(folder, ExampleChange(key=key, place=place + 1, before=None, after=copy))


def delete_example(folder: Path, key: str, place: int) -> ExampleChange:
    """Take the example at a place out."""
    entry = _entry(folder, key, place, whole=False)
    return _changed(folder, ExampleChange(key=key, place=place, before=entry, after=None))


def take_back(folder: Path, change: ExampleChange) -> ExampleChange:
    """Undo; gives the change that does it again. Raises StorageError when the example was changed since."""
    path, reverse = path_of(folder, change.key), change.reverse
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refused(error, path) from error
    if data == change.text_after:
        write_atomic(path, change.text_before)
        return reverse
    return _changed(folder, replace(reverse, place=_place_now(folder, reverse)))


def example_text(folder: Path, key: str, place: int) -> str:
    """The example as YAML, as a list of one."""
    return rendered({"examples": [_entry(folder, key, place, whole=False)]})


def _changed(folder: Path, change: ExampleChange) -> ExampleChange:
    path = path_of(folder, change.key)
    table = read_table(path)
    entries = list(_entries(path, table))
    new = [] if change.after is None else [change.after]
    entries[change.place : change.place + (change.before is not None)] = new
    before = path.read_bytes()
    write_table(path, with_entries(table, entries))
    return replace(change, text_before=before, text_after=path.read_bytes())


def _place_now(folder: Path, change: ExampleChange) -> int:
    """Where the example that goes away stands now; a new one goes to its old place."""
    path = path_of(folder, change.key)
    entries = _entries(path, read_table(path))
    if change.before is None:
        return min(change.place, len(entries))
    if change.place < len(entries) and entries[change.place] == change.before:
        return change.place
    if change.before in entries:
        return entries.index(change.before)
    raise StorageError(_CHANGED.format(name=change.name), path=path)


def _entries(path: Path, table: Table) -> list[Any]:
    return understood(path, lambda: entries_of(table))


def _names(folder: Path, key: str) -> list[str]:
    path = path_of(folder, key)
    if not path.exists():
        raise StorageError(f"“{key}” does not exist any more.", path=path)
    return [one.name for one in examples_from(read_table(path))]


def _entry(folder: Path, key: str, place: int, *, whole: bool = True) -> Table:
    """The entry at a place; a ``whole`` one has names with values."""
    path = path_of(folder, key)
    entries = _entries(path, read_table(path))
    if not 0 <= place < len(entries) or (whole and not isinstance(entries[place], dict)):
        raise StorageError(_GONE.format(name=f"number {place + 1}"), path=path)
    entry: Table = entries[place]
    return entry
