"""The sample workspace: a copy of the shipped collection that the person may change."""

import shutil
from pathlib import Path

from explorer import assets
from explorer.core.errors import StorageError

FOLDER_NAME = "Sinch SMS"


def sample_folder(data: Path) -> Path:
    """The sample collection below ``data``, copied there at the first call. Raises StorageError."""
    folder = data / "workspaces" / FOLDER_NAME
    if folder.is_dir():
        return folder
    # Copied beside and renamed, so that a copy cut short is never taken for the sample.
    unfinished = folder.with_name(f".{FOLDER_NAME}.unfinished")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(assets.path("examples/sinch-sms"), unfinished)
        unfinished.rename(folder)
    except OSError as error:
        raise StorageError(f"The sample could not be copied to {folder}: {error.strerror}.", path=folder) from error
    return folder
