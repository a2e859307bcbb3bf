"""What a reader takes for one character: a letter with its marks, an emoji of several parts. A caret stands between."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})


def is_between(text: str, column: int) -> bool:
    """Whether a caret may stand before a column (the essence of UAX #29)."""
    if not 0 < column < len(text) or text[column].isascii():
        return True
    sign, before = text[column], text[column - 1]
    if unicodedata.category(sign) in _MARKS or sign == _JOINER or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return False
    if before == _JOINER and ord(sign) >= 0x2190:
        return False  # letters that are joined or kept apart by a joiner stay letters
    if _is_flag(sign) and _is_flag(before):
        begin = column
        while begin and _is_flag(text[begin - 1]):
            begin -= 1
        return (column - begin) % 2 == 0
    return not "\u1160" <= sign <= "\u11ff"


def nearest(text: str, column: int, step: int = -1) -> int:
    """The column itself, or the next one in a direction where a caret may stand."""
    while not is_between(text, column):
        column += step
    return column


def _is_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
