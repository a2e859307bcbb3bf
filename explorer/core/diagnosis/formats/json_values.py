"""Reads JSON as it is met: guard prefixes, JSONP, several values, server-sent events, trailing commas, cut ends.
It says how it had to be read, not what the values mean."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from explorer.core.diagnosis.json_numbers import loads, whole


class JsonForm(StrEnum):
    """How the text had to be read."""

    NONE = "none"
    WHOLE = "whole"
    SEVERAL = "several"
    CUT = "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonText:
    """The values of a text; one for a whole or a cut document, more for NDJSON and event streams."""

    form: JsonForm
    values: tuple[object, ...] = ()


_NOTHING = JsonText(form=JsonForm.NONE)
_GUARD = re.compile(r"^(?:\)\]\}'?,?|while\s*\(1\);|for\s*\(;;\);|\{\}&&)\s*")
_JSONP = re.compile(r"^(?:/\*\*/)?\s*[A-Za-z_$][\w$.]*\s*\(\s*(?=[\[{\"])")
_DECODER = json.JSONDecoder(strict=False, parse_int=whole)
_MOST_VALUES = 10_000
_MOST_MENDED, _DEEPEST = 64 * 1024, 100
"""Mending walks over every piece of the text in Python: only so many characters are mended, and not below so many open
brackets. What lies behind either is left out as if the text ended there."""
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*(?P<end>"?)|(?P<spare>,(?=\s*[}\]]))|[{}\[\],]|[^"{}\[\],]+', re.S)
_CLOSER = {"{": "}", "[": "]"}


def read_json(text: str) -> JsonText:
    """The JSON in a text, or form NONE. Numbers like NaN pass, as in most parsers (not RFC 8259)."""
    text = _unwrapped(text.strip())
    if not text or not (text[0] in '{["-' or text[0].isdigit() or text[:2] in ("nu", "tr", "fa") or _is_events(text)):
        return _NOTHING
    if _is_events(text):
        return _several(_event_data(text))
    whole = _parsed(text)
    if whole is not None:
        return JsonText(form=JsonForm.WHOLE, values=whole)
    several = _concatenated(text)
    if len(several) > 1:
        return JsonText(form=JsonForm.SEVERAL, values=several)
    return _mended(text)


def _unwrapped(text: str) -> str:
    guarded = _GUARD.sub("", text, count=1)
    call = _JSONP.match(guarded)
    if call is None:
        return guarded
    return re.sub(r"\)\s*;?\s*$", "", guarded[call.end() :])


def _parsed(text: str) -> tuple[object, ...] | None:
    try:
        return (loads(text, strict=False),)
    except (ValueError, RecursionError):
        return None


def _is_events(text: str) -> bool:
    return re.match(r"(?:event|data|id|retry):", text) is not None


def _event_data(text: str) -> list[str]:
    """The data of each event of a text/event-stream (WHATWG HTML §9.2)."""
    events = re.split(r"\r?\n\r?\n", text)
    return ["\n".join(re.findall(r"^data: ?(.*)$", event, re.M)) for event in events]


def _several(texts: list[str]) -> JsonText:
    values = tuple(value for text in texts[:_MOST_VALUES] for value in _parsed(text.strip()) or ())
    return JsonText(form=JsonForm.SEVERAL, values=values) if values else _NOTHING


def _concatenated(text: str) -> tuple[object, ...]:
    """Containers that follow each other, with or without line ends (NDJSON, RFC 7464 without its separators)."""
    values: list[object] = []
    position = 0
    while position < len(text) and text[position] in "{[" and len(values) < _MOST_VALUES:
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        position = _past_blanks(text, position)
    return tuple(values)


def _past_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n\x1e":
        position += 1
    return position


def _mended(text: str) -> JsonText:
    """Without trailing commas; and, when the end is missing, with what is open closed."""
    if text[0] not in "{[":
        return _NOTHING
    scan = _Scan(text[:_MOST_MENDED])
    if not scan.stack and not scan.in_string:
        value = _parsed(scan.clean)
        return JsonText(form=JsonForm.WHOLE, values=value) if value else _NOTHING
    for candidate in scan.completions():
        value = _parsed(candidate)
        if value is not None:
            return JsonText(form=JsonForm.CUT, values=value)
    return _NOTHING


class _Scan:
    """One pass over a text: which brackets are open at its end, and where the last whole member ended."""

    def __init__(self, text: str) -> None:
        self.stack: list[str] = []
        self.in_string = False
        self._out: list[str] = []
        self._safe = 0
        for piece in _PIECE.finditer(text):
            if len(self.stack) > _DEEPEST:
                break
            if piece["spare"] is None:
                self._take(piece.group(), closed=piece["end"] != "")
        self.clean = "".join(self._out)

    def _take(self, piece: str, *, closed: bool) -> None:
        """``closed`` is false for a string without its end, and means nothing for other pieces."""
        if piece[0] == '"':
            self.in_string = not closed
        elif piece in "{[":
            self.stack.append(piece)
        elif piece in "}]" and self.stack:
            self.stack.pop()
        self._out.append(piece)
        if piece in "{}[],":
            self._safe = len(self._out)

    def completions(self) -> tuple[str, ...]:
        """Texts worth a try, the one that saves most first."""
        closers = "".join(_CLOSER[opener] for opener in reversed(self.stack))
        head = re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?$", "", self.clean)
        string = head + '"' if self.in_string else head
        safe = "".join(self._out[: self._safe]).rstrip().rstrip(",")
        return (string + closers, string + ":null" + closers, safe + closers)
