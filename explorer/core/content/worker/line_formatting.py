"""Sets long pages, forms and tables on lines, portion by portion; no character of the body is judged wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.content.csv_rows import (
    NOT_CLOSED,
    SAMPLE_CHARACTERS,
    Row,
    aligned,
    delimiter_of,
    ends_in_quotes,
    rows_of,
    uneven,
    widths_of,
)
from explorer.core.content.html_text import html_lines
from explorer.core.content.pairs_text import form_lines
from explorer.core.content.script_text import is_readable, script_lines
from explorer.core.content.shape import Shape
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import indexed, written

LONGEST_BYTES = 200_000_000
"""The text is held twice while it is cut."""

_HEAD_CHARACTERS = 48_000
_HEAD_LINES = 200
LINES = 5_000
_MEASURED_ROWS = 20_000
"""So many rows decide how wide the columns are."""


def _markdown_lines(text: str) -> Iterator[str]:
    # Late, because most bodies are no Markdown.
    from explorer.core.content.markdown_text import markdown_lines

    return markdown_lines(line.removesuffix("\n") for line in StringIO(text, newline=None))


_LINES_OF: dict[str, Callable[[str], Iterator[str]]] = {
    Shape.HTML: html_lines,
    Shape.FORM: form_lines,
    Shape.SCRIPT: script_lines,
    Shape.STYLE: partial(script_lines, is_style=True),
    Shape.MARKDOWN: _markdown_lines,
}


def formatted_lines(job: Job, source: Path) -> dict[str, Any]:
    """Path and index of the page or form on lines; or a reason with the index of the text as it came."""
    cut = _LINES_OF[job["kind"]]
    size = source.stat().st_size
    with source.open("rb") as file:
        head = file.read(_HEAD_CHARACTERS).decode("utf-8-sig", "ignore")
    if job["kind"] in (Shape.SCRIPT, Shape.STYLE) and is_readable(head.count("\n"), len(head)):
        return {"reason": "", "raw": indexed(job, source)}
    # The last ones may go on behind the head.
    job.tell("head", lines=list(islice(cut(head), _HEAD_LINES))[:-3])
    if size > LONGEST_BYTES:
        return {"reason": "Too long to be formatted.", "raw": indexed(job, source)}
    text = source.read_bytes().decode("utf-8-sig", "replace")
    return written(job, portions(cut(text)), size)


def portions(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines with their ends in portions of so many."""
    lines = iter(lines)
    while portion := list(islice(lines, LINES)):
        yield "".join([line + "\n" for line in portion]).encode("utf-8", "replace")


def formatted_table(job: Job, source: Path) -> dict[str, Any]:
    """Columns under each other, and the index of the text as it came; the first row that does not fit is a flaw."""
    size = source.stat().st_size
    try:
        with source.open("rb") as file:
            delimiter = delimiter_of(file.read(SAMPLE_CHARACTERS * 4).decode("utf-8-sig", "ignore"))
            file.seek(0)
            measured = list(islice(rows_of(file, delimiter), _MEASURED_ROWS))
        columns = len(measured[0].cells) if measured else 0
        if columns < 2:
            return {"reason": "", "raw": indexed(job, source)}
        table = _Aligned(job, delimiter, widths_of(measured, columns))
        job.tell("head", lines=[aligned(row, table.widths) for row in measured[:_HEAD_LINES]])
        with source.open("rb") as file:
            answer = written(job, table.portions(file), size)
            table.look_at_end(file)
    except csv.Error:
        return {"reason": "", "raw": indexed(job, source)}
    return answer | {"raw": indexed(job, source)} | table.flaw


class _Aligned:
    def __init__(self, job: Job, delimiter: str, widths: list[int]) -> None:
        self._job, self._delimiter, self.widths = job, delimiter, widths
        self.flaw: dict[str, Any] = {}
        self._written = 0
        self._last: Row | None = None
        self._last_written = 0

    def portions(self, file: Iterable[bytes]) -> Iterator[bytes]:
        rows = rows_of(file, self._delimiter)
        while portion := list(islice(rows, LINES)):
            lines = [aligned(row, self.widths) + "\n" for row in portion]
            if not self.flaw:
                self._look_at(portion, lines)
            data = "".join(lines).encode("utf-8", "replace")
            self._written += len(data)
            self._last, self._last_written = portion[-1], len(lines[-1].encode("utf-8", "replace"))
            yield data

    def look_at_end(self, file: BinaryIO) -> None:
        """Whether the last row goes up to the end for want of a quotation mark."""
        if self._last is None or self.flaw:
            return
        file.seek(self._last.start)
        if ends_in_quotes(file.read()):
            flaw_at = self._written - self._last_written
            self.flaw = {"flaw": NOT_CLOSED, "offset": self._last.start, "flaw_at": flaw_at}

    def _look_at(self, rows: list[Row], lines: list[str]) -> None:
        for number, row in enumerate(rows):
            if len(row.cells) != len(self.widths):
                before = len("".join(lines[:number]).encode("utf-8", "replace"))
                reason = uneven(row, len(self.widths))
                self.flaw = {"flaw": reason, "offset": row.start, "flaw_at": self._written + before}
                return
