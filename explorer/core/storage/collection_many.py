"""Several items of a collection moved, copied, deleted or put in as one change: whole or not at all, to be undone.

What takes a change back is in the ``Change`` itself; taking it back gives the change that does it again. All functions
block. They take the collection as it was read last, so that nothing is read again to find the neighbours.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from explorer.core.errors import ExplorerError, StorageError
from explorer.core.model.collection import BrokenItem, Collection
from explorer.core.model.tree import walk
from explorer.core.storage.atomic import refused, write_atomic
from explorer.core.storage.collection_files import write_table
from explorer.core.storage.collection_items import (
    children,
    existing,
    folder_path,
    free_name,
    item_name,
    item_path,
    item_suffix,
    listing,
    relocate,
    shown_name,
    takes_number,
    write_info,
)
from explorer.core.storage.collection_names import FOLDER_FILE, SUFFIX, joined, parent_of, path_of, unique_stem
from explorer.core.storage.collection_order import block_numbers
from explorer.core.storage.collection_side import entries_below, put_entries
from explorer.core.storage.collection_staging import copy, make_folder, staged
from explorer.core.storage.collection_text import Copied
from explorer.core.storage.trash import TrashEntry, put_into_trash, restore

Numbers = list[tuple[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A file or folder that has another key now."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A file of which only the order number changed; None for no file."""

    key: str
    before: bytes | None = field(repr=False)
    after: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A file or folder that was not there before."""

    key: str


Step = Moved | Rewritten | Created | TrashEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was done, in words, and everything that is needed to take it back."""

    words: str
    """A sentence without its full stop: "3 items were moved"."""
    steps: tuple[Step, ...] = ()

    @property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """Old and new keys."""
        return tuple((one.old, one.new) for one in self.steps if isinstance(one, Moved))

    @property
    def created(self) -> tuple[str, ...]:
        """Keys of what is new."""
        return tuple(one.key for one in self.steps if isinstance(one, Created))

    @property
    def trashed(self) -> tuple[str, ...]:
        """Keys that what is in the trash now had."""
        return tuple(one.key for one in self.steps if isinstance(one, TrashEntry))


def outermost(collection: Collection, keys: Iterable[str]) -> tuple[str, ...]:
    """These items in the order of the tree, without those that lie in a folder that is among them."""
    wanted = set(keys)
    found: list[str] = []
    for item in walk(collection.items):
        if item.key in wanted and not any(item.key.startswith(f"{one}/") for one in found):
            found.append(item.key)
    return tuple(found)


def move_many(
    folder: Path, collection: Collection, keys: Iterable[str], parent_key: str, before_key: str | None
) -> Change:
    """Put items into a folder, one after the other before another item (None: at the end)."""
    chosen = outermost(collection, keys)
    if any(parent_key == key or parent_key.startswith(f"{key}/") for key in chosen):
        raise StorageError("A folder cannot be moved into itself.")
    siblings = children(collection, parent_key)
    before = _next_unmoved([item.key for item in siblings], before_key, chosen)
    if _stands_so([item.key for item in siblings], chosen, before):
        return Change(words="Nothing was moved")
    known: Numbers = [(item.key, item.seq) for item in siblings if takes_number(item)]
    numbered = {key for key in chosen if takes_number(existing(collection, key))}
    with _whole(folder, f"{_count(chosen)} moved") as doing:
        arrived = [(doing.bring(key, parent_key), key in numbered) for key in chosen]
        _place(doing, known, [key for key, counts in arrived if counts], before)
    return doing.change


def duplicate_many(folder: Path, collection: Collection, keys: Iterable[str]) -> Change:
    """Copy items, each to the place after itself."""
    chosen = outermost(collection, keys)
    numbers: dict[str, Numbers] = {}
    with _whole(folder, f"{_count(chosen)} duplicated") as doing:
        for key in chosen:
            parent = parent_of(key)
            siblings = children(collection, parent)
            known = numbers.setdefault(parent, [(item.key, item.seq) for item in siblings if takes_number(item)])
            item = existing(collection, key)
            new_key = doing.copy(key, f"{item_name(item)} copy", named=not isinstance(item, BrokenItem))
            if takes_number(item):
                _place(doing, known, [new_key], _following(known, key))
    return doing.change


def delete_many(folder: Path, collection: Collection, keys: Iterable[str]) -> Change:
    """Move items into the trash."""
    chosen = outermost(collection, keys)
    with _whole(folder, f"{_count(chosen)} moved to the trash") as doing:
        for key in chosen:
            doing.trash(key)
    return doing.change


def create_many(
    folder: Path, collection: Collection, parent_key: str, items: Sequence[Copied], before_key: str | None = None
) -> Change:
    """Write pasted items as new files into a folder, before another item or at its end."""
    siblings = children(collection, parent_key)
    known: Numbers = [(item.key, item.seq) for item in siblings if takes_number(item)]
    with _whole(folder, f"{_count(items)} pasted") as doing:
        keys = [doing.create(parent_key, item) for item in items]
        _place(doing, known, [key for key, item in zip(keys, items, strict=True) if _may_number(item)], before_key)
    return doing.change


def take_back(folder: Path, change: Change) -> Change:
    """Undo a change as far as the files still are as it left them; gives the change that does it again."""
    with _whole(folder, change.words) as doing:
        for step in reversed(change.steps):
            match step:
                case Created():
                    doing.trash(step.key)
                case Rewritten():
                    doing.write_back(step)
                case Moved():
                    doing.relocate(step.new, _free_key(folder, step.old))
                case TrashEntry():
                    doing.steps.append(Created(key=restore(folder, step)))
                case _:
                    assert_never(step)
    return doing.change


