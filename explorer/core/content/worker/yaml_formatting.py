"""Sets long YAML on lines, line by line; broken YAML up to its error, and from there as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import PORTION_BYTES, indexed, written
from explorer.core.content.yaml_blocks import yaml_lines
from explorer.core.content.yaml_signs import YamlError

LONGEST_BYTES = 200_000_000
_HEAD_BYTES = 48_000
_HEAD_LINES = 200
_LINES = 5_000
_ENDS = re.compile(rb"\r\n|\r|\n")


def formatted_yaml(job: Job, source: Path) -> dict[str, Any]:
    """Path and index of the text on lines, up to its error if there is one; or a reason with the index as it came."""
    size = source.stat().st_size
    with source.open("rb") as file:
        if head := _head(file.read(_HEAD_BYTES).decode("utf-8-sig", "ignore")):
            job.tell("head", lines=head)
    if size > LONGEST_BYTES:
        return {"reason": "Too long to be formatted.", "raw": indexed(job, source)}
    layout = _Layout(source)
    return written(job, layout.portions(), size) | (layout.flaw | {"raw": indexed(job, source)} if layout.flaw else {})


def _head(text: str) -> list[str]:
    """The first lines; the last one may be cut."""
    lines: list[str] = []
    with suppress(YamlError):
        lines.extend(islice(yaml_lines(line.rstrip("\n") for line in StringIO(text, newline=None)), _HEAD_LINES))
    return lines[:-1]


class _Layout:
    def __init__(self, source: Path) -> None:
        self._source = source
        self.flaw: dict[str, Any] = {}
        self._written = 0

    def portions(self) -> Iterator[bytes]:
        with self._source.open(encoding="utf-8-sig", errors="replace", newline=None) as file:
            lines = yaml_lines(line.removesuffix("\n") for line in file)
            while True:
                portion: list[str] = []
                try:
                    portion.extend(islice(lines, _LINES))
                except YamlError as error:
                    yield self._text(portion)
                    yield from self._rest(error)
                    return
                if not portion:
                    return
                yield self._text(portion)

    def _text(self, lines: list[str]) -> bytes:
        data = "".join([line + "\n" for line in lines]).encode("utf-8", "replace")
        self._written += len(data)
        return data

    def _rest(self, error: YamlError) -> Iterator[bytes]:
        data = self._source.read_bytes()
        rest, place = _offset(data, error.rest), _offset(data, error.place)
        self.flaw = {"flaw": error.reason, "offset": place, "flaw_at": self._written + place - rest}
        for start in range(rest, len(data), PORTION_BYTES):
            yield data[start : start + PORTION_BYTES]


def _offset(data: bytes, place: tuple[int, int]) -> int:
    """The byte at a line and a character of it, from 0; a byte order mark is no character."""
    line, column = place
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if line:
        start = next(islice(_ENDS.finditer(data), line - 1, None)).end()
    end = _ENDS.search(data, start)
    text = data[start : end.start() if end else len(data)].decode("utf-8", "replace")
    return min(start + len(text[:column].encode()), len(data))
