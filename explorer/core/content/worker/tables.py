"""Arrays of objects and CSV as a table: where its rows begin."""

from __future__ import annotations

import csv
import re
from array import array
from pathlib import Path
from typing import Any

from explorer.core.content.csv_rows import SAMPLE_CHARACTERS, delimiter_of, rows_of, table_of
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.structure import Text

_NESTED = re.compile(rb'\n( +)"(?:[^"\\]|\\.)*": \[\n\1  \{')
_IN_ARRAY = re.compile(r"\[\d")
_SEQUENCE = b"\n}\n{"
_HEAD_BYTES = 1 << 20
"""Arrays are looked for in so many bytes of an object."""

_MOST_ARRAYS = 20


def table(job: Job) -> dict[str, Any]:
    """A file with the bytes at which the rows begin; a count of -1 when there is no array of objects.

    "arrays" are all there are near the beginning, as path and byte; the longest is taken unless ``array`` names one.
    """
    if job.get("kind") == "csv":
        return _csv_table(job)
    with Text(job) as text:
        head = text.bytes(0, _HEAD_BYTES)
        arrays: list[tuple[str, int]] = []
        if _SEQUENCE in head:
            portions = text.value_portions()
        elif head.startswith(b"[\n  {"):
            portions = text.child_portions(0)
        elif arrays := _arrays(text, head):
            portions = text.child_portions(job.get("array", arrays[0][1]))
        else:
            return {"count": -1}
        starts = array("Q")
        for portion in portions:
            starts.extend(portion)
            job.progress(starts[-1] if starts else 0, text.size)
        return {"path": _kept(job, starts), "count": len(starts), "end": text.end, "arrays": arrays}


def _arrays(text: Text, head: bytes) -> list[tuple[str, int]]:
    """Paths and bytes of the arrays of objects that are not inside another array, the longest first."""
    found: list[tuple[int, str, int]] = []
    at = 0
    while head.startswith(b"{") and len(found) < _MOST_ARRAYS and (match := _NESTED.search(head, at)):
        start = match.start() + 1
        path = "$" + "".join(reversed(text.steps(start)))
        at = end = text.block_end(start)
        if not _IN_ARRAY.search(path):
            found.append((start - end, path, start))
    return [(path, start) for _, path, start in sorted(found)]


def _csv_table(job: Job) -> dict[str, Any]:
    starts = array("Q")
    path = Path(job["path"])
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            delimiter = delimiter_of(file.read(SAMPLE_CHARACTERS * 4).decode("utf-8-sig", "ignore"))
            file.seek(0)
            found = table_of(rows_of(file, delimiter), delimiter)
            file.seek(0)
            for row in rows_of(file, delimiter):
                starts.append(row.start)
                if not len(starts) & 0xFFF:
                    job.progress(row.start, size)
    except (csv.Error, StopIteration):
        return {"count": -1}
    if found.has_header:
        del starts[0]
    told = {"columns": found.columns, "delimiter": delimiter, "has_header": found.has_header}
    return {"path": _kept(job, starts), "count": len(starts), "end": size, "table": told}


def _kept(job: Job, numbers: array[int]) -> str:
    file, path = job.scratch()
    with file:
        file.write(numbers.tobytes())
    return str(path)
