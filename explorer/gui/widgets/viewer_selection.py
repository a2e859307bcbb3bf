"""A caret and an anchor in a list of lines, and the moves the keyboard makes with them. Knows no pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from explorer.core.content.hex_lines import HexLines
from explorer.core.content.text_file import TextFile
from explorer.gui.widgets.viewer_clusters import nearest

MOST_HEX_LINES = 50_000
"""A dump is made line by line, and nobody pastes a megabyte of it."""

Position = tuple[int, int]
"""Line and column, both from 0."""

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u200c\u200d"
_WORD = re.compile(rf"[\w{_MARKS}]+|[^\w\s]|\s+")
_WORD_REACH = 2000
"""Columns around a position among which its word is looked for."""


class Selection:
    """Where the caret is and what is selected."""

    def __init__(self, lines: Sequence[str] = ()) -> None:
        self.lines = lines
        self.anchor: Position = (0, 0)
        self.caret: Position = (0, 0)

    @property
    def is_empty(self) -> bool:
        return self.anchor == self.caret

    def span(self) -> tuple[Position, Position]:
        """Both ends, the earlier one first."""
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    def move(self, position: Position, *, keep_anchor: bool = False) -> None:
        """Put the caret into the text at or near ``position``."""
        line = max(0, min(position[0], len(self.lines) - 1))
        length = len(self.lines[line]) if self.lines else 0
        self.caret = (line, max(0, min(position[1], length)))
        if not keep_anchor:
            self.anchor = self.caret

    def select(self, start: Position, end: Position) -> None:
        self.anchor, self.caret = start, end

    def select_all(self) -> None:
        last = len(self.lines) - 1
        self.select((0, 0), (last, len(self.lines[last])) if last >= 0 else (0, 0))

    def word_at(self, position: Position) -> tuple[int, int]:
        """Begin and end of the word, sign or blank at a position; at the end of a line, of the last one."""
        line, column = position
        text = self.lines[line] if self.lines else ""
        start = max(0, column - _WORD_REACH)
        begin = end = column
        for match in _WORD.finditer(text, start, min(len(text), column + _WORD_REACH)):
            begin, end = match.span()
            if column < end:
                break
        return (begin, end) if begin <= column <= end else (column, column)

    def step_word(self, direction: int) -> Position:
        """The begin of the next word (1) or of this or the previous one (-1), over line ends."""
        line, column = self.caret
        text = self.lines[line] if self.lines else ""
        if direction > 0:
            if column >= len(text):
                return self.step(1)
            _, end = self.word_at((line, column))
            return line, end + len(text[end:]) - len(text[end:].lstrip())
        before = text[:column].rstrip()
        if not before:
            return (line, 0) if column else self.step(-1)
        return line, self.word_at((line, len(before) - 1))[0]

    def step(self, columns: int) -> Position:
        """The position so many columns on, over line ends; never inside of what is one character for the reader."""
        line, column = self.caret
        column += columns
        if self.lines and 0 < column < len(self.lines[line]):
            column = nearest(self.lines[line], column, 1 if columns > 0 else -1)
        if column < 0 and line > 0:
            return line - 1, len(self.lines[line - 1])
        if self.lines and column > len(self.lines[line]) and line < len(self.lines) - 1:
            return line + 1, 0
        return line, column

    def columns_in(self, line: int) -> tuple[int, int] | None:
        """Selected columns of a line; the end is past the text when the selection goes on below."""
        if self.is_empty:
            return None
        (first, start), (last, end) = self.span()
        if not first <= line <= last:
            return None
        return start if line == first else 0, end if line == last else len(self.lines[line]) + 1

    def text(self) -> str:
        """The selected text."""
        if self.is_empty:
            return ""
        (first, start), (last, end) = self.span()
        if isinstance(self.lines, TextFile):
            return self.lines.text(self.lines.offset_of(first, start), self.lines.offset_of(last, end))
        if isinstance(self.lines, HexLines):
            last, end = min((last, end), (first + MOST_HEX_LINES, 0))
        if first == last:
            return self.lines[first][start:end]
        return "\n".join([self.lines[first][start:], *self.lines[first + 1 : last], self.lines[last][:end]])
