"""A file that is written and indexed in one go."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.content.text_index import PIECE_BYTES, IndexBuilder, TextIndex
from explorer.core.content.worker.job import Job

PORTION_BYTES = 1024 * 1024


def written(job: Job, portions: Iterable[bytes | memoryview], total_bytes: int) -> dict[str, Any]:
    """Write portions to a scratch file; its name and its index for the answer. The file is gone when this fails."""
    builder = IndexBuilder(job.get("piece", PIECE_BYTES))
    done = 0
    with _scratch(job) as (file, path):
        for portion in portions:
            file.write(portion)
            builder.feed(bytes(portion))
            done += len(portion)
            job.progress(done, total_bytes)
    return {"path": str(path), "index": packed(builder.finish())}


def written_whole(job: Job, text: bytes) -> dict[str, Any]:
    """The same for a text that is whole in memory."""
    view = memoryview(text)
    with _scratch(job) as (file, path):
        index = _index(job, text, lambda start, end: file.write(view[start:end]))
    return {"path": str(path), "index": index}


def linked(job: Job, source: Path, text: bytes) -> dict[str, Any]:
    """The same for a text that a file holds already: the file gets another name, and nothing is written."""
    path = second_name(job, source)
    if path is None:
        return written_whole(job, text)
    try:
        return {"path": str(path), "index": _index(job, text, lambda _start, _end: 0)}
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def second_name(job: Job, source: Path) -> Path | None:
    """Another name of a file; None on another disk, or on one that knows no second names."""
    file, path = job.scratch()
    file.close()
    path.unlink()
    try:
        os.link(source, path)
    except OSError:
        return None
    return path


def _index(job: Job, text: bytes, write: Callable[[int, int], object]) -> str:
    """The packed index of a text, portion by portion with what else is done with it."""
    builder = IndexBuilder(job.get("piece", PIECE_BYTES))
    position = 0
    for start in range(0, len(text), PORTION_BYTES):
        end = min(start + PORTION_BYTES, len(text))
        write(start, end)
        position = builder.take(text, position, end)
        job.progress(end, len(text))
    builder.feed(text[position:])
    return packed(builder.finish())


@contextmanager
def _scratch(job: Job) -> Iterator[tuple[BinaryIO, Path]]:
    """A scratch file that is gone when writing it fails."""
    file, path = job.scratch()
    try:
        with file:
            yield file, path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def indexed(job: Job, path: Path) -> dict[str, Any]:
    """The index of a file that is there already."""
    builder = IndexBuilder(job.get("piece", PIECE_BYTES))
    total = path.stat().st_size
    done = 0
    with path.open("rb") as file:
        while portion := file.read(PORTION_BYTES):
            builder.feed(portion)
            done += len(portion)
            job.progress(done, total)
    return {"index": packed(builder.finish())}


def packed(index: TextIndex) -> str:
    return base64.b64encode(index.to_bytes()).decode("ascii")


def portions_of(data: bytes) -> Iterable[memoryview]:
    """Views of so many bytes, without a copy of the whole."""
    view = memoryview(data)
    for start in range(0, len(data), PORTION_BYTES):
        yield view[start : start + PORTION_BYTES]
