"""``explorer new``: a collection or a workspace where there was none."""

import argparse
import os
from pathlib import Path

from explorer.cli.exit_codes import FINE
from explorer.cli.output import say, visible, write_line
from explorer.core.storage.collections import create_collection
from explorer.core.storage.workspace_file import WORKSPACE_FILE, add_member, create_workspace


def run(arguments: argparse.Namespace) -> int:
    """Make it and print where it is. Raises StorageError when there is one already."""
    folder = Path(os.path.abspath(arguments.folder))
    name = arguments.name or folder.name or "Untitled"
    if arguments.workspace:
        create_workspace(folder, name)
    else:
        create_collection(folder, name)
        if add_member(folder.parent, folder, name):
            say(f"explorer: {folder.parent / WORKSPACE_FILE} lists it now.")
    write_line(visible(str(folder)))
    return FINE
