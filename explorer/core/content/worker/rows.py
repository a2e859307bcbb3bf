"""The rows of a body as it came; one that is not UTF-8 is written anew in UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import PORTION_BYTES, indexed, written


def rows(job: Job) -> dict[str, Any]:
    """The index, and a path when the text had to be written anew."""
    source = Path(job["source"])
    charset = codecs.lookup(job.get("charset") or "utf-8").name
    if charset in ("utf-8", "ascii"):
        return indexed(job, source)
    return written(job, recoded(source, charset), source.stat().st_size)


def recoded(source: Path, charset: str) -> Iterator[bytes]:
    """The text in UTF-8, portion by portion."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    with source.open("rb") as file:
        yield decoder.decode(file.read(PORTION_BYTES)).removeprefix("\ufeff").encode("utf-8", "replace")
        while portion := file.read(PORTION_BYTES):
            yield decoder.decode(portion).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
