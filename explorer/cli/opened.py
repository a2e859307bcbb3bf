"""The collections that a folder on the command line stands for."""

from dataclasses import dataclass
from pathlib import Path

from explorer.cli.asked import named_folder
from explorer.core.errors import StorageError, UsageError
from explorer.core.storage.collection_names import COLLECTION_FILE
from explorer.core.storage.collections import find_root
from explorer.core.storage.workspace_file import WorkspaceFile, read_workspace, refuse_old_format


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A collection, or a workspace with several."""

    folders: tuple[Path, ...]
    """Of the collections; ones that are not there are among them."""
    workspace: WorkspaceFile | None = None


def opened(name: str) -> Opened:
    """What is in the folder, or the collection around it. Raises UsageError when there is neither."""
    folder = named_folder(name)
    if not (folder / COLLECTION_FILE).is_file():
        workspace = read_workspace(folder)
        if workspace is not None:
            return Opened(folders=tuple(one.folder(folder) for one in workspace.members), workspace=workspace)
    return Opened(folders=(collection_around(name),))


def collection_around(name: str) -> Path:
    """The nearest collection at or above the folder; raises UsageError."""
    folder = named_folder(name)
    root = find_root(folder)
    if root is None:
        _refuse_old_format(folder)
        raise UsageError(f"There is no collection in {name}: neither it nor a folder above has an {COLLECTION_FILE}.")
    return root


def _refuse_old_format(folder: Path) -> None:
    try:
        refuse_old_format(folder)
    except StorageError as error:
        raise UsageError(error.message) from error
