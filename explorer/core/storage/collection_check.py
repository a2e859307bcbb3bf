"""Every fault of the files of a collection, with its place: what cannot be read, what has another shape than the
format allows, names that stand twice, and references to variables and dynamic names that nothing gives a value.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import BrokenItem, Collection, Folder, Item, OtherItem, RequestItem
from explorer.core.model.environment import Environment
from explorer.core.model.request import Request
from explorer.core.model.tree import walk
from explorer.core.scopes import lineage
from explorer.core.storage.collection_facts import ENVIRONMENT, FOLDER, ITEMS, ROOT, Shape
from explorer.core.storage.collection_files import read_table, read_text
from explorer.core.storage.collection_load import load
from explorer.core.storage.collection_names import COLLECTION_FILE, ENVIRONMENTS, FOLDER_FILE, joined, path_of
from explorer.core.storage.collection_references import Defined, defined_names, unresolved
from explorer.core.storage.collection_request import kind_of
from explorer.core.storage.collection_schema import Misfit, misfits
from explorer.core.storage.collection_shape import ShapeError, Table, Where, inner, text
from explorer.core.storage.unknown_dynamic import places_of_reference, reason_for, unknown_dynamic
from explorer.core.storage.yaml_read import place_of

_BOM = "\ufeff"
_NOUNS = {Folder: "folder", RequestItem: "request"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at; line and column count from 1, 0 when the whole file is meant."""

    key: str
    """The file, relative to the collection."""
    reason: str
    line: int = 0
    column: int = 0
    is_warning: bool = False
    """Nothing is wrong with the file itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found, file by file in the order of the tree, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int


def check_collection(folder: Path, environment: str = "") -> Checked:
    """Everything that is wrong in ``folder``. Variables count as known when any environment has them, or the named one.

    Raises StorageError when the folder cannot be listed.
    """
    collection = load(folder)
    checker = _Checker(folder, defined_names(folder, collection, environment))
    findings = [*checker.root(collection), *checker.items(collection.items), *checker.environments(collection)]
    return Checked(findings=_by_place(findings), files=checker.files)


def _by_place(findings: list[Finding]) -> tuple[Finding, ...]:
    """Each once, those of one file together and from its top down."""
    files = {key: number for number, key in enumerate(dict.fromkeys(one.key for one in findings))}
    return tuple(sorted(dict.fromkeys(findings), key=lambda one: (files[one.key], one.line, one.column)))


class _Checker:
    """Looks at one file after the other and counts them."""

    def __init__(self, folder: Path, defined: Defined) -> None:
        self.files = 0
        self._folder = folder
        self._defined = defined

    def root(self, collection: Collection) -> Iterator[Finding]:
        broken = {item.key for item in collection.items if isinstance(item, BrokenItem)}
        if not (self._folder / COLLECTION_FILE).is_file():
            yield Finding(key=COLLECTION_FILE, reason="The folder has no opencollection.yml.")
        elif COLLECTION_FILE not in broken:
            yield from self._file(COLLECTION_FILE, ROOT)
            yield from self._dynamic(COLLECTION_FILE, collection)

    def items(self, items: tuple[Item, ...]) -> Iterator[Finding]:
        for item in walk(items):
            match item:
                case BrokenItem():
                    yield from self._broken(item)
                case Folder():
                    yield from self._folder_file(item)
                case RequestItem():
                    yield from self._file(item.key, None)
                    yield from self._references(item)
                    yield from self._dynamic(item.key, item.request)
                case OtherItem():
                    yield from self._file(item.key, ITEMS[item.kind])
        yield from self._twice(items)

    def environments(self, collection: Collection) -> Iterator[Finding]:
        for environment in collection.environments:
            yield from self._file(environment.key, ENVIRONMENT)
            names = [
                (row.name, ("variables", at, "name")) for at, row in enumerate(environment.variables) if row.enabled
            ]
            for name, where in _repeated(names):
                yield self._at(environment.key, where, f"The variable “{name}” stands twice in this environment.")
            yield from self._secrets(environment.key)
            yield from self._dynamic(environment.key, environment)
            yield from self._base(environment, collection.environments)
        shown = [(one.name, one.key) for one in collection.environments]
        for name, key in _repeated(shown):
            yield self._at(key, ("name",), f"There is another environment with the name “{name}”.")

    def _broken(self, item: BrokenItem) -> Iterator[Finding]:
        """Why it cannot be shown, and what else is wrong with it where it can be told what it should be."""
        yield Finding(key=item.key, reason=item.reason, line=item.line, column=item.column)
        table = self._read(item.key)
        shape = _shape_by_name(item.key) or _shape_by_type(table)
        for misfit in misfits(table, shape) if shape and table else ():
            finding = self._misfit(item.key, misfit)
            if (finding.line, finding.column) != (item.line, item.column):
                yield finding

    def _base(self, environment: Environment, all_of_them: tuple[Environment, ...]) -> Iterator[Finding]:
        if not environment.base:
            return
        line = lineage(all_of_them, environment.name)
        if all(one.name != environment.base for one in all_of_them):
            yield self._at(environment.key, ("extends",), f"There is no environment named “{environment.base}”.")
        elif line[-1].base == environment.name:
            reason = f"“{environment.base}” is itself derived from “{environment.name}”."
            yield self._at(environment.key, ("extends",), reason)

    def _folder_file(self, item: Folder) -> Iterator[Finding]:
        key = joined(item.key, FOLDER_FILE)
        is_broken = any(one.key == key for one in item.items)
        if not is_broken and path_of(self._folder, key).is_file():
            yield from self._file(key, FOLDER)
            yield from self._dynamic(key, item)
        yield from self._twice(item.items)

    def _file(self, key: str, shape: Shape | None) -> Iterator[Finding]:
        """What does not fit; without a shape the file of a request says itself which it should have."""
        table = self._read(key)
        for misfit in misfits(table, shape or ITEMS[kind_of(table)]):
            yield self._misfit(key, misfit)

    def _read(self, key: str) -> Table:
        """The data of one more file; empty when it cannot be read."""
        self.files += 1
        try:
            return read_table(path_of(self._folder, key))
        except (BrokenFileError, StorageError):
            return {}

    def _secrets(self, key: str) -> Iterator[Finding]:
        variables = read_table(path_of(self._folder, key)).get("variables")
        for at, row in enumerate(variables if isinstance(variables, list) else ()):
            if row.get("secret") is True and row.get("value") not in (None, ""):
                reason = "The value of a secret stands in the file; Explorer keeps it in the keychain."
                yield self._at(key, ("variables", at, "value"), reason)

    def _references(self, item: RequestItem) -> Iterator[Finding]:
        for name in unresolved(item, self._defined, self._folder):
            text = _text(path_of(self._folder, item.key))
            found = re.search(r"\{\{\s*" + re.escape(name) + r"\s*\}\}", text)
            line, column = _line_and_column(text, found.start()) if found else (0, 0)
            reason = f"Nothing gives {{{{{name}}}}} a value."
            yield Finding(key=item.key, reason=reason, line=line, column=column, is_warning=True)

    def _dynamic(self, key: str, value: Request | Folder | Collection | Environment) -> Iterator[Finding]:
        """A misspelt one never gets a value, whatever the environment: it is a fault and no warning."""
        for name in unknown_dynamic(value, self._defined.anywhere):
            text = _text(path_of(self._folder, key))
            for line, column in [_line_and_column(text, at) for at in places_of_reference(text, name)] or [(0, 0)]:
                yield Finding(key=key, reason=reason_for(name), line=line, column=column)

    def _twice(self, items: tuple[Item, ...]) -> Iterator[Finding]:
        """Names alike are two things that look the same, and no fault of a file; a folder and a request never do."""
        for kind in (Folder, RequestItem):
            named = [(_name(item), item) for item in items if isinstance(item, kind)]
            for name, item in _repeated(named):
                key = joined(item.key, FOLDER_FILE) if isinstance(item, Folder) else item.key
                reason = f"There is another {_NOUNS[kind]} with the name “{name}” in this folder."
                yield self._at(key, ("info", "name"), reason, is_warning=True)

    def _misfit(self, key: str, misfit: Misfit) -> Finding:
        return self._at(key, misfit.where, misfit.reason, is_warning=misfit.is_harmless)

    def _at(self, key: str, where: Where, reason: str, *, is_warning: bool = False) -> Finding:
        line, column = place_of(_text(path_of(self._folder, key)), where)
        return Finding(key=key, reason=reason, line=line, column=column, is_warning=is_warning)


def _shape_by_name(key: str) -> Shape | None:
    """What a file that no item was made of should be; None lets it say so itself."""
    if key == COLLECTION_FILE:
        return ROOT
    if key.startswith(f"{ENVIRONMENTS}/"):
        return ENVIRONMENT
    return FOLDER if key.rpartition("/")[2] == FOLDER_FILE else None


def _shape_by_type(table: Table) -> Shape | None:
    """What an item should be by the type it names; None when it names none that there is."""
    try:
        return ITEMS.get(text(inner(table, "info", ()), "type", ("info",)))
    except ShapeError:
        return None


def _name(item: RequestItem | Folder) -> str:
    return item.request.name if isinstance(item, RequestItem) else item.name


def _repeated(named: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Those whose name stood before, whatever its case."""
    seen: set[str] = set()
    for name, value in named:
        folded = name.casefold()
        if folded in seen:
            yield name, value
        seen.add(folded)


def _text(path: Path) -> str:
    try:
        return read_text(path).removeprefix(_BOM)
    except (BrokenFileError, StorageError):
        return ""


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
