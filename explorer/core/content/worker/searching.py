"""Finds a term in a long UTF-8 text and tells the hits, as bytes, while it goes on.

Plain words are looked for in the bytes; anything else in the decoded text, portion by portion, cut at line ends.
"""

from __future__ import annotations

import base64
import re
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from explorer.core.content.find import Wanted
from explorer.core.content.worker.job import Job

PORTION_BYTES = 1024 * 1024
MOST_HITS = 1_000_000
"""Beyond these, hits are counted but not kept."""

_TOLD_HITS = 0x1FFF
"""So many are told at once: the window reads them in one go."""

MOST_SHORT_HITS = 20_000

_OVERLAP_BYTES = 64 * 1024
"""Where a line is cut, so much of it is looked at twice: a match may lie over the cut."""

_Hit = tuple[int, int]


def found(job: Job) -> dict[str, Any]:
    """How many there are; the hits themselves are told on the way."""
    wanted = Wanted(**job["wanted"])
    hits = _plain(job, wanted) if wanted.is_plain else _matched(job, wanted)
    return _gathered(job, hits)


def found_bytes(job: Job) -> dict[str, Any]:
    """The same among the bytes of a body, whatever they are."""
    wanted = Wanted(**job["wanted"])
    return _gathered(job, _matched_bytes(job, wanted))


def _gathered(job: Job, hits: Iterable[Iterable[_Hit]]) -> dict[str, Any]:
    job.tell("progress", done=0, total=0)
    gathered = _Gathered(job)
    for portion in hits:
        gathered.add(portion)
    gathered.tell()
    return {"count": gathered.count}


def found_in_text(job: Job) -> dict[str, Any]:
    """Hits in a short text that came with the job: line, first column, column after the last."""
    job.tell("progress", done=0, total=0)
    pattern = Wanted(**job["wanted"]).pattern()
    hits: list[tuple[int, int, int]] = []
    count = 0
    for number, line in enumerate(job["text"].split("\n")):
        found = [(number, match.start(), match.end()) for match in pattern.finditer(line) if match[0]]
        count += len(found)
        if len(hits) < MOST_SHORT_HITS:
            hits.extend(found)
        job.check()
    return {"hits": hits[:MOST_SHORT_HITS], "count": count}


class _Gathered:
    def __init__(self, job: Job) -> None:
        self._job = job
        self._starts, self._ends = array("Q"), array("Q")
        self._last = -1
        self.count = 0

    def add(self, portion: Iterable[_Hit]) -> None:
        for start, end in portion:
            if start <= self._last:
                continue
            self._last = start
            self.count += 1
            if self.count <= MOST_HITS:
                self._starts.append(start)
                self._ends.append(end)
            if not self.count & _TOLD_HITS:
                self._job.check()
                self.tell()
        self._job.check()
        if self._starts and (self._job.is_due() or self.count == len(self._starts)):
            self.tell()
        elif self._job.is_due():
            self._job.told_now()
            self._job.tell("progress", done=0, total=0)

    def tell(self) -> None:
        if self.count > MOST_HITS and not self._starts and not self._job.is_due():
            return
        hits = [base64.b64encode(numbers.tobytes()).decode("ascii") for numbers in (self._starts, self._ends)]
        self._job.told_now()
        self._job.tell("hits", starts=hits[0], ends=hits[1], count=self.count)
        self._starts, self._ends = array("Q"), array("Q")


def _plain(job: Job, wanted: Wanted) -> Iterator[Iterable[_Hit]]:
    term = wanted.term.encode("utf-8", "replace")
    if not wanted.is_case_sensitive and not term.isascii():
        yield from _matched(job, wanted)
        return
    folds = not wanted.is_case_sensitive
    term = term.lower() if folds else term
    for start, data in _lines(Path(job["path"])):
        text = data.lower() if folds else data  # only ASCII letters change, so no byte moves
        yield list(_places(text, term, start))


def _places(text: bytes, term: bytes, start: int) -> Iterator[_Hit]:
    at = text.find(term)
    while at >= 0:
        yield start + at, start + at + len(term)
        at = text.find(term, at + len(term))


def _matched(job: Job, wanted: Wanted) -> Iterator[Iterable[_Hit]]:
    pattern = wanted.pattern()
    for start, data in _lines(Path(job["path"])):
        yield _in_text(pattern, data, start)


def _in_text(pattern: re.Pattern[str], data: bytes, start: int) -> Iterator[_Hit]:
    text = data.decode("utf-8", "surrogateescape")
    if len(text) == len(data):
        yield from ((start + match.start(), start + match.end()) for match in pattern.finditer(text) if match[0])
        return
    column, offset = 0, start
    for match in pattern.finditer(text):
        if match[0]:
            offset += len(text[column : match.start()].encode("utf-8", "surrogateescape"))
            end = offset + len(match[0].encode("utf-8", "surrogateescape"))
            yield offset, end
            column, offset = match.end(), end


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Whole lines with the byte they begin at; a line longer than a portion comes in overlapping halves."""
    start, rest = 0, b""
    with path.open("rb") as file:
        while data := file.read(PORTION_BYTES):
            data = rest + data
            cut = data.rfind(b"\n") + 1
            if not cut and len(data) < 8 * PORTION_BYTES:
                rest = data
                continue
            yield start, data[: cut or len(data)]
            cut = cut or len(data) - _OVERLAP_BYTES
            start, rest = start + cut, data[cut:]
    if rest:
        yield start, rest


def _matched_bytes(job: Job, wanted: Wanted) -> Iterator[Iterable[_Hit]]:
    pattern = wanted.byte_pattern()
    start, rest = 0, b""
    with Path(job["path"]).open("rb") as file:
        while data := file.read(PORTION_BYTES):
            data = rest + data
            yield [(start + match.start(), start + match.end()) for match in pattern.finditer(data) if match[0]]
            cut = max(0, len(data) - _OVERLAP_BYTES)
            start, rest = start + cut, data[cut:]
