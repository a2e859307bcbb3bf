"""Where a place of one form of a text is in another: what arrived and what is shown then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explorer.core.content.same_place import same_places
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.core.content.worker.job import Job


def places(job: Job) -> dict[str, Any]:
    """Where the bytes ``offsets`` of ``source`` stand in ``target``."""
    readers = [_reader(Path(job["source"])), _reader(Path(job["target"]))]
    job.check()
    one, other = readers
    found = same_places(one.read, one.size_bytes, other.read, other.size_bytes, tuple(job["offsets"]))
    return {"offsets": found}


def _reader(path: Path) -> TextFile:
    return TextFile(path, TextIndex(size_bytes=path.stat().st_size))
