"""Phone numbers and group ids as the API takes them (E.164 digits, with ``+`` or ``00``, blanks and dashes ignored)."""

import re

_IGNORED = re.compile(r"[ ()\-]")
_GROUP_ID = re.compile(r"^(?:[0-9A-HJKMNP-TV-Z]{26}|(?=.*[A-Za-z])[A-Za-z0-9_-]{12,16})$")
_LETTERS = re.compile(r"[^\W\d_]")
_LEAST_DIGITS = 5
_MOST_DIGITS = 15


def is_group_id(value: str) -> bool:
    """26 characters of a ULID, or the older 12 to 16 characters with a letter in them."""
    return bool(_GROUP_ID.match(value))


def number_fault(value: object) -> str:
    """Why a value is no phone number, as the end of "`+1` ..."; empty when it may be one."""
    if not isinstance(value, str):
        return "is not a text"
    digits = _digits(value)
    if not value.strip():
        return "is empty"
    if "{{" in value:
        return "holds a variable without a value"
    if re.search(r"\d[\s]*[,;/|]\s*\+?\d{4}", value):
        return "holds more than one number"
    if _LETTERS.search(value):
        return "holds letters"
    if not digits.isdecimal():
        return "holds a character that is not ignored"
    return _length_fault(digits, national=_IGNORED.sub("", value).startswith("0"))


def recipient_fault(value: object) -> str:
    """Why a value is neither a phone number nor a group id; empty when it may be one of them."""
    if isinstance(value, str) and is_group_id(value):
        return ""
    fault = number_fault(value)
    return "is a name, and the API takes a group’s ID" if fault == "holds letters" and _is_name(value) else fault


def separators_removed(value: str) -> str:
    """The digits of a number written with dots, slashes and other marks."""
    return re.sub(r"\D", "", value)


def _digits(value: str) -> str:
    plain = _IGNORED.sub("", value.strip())
    return plain[1:] if plain.startswith("+") else plain.removeprefix("00")


def _length_fault(digits: str, *, national: bool) -> str:
    if len(digits) < _LEAST_DIGITS:
        return "is too short"
    if len(digits) > _MOST_DIGITS:
        return f"has {len(digits)} digits, more than {_MOST_DIGITS}"
    if national and digits.startswith("0"):
        return "begins with a national 0, and the country code is missing"
    return ""


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[^\W\d_][\w .'-]*", value.strip()))
