"""Writes a received body into a file the person chose: all of it or nothing, in steps that can be stopped."""

from collections.abc import Callable, Iterator
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content
from explorer.core.storage.atomic import refused, write_pieces

STEP_BYTES = 1024 * 1024


class ExportStoppedError(Exception):
    """The person stopped it; nothing was written."""


def export_body(body: Content, path: Path, goes_on: Callable[[int], bool] = lambda _: True) -> None:
    """Put the body in the place of ``path``; ``goes_on`` is asked with the bytes done before each step.

    Raises StorageError with a sentence and ExportStoppedError; an old file of that name is whole then. What is no plain
    file (a pipe, /dev/null) is written to as it is.
    """
    pieces = _stoppable(body_pieces(body), goes_on)
    if path.exists() and not path.is_file():
        try:
            with path.open("wb") as stream:
                stream.writelines(pieces)
        except OSError as error:
            raise refused(error, path) from error
        return
    write_pieces(path, pieces)


def body_pieces(body: Content) -> Iterator[bytes]:
    """Every byte of a body. Raises StorageError when the file that holds it is gone or not what it was."""
    if body.is_complete or body.path is None:
        yield body.data
        return
    size_bytes = 0
    try:
        with body.path.open("rb") as source:
            while piece := source.read(STEP_BYTES):
                size_bytes += len(piece)
                yield piece
    except OSError as error:
        raise StorageError(f"The file that holds the response body is gone: {body.path}.", path=body.path) from error
    if size_bytes < body.size_bytes:
        lost = f"it has {size_bytes} of {body.size_bytes} bytes"
        raise StorageError(f"The file that holds the response body was changed: {lost}.", path=body.path)


def _stoppable(pieces: Iterator[bytes], goes_on: Callable[[int], bool]) -> Iterator[bytes]:
    done_bytes = 0
    for piece in pieces:
        if not goes_on(done_bytes):
            raise ExportStoppedError
        yield piece
        done_bytes += len(piece)
