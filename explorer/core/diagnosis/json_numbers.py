"""Parses JSON whatever the size of its numbers: Python by itself refuses whole numbers of more than 4300 digits."""

import json
from typing import Any

_MOST_DIGITS = 4000


def loads(text: str, *, strict: bool = True) -> Any:
    """As ``json.loads``; whole numbers too long for Python become floats, which is infinity as for 1e400.

    Raises JSONDecodeError and RecursionError.
    """
    try:
        return json.loads(text, strict=strict)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return json.loads(text, strict=strict, parse_int=whole)


def whole(text: str) -> int | float:
    """The value of a whole number in JSON."""
    return int(text) if len(text) <= _MOST_DIGITS else float(text)
