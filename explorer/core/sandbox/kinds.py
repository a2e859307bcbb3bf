"""JSON types by name, as error texts speak of them."""

from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    STRING = "a string"
    STRINGS = "an array of strings"
    BOOLEAN = "a boolean"
    INTEGER = "an integer"
    NUMBER = "a number"
    OBJECT = "an object"
    PARAMETERS = "an object of objects with strings"


def kind_name(value: Any) -> str:
    """``a string``, ``an array``, ``null`` and so on for a parsed JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
