"""The lines of a text in memory, cut out when they are asked for: a hundred thousand small strings would stay behind as
holes in the memory of the process when they go."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from operator import sub

from explorer.core.content.made_items import MadeItems

_END = re.compile("\n")
_AT_ONCE = 500
"""Lines that live at the same time while all are looked at."""


class TextLines(MadeItems[str]):
    """Lines by number from 0, without their line ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("I", [0])
        self._starts.extend(end.end() for end in _END.finditer(text))
        self._starts.append(len(text) + 1)
        self.widest = max(map(sub, self._starts[1:], self._starts)) - 1
        """Characters of the longest line."""

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self[first : first + _AT_ONCE]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def _item(self, line: int) -> str:
        return self._text[self._starts[line] : self._starts[line + 1] - 1].removesuffix("\r")

    def _run(self, numbers: range) -> list[str]:
        if numbers.step != 1 or not numbers:
            return super()._run(numbers)
        lines = self._text[self._starts[numbers.start] : self._starts[numbers.stop] - 1].split("\n")
        return [line.removesuffix("\r") for line in lines] if "\r" in self._text else lines
