"""Files that live only as long as one send: large response bodies and binary input. Nothing of them is left."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content
from explorer.core.storage.places import ensure

T = TypeVar("T")


@contextmanager
def scratch_folder(cache: Path) -> Iterator[Path]:
    """A folder of this run's own below ``cache``; who writes first makes it, and at the end it goes with all in it."""
    folder = cache / f"send-{uuid.uuid4().hex}"
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scratch_file(folder: Path, data: bytes) -> Path:
    """The bytes as a file in the scratch folder; raises StorageError."""
    path = ensure(folder) / "body"
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", path=path) from error
    return path


def without_files(value: T, folder: Path) -> T:
    """Any noun whose bodies no longer name files of ``folder``; what they hold in memory stays."""
    return cast(T, _walk(value, folder))


def _walk(value: object, folder: Path) -> object:
    match value:
        case Content(path=Path() as path) if path.is_relative_to(folder):
            return replace(value, path=None)
        case tuple():
            return tuple(_walk(item, folder) for item in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: _walk(getattr(value, one.name), folder) for one in fields(value)})
        case _:
            return value
