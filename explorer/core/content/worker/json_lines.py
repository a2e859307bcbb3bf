"""Sets several JSON values on lines, one after another (NDJSON, or whole texts in a row)."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from typing import Any

from explorer.core.content.json_rows import row_of

_BYTE = re.compile(r"\(byte (\d+)\)")
_PORTION_BYTES = 1_000_000
_CAREFUL_BYTES = 100_000
"""Lines of so many bytes are looked at sign by sign when something is wrong with them."""


def fault_of(error: Exception) -> tuple[str, int | None]:
    """Reason and byte of an error of the formatter; None where it names no byte."""
    match = _BYTE.search(str(error))
    reason = str(error).removeprefix("JSON is malformed: ").partition(" (byte")[0]
    if "trailing characters" in reason and match:
        return reason, int(match[1]) - 1  # it has read the first of them
    return "the text ends too early" if "truncated" in reason else reason, int(match[1]) if match else None


class JsonValues:
    """``flaw`` is known when the portions are through: the first line that is no JSON, and how many there are. Such
    lines stay as they came."""

    def __init__(self, data: mmap.mmap | bytes, start: int) -> None:
        self._data, self._at = data, start
        self._written = 0
        self.flaw: dict[str, Any] = {}
        self.broken = 0
        """How many lines are no JSON."""

    def has_line(self) -> bool:
        """Whether a value is here that something follows on another line."""
        from msgspec import DecodeError

        start = self._at
        try:
            with memoryview(self._data) as whole:
                has_value = bool(self._line() or self._value(whole))
        except (DecodeError, RecursionError):
            return False
        head = self._data[start : self._at]
        return has_value and b"\n" in head[len(head.rstrip()) :] and bool(self._data[self._at :].strip())

    def portions(self) -> Iterator[bytes]:
        gathered: list[bytes] = []
        size = 0
        for text in self._texts():
            gathered.append(text + b"\n")
            size += len(text) + 1
            self._written += len(text) + 1
            if size > _PORTION_BYTES:
                yield b"".join(gathered)
                gathered, size = [], 0
        yield b"".join(gathered)

    def _texts(self) -> Iterator[bytes]:
        """The values, each on lines of its own; the place moves on with them."""
        from msgspec import DecodeError
        from msgspec.json import format as format_json

        with memoryview(self._data) as whole:
            while self._at < len(whole):
                try:
                    text = self._line() or self._value(whole)
                    formatted = format_json(text, indent=2) if text else b""
                except (DecodeError, RecursionError) as error:
                    formatted = self._unreadable(error)
                if formatted:
                    yield formatted

    def _line(self) -> bytes:
        """The value on one line; empty where the line holds something else."""
        from msgspec import DecodeError, Raw
        from msgspec.json import decode

        end = self._data.find(b"\n", self._at) + 1 or len(self._data)
        line = self._data[self._at : end].strip()
        try:
            decode(line, type=Raw)
        except (DecodeError, RecursionError):
            return b""
        self._at = end
        return line

    def _value(self, whole: memoryview) -> bytes:
        """The next value, which goes over several lines or has others behind it; empty behind the last one."""
        from msgspec import DecodeError
        from msgspec.json import format as format_json

        start = self._at
        with whole[start:] as rest:
            if not self._data[start : start + 64].strip() and not bytes(rest).strip():
                self._at = len(whole)
                return b""
            try:
                format_json(rest, indent=2)
            except DecodeError as error:
                reason, offset = fault_of(error)
                if offset is None or "trailing characters" not in reason:
                    raise
                self._at = start + offset
            else:
                self._at = len(whole)
        return self._data[start : self._at].strip()

    def _unreadable(self, error: Exception) -> bytes:
        """The line as it came, unless it is what only our own formatter takes for JSON."""
        start = self._at
        self._at = self._data.find(b"\n", start) + 1 or len(self._data)
        line = self._data[start : self._at]
        if not line.strip():
            return b""
        reason, offset = fault_of(error)
        if len(line) <= _CAREFUL_BYTES:
            text = line.decode("utf-8", "surrogateescape")
            row = row_of(text)
            if not row.reason:
                return "\n".join(row.lines).encode("utf-8", "surrogateescape")
            reason, offset = row.reason, len(text[: row.offset].encode("utf-8", "surrogateescape"))
        elif not isinstance(error, ValueError):
            reason = "nested too deeply"
        self.broken += 1
        if not self.flaw:
            inside = min(offset or 0, len(line.rstrip()))
            lead = len(line) - len(line.lstrip())
            self.flaw = {"flaw": reason, "offset": start + inside, "flaw_at": self._written + inside - lead}
        return line.strip()