@dataclass(slots=True)
class _Doing:
    """A change while it is made."""

    folder: Path
    words: str
    steps: list[Step] = field(default_factory=list)

    @property
    def change(self) -> Change:
        return Change(words=self.words, steps=tuple(self.steps))

    def bring(self, key: str, parent_key: str) -> str:
        """Into another folder, under a name that is free there."""
        path = item_path(self.folder, key)
        if parent_of(key) == parent_key:
            return key
        suffix = item_suffix(path)
        taken = listing(folder_path(self.folder, parent_key))
        name = unique_stem(path.name.removesuffix(suffix), taken, suffix) + suffix
        return self.relocate(key, joined(parent_key, name))

    def relocate(self, key: str, new_key: str) -> str:
        relocate(self.folder, key, new_key)
        self.steps.append(Moved(old=key, new=new_key))
        return new_key

    def number(self, key: str, seq: float) -> None:
        path = _file(self.folder, key)
        before = _bytes(path)
        write_info(path_of(self.folder, key), seq=seq)
        if Created(key=key) not in self.steps:
            self.steps.append(Rewritten(key=key, before=before, after=_bytes(path)))

    def write_back(self, one: Rewritten) -> None:
        path = _file(self.folder, one.key)
        if _bytes(path) != one.after:
            return
        if one.before is None:
            path.unlink(missing_ok=True)
        else:
            write_atomic(path, one.before)
        self.steps.append(Rewritten(key=one.key, before=one.after, after=one.before))

    def trash(self, key: str) -> None:
        path = path_of(self.folder, key)
        if not path.exists():
            raise StorageError(f"“{key}” does not exist any more.", path=path)
        self.steps.append(put_into_trash(self.folder, key, shown_name(path)))

    def copy(self, key: str, name: str, *, named: bool) -> str:
        path = item_path(self.folder, key)
        new_key = joined(parent_of(key), free_name(path.parent, name, item_suffix(path)))
        with staged(path_of(self.folder, new_key)) as temporary:
            copy(path, temporary)
            if named:
                write_info(temporary, name=name)
        self.steps.append(Created(key=new_key))
        put_entries(self.folder, new_key, entries_below(self.folder, key))
        return new_key

    def create(self, parent_key: str, item: Copied) -> str:
        suffix = "" if item.is_folder else SUFFIX
        key = joined(parent_key, free_name(folder_path(self.folder, parent_key), item.name, suffix))
        with staged(path_of(self.folder, key)) as temporary:
            _write(temporary, item)
        self.steps.append(Created(key=key))
        return key


@contextmanager
def _whole(folder: Path, words: str) -> Iterator[_Doing]:
    """When a step fails, those before it are taken back."""
    doing = _Doing(folder=folder, words=words)
    try:
        yield doing
    except (ExplorerError, OSError) as error:
        with contextlib.suppress(ExplorerError, OSError):
            take_back(folder, doing.change)
        if isinstance(error, OSError):
            raise refused(error, folder) from error
        raise


def _place(doing: _Doing, known: Numbers, keys: Sequence[str], before: str | None) -> None:
    """Number these so that they stand before another; ``known`` follows."""
    if not keys:
        return
    changed = block_numbers(known, keys, before, lambda key: path_of(doing.folder, key).is_dir())
    for key, number in changed.items():
        doing.number(key, number)
    others = [(key, changed.get(key, number)) for key, number in known if key not in keys]
    at = next((index for index, (key, _) in enumerate(others) if key == before), len(others))
    known[:] = [*others[:at], *((key, changed[key]) for key in keys), *others[at:]]


def _following(known: Numbers, key: str) -> str | None:
    keys = [one for one, _ in known]
    at = keys.index(key) + 1
    return keys[at] if at < len(keys) else None


def _next_unmoved(siblings: Sequence[str], before: str | None, moved: Sequence[str]) -> str | None:
    if before not in siblings:
        return None
    return next((key for key in siblings[siblings.index(before) :] if key not in moved), None)


def _stands_so(siblings: Sequence[str], moved: Sequence[str], before: str | None) -> bool:
    """Whether the moved ones stand there already, in this order."""
    others = [key for key in siblings if key not in moved]
    at = others.index(before) if before in others else len(others)
    return [*others[:at], *moved, *others[at:]] == list(siblings)


def _file(folder: Path, key: str) -> Path:
    path = path_of(folder, key)
    return path / FOLDER_FILE if path.is_dir() else path


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _free_key(folder: Path, key: str) -> str:
    """The key, or one beside it when something else has taken it since."""
    path = path_of(folder, key)
    make_folder(path.parent)
    if not path.exists():
        return key
    stem, dot, suffix = path.name.rpartition(".")
    stem, suffix = (stem, f".{suffix}") if dot else (path.name, "")
    return joined(parent_of(key), unique_stem(stem, listing(path.parent), suffix) + suffix)


def _write(path: Path, item: Copied) -> None:
    """Fill a new file or folder; items in a folder keep the order they have in the text."""
    if not item.is_folder:
        if item.text:
            write_atomic(path, (item.text if item.text.endswith("\n") else f"{item.text}\n").encode())
        else:
            write_table(path, item.table)
        return
    make_folder(path)
    write_table(path / FOLDER_FILE, item.table)
    write_info(path, name=item.name)
    for number, below in enumerate(item.items, start=1):
        name = free_name(path, below.name, "" if below.is_folder else SUFFIX)
        _write(path / name, below)
        if _may_number(below):
            write_info(path / name, seq=number * 1000)


def _may_number(item: Copied) -> bool:
    return item.table.get("type") != "script"


def _count(items: Sequence[object]) -> str:
    return "1 item was" if len(items) == 1 else f"{len(items)} items were"
