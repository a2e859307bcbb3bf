"""What is asked while a body arrives, and when it has: its beginning set on lines, and where a place is then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explorer.core.content.same_place import same_places
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.core.content.worker.broken_json import beginning
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import portions_of, written


def formatted_so_far(job: Job) -> dict[str, Any]:
    """Path and index of the formatted beginning; nothing when it cannot be formatted."""
    with Path(job["source"]).open("rb") as file:
        data = file.read(job["size"])
    job.check()
    found = beginning(data, len(data))
    if found is None or not found.text:
        return {}
    return written(job, portions_of(found.text), len(found.text))


def places(job: Job) -> dict[str, Any]:
    """Where the bytes ``offsets`` of ``source`` stand in ``target``."""
    readers = [_reader(Path(job["source"])), _reader(Path(job["target"]))]
    job.check()
    one, other = readers
    found = same_places(one.read, one.size_bytes, other.read, other.size_bytes, tuple(job["offsets"]))
    return {"offsets": found}


def _reader(path: Path) -> TextFile:
    return TextFile(path, TextIndex(size_bytes=path.stat().st_size))
