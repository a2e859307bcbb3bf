"""Finds its way in a formatted JSON text by the indentation alone: where a block ends, the path of a line, children.

Works on the bytes of the file, so that nothing has to be parsed and a million members cost one pass.
"""

from __future__ import annotations

import json
import mmap
import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explorer.core.content.json_tree import counted
from explorer.core.content.worker.job import Job

FIRST = 1000
"""So many children are told before the others are counted."""

_WINDOW_BYTES = 1024 * 1024
_NAME = re.compile(rb'"(?:[^"\\]|\\.)*"(?=:)')
_VALUE = re.compile(rb"\n[^ \]}\n]")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LONGEST_VALUE_BYTES = 200_000


def block_end(job: Job) -> dict[str, Any]:
    """The byte at which the closing line of the block begins that is opened on the line at ``offset``."""
    with Text(job) as text:
        return {"end": text.block_end(job["offset"])}


def children(job: Job) -> dict[str, Any]:
    """A file with the bytes at which the lines of all members or items of a block begin, and the end of the block.

    Where the text is broken ``until`` is the byte from which on it is shown as it came; that is the last child then of
    the innermost block that does not end before it."""
    starts = array("Q")
    with Text(job) as text:
        offset = job["offset"]  # negative for the values of a text that has several
        for portion in text.child_portions(offset) if offset >= 0 else text.value_portions():
            if not starts:
                job.tell("first", starts=portion[:FIRST])
            starts.extend(portion)
            job.check()
        end = text.end
        if end == job.get("until") and not (starts and text.is_open(starts[-1])):
            starts.append(end)
    file, path = job.scratch()
    with file:
        file.write(starts.tobytes())
    return {"path": str(path), "count": len(starts), "end": end}


def place(job: Job) -> dict[str, Any]:
    """Path, type and value at a byte."""
    with Text(job) as text:
        start = text.opening(text.line_start(job["offset"]))
        value, kind = text.value(start)
        # An empty value stands for a long one; so does a text that fills its limit.
        is_whole = bool(value or kind == "String, 0 characters") and len(value) < _LONGEST_VALUE_BYTES // 4
        path = "$" + "".join(reversed(text.steps(start)))
        return {"place": path, "kind": kind, "value": value, "at": start, "is_whole": is_whole}


