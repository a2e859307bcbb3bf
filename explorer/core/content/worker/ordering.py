"""The rows of a table in the order of a column, or those that hold a word."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from explorer.core.content.csv_rows import Table, cells_of, value_of
from explorer.core.content.json_tree import Number
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.structure import Text

_MISSING = object()
_KINDS = 5
_PORTION = 0xFFF
_LONGEST_NUMBER = 4000
_READING = 0.8
"""How much of the time goes by until all rows are read; sorting itself cannot tell where it is."""


def order(job: Job) -> dict[str, Any]:
    """A file with the numbers of the rows that hold ``needle``, in the order of ``column`` where one is named."""
    starts = array("Q")
    starts.frombytes(Path(job["rows"]).read_bytes())
    starts.append(job["end"])
    numbers = _sorted(job, starts) if job["column"] else array("Q", _holding(job, starts, 1.0))
    file, path = job.scratch()
    with file:
        file.write(numbers.tobytes())
    return {"path": str(path), "count": len(numbers)}


def _sorted(job: Job, starts: array[int]) -> array[int]:
    """Numbers before words before everything else; missing ones last. Each kind is sorted for itself, by keys of one
    type, which is several times faster than by pairs of a kind and a key."""
    kinds = Kinds()
    values = _csv_values(job, starts) if job.get("table") is not None else _json_values(job, starts)
    for number, value in values:
        kinds.add(number, value)
    return kinds.in_order(is_descending=job["descending"], pause=job.check)


class Kinds:
    """Values by their kind, with the numbers of their rows."""

    def __init__(self) -> None:
        self._keys: list[list[Any]] = [[] for _ in range(_KINDS)]
        self._numbers = [array("Q") for _ in range(_KINDS)]

    def add(self, number: int, value: Any) -> None:
        kind, key = _key(value)
        self._keys[kind].append(key)
        self._numbers[kind].append(number)

    def in_order(self, *, is_descending: bool, pause: Callable[[], None]) -> array[int]:
        """Equal ones stay as they came, in both directions."""
        ordered = array("Q")
        kinds = list(zip(self._keys, self._numbers, strict=True))
        for keys, numbers in reversed(kinds) if is_descending else kinds:
            pause()
            ranks = sorted(range(len(keys)), key=keys.__getitem__, reverse=is_descending)
            ordered.extend(map(numbers.__getitem__, ranks))
        return ordered


def _key(value: Any) -> tuple[int, Any]:
    match value:
        case str():
            return 1, value.casefold()
        case bool():
            return 2, value
        case int() | float():
            return 0, value
        case None:
            return 3, 0
    return (4, 0) if value is _MISSING else (2, False)


def _holding(job: Job, starts: array[int], share: float) -> Iterator[int]:
    """Numbers of the rows in which the needle is; ``share`` of the progress goes by."""
    needle = job["needle"].lower().encode("utf-8", "replace")
    with Text(job) as text:
        for number in range(len(starts) - 1):
            if not number & _PORTION:
                job.progress(int(number * share), len(starts) - 1)
            row = text.bytes(starts[number], starts[number + 1])
            if needle in (row.lower() if needle.isascii() else row.decode("utf-8", "replace").lower().encode()):
                yield number


def _wanted(job: Job, starts: array[int]) -> tuple[set[int] | None, float]:
    """The rows to sort, None for all of them; and what part of the reading is done with that."""
    if not job["needle"]:
        return None, 0.0
    return set(_holding(job, starts, _READING / 3)), _READING / 3


def _csv_values(job: Job, starts: array[int]) -> Iterator[tuple[int, Any]]:
    """In one pass over the file: only the cell of the column is looked at."""
    told = job["table"]
    table = Table(columns=tuple(told["columns"]), delimiter=told["delimiter"], has_header=told["has_header"])
    column, (wanted, done) = _place(table, job["column"]), _wanted(job, starts)
    with Path(job["path"]).open("rb") as file:
        for number, cells in enumerate(islice(cells_of(file, table.delimiter), int(table.has_header), None)):
            if not number & _PORTION:
                _tell(job, number, len(starts) - 1, done)
            if wanted is None or number in wanted:
                yield number, _cell(cells, column)


def _place(table: Table, name: str) -> int:
    return table.columns.index(name) if name in table.columns else int(name) - 1


def _cell(cells: list[str], column: int) -> Any:
    if column >= len(cells):
        return _MISSING
    value = value_of(cells[column])
    return _amount(value) if isinstance(value, Number) else value


def _amount(text: str) -> int | float:
    """Whole numbers exactly, unless they are longer than Python reads."""
    if text.lstrip("-").isdigit() and len(text) < _LONGEST_NUMBER:
        return int(text)
    return float(text)


def _json_values(job: Job, starts: array[int]) -> Iterator[tuple[int, Any]]:
    read = _member(job["column"])
    wanted, done = _wanted(job, starts)
    with Text(job) as text:
        for number in range(len(starts) - 1):
            if not number & _PORTION:
                _tell(job, number, len(starts) - 1, done)
            if wanted is None or number in wanted:
                yield number, read(text.bytes(starts[number], starts[number + 1]).strip().removesuffix(b","))


def _member(name: str) -> Callable[[bytes], Any]:
    """Reads one member of an object; the others are passed over where the name can be told to the parser."""
    import msgspec

    unset = msgspec.UNSET
    try:
        row = msgspec.defstruct("Row", [("value", Any, unset)], rename={"value": name}, gc=False)
        decode = msgspec.json.Decoder(row).decode
    except ValueError:  # a name with signs that JSON escapes
        return lambda data: _of_object(msgspec.json.decode, data, name)

    def read(data: bytes) -> Any:
        try:
            value = getattr(decode(data), "value", unset)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return _MISSING
        return _MISSING if value is unset else value

    return read


def _of_object(decode: Callable[[bytes], Any], data: bytes, name: str) -> Any:
    try:
        return decode(data)[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _MISSING


def _tell(job: Job, number: int, total: int, done: float) -> None:
    job.progress(int(number * (_READING - done) + total * done), total)
