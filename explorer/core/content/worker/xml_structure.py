"""Finds the children of an element in formatted XML by the indentation alone.

Texts, comments and CDATA go over several lines as they came, so their later lines may look like anything: the formatter
told where they are ("spans"), and nothing is found there.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from pathlib import Path
from typing import Any

from explorer.core.content.json_tree import BREAK
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.structure import FIRST, Text
from explorer.core.content.xml_line import xml_line
from explorer.core.content.xml_text import INDENT, MAX_INDENTS

_WINDOW_BYTES = 1024 * 1024
_LONGEST_NAME = 1024
_LONGEST_LINE = 200_000


def xml_children(job: Job) -> dict[str, Any]:
    """A file with the bytes at which the lines of all elements and texts in an element begin, then the number of each
    among those of its name; and the end of the element. A negative offset asks for those of the document. Where the
    text is broken ``until`` is the byte from which on it is shown as it came; that is the last child then of the
    innermost element that does not end before it."""
    found = _Children(job)
    with Text(job) as text:
        if job["offset"] < 0:
            found.search(text, 0, -len(INDENT))
        else:
            found.search(text, text.line_end(job["offset"]), text.indent(job["offset"]))
        if found.end == job.get("until") and not found.is_last_open(text):
            found.add_break()
    file, path = job.scratch()
    with file:
        file.write(found.starts.tobytes() + found.final_ordinals().tobytes())
    return {"path": str(path), "count": len(found.starts), "end": found.end}


class _Children:
    def __init__(self, job: Job) -> None:
        self._job = job
        self.starts, self.ordinals = array("Q"), array("I")
        self.end = 0
        self._names = array("I")
        self._known: dict[bytes, int] = {}
        self._totals: list[int] = []
        self._is_after_text = False
        self._has_told = False
        self._spans = array("Q")
        if job.get("spans"):
            self._spans.frombytes(Path(job["spans"]).read_bytes())

    def search(self, text: Text, position: int, indent: int) -> None:
        """From a line end on up to the closing line of the element."""
        self.end = text.size
        inner = indent + len(INDENT)
        if inner > len(INDENT) * MAX_INDENTS:
            return  # deeper levels stand under each other
        pattern = re.compile(rb"(?:\n|\A) {%d}(?:<([^\s/>!?][^\s/>]*)|<!\[CDATA\[(?!\s*\]\]>)|[^ <\n])" % inner)
        closing = re.compile(rb"\n {%d}</" % indent) if indent >= 0 else None
        while position < text.size:
            data = text.bytes(position, position + _WINDOW_BYTES + inner + _LONGEST_NAME)
            stop = self._closing(closing, data, position)
            for match in pattern.finditer(data, 0, stop + inner + _LONGEST_NAME if stop < _WINDOW_BYTES else len(data)):
                if match.start() >= stop:
                    break
                self._take(match, position)
            self._tell_first()
            if closing is None and self.starts:
                return  # a document has one element
            if stop < _WINDOW_BYTES:
                self.end = position + stop + 1
                return
            position += _WINDOW_BYTES
            self._job.check()

    def is_last_open(self, text: Text) -> bool:
        """Whether the last child is an element that does not end."""
        if not self.starts:
            return False
        start = self.starts[-1]
        if not xml_line(text.bytes(start, start + _LONGEST_LINE).decode("utf-8", "ignore")).is_block:
            return False
        within = _Children(self._job)
        within.search(text, text.line_end(start), text.indent(start))
        return within.end == text.size

    def add_break(self) -> None:
        """What is shown as it came is the last child."""
        self._add(self.end, BREAK.encode())

    def _closing(self, closing: re.Pattern[bytes] | None, data: bytes, position: int) -> int:
        if closing is not None:
            for match in closing.finditer(data):
                if match.start() >= _WINDOW_BYTES:
                    break
                if not self._is_hidden(position + match.start()):
                    return match.start()
        return _WINDOW_BYTES

    def _is_hidden(self, offset: int) -> bool:
        """Whether a line end is inside a text or comment."""
        return bool(self._spans) and bisect_right(self._spans, offset) % 2 == 1

    def _take(self, match: re.Match[bytes], position: int) -> None:
        at = position + match.start()
        if self._is_hidden(at):
            return
        if match.start() == 0 and not match[0].startswith(b"\n") and position:
            return  # the begin of a window is no begin of a line
        self._add(at + match[0].startswith(b"\n"), match[1] or b"#text")

    def _add(self, start: int, name: bytes) -> None:
        key = self._known.setdefault(name, len(self._known))
        if key == len(self._totals):
            self._totals.append(0)
        # Texts with nothing but a comment between them are one.
        self._totals[key] += not (name == b"#text" and self._is_after_text)
        self._is_after_text = name == b"#text"
        self.starts.append(start)
        self.ordinals.append(self._totals[key])
        self._names.append(key)

    def _tell_first(self) -> None:
        if self.starts and not self._has_told:
            self._has_told = True
            self._job.tell("first", starts=list(self.starts[:FIRST]), ordinals=list(self.ordinals[:FIRST]))

    def final_ordinals(self) -> array[int]:
        """Zero for what is the only one of its name."""
        totals = self._totals
        return array(
            "I", [0 if totals[key] == 1 else number for key, number in zip(self._names, self.ordinals, strict=True)]
        )
