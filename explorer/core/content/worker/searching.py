"""Finds a term in a long UTF-8 text and tells the hits, as bytes, while it goes on.

Plain words are looked for in the bytes, portion by portion, cut at line ends; anything else in the decoded text.
"""

from __future__ import annotations

import base64
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from explorer.core.content.find import Wanted
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.matching import Hit, Matches, ReadingBytes, ReadingText

PORTION_BYTES = 1024 * 1024
MOST_HITS = 1_000_000
"""Beyond these, hits are counted but not kept."""

MOST_SHORT_HITS = 20_000

_OVERLAP_BYTES = 64 * 1024
"""Where a line is cut, so much of it is looked at twice: a match may lie over the cut."""

_KIN = re.compile("İ|ı|\u212a|ſ".encode())
"""Letters beyond ASCII that i, k and s are the other case of."""


def found(job: Job) -> dict[str, Any]:
    """How many there are, and what may be wrong with them; the hits themselves are told on the way."""
    wanted = Wanted(**job["wanted"])
    if wanted.is_plain and (wanted.is_case_sensitive or wanted.term.isascii()):
        return {"count": _gathered(job, _plain(job, wanted))}
    matches = Matches(job, wanted, ReadingText(wanted))
    return {"count": _gathered(job, matches.portions()), "doubt": matches.doubt}


def found_bytes(job: Job) -> dict[str, Any]:
    """The same among the bytes of a body, whatever they are."""
    wanted = Wanted(**job["wanted"])
    matches = Matches(job, wanted, ReadingBytes(wanted))
    return {"count": _gathered(job, matches.portions()), "doubt": matches.doubt}


def _gathered(job: Job, hits: Iterable[Iterable[Hit]]) -> int:
    job.tell("progress", done=0, total=0)
    gathered = _Gathered(job)
    for portion in hits:
        gathered.add(portion)
    gathered.tell()
    return gathered.count


def found_in_text(job: Job) -> dict[str, Any]:
    """Hits in a short text that came with the job: line and column at which each begins, and those behind it."""
    job.tell("progress", done=0, total=0)
    text = job["text"]
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    hits: list[tuple[int, int, int, int]] = []
    count = 0
    for number, match in enumerate(Wanted(**job["wanted"]).pattern().finditer(text)):
        if match[0]:
            count += 1
            if count <= MOST_SHORT_HITS:
                line, last = bisect_right(lines, match.start()) - 1, bisect_right(lines, match.end()) - 1
                hits.append((line, match.start() - lines[line], last, match.end() - lines[last]))
        if not number & 0xFFF:
            job.check()
    return {"hits": hits, "count": count}


class _Gathered:
    def __init__(self, job: Job) -> None:
        self._job = job
        self._starts, self._ends = array("Q"), array("Q")
        self._end = 0
        self.count = 0

    def add(self, portion: Iterable[Hit]) -> None:
        for start, end in portion:
            if start < self._end:
                continue
            self._end = end
            self.count += 1
            if self.count <= MOST_HITS:
                self._starts.append(start)
                self._ends.append(end)
            if not self.count & 0xFFFF:
                self._job.check()
                self.tell()
        self._job.check()
        if self._starts and (self._job.is_due() or self.count == len(self._starts)):
            self.tell()
        elif self._job.is_due():
            self._job.told_now()
            self._job.tell("progress", done=0, total=0)

    def tell(self) -> None:
        hits = [base64.b64encode(numbers.tobytes()).decode("ascii") for numbers in (self._starts, self._ends)]
        self._job.told_now()
        self._job.tell("hits", starts=hits[0], ends=hits[1], count=self.count)
        self._starts, self._ends = array("Q"), array("Q")


def _plain(job: Job, wanted: Wanted) -> Iterator[Iterable[Hit]]:
    term = wanted.term.encode("utf-8", "replace")
    folds = not wanted.is_case_sensitive
    term = term.lower() if folds else term
    others = _KIN if folds and re.search(b"[iks]", term) else None
    for start, data in _lines(Path(job["path"])):
        if others is not None and others.search(data):
            yield list(_in_text(wanted.pattern(), data, start))
        else:
            text = data.lower() if folds else data  # only ASCII letters change, so no byte moves
            yield list(_places(text, term, start))


def _places(text: bytes, term: bytes, start: int) -> Iterator[Hit]:
    at = text.find(term)
    while at >= 0:
        yield start + at, start + at + len(term)
        at = text.find(term, at + len(term))


def _in_text(pattern: re.Pattern[str], data: bytes, start: int) -> Iterator[Hit]:
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
