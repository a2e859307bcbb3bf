"""Why an expression cannot be used, as a sentence with the column at which reading it stopped."""

from __future__ import annotations

import re

_LONGEST = 200
_TOKENS = re.compile(r", expecting (?=.*[A-Z]{2}).*")
"""Names of the grammar of jq, which say nothing to a person."""

_PLACED = re.compile(r"line (\d+), column (\d+)")


class WrongQueryError(Exception):
    """The expression cannot be read, or does not fit the body; the text says why."""


def sentence(reason: str, column: int = 0) -> str:
    """The first line of a reason; ``column`` counts from 1, and 0 means that there is no place."""
    words = reason.strip().split("\n")[0].strip().rstrip(".:,")[:_LONGEST] or "The expression cannot be used"
    words = words[0].upper() + words[1:]
    return f"{words}, at column {column}." if column else f"{words}."


def json_path_fault(error: Exception) -> WrongQueryError:
    """From an error of python-jsonpath."""
    token = getattr(error, "token", None)
    if token is None:
        return WrongQueryError(sentence(str(error)))
    at = token.index if token.index >= 0 else len(token.path)
    reason = str(error).replace("'TOKEN_ROOT'", "$ at the beginning").replace("TOKEN_", "")
    return WrongQueryError(sentence(reason, at + 1))


def jmes_path_fault(error: Exception) -> WrongQueryError:
    """From an error of jmespath: of its parser, of its lexer, or of a value that does not fit."""
    at = getattr(error, "lex_position", getattr(error, "lexer_position", None))
    if not isinstance(at, int):
        return WrongQueryError(sentence(str(error)))
    token = getattr(error, "token_value", None) or getattr(error, "lexer_value", None)
    return WrongQueryError(sentence(f"unexpected {token}" if token else "the expression ends too early", at + 1))


def xpath_fault(error: Exception) -> WrongQueryError:
    """From an error of elementpath: 'token' at line 1, column 4: [code] reason."""
    head, _, reason = str(error).partition("] ")
    place = _PLACED.search(head)
    return WrongQueryError(sentence(reason or str(error), int(place[2]) if place else 0))


def jq_fault(error: Exception) -> WrongQueryError:
    """From an error of jq: of its compiler with a place in the expression, or of a value that does not fit."""
    reason = str(error).removeprefix("jq: error: ")
    if reason == "break":
        return WrongQueryError("The program asks for one more value than the body has.")
    head, _, place = reason.partition(" at <top-level>, ")
    found = _PLACED.match(place)
    head = _TOKENS.sub("", head)
    head = head.replace("unexpected INVALID_CHARACTER", "a character that does not fit")
    if found and head.endswith(" is not defined"):
        name = head.removesuffix(" is not defined")
        head = f"There is no {'variable' if name.startswith('$') else 'function'} {name}"
    return WrongQueryError(sentence(head, int(found[2]) if found else 0))
