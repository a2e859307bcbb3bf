"""The matches of an expression in a long text, looked for in windows that lie over each other.

A match of up to ``AHEAD_BYTES`` is found wherever it lies, and what its expression looks at before it as well. A longer
one is followed up to ``LONGEST_BYTES`` where it takes all that it is given; there it is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import AnyStr, BinaryIO, Generic

from explorer.core.content.find import Wanted
from explorer.core.content.worker.job import Job

PORTION_BYTES = 1024 * 1024
AHEAD_BYTES = 256 * 1024
BEHIND_BYTES = 16 * 1024
LONGEST_BYTES = 16 * 1024 * 1024

Hit = tuple[int, int]
"""The byte at which a match begins, and the one behind it."""


class Matches(Generic[AnyStr]):
    """``portions`` gives the hits in order; ``doubt`` says what may be wrong with them then."""

    def __init__(self, job: Job, wanted: Wanted, reading: Reading[AnyStr]) -> None:
        self.doubt = ""
        """"cut" when one of them goes on behind its end, "missed" when a long one may not have been seen."""
        self._job, self._wanted = job, wanted
        self._reading: Reading[AnyStr] = reading
        self._size = Path(job["path"]).stat().st_size

    def portions(self) -> Iterator[list[Hit]]:
        position = 0
        with Path(self._job["path"]).open("rb") as file:
            while position < self._size:
                hits, position = self._portion(file, position)
                yield hits

    def _portion(self, file: BinaryIO, begin: int) -> tuple[list[Hit], int]:
        """The hits that begin in one portion, and where to go on."""
        stop = min(begin + PORTION_BYTES, self._size)
        window = self._reading.window(file, begin, stop + AHEAD_BYTES)
        if not self.doubt and self._wanted.is_wide and window.end < self._size and window.ends_in_long_line():
            self.doubt = "missed"
        hits: list[Hit] = []
        for match in window.pattern.finditer(window.text, window.first):
            start, end = window.bytes_of(match)
            if start >= stop:
                break
            if match.end() == len(window.text) and window.end < self._size:
                hit = self._followed(file, start, end)
                return (hits, start + 1) if hit is None else ([*hits, hit], hit[1])
            if match[0]:
                hits.append((start, end))
        return hits, max(stop, hits[-1][1] if hits else 0)

    def _followed(self, file: BinaryIO, start: int, end: int) -> Hit | None:
        """A match that takes all there is of a window, in a larger one; None when it is none there."""
        length = max(end - start, AHEAD_BYTES)
        while True:
            self._job.progress(0, 0)
            length = min(2 * length, LONGEST_BYTES)
            window = self._reading.window(file, start, start + length)
            match = window.pattern.match(window.text, window.first)
            if match is None or not match[0]:
                return None
            if match.end() < len(window.text) or window.end >= self._size:
                return window.bytes_of(match)
            if length == LONGEST_BYTES:
                self.doubt = "cut"
                return window.bytes_of(match)


class Window(Generic[AnyStr]):
    """A part of a file that is searched from ``first`` on; what stands before it is there to be looked back at."""

    def __init__(self, pattern: re.Pattern[AnyStr], text: AnyStr, first: int, begin: int, end: int) -> None:
        self.pattern: re.Pattern[AnyStr] = pattern
        self.text: AnyStr = text
        self.first, self.end = first, end
        self._is_even = not isinstance(text, str) or end - begin == len(text) - first
        self._column, self._byte = first, begin

    def bytes_of(self, match: re.Match[AnyStr]) -> Hit:
        """Of matches in order."""
        start = self._byte + self._size_of(self._column, match.start())
        end = start + self._size_of(match.start(), match.end())
        self._column, self._byte = match.end(), end
        return start, end

    def ends_in_long_line(self) -> bool:
        """Whether no line ends among the last characters, as many as are looked at ahead."""
        text, end = self.text, len(self.text)
        at = text.find("\n", max(end - AHEAD_BYTES, 0)) if isinstance(text, str) else -1
        return at < 0

    def _size_of(self, first: int, last: int) -> int:
        text = self.text[first:last]
        if self._is_even or not isinstance(text, str):
            return len(text)
        return len(text.encode("utf-8", "surrogateescape"))


class Reading(Generic[AnyStr]):
    """How the bytes of a file are searched."""

    def window(self, file: BinaryIO, begin: int, end: int) -> Window[AnyStr]:
        """The file from a byte on, with something before it."""
        raise NotImplementedError


class ReadingBytes(Reading[bytes]):
    def __init__(self, wanted: Wanted) -> None:
        self._pattern = wanted.byte_pattern()

    def window(self, file: BinaryIO, begin: int, end: int) -> Window[bytes]:
        before, data = _read(file, begin, end)
        return Window(self._pattern, data, before, begin, begin - before + len(data))


class ReadingText(Reading[str]):
    """Windows begin and end where characters do."""

    def __init__(self, wanted: Wanted) -> None:
        self._patterns = wanted.pattern(), wanted.pattern(has_returns=True)

    def window(self, file: BinaryIO, begin: int, end: int) -> Window[str]:
        before, data = _read(file, begin, end)
        if len(data) == before + end - begin and (cut := _CUT_CHARACTER.search(data, len(data) - 3)):
            data = data[: cut.start()]
        end = begin - before + len(data)
        if before and (rest := _REST_OF_CHARACTER.match(data, before)):
            before, begin = rest.end(), begin + len(rest[0])
        head = data[:before].decode("utf-8", "surrogateescape")
        text = head + data[before:].decode("utf-8", "surrogateescape")
        return Window(self._patterns["\r\n" in text], text, len(head), begin, end)


_CUT_CHARACTER = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_REST_OF_CHARACTER = re.compile(rb"[\x80-\xbf]{1,3}")


def _read(file: BinaryIO, begin: int, end: int) -> tuple[int, bytes]:
    """Bytes of a file with some before them, and how many these are."""
    before = min(begin, BEHIND_BYTES)
    file.seek(begin - before)
    return before, file.read(before + end - begin)
