"""What a plain scalar means in YAML 1.2, and which text may stand as one. Knows nothing of structure.

Source of the rules: the core schema, yaml.org/spec/1.2.2 §10.3. ``no``, ``on``, ``1_000`` and dates are strings.
"""

import re
from typing import Self

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+][0-9]+)?|\.(?:inf|Inf|INF))"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|\.(?:nan|NaN|NAN)"
)
_FIRST_OF_NUMBER = frozenset("-+.0123456789")


class YamlError(Exception):
    """Not YAML, or not YAML that can be a file of ours; line and column count from 1, 0 when unknown."""

    def __init__(self, reason: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


class Numeral(float):
    """A number that remembers how it was written, so that ``012`` in a place for text stays ``012``."""

    __slots__ = ("source",)

    def __new__(cls, value: float, source: str) -> Self:
        number = super().__new__(cls, value)
        number.source = source
        return number

    def __repr__(self) -> str:
        return self.source

    source: str


def plain_value(text: str) -> str | bool | Numeral | None:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _FIRST_OF_NUMBER and _NUMBER.fullmatch(text):
        return Numeral(_number(text), text)
    return text


def _number(text: str) -> float:
    if text[:2] in ("0o", "0x"):
        return float(int(text, 0)) if len(text) < 250 else float("inf")
    sign, body = (text[0], text[1:]) if text[0] in "-+" else ("", text)
    return float(sign + body[1:]) if body[1:].isalpha() else float(text)
