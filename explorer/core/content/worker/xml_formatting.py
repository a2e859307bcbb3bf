"""Sets long XML on lines: checked by a parser that never sees a DTD, then only cut at its tags."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.content.worker.job import Job
from explorer.core.content.worker.line_formatting import LINES, LONGEST_BYTES
from explorer.core.content.worker.output import PORTION_BYTES, indexed, portions_of, written
from explorer.core.content.xml_doctype import doctype_of
from explorer.core.content.xml_text import (
    DOCTYPE_FAULT,
    PRESERVED,
    cut_before,
    fault_of,
    has_element,
    preserves,
    xml_lines,
)

_HEAD_CHARACTERS = 48_000
_LONGEST_CHARACTER = 4
_LONGEST_REFERENCE = 1024


def formatted_xml(job: Job, source: Path) -> dict[str, Any]:
    """Path and index of the formatted text; or a reason or flaw with the index of the text as it came."""
    size = source.stat().st_size
    with source.open("rb") as file:
        head = file.read(_HEAD_CHARACTERS).decode("utf-8-sig", "ignore")
    job.tell("head", lines=list(islice(xml_lines(head), 200))[:-3])
    if size > LONGEST_BYTES:
        return {"reason": "Too long to be formatted.", "raw": indexed(job, source)}
    fault = _fault(job, source)
    if fault is not None:
        fault |= {"raw": indexed(job, source)}
        return fault | _up_to(job, source, fault["offset"]) if "flaw" in fault else fault
    text = source.read_bytes().decode("utf-8-sig", "replace")
    lines = _SpannedLines(xml_lines(text))
    answer = written(job, lines.portions(), size)
    note = {"note": PRESERVED} if preserves(text) else {}
    return answer | note | ({"spans": lines.kept(job)} if lines.spans else {})


class _SpannedLines:
    """Lines in portions; ``spans`` are the bytes from the first line end inside a piece to the end of the piece."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.spans = array("Q")
        self.written = 0

    def portions(self) -> Iterator[bytes]:
        while portion := list(islice(self._lines, LINES)):
            data = "".join([line + "\n" for line in portion]).encode("utf-8", "replace")
            if data.count(b"\n") > len(portion):
                self._look_at(portion)
            self.written += len(data)
            yield data

    def _look_at(self, portion: list[str]) -> None:
        at = self.written
        for line in portion:
            size = len(line.encode("utf-8", "replace"))
            if "\n" in line:
                self.spans.extend((at + len(line.partition("\n")[0].encode("utf-8", "replace")), at + size))
            at += size + 1

    def kept(self, job: Job) -> str:
        file, path = job.scratch()
        with file:
            file.write(self.spans.tobytes())
        return str(path)


def _up_to(job: Job, source: Path, offset: int) -> dict[str, Any]:
    """The beginning on lines and the rest as it came; nothing where no element begins before the error."""
    data = source.read_bytes()
    # Each byte that is no character counts as one, so that the way back to bytes is exact.
    before = len(data[:offset].decode("utf-8", "surrogateescape"))
    text = data.decode("utf-8", "surrogateescape")
    cut = len(text[: cut_before(text, before)].encode("utf-8", "surrogateescape"))
    job.check()
    text = data[:cut].decode("utf-8-sig", "replace")
    if not has_element(text):
        return {}
    lines = _SpannedLines(xml_lines(text))
    while data[cut : cut + 1].isspace():
        cut += 1
    rest = data[cut:]
    answer = written(job, chain(lines.portions(), portions_of(rest)), len(data))
    places = {"rest_at": lines.written, "flaw_at": lines.written + max(offset - cut, 0)}
    return answer | places | ({"spans": lines.kept(job)} if lines.spans else {})


def _fault(job: Job, source: Path) -> dict[str, Any] | None:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser

    # The text is UTF-8 by now, whatever its declaration says.
    parser = XMLParser(target=_Nothing(), encoding="utf-8", forbid_dtd=True)
    try:
        with source.open("rb") as file:
            for data in _parsable(file):
                parser.feed(data)
                job.check()
        parser.close()
    except ParseError as error:
        line, column = error.position
        return {"flaw": fault_of(error), "offset": _offset(source, line, column)}
    except (DefusedXmlException, ValueError):
        return {"reason": DOCTYPE_FAULT}
    return None


def _parsable(file: BinaryIO) -> Iterator[bytes]:
    """Portions as a parser may have them, cut where no reference is."""
    data = file.read(PORTION_BYTES)
    doctype = doctype_of(data)
    if doctype is None:
        while data:
            yield data
            data = file.read(PORTION_BYTES)
        return
    data, rest = _without_tail(data)
    data = doctype.hidden(data)
    while data:
        yield data
        data, rest = _without_tail(rest + file.read(PORTION_BYTES))
        data = doctype.kept(data)
    yield rest


def _without_tail(data: bytes) -> tuple[bytes, bytes]:
    """The data up to a reference that it may end in, and the rest."""
    at = data.rfind(b"&", max(len(data) - _LONGEST_REFERENCE, 0))
    return (data, b"") if at < 0 or b";" in data[at:] else (data[:at], data[at:])


class _Nothing:
    """A target that keeps nothing of what is parsed."""

    def close(self) -> None: ...


def _offset(source: Path, line: int, column: int) -> int:
    """``column`` counts characters from 0."""
    offset = 0
    with source.open("rb") as file:
        for text in islice(file, line - 1):
            offset += len(text)
        before = file.read(column * _LONGEST_CHARACTER).decode("utf-8", "surrogateescape")[:column]
    return offset + len(before.encode("utf-8", "surrogateescape"))
