"""The collections that a folder on the command line stands for."""

from dataclasses import dataclass
from pathlib import Path

from explorer.cli.asked import named_folder
from explorer.core.errors import UsageError
from explorer.core.storage.collection_names import COLLECTION_FILE
from explorer.core.storage.collections import find_root
from explorer.core.storage.workspace_file import WorkspaceFile, read_workspace

_OLD_FILE = "bruno.json"


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
    if root is None and (folder / _OLD_FILE).is_file():
        raise UsageError(
            f"{name} holds a collection in Bruno's older format ({_OLD_FILE} and .bru files). Explorer reads "
            f"OpenCollection YAML ({COLLECTION_FILE}), which Bruno 3 and later write."
        )
    if root is None:
        raise UsageError(f"There is no collection in {name}: neither it nor a folder above has an {COLLECTION_FILE}.")
    return root
