"""Where and why a JSON text breaks, and a repair where there is only one. ``{{names}}`` in the text count as values."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from explorer.core.diagnosis.json_text import LONGEST, line_column

_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}")
_CLOSERS = {"{": "}", "[": "]"}
_SMART = "\u201c\u201d\u201e\u2018\u2019"
_REPAIRS = 20
"""Repairs tried one after the other before giving up."""


class Fault(StrEnum):
    """What is wrong at the place."""

    EMPTY = "empty"
    TRAILING_COMMA = "trailing_comma"
    MISSING_COMMA = "missing_comma"
    SINGLE_QUOTES = "single_quotes"
    SMART_QUOTES = "smart_quotes"
    UNQUOTED = "unquoted"
    COMMENT = "comment"
    UNCLOSED = "unclosed"
    UNCLOSED_TEXT = "unclosed_text"
    WRONG_BRACKET = "wrong_bracket"
    CONTROL_CHARACTER = "control_character"
    ESCAPE = "escape"
    EXTRA = "extra"
    CONSTANT = "constant"
    DOUBLE_ENCODED = "double_encoded"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonError:
    """The first break. Lines and columns count from 1."""

    fault: Fault
    reason: str
    """*rich*, the end of a sentence: "a comma stands before the closing `}`"."""
    offset: int
    line: int
    column: int
    opening: int = -1
    """Offset of the bracket or quote that is not closed; -1 when that is not the fault."""
    repair: str | None = None
    """The whole text mended; None where it is not certain how."""


def find(text: str) -> JsonError | None:
    """The first break of a JSON text, or None when it is well formed and not encoded twice."""
    if len(text) > LONGEST:
        return None
    found = _first(text)
    if found is None:
        return _double_encoded(text)
    fault, reason, offset, opening = found
    line, column = line_column(text, offset)
    return JsonError(
        fault=fault,
        reason=reason,
        offset=offset,
        line=line,
        column=column,
        opening=opening,
        repair=_repaired(text) if fault is not Fault.EMPTY else None,
    )


def masked(text: str) -> str:
    """The text with every ``{{name}}`` replaced by JSON of the same length, so that offsets stay."""
    pieces, position = [], 0
    for match in _TEMPLATE.finditer(text):
        pieces.append(text[position : match.start()])
        inside = _inside_text(text[text.rfind("\n", 0, match.start()) + 1 : match.start()])
        length = match.end() - match.start()
        pieces.append("x" * length if inside else '"' + "x" * (length - 2) + '"')
        position = match.end()
    return "".join([*pieces, text[position:]])


def _inside_text(line: str) -> bool:
    return line.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1


_Found = tuple[Fault, str, int, int]


class _ConstantError(Exception):
    """NaN or Infinity, which Python reads and JSON does not have."""


def _refuse(name: str) -> NoReturn:
    raise _ConstantError(name)


def _first(text: str) -> _Found | None:
    if not text.strip():
        return Fault.EMPTY, "the body is empty", 0, -1
    plain = masked(text)
    try:
        json.loads(plain, parse_constant=_refuse, parse_int=len)
    except _ConstantError as error:
        return Fault.CONSTANT, f"JSON has no `{error}`", max(plain.find(str(error)), 0), -1
    except json.JSONDecodeError as error:
        return _explained(plain, error)
    except (RecursionError, ValueError):
        return Fault.OTHER, "the values are nested too deeply", 0, -1
    return None


def _explained(text: str, error: json.JSONDecodeError) -> _Found:
    offset = error.pos
    if error.msg.startswith("Invalid control character"):
        return Fault.CONTROL_CHARACTER, _control_words(text[offset]), offset, -1
    if error.msg.startswith("Unterminated string"):
        return Fault.UNCLOSED_TEXT, 'a text is not closed with `"`', offset, offset
    if error.msg.startswith("Invalid \\"):
        return Fault.ESCAPE, "a backslash stands before a character that needs none", offset, -1
    if error.msg == "Extra data":
        return Fault.EXTRA, "something follows after the end of the JSON", offset, -1
    return _structural(text, offset, error.msg)


def _structural(text: str, offset: int, message: str) -> _Found:
    brackets = _open_brackets(text, offset)
    sign = text[offset : offset + 1]
    comma = _comma_before(text, offset + 1 if sign == "," else offset)
    if sign in ("}", "]", ",") and (comma >= 0 or "trailing comma" in message) and _next_sign(text, comma + 1) in "}]":
        closing = _next_sign(text, comma + 1)
        return Fault.TRAILING_COMMA, f"a comma stands before the closing `{closing}`", comma, -1
    if not sign:
        return _unclosed(text, brackets, offset)
    if sign == "'":
        return Fault.SINGLE_QUOTES, 'JSON wants double quotes `"`', offset, -1
    if sign in _SMART:
        return Fault.SMART_QUOTES, 'a typographic quote stands where JSON wants `"`', offset, -1
    if sign == "#" or text[offset : offset + 2] in ("//", "/*"):
        return Fault.COMMENT, "JSON has no comments", offset, -1
    return _of_delimiter(text, offset, message, brackets)


def _of_delimiter(text: str, offset: int, message: str, brackets: list[int]) -> _Found:
    sign = text[offset]
    top = text[brackets[-1]] if brackets else ""
    if sign in "}]" and top and _CLOSERS[top] != sign:
        return Fault.WRONG_BRACKET, _unclosed_words(text, brackets[-1]), offset, brackets[-1]
    if sign == ":" and top == "[":
        return Fault.UNCLOSED, _unclosed_words(text, brackets[-1]), _before_key(text, offset), brackets[-1]
    if "',' delimiter" in message and (sign in '"{[-' or sign.isalnum()):
        return Fault.MISSING_COMMA, "a comma is missing before this", offset, -1
    if sign.isalpha() or sign in "_$":
        return Fault.UNQUOTED, "a name or text stands without double quotes", offset, -1
    if "':' delimiter" in message:
        return Fault.OTHER, "a colon is missing after a name", offset, -1
    return Fault.OTHER, f"`{sign}` is not expected here", offset, -1


def _unclosed(text: str, brackets: list[int], offset: int) -> _Found:
    if not brackets:
        return Fault.OTHER, "the JSON breaks off", offset, -1
    return Fault.UNCLOSED, _unclosed_words(text, brackets[-1]), offset, brackets[-1]


def _unclosed_words(text: str, opening: int) -> str:
    line, _ = line_column(text, opening)
    return f"the `{text[opening]}` of line {line} is not closed"


def _control_words(character: str) -> str:
    names = {"\n": "a line break", "\r": "a line break", "\t": "a tab"}
    return f"{names.get(character, 'a control character')} stands inside a text"


def _open_brackets(text: str, end: int) -> list[int]:
    """Offsets of the brackets that are open at ``end``; texts are skipped."""
    found: list[int] = []
    for match in re.finditer(r'"(?:\\.|[^"\\\n])*"|[\[\]{}]', text[:end]):
        sign = match.group()
        if sign in "[{":
            found.append(match.start())
        elif sign in "]}" and found:
            found.pop()
    return found


def _comma_before(text: str, offset: int) -> int:
    before = text[:offset].rstrip()
    return len(before) - 1 if before.endswith(",") else -1


def _next_sign(text: str, offset: int) -> str:
    return text[offset:].lstrip()[:1] or " "


def _before_key(text: str, colon: int) -> int:
    """The offset of the key before a colon."""
    key = re.search(r'"(?:\\.|[^"\\\n])*"\s*$', text[:colon])
    return key.start() if key else colon


def _repaired(text: str) -> str | None:
    """The text after repairs that leave no doubt; None when any step is doubtful."""
    current = text
    for _ in range(_REPAIRS):
        found = _first(current)
        if found is None:
            return current
        mended = _mended(current, found)
        if mended is None or mended == current:
            return None
        current = mended
    return None


def _mended(text: str, found: _Found) -> str | None:
    fault, _, offset, opening = found
    match fault:
        case Fault.TRAILING_COMMA:
            return text[:offset] + text[offset + 1 :]
        case Fault.UNCLOSED:
            return _closed(text, offset, opening)
        case Fault.SMART_QUOTES:
            return re.sub("[\u201c\u201d\u201e]", '"', text)
        case Fault.SINGLE_QUOTES:
            return text.replace("'", '"') if '"' not in text else None
        case Fault.COMMENT:
            return _without_comment(text, offset)
        case Fault.MISSING_COMMA:
            return _with_comma(text, offset)
        case Fault.CONTROL_CHARACTER:
            return text[:offset] + json.dumps(text[offset])[1:-1] + text[offset + 1 :]
        case _:
            return None


def _closed(text: str, offset: int, opening: int) -> str:
    closer = _CLOSERS[text[opening]]
    before, after = text[:offset], text[offset:]
    kept = before.rstrip()
    if not after.strip():
        return _closed_at_end(kept, opening, closer)
    comma = kept.endswith(",")
    kept = kept[:-1] if comma else kept
    return kept + closer + ("," if comma else "") + before[len(kept) + comma :] + after


def _closed_at_end(text: str, opening: int, closer: str) -> str:
    start = text.rfind("\n", 0, opening) + 1
    indent = text[start:opening]
    own_line = "\n" in text[opening:]
    lead = indent[: len(indent) - len(indent.lstrip())]
    return f"{text}\n{lead}{closer}" if own_line else text + closer


def _without_comment(text: str, offset: int) -> str | None:
    if text.startswith("/*", offset):
        end = text.find("*/", offset)
        return text[:offset] + text[end + 2 :] if end >= 0 else None
    end = text.find("\n", offset)
    return text[:offset].rstrip(" \t") + (text[end:] if end >= 0 else "")


def _with_comma(text: str, offset: int) -> str:
    kept = text[:offset].rstrip()
    return kept + "," + text[len(kept) : offset] + text[offset:]


def _double_encoded(text: str) -> JsonError | None:
    plain = text.strip()
    if not plain.startswith('"'):
        return None
    try:
        inner = json.loads(masked(plain))
        readable = isinstance(json.loads(masked(inner)), dict | list)
    except (ValueError, TypeError, RecursionError):
        return None
    reason = "the JSON is wrapped in a text: it was encoded twice"
    repair = json.loads(plain) if readable and "{{" not in plain else None
    return JsonError(fault=Fault.DOUBLE_ENCODED, reason=reason, offset=0, line=1, column=1, repair=repair)