class Text:
    """The formatted text of a job, mapped; searched window by window."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.end = 0
        with Path(job["path"]).open("rb") as file:
            self._data = mmap.mmap(file.fileno(), job.get("until", 0), access=mmap.ACCESS_READ)

    def __enter__(self) -> Text:
        return self

    def __exit__(self, *_: object) -> None:
        self._data.close()

    @property
    def size(self) -> int:
        return len(self._data)

    def bytes(self, start: int, end: int) -> bytes:
        return self._data[start:end]

    def line_start(self, offset: int) -> int:
        return self._data.rfind(b"\n", max(0, offset - 1_000_000_000), offset) + 1

    def indent(self, start: int) -> int:
        end = start
        while self._data[end : end + 1] == b" ":
            end += 1
        return end - start

    def block_end(self, start: int) -> int:
        lead = b"\n" + b" " * self.indent(start)
        position = start
        while position < len(self._data):
            # A copy of a window is searched much faster than the map itself.
            data = self._data[position : position + _WINDOW_BYTES + len(lead) + 1]
            if found := [end for sign in (b"}", b"]") if (end := data.find(lead + sign)) >= 0]:
                return position + min(found) + 1
            position += _WINDOW_BYTES
            self._job.check()
        return len(self._data)

    def is_open(self, start: int) -> bool:
        """Whether a block begins on a line and does not end."""
        is_block = self._data[max(0, self.line_end(start) - 1) :][:1] in (b"{", b"[")
        return is_block and self.block_end(start) == len(self._data)

    def child_portions(self, start: int) -> Iterator[list[int]]:
        """Begins of the lines of all children, a portion of the text at a time; then ``end`` is that of the block."""
        indent = self.indent(start)
        closing = b"\n" + b" " * indent
        pattern = re.compile(rb"\n {%d}[^ \]}]" % (indent + 2))
        position = self.line_end(start)
        self.end = len(self._data)
        while position < len(self._data):
            # A line end belongs to the portion it lies in, however far its line reaches.
            data = self._data[position : position + _WINDOW_BYTES + indent + 4]
            ends = [end for sign in (b"}", b"]") if (end := data.find(closing + sign)) >= 0]
            stop = min([*ends, _WINDOW_BYTES])
            yield [
                position + hit.start() + 1 for hit in pattern.finditer(data, 0, stop + indent + 4) if hit.start() < stop
            ]
            if ends and min(ends) <= _WINDOW_BYTES:
                self.end = position + min(ends) + 1
                return
            position += _WINDOW_BYTES

    def opening(self, start: int) -> int:
        """The line that opens a block of which ``start`` is the closing line; else ``start``."""
        indent = self.indent(start)
        if self._data[start + indent : start + indent + 1] not in (b"}", b"]"):
            return start
        return self._above(start, indent)

    def _above(self, start: int, indent: int) -> int:
        """The last line before that has this indentation and is no closing line."""
        lead = b"\n" + b" " * indent
        stop, window = start, 4096
        while stop > 0:
            begin = max(0, stop - window)
            # Its own line end is at start - 1; an earlier one that reaches over the end of a window is found as well.
            data = self._data[begin : min(start - 1, stop) + len(lead) + 1]
            found = [hit for sign in (b'"', b"{", b"[") if (hit := data.rfind(lead + sign)) >= 0]
            if found and begin + max(found) < start - 1:
                return begin + max(found) + 1
            stop, window = begin, min(window * 4, 16 * _WINDOW_BYTES)
            self._job.check()
        return 0

    def steps(self, start: int) -> list[str]:
        steps: list[str] = []
        indent = self.indent(start)
        while indent > 0 and start > 0:
            parent = self._above(start, indent - 2)
            steps.append(self._step(start, parent, indent))
            start, indent = parent, indent - 2
        return steps

    def _step(self, start: int, parent: int, indent: int) -> str:
        head = self._data[parent : self.line_end(parent)].rstrip()
        name = _NAME.match(self._data, start + indent)
        if head.endswith(b"{") and name:
            words = str(json.loads(name[0]))
            return f".{words}" if _PLAIN.match(words) else f"[{json.dumps(words, ensure_ascii=False)}]"
        pattern = re.compile(rb"\n {%d}[^ \]}]" % indent)
        before = pattern.finditer(self._data, self.line_end(parent), start)
        return f"[{sum(1 for _ in before)}]"

    def value_portions(self) -> Iterator[list[int]]:
        """Begins of the values that stand one after another without being in an array; ``end`` is that of the text."""
        self.end = len(self._data)
        if self._data[:1] not in (b"", b"\n"):
            yield [0]
        for position in range(0, len(self._data), _WINDOW_BYTES):
            data = self._data[position : position + _WINDOW_BYTES + 1]
            found = [position + match.start() + 1 for match in _VALUE.finditer(data)]
            if found:
                yield found
            self._job.check()

    def line_end(self, start: int) -> int:
        end = self._data.find(b"\n", start)
        return end if end >= 0 else len(self._data)

    def value(self, start: int) -> tuple[str, str]:
        """The value as text for the clipboard (empty when it is long) and its type in words."""
        indent = self.indent(start)
        end = self.line_end(start)
        begin = start + indent
        name = _NAME.match(self._data, begin)
        if name:
            begin = name.end() + 2
        head = self._data[begin : min(end, begin + _LONGEST_VALUE_BYTES)].decode("utf-8", "replace").removesuffix(",")
        if head in ("{", "["):
            return self._block(start, begin, indent, head)
        if head.startswith('"'):
            return _string(head)
        return head, {"{}": "Object, 0 members", "[]": "Array, 0 items"}.get(head, _scalar(head))

    def _block(self, start: int, begin: int, indent: int, head: str) -> tuple[str, str]:
        count = sum(map(len, self.child_portions(start)))
        end = self.end
        kind = f"Object, {counted(count, 'member')}" if head == "{" else f"Array, {counted(count, 'item')}"
        if end - begin > _LONGEST_VALUE_BYTES:
            return "", kind
        text = self._data[begin : end + indent + 1].decode("utf-8", "replace")
        return text.replace("\n" + " " * indent, "\n"), kind


def _string(head: str) -> tuple[str, str]:
    try:
        text = str(json.loads(head))
    except ValueError:
        text = head
    return text, f"String, {counted(len(text), 'character')}"


def _scalar(head: str) -> str:
    return {"true": "Boolean", "false": "Boolean", "null": "Null"}.get(head, "Number")
