"""Sets a long body on lines in a file of its own, its first rows first.

JSON goes from text to text (msgspec), so every number, name and escape keeps its characters.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from explorer.core.content.json_rows import broken_lines, has_lines
from explorer.core.content.json_text import beginning_of, pretty_head
from explorer.core.content.look import FORMAT_LIMIT_BYTES
from explorer.core.content.worker.ahead import finished_ahead
from explorer.core.content.worker.broken_json import beginning
from explorer.core.content.worker.careful_formatting import quick, sign_by_sign
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.json_lines import JsonValues, fault_of
from explorer.core.content.worker.line_formatting import formatted_lines, formatted_table
from explorer.core.content.worker.output import PORTION_BYTES, indexed, linked, portions_of, written, written_whole
from explorer.core.content.worker.rows import recoded
from explorer.core.content.worker.xml_formatting import formatted_xml

HEAD_BYTES = 48 * 1024
"""So much gives the first rows; several screens of them."""

_MEMORY_SHARE = 4
"""Formatting in one go takes up to three times the body; it is not begun when less than this is free."""


class _NotWantedError(Exception):
    """The body is shown as it came; the text says why."""


def formatted(job: Job) -> dict[str, Any]:
    """Path and index of the formatted text; or, with a reason, the index of the text as it came."""
    source = Path(job["source"])
    scratch: dict[str, Any] = {}
    if job.get("charset") not in ("utf-8", "ascii", None, ""):
        scratch = written(job, recoded(source, job["charset"]), source.stat().st_size)
        source = Path(scratch["path"])
    as_it_came = {"raw": scratch} if scratch else {}
    match job.get("kind"):
        case "xml":
            return formatted_xml(job, source) | as_it_came
        case "csv":
            return formatted_table(job, source) | as_it_came
        case "yaml":
            # Late, because its patterns take as long to be made ready as a megabyte of JSON to be formatted.
            from explorer.core.content.worker.yaml_formatting import formatted_yaml

            return formatted_yaml(job, source) | as_it_came
        case "html" | "form" | "script" | "style" | "markdown":
            return formatted_lines(job, source) | as_it_came
    try:
        return (_carefully(job, source) or _formatted(job, source)) | as_it_came
    except _NotWantedError as refused:
        return {"reason": str(refused), "raw": scratch or indexed(job, source)}
    except _BrokenError as broken:
        raw = scratch or indexed(job, source)
        found = {"flaw": broken.args[0], "offset": broken.offset, "raw": raw}
        return found | _up_to(job, source, broken.offset)


class _BrokenError(Exception):
    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


def _up_to(job: Job, source: Path, offset: int) -> dict[str, Any]:
    """The formatted beginning and the rest as it came."""
    data = source.read_bytes()
    job.check()
    found = beginning(data, offset)
    if found is None:
        return _up_to_by_signs(job, data) if len(data) <= FORMAT_LIMIT_BYTES else {}
    rest = data[found.rest :]
    text = found.text + b"\n"
    return written(job, [text, *portions_of(rest)], len(text) + len(rest)) | {
        "flaw_at": len(text) + offset - found.rest
    }


def _up_to_by_signs(job: Job, data: bytes) -> dict[str, Any]:
    """The same where a prefix or a NaN before the error is nothing for the formatter."""
    found = beginning_of(data.decode("utf-8-sig", "replace"))
    if found is None:
        return {}
    begin = "".join([line + "\n" for line in found.lines]).encode("utf-8", "replace")
    before = found.rest.split("\n")[: found.error[0] - len(found.lines) + 1]
    before[-1] = before[-1][: found.error[1]]
    whole = begin + found.rest.encode("utf-8", "replace")
    return written_whole(job, whole) | {"flaw_at": len(begin) + len("\n".join(before).encode("utf-8", "replace"))}


def _carefully(job: Job, source: Path) -> dict[str, Any] | None:
    """The same for a text that is not very long; None for a longer one, and where one value stands after another."""
    with _mapped(source) as data:
        if len(data) > FORMAT_LIMIT_BYTES:
            return None
        _tell_head(job, data)
        found = quick(data[:])
        if found is None and not _is_sequence(job, data):
            found = sign_by_sign(source)
        if found is None:
            return None
        if found.reason:
            raise _BrokenError(found.reason, found.offset)
        answer = linked(job, source, data[:]) if is_same(data, found.text) else written_whole(job, found.text)
    return answer | {"note": found.note, "is_sequence": found.is_sequence}


def _is_sequence(job: Job, data: mmap.mmap) -> bool:
    """Whether a text that is no JSON as a whole is values on lines of their own, some of them broken maybe."""
    return data.find(b"\n") > 0 and (_is_labelled(job, data) or JsonValues(_plain(data), _start(data)).has_line())


def _is_labelled(job: Job, data: mmap.mmap) -> bool:
    head = data[:HEAD_BYTES].decode("utf-8-sig", "replace")
    return data[:1] == b"\x1e" or has_lines(head, job.get("media_type", ""))


def _start(data: mmap.mmap) -> int:
    return 3 if data[:3] == b"\xef\xbb\xbf" else 0


def _plain(data: mmap.mmap) -> mmap.mmap | bytes:
    """Without the sign that begins each value (RFC 7464)."""
    return data[:].replace(b"\x1e", b" ") if data[:1] == b"\x1e" else data


def _tell_head(job: Job, data: mmap.mmap) -> None:
    if job.get("wants_head", True):
        head = data[:HEAD_BYTES].decode("utf-8-sig", "ignore")
        job.tell("head", lines=pretty_head(head, is_cut=len(data) > HEAD_BYTES))


def _formatted(job: Job, source: Path) -> dict[str, Any]:
    from msgspec import DecodeError
    from msgspec.json import format as format_json

    with _mapped(source) as data:
        size = len(data)
        start = _start(data)
        if size > FORMAT_LIMIT_BYTES:
            _tell_head(job, data)
        if found := finished_ahead(job, source):
            return found
        if size * _MEMORY_SHARE > free_bytes():
            raise _NotWantedError("Too long to be formatted with the memory that is free.")
        job.check()
        view = memoryview(data)[start:]
        try:
            text = format_json(view, indent=2)
        except DecodeError as error:
            return _several_values(job, source, data, start, error)
        except RecursionError:
            raise _NotWantedError("Nested too deeply to be formatted at this size.") from None
        finally:
            view.release()
        if is_same(data, text):
            return linked(job, source, text + data[len(text) :])
    return written_whole(job, text)


def is_same(data: mmap.mmap, text: bytes) -> bool:
    """Whether formatting changed nothing, a line end behind it left aside."""
    if data[len(text) :] not in (b"", b"\n"):
        return False
    with memoryview(data) as view:
        return all(
            text.startswith(view[start : min(start + PORTION_BYTES, len(text))], start)
            for start in range(0, len(text), PORTION_BYTES)
        )


def _several_values(job: Job, source: Path, data: mmap.mmap, start: int, first: Exception) -> dict[str, Any]:
    """One value after another (NDJSON); raises _BrokenError for the first error when it is not."""
    reason, at = fault_of(first)
    offset = start + at if at is not None else len(data)
    follows = "trailing characters" in reason and b"\n" in data[max(0, offset - 3) : offset + 1]
    if not follows and not _is_labelled(job, data):
        raise _BrokenError(reason, offset)
    values = JsonValues(_plain(data), start)
    answer = written(job, values.portions(), len(data)) | {"is_sequence": True}
    if values.flaw:
        return answer | values.flaw | {"note": broken_lines(values.broken), "raw": indexed(job, source)}
    return answer | {"note": "Several JSON values, one after another."}


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def free_bytes() -> int:
    """Memory that can be used without pushing others out; a large number where the system does not say."""
    try:
        text = Path("/proc/meminfo").read_text("ascii")
    except OSError:
        return 1 << 62
    match = re.search(r"MemAvailable:\s+(\d+)", text)
    return int(match[1]) * 1024 if match else 1 << 62
