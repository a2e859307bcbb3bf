"""Tells machine codes from sentences, and words that say "fine" from words that say "failed". It knows no keys."""

import re
from http import HTTPStatus


def listed(text: str) -> tuple[str, ...]:
    """The words of a text: the short form of a long tuple of names."""
    return tuple(text.split())


_TOKEN = re.compile(r"[\w.:/#@*+$\-]{1,200}")
_NUMBER = re.compile(r"[+-]?\d{1,20}")
_FINE = frozenset(
    listed(
        "ok okay success succeeded successful successfully completed complete accepted none no_error noerror "
        "no-error null nil false passed pass true approved"
    )
)
_FAILED = frozenset(
    listed(
        "error errors fail failed failure failures ko nok notok not_ok err invalid denied fatal exception "
        "unsuccessful declined refused"
    )
)
_PHRASES = frozenset(status.phrase.lower() for status in HTTPStatus) | {"unprocessable content", "content too large"}
_EMPTY_WORDS = frozenset(
    listed(
        "error errors fail failed failure exception status object field string body query path true false "
        "api_error_response fault about:blank global default unknown_field warning string_value request "
        "params"
    )
)


def scalar(value: object) -> str:
    """A text or number as text without outer blanks; empty for everything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return str(int(value)) if value == int(value) else str(value)
    except (ValueError, OverflowError):
        return ""


def is_number(text: str) -> bool:
    """Whether a text is a whole decimal number."""
    return _NUMBER.fullmatch(text) is not None


def is_token(text: str) -> bool:
    """Whether a text looks like a machine code: one word, no blanks, not a URL."""
    return _TOKEN.fullmatch(text) is not None and "://" not in text


def is_empty_word(text: str) -> bool:
    """Whether a token is too general to be a code ("error", "field", "failed")."""
    return text.lower() in _EMPTY_WORDS


def is_phrase(text: str) -> bool:
    """Whether a text is only the name of an HTTP status, as phrases are written ("Not Found", "Conflict")."""
    return text[:1].isupper() and text.lower() in _PHRASES


def copies_status(text: str, status: int) -> bool:
    """Whether a text repeats the HTTP status in digits ("404", "404 Not Found" or "HTTP 404")."""
    digits = re.match(r"(?:http[ _/]?)?(\d{3})(?:\.0+)?(?:\s+[A-Za-z ]+)?$", text, re.I)
    return digits is not None and int(digits.group(1)) == status


def says_fine(value: object) -> bool:
    """Whether a value reports that all is well: 0, "0000", 200, "OK", "success", null, false, nothing."""
    if value is None or value is False or value in ({}, [], ""):
        return True
    text = scalar(value).lower()
    if is_number(text):
        return int(text) == 0 or 200 <= int(text) < 300
    return text.rstrip(".!") in _FINE


def says_failed(value: object) -> bool:
    """Whether a value is a plain word for failure."""
    return isinstance(value, str) and value.strip().lower() in _FAILED
