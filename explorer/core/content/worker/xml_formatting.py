"""Sets long XML on lines: checked by a parser that refuses DTDs, then only cut at its tags."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import PORTION_BYTES, indexed, written
from explorer.core.content.xml_text import xml_lines

_HEAD_CHARACTERS = 48_000
_LINES = 20_000
LONGEST_BYTES = 200_000_000
"""The text is held twice while it is cut."""


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
        return fault | {"raw": indexed(job, source)}
    text = source.read_bytes().decode("utf-8-sig", "replace")
    return written(job, _portions(text), size)


def _fault(job: Job, source: Path) -> dict[str, Any] | None:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser

    parser = XMLParser(target=_Nothing(), forbid_dtd=True)
    try:
        with source.open("rb") as file:
            while data := file.read(PORTION_BYTES):
                parser.feed(data)
                job.check()
        parser.close()
    except ParseError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        return {"flaw": reason, "offset": _offset(source, line, column)}
    except (DefusedXmlException, ValueError):
        return {"reason": "Has a document type definition; shown as it came."}
    return None


class _Nothing:
    """A target that keeps nothing of what is parsed."""

    def close(self) -> None: ...


def _offset(source: Path, line: int, column: int) -> int:
    offset = 0
    with source.open("rb") as file:
        for text in islice(file, line - 1):
            offset += len(text)
    return offset + column


def _portions(text: str) -> Iterator[bytes]:
    lines = xml_lines(text)
    while portion := list(islice(lines, _LINES)):
        yield "".join([line + "\n" for line in portion]).encode("utf-8", "replace")
