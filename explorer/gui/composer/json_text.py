"""JSON as it is typed, with ``{{names}}`` in it: is it valid, and how does it look when laid out.

Every token keeps its text: numbers are not rounded, escapes not rewritten, names not replaced.
"""

import json
import re

from explorer.core.variables import references

CHARACTER_LIMIT = 200_000
"""Longer texts are not laid out: that would hold up the window."""
CHECK_LIMIT = 2_000_000
"""Longer texts are not checked, not even on a thread: the parser lets no other code run while it is at it."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|(?:\{\{\s*[$\w][\w.$-]*\s*\}\}|[^\s{}\[\]:,"])+|[{}\[\]:,]')
_INDENT = "  "
_WORDS = {
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
    "Illegal trailing comma before end of object": "the comma before the closing bracket is too much",
    "Illegal trailing comma before end of array": "the comma before the closing bracket is too much",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing behind the name",
    "Expecting value": "a value is missing or is written wrongly",
    "Unterminated string starting at": "the string does not end",
    "Extra data": "there is more text behind the end",
    "Invalid control character at": "a string holds a line break or a control character",
    "Invalid \\escape": "a backslash is followed by something that is no escape",
    "Invalid \\uXXXX escape": "\\u needs four hexadecimal digits",
}


class JsonFlawError(ValueError):
    """The text is not JSON; ``str(error)`` is the sentence, ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def check(text: str) -> None:
    """Raise JsonFlawError when the text would not be JSON, whatever the references stand for."""
    try:
        json.loads(_with_stand_ins(text), parse_int=str, parse_float=str, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        words = next((ours for theirs, ours in _WORDS.items() if error.msg.startswith(theirs)), "this is not JSON")
        raise JsonFlawError(f"Line {error.lineno}: {words}", error.lineno) from None
    except RecursionError:
        raise JsonFlawError("The text is nested too deeply to be checked", 0) from None


def verdict(text: str) -> tuple[bool, str]:
    """(valid, words for the eye); no words for a text that is empty or too long to check."""
    if not text.strip() or len(text) > CHECK_LIMIT:
        return True, ""
    try:
        check(text)
    except JsonFlawError as flaw:
        return False, str(flaw)
    return True, "Valid JSON"


def laid_out(text: str) -> str:
    """The text with one value a line; raises JsonFlawError when it is not JSON or too long."""
    if len(text) > CHARACTER_LIMIT:
        raise JsonFlawError("The body is too long to be laid out here", 0)
    check(text)
    return _joined(_TOKEN.findall(text))


def _with_stand_ins(text: str) -> str:
    """The text with digits in place of every reference, so that positions stay."""
    parts, position = list[str](), 0
    for reference in references(text) if "{{" in text else ():
        parts += (text[position : reference.start], "1" * (reference.end - reference.start))
        position = reference.end
    return "".join((*parts, text[position:]))


def _joined(tokens: list[str]) -> str:
    out, depth = list[str](), 0
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else ""
        if token in ("}", "]"):
            depth -= 1
            out.append(token if before in ("{", "[") else "\n" + _INDENT * depth + token)
        elif token == ":":
            out.append(": ")
        elif token == ",":
            out.append(",")
        else:
            out.append("\n" + _INDENT * depth + token if before in ("{", "[", ",") else token)
            depth += token in ("{", "[")
    return "".join(out)


def _refuse(word: str) -> object:
    raise json.JSONDecodeError("Expecting value", word, 0)
