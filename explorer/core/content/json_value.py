"""The whole JSON of the value that begins on a line of a formatted text, however long: for the clipboard and variables.

Works by the indentation, on a file or on lines in memory. It may take a while, so call it beside the loop.
"""

import json
import re
from collections.abc import Iterator, Sequence

from explorer.core.content.text_file import TextFile

LONGEST_BYTES = 16 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_NEAR_BYTES = 32 * 1024
_NAME = re.compile(rb'"(?:[^"\\]|\\.)*": ?')


def json_at(source: TextFile | Sequence[str], at: int, limit_bytes: int = LONGEST_BYTES) -> str:
    """The text of a value; ``at`` is the byte of its line in a file, or the number of its line in memory.

    Raises ValueError when it is longer than the limit, or does not end.
    """
    text = _Text(source, at)
    line = text.line(limit_bytes)
    indent = len(line) - len(line.lstrip(b" "))
    name = _NAME.match(line, indent)
    head = line[name.end() if name else indent :]
    if head not in (b"{", b"["):
        return head.removesuffix(b",").decode("utf-8", "replace")
    lead = b"\n" + b" " * indent
    searched = 0
    while (found := _closing(text.data, lead, searched)) < 0:
        searched = max(0, len(text.data) - len(lead))
        if not text.more() or len(text.data) > limit_bytes + _CHUNK_BYTES:
            raise ValueError("the value is too long")
    return "".join(_dedented(head, text.data, len(line), found + len(lead) + 1, lead))


def near_children(file: TextFile, offset: int) -> tuple[list[int], int] | None:
    """Bytes at which the lines of all children of a short block begin, and the byte at which its last line begins;
    None for a long one. ``offset`` is that of its first line. Quick enough for the loop."""
    data = bytearray(file.read(offset, _NEAR_BYTES))
    indent = len(data) - len(data.lstrip(b" "))
    end = _closing(data, b"\n" + b" " * indent, 0)
    if end < 0:
        return None
    lines = re.compile(rb"\n {%d}[^ \]}]" % (indent + 2))
    return [offset + found.start() + 1 for found in lines.finditer(data, 0, end)], offset + end + 1


def plain_value(written: str) -> str:
    """A string as it is, anything else as its JSON."""
    if not written.startswith('"'):
        return written
    try:
        return str(json.loads(written))
    except ValueError:
        return written


def _dedented(head: bytes, data: bytearray, start: int, end: int, lead: bytes) -> Iterator[str]:
    """In portions that end with a line: nobody waits for the interpreter meanwhile."""
    yield head.decode()
    while start < end:
        stop = data.find(b"\n", min(end, start + _CHUNK_BYTES), end)
        stop = stop if stop >= 0 else end
        yield data[start:stop].replace(lead, b"\n").decode("utf-8", "replace")
        start = stop


def _closing(data: bytearray, lead: bytes, start: int) -> int:
    ends = [end for sign in (b"}", b"]") if (end := data.find(lead + sign, start)) >= 0]
    return min(ends, default=-1)


class _Text:
    """The text from a place on, read as far as somebody asks."""

    def __init__(self, source: TextFile | Sequence[str], at: int) -> None:
        self._source, self._at = source, at
        self.data = bytearray()

    def more(self) -> bool:
        """Read on; False at the end."""
        source = self._source
        if isinstance(source, TextFile):
            fresh = source.read(self._at, _CHUNK_BYTES)
            self._at += len(fresh)
        else:
            lines = source[self._at : self._at + 5000]
            fresh = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
            self._at += len(lines)
        self.data += fresh
        return bool(fresh)

    def line(self, limit_bytes: int) -> bytes:
        """The first line, which stays in ``data``."""
        while (end := self.data.find(b"\n")) < 0 and self.more():
            if len(self.data) > limit_bytes + _CHUNK_BYTES:
                raise ValueError("the value is too long")
        return bytes(self.data[: end if end >= 0 else len(self.data)])
