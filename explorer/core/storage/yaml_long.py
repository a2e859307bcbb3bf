"""Long block texts taken out of a YAML text while it is edited: the complete reader needs seconds for a megabyte.

Only texts that ``yaml_lines`` reads are shortened: there, what looks like a block text is one.
"""

import re
from dataclasses import dataclass
from typing import Any

from explorer.core.storage.yaml_lines import read_lines

_LONG_CHARS = 50_000
_HEADER = re.compile(r"""( *(?:- +)*)(?:"[^"]*"|'[^']*'|[^\s"'#:][^:#]*): *\|([1-9]?)[-+]? *\r?$""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortened:
    """A text with marks in place of its long block texts."""

    text: str
    blocks: dict[str, str]
    """By the line that holds a mark: the lines that belong there."""
    marks: dict[str, str]
    """By the long value: what is read in its place."""

    def data(self, value: Any) -> Any:
        """Data with the marks in place of the long values."""
        if isinstance(value, dict):
            return {key: self.data(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.data(one) for one in value]
        return self.marks.get(value, value) if isinstance(value, str) and len(value) >= _LONG_CHARS else value

    def restored(self, text: str) -> str:
        """An edited text with the long texts in their places again; marks that are gone were replaced."""
        for line, block in self.blocks.items():
            text = text.replace(line, block, 1)
        return text


def shortened(text: str) -> Shortened | None:
    """None when nothing in it is long, or when it cannot be told for certain."""
    if len(text) < _LONG_CHARS:
        return None
    before = read_lines(text)
    if before is None:
        return None
    lines, kept, blocks, at = text.split("\n"), list[str](), dict[str, str](), 0
    while at < len(lines):
        kept.append(lines[at])
        header = _HEADER.match(lines[at])
        at += 1
        end = _end(lines, at, len(header[1])) if header else at
        block = "\n".join(lines[at:end])
        if header and len(block) >= _LONG_CHARS:
            width = len(header[1]) + int(header[2]) if header[2] else _width(lines[at:end])
            mark = f"{' ' * width}long text {len(blocks)} stands aside{chr(13) if block.endswith(chr(13)) else ''}"
            if mark in text:
                return None
            blocks[mark] = block
            kept.append(mark)
            at = end
    short = "\n".join(kept)
    after = read_lines(short) if blocks else None
    if after is None:
        return None
    marks: dict[str, str] = {}
    _pair(before, after, marks)
    return Shortened(text=short, blocks=blocks, marks=marks)


def _end(lines: list[str], start: int, indent: int) -> int:
    """Behind the last line with something in it that belongs to a block under a key in this column."""
    margin, end = " " * (indent + 1), start
    for at in range(start, len(lines)):
        if lines[at].strip(" \r"):
            if not lines[at].startswith(margin):
                break
            end = at + 1
    return end


def _width(lines: list[str]) -> int:
    first = next(line for line in lines if line.strip(" \r"))
    return len(first) - len(first.lstrip(" "))


def _pair(before: Any, after: Any, marks: dict[str, str]) -> None:
    if isinstance(before, dict):
        for key, value in before.items():
            _pair(value, after[key], marks)
    elif isinstance(before, list):
        for one, other in zip(before, after, strict=True):
            _pair(one, other, marks)
    elif before != after:
        marks[before] = after
