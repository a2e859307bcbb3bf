"""An array of objects as a table: where it is, where its rows begin, and their order by a column or a filter."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explorer.core.content.worker.job import Job
from explorer.core.content.worker.structure import Text

_NESTED = re.compile(rb'\n  "(?:[^"\\]|\\.)*": \[\n    \{')
_LONG_AGO = 1 << 20
"""The array is looked for in so many bytes of an object."""


def table(job: Job) -> dict[str, Any]:
    """A file with the bytes at which the rows begin; a count of -1 when there is no array of objects."""
    with Text(job) as text:
        head = text.bytes(0, _LONG_AGO)
        match = _NESTED.search(head) if head.startswith(b"{") else None
        if match is None and not head.startswith(b"[\n  {"):
            return {"count": -1}
        offset = match.start() + 1 if match else 0
        starts = array("Q")
        for portion in text.child_portions(offset):
            starts.extend(portion)
            job.check()
        return {"path": _kept(job, starts), "count": len(starts), "end": text.end}


def order(job: Job) -> dict[str, Any]:
    """A file with the numbers of the rows that hold ``needle``, in the order of ``column`` where one is named."""
    path = Path(job["rows"])
    starts = array("Q")
    starts.frombytes(path.read_bytes())
    starts.append(job["end"])
    needle = job["needle"].lower().encode("utf-8", "replace")
    numbers = array("Q")
    keys: list[tuple[int, Any]] = []
    with Text(job) as text:
        for number, row in _rows(text, starts):
            if not number & 0xFFF:
                job.progress(number, len(starts) - 1)
            if needle and needle not in (
                row.lower() if needle.isascii() else row.decode("utf-8", "replace").lower().encode()
            ):
                continue
            numbers.append(number)
            if job["column"]:
                keys.append(_key(row, job["column"]))
    if job["column"]:
        ranks = sorted(range(len(numbers)), key=keys.__getitem__, reverse=job["descending"])
        numbers = array("Q", [numbers[rank] for rank in ranks])
    return {"path": _kept(job, numbers), "count": len(numbers)}


def _rows(text: Text, starts: array[int]) -> Iterator[tuple[int, bytes]]:
    for number in range(len(starts) - 1):
        yield number, text.bytes(starts[number], starts[number + 1])


def _key(row: bytes, column: str) -> tuple[int, Any]:
    """Numbers before words before everything else; missing ones last."""
    from msgspec import DecodeError
    from msgspec.json import decode

    try:
        value = decode(row.strip().removesuffix(b","))[column]
    except (DecodeError, KeyError, TypeError):
        return 4, 0
    match value:
        case None:
            return 3, 0
        case bool():
            return 2, value
        case int() | float():
            return 0, value
        case str():
            return 1, value.casefold()
    return 2, False


def _kept(job: Job, numbers: array[int]) -> str:
    file, path = job.scratch()
    with file:
        file.write(numbers.tobytes())
    return str(path)
