"""``workspace.yml``: a name, and the collections that belong together, as Bruno keeps it one level above them.

Its shape is Bruno's (``info.type: workspace``, ``collections`` with ``name`` and ``path``), which the published schema
of workspaces does not show; specs, docs and whatever else stands in the file stay untouched.
"""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.storage.atomic import refused
from explorer.core.storage.collection_files import read_table, understood, write_table
from explorer.core.storage.collection_names import COLLECTION_FILE
from explorer.core.storage.collection_shape import ShapeError, Table, inner, rows, text
from explorer.core.storage.collection_staging import make_folder

WORKSPACE_FILE = "workspace.yml"
_OLD_FILE = "bruno.json"
_LEVELS = 3
"""How far above a collection its workspace is looked for; Bruno puts collections into a folder of their own in it."""
_VERSION = "1.0.0"
_KIND = "workspace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A collection of a workspace; ``path`` as the file has it, relative to the workspace or absolute."""

    name: str
    path: str

    def folder(self, workspace: Path) -> Path:
        """Where it lies."""
        parts = PurePosixPath(self.path.replace("\\", "/")).parts
        return Path(os.path.normpath(workspace.joinpath(*parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceFile:
    """What ``workspace.yml`` says."""

    name: str
    members: tuple[Member, ...] = ()


def read_workspace(folder: Path) -> WorkspaceFile | None:
    """The workspace in ``folder``, None when there is none. Raises BrokenFileError, StorageError."""
    path = folder / WORKSPACE_FILE
    if not path.is_file():
        return None
    table = read_table(path)
    return understood(path, lambda: _workspace(table, folder.name))


def collection_in(folder: Path) -> Path:
    """The folder to open: itself, or the first collection of the workspace in it that is there.

    Raises BrokenFileError, and StorageError when it holds nothing Explorer could show as a collection.
    """
    try:
        if (folder / COLLECTION_FILE).exists():
            return folder
        refuse_old_format(folder)
        known = read_workspace(folder)
    except OSError as error:
        raise refused(error, folder) from error
    members = known.members if known is not None else ()
    there = next((path for path in (one.folder(folder) for one in members) if path.is_dir()), None)
    if members and there is None:
        raise StorageError(f"None of the collections that {folder / WORKSPACE_FILE} lists is there.", path=folder)
    return there or folder


def beside(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Names and folders of the other collections of the workspace around; none when it cannot be read."""
    for above in folder.parents[:_LEVELS]:
        try:
            known = read_workspace(above)
        except (BrokenFileError, StorageError, OSError):
            continue
        found = [(one.name, one.folder(above)) for one in known.members] if known is not None else []
        if folder in (path for _, path in found):
            return tuple((name, path) for name, path in found if path != folder and path.is_dir())
    return ()


def refuse_old_format(folder: Path) -> None:
    """Raises StorageError for a folder with a collection in the format that Bruno had before OpenCollection."""
    if (folder / _OLD_FILE).is_file():
        raise StorageError(
            f"{folder.name} holds a collection in Bruno's older format ({_OLD_FILE} and .bru files). Explorer reads "
            f"OpenCollection YAML ({COLLECTION_FILE}), which Bruno 3 and later write.",
            path=folder,
        )


def create_workspace(folder: Path, name: str) -> None:
    """Make ``folder`` a workspace without collections. Raises StorageError when it is one already."""
    path = folder / WORKSPACE_FILE
    if path.exists():
        raise StorageError(f"There is already a workspace in {folder}.", path=path)
    make_folder(folder)
    info = {"name": name, "type": _KIND}
    write_table(path, {"opencollection": _VERSION, "info": info, "collections": [], "specs": [], "docs": ""})


def add_member(folder: Path, collection: Path, name: str) -> bool:
    """List a collection in the workspace in ``folder``; whether that changed the file.

    Nothing changes when there is no workspace or the collection is listed. Raises BrokenFileError, StorageError.
    """
    known = read_workspace(folder)
    if known is None:
        return False
    inside = collection.absolute().is_relative_to(folder.absolute())
    path = collection.absolute().relative_to(folder.absolute()).as_posix() if inside else str(collection.absolute())
    if any(member.folder(folder).absolute() == collection.absolute() for member in known.members):
        return False
    file = folder / WORKSPACE_FILE
    table = read_table(file)
    members = [*rows(table, "collections", ()), {"name": name, "path": path}]
    write_table(file, {**table, "collections": members})
    return True


def _workspace(table: Table, name: str) -> WorkspaceFile:
    info = inner(table, "info", ())
    kind = text(info, "type", ("info",), default=_KIND)
    if kind != _KIND:
        raise ShapeError(f"The type of a workspace must be workspace, not “{kind}”.", ("info", "type"))
    found = []
    for at, row in enumerate(rows(table, "collections", ())):
        where = ("collections", at)
        path = text(row, "path", where)
        if not path:
            raise ShapeError("A collection of a workspace needs a path.", where)
        found.append(Member(name=text(row, "name", where, default=PurePosixPath(path).name), path=path))
    return WorkspaceFile(name=text(info, "name", ("info",), default=name), members=tuple(found))
