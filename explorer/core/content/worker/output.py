"""A file that is written and indexed in one go."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from explorer.core.content.text_index import PIECE_BYTES, IndexBuilder, TextIndex
from explorer.core.content.worker.job import Job

PORTION_BYTES = 1024 * 1024


def written(job: Job, portions: Iterable[bytes | memoryview], total_bytes: int) -> dict[str, Any]:
    """Write portions to a scratch file; its name and its index for the answer. The file is gone when this fails."""
    builder = IndexBuilder(job.get("piece", PIECE_BYTES))
    file, path = job.scratch()
    done = 0
    try:
        with file:
            for portion in portions:
                file.write(portion)
                builder.feed(bytes(portion))
                done += len(portion)
                job.progress(done, total_bytes)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return {"path": str(path), "index": packed(builder.finish())}


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
