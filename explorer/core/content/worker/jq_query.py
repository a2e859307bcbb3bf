"""Filters JSON by a jq program. What it yields is written value by value, with an end to how much that may be.

jq keeps the digits of a number it does not calculate with, in its own spelling of exponents, which is taken back. It is
a library that holds the interpreter until a value is out: a program that goes on for ever is ended with its process, by
who asked for it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from explorer.core.content.worker.formatting import free_bytes
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import written
from explorer.core.content.worker.query_faults import WrongQueryError, jq_fault, sentence

MOST_VALUES = 1_000_000
MOST_BYTES = 200_000_000
_PORTION_BYTES = 500_000
_SPELLED_CHARACTERS = 10_000_000
_EXPONENT = re.compile(r'"(?:[^"\\]|\\.)*+"|-?\d+(?:\.\d+)?[eE][+-]?\d+')
"""A number with an exponent; or a string, in which none is."""

_BODY_SHARE = 14
"""jq's values of small objects take so many times their text."""


def jq_values(job: Job) -> dict[str, Any]:
    """A file with all values; ``is_cut`` when there would be more. Raises WrongQueryError."""
    try:
        import jq
    except ImportError:
        raise WrongQueryError("jq is not installed here; JSONPath and JMESPath are.") from None
    path = Path(job["path"])
    if path.stat().st_size * _BODY_SHARE > free_bytes():
        raise WrongQueryError("The body is too long to be filtered with the memory that is free.")
    try:
        jq.compile(job["expression"])  # as it was typed, so that a fault has its own place
        # As text, because numbers lose digits on their way through Python's.
        program = jq.compile(f"({job['expression']}\n) | tojson")
        body = path.read_text("utf-8-sig", "replace")
        values = iter(program.input_text(body))
    except ValueError as error:
        raise jq_fault(error) from None
    outcome = _Outcome(_spellings(body))
    with _memory_bound():
        answer = written(job, outcome.portions(job, values), 0)
    return answer | {"count": outcome.count, "is_cut": outcome.is_cut}


class _Outcome:
    def __init__(self, spellings: dict[str, str]) -> None:
        self._spellings = spellings
        self.count = 0
        self.is_cut = False

    def portions(self, job: Job, values: Iterator[str]) -> Iterator[bytes]:
        gathered: list[bytes] = []
        size = total = 0
        for text in self._counted(values):
            gathered.append(_on_lines(text) + b"\n")
            size += len(gathered[-1])
            if size > _PORTION_BYTES:
                yield b"".join(gathered)
                total += size
                gathered, size = [], 0
            if total + size > MOST_BYTES or self.count == MOST_VALUES:
                self.is_cut = next(values, None) is not None
                break
            if not self.count & 0xFF:
                job.check()
        yield b"".join(gathered)

    def _counted(self, values: Iterator[str]) -> Iterator[str]:
        while True:
            try:
                text = next(values)
            except StopIteration:
                return
            except ValueError as error:
                raise _at_value(error, self.count) from None
            self.count += 1
            yield _EXPONENT.sub(self._as_sent, text) if self._spellings and "E" in text else text

    def _as_sent(self, match: re.Match[str]) -> str:
        return self._spellings.get(match[0], match[0])


def _spellings(body: str) -> dict[str, str]:
    """How the numbers with an exponent were sent, by jq's spelling; without those that were sent in several ways.

    jq writes them as the General Decimal Arithmetic specification has it ("to-scientific-string"), and so does Decimal.
    """
    sent: dict[str, str] = {}
    for match in _EXPONENT.finditer(body) if len(body) <= _SPELLED_CHARACTERS else ():
        if match[0].startswith('"'):
            continue
        with contextlib.suppress(ArithmeticError):
            known = sent.setdefault(str(Decimal(match[0])), match[0])
            if known != match[0]:
                sent[str(Decimal(match[0]))] = ""
    return {spelling: text for spelling, text in sent.items() if text and "E" in spelling}


def _at_value(error: ValueError, count: int) -> WrongQueryError:
    reason = str(error)
    if reason.startswith("parse error"):
        return WrongQueryError(sentence(reason.replace("parse error", "The body is not valid JSON", 1)))
    if count:
        return WrongQueryError(sentence(f"{reason.rstrip('.')}, after {count} {'values' if count > 1 else 'value'}"))
    return jq_fault(error)


def _on_lines(text: str) -> bytes:
    from msgspec import DecodeError
    from msgspec.json import format as format_json

    data = text.encode("utf-8", "replace")
    try:
        return format_json(data, indent=2)
    except (DecodeError, RecursionError):
        return data


@contextlib.contextmanager
def _memory_bound() -> Iterator[None]:
    """No more than three quarters of what is free, where the system can be told so: one value may be endless."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (ImportError, OSError, ValueError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = pages * resource.getpagesize() + free_bytes() * 3 // 4
    if soft != resource.RLIM_INFINITY:
        bound = min(bound, soft)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
