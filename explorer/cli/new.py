"""``explorer new``: a collection or a workspace where there was none."""

import argparse
import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from explorer.cli.compared_secrets import known_secrets
from explorer.cli.exit_codes import FINE
from explorer.cli.output import say, visible, write_line
from explorer.core.errors import BrokenFileError, StorageError, UsageError
from explorer.core.model.collection import Collection
from explorer.core.storage.collection_load import declaring_collection
from explorer.core.storage.collections import create_collection
from explorer.core.storage.secret_guard import leak_in_name, refuse
from explorer.core.storage.workspace_file import WORKSPACE_FILE, add_member, create_workspace, read_workspace


def run(arguments: argparse.Namespace) -> int:
    """Make it and print where it is. Raises StorageError when there is one already, UsageError."""
    if not arguments.folder.strip():
        raise UsageError("The name of the folder is empty.")
    folder = Path(os.path.abspath(arguments.folder))
    name = arguments.name or folder.name or "Untitled"
    _refuse_secrets(folder, name)
    if arguments.workspace:
        create_workspace(folder, name)
    else:
        create_collection(folder, name)
        if add_member(folder.parent, folder, name):
            say(f"explorer: {folder.parent / WORKSPACE_FILE} lists it now.")
    write_line(visible(str(folder)))
    return FINE


def _refuse_secrets(folder: Path, name: str) -> None:
    """The names get into files: none may be a secret of the workspace around them or of this computer."""
    workspace = read_workspace(folder.parent)
    members = [one.folder(folder.parent) for one in workspace.members] if workspace else []
    secrets = known_secrets(tuple(_declaring(members)))
    refuse(leak_in_name(name, secrets))
    refuse(leak_in_name(folder.name, secrets, "The name of the folder"))


def _declaring(members: Iterable[Path]) -> Iterator[Collection]:
    for one in members:
        with contextlib.suppress(BrokenFileError, StorageError):  # a member that cannot be read declares nothing
            yield declaring_collection(one)
