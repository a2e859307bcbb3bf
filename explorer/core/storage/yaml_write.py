"""Plain data -> YAML 1.2 in block style, two spaces a level, texts of several lines as literal blocks.

Every text comes back as the same text, also from readers of YAML 1.1: what could be taken for something else is quoted.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from explorer.core.storage.yaml_scalars import Numeral, plain_value

_STEP = 2
_PLAIN = re.compile(r"[^\W\d](?:[^\W]|[ /.,;@+$^~()<>='\"!?&*%|_\-]|:(?=[^\s]))*")
_YAML_1_1_WORDS = frozenset(("y", "n", "yes", "no", "on", "off"))
_UNPRINTABLE = re.compile("[^\\n\\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_ALWAYS_LITERAL = frozenset(("data",))
"""Keys whose text is a block even on one line: a body grows, and its diff should not begin with a change of style."""


def rendered(data: Mapping[str, Any]) -> str:
    """A whole document."""
    if not data:
        return "{}\n"
    return "\n".join(entry(key, value, 0) for key, value in data.items()) + "\n"


def entry(key: str, value: Any, indent: int) -> str:
    """``key: value`` with its nested lines; the first line is not indented, the last has no line break."""
    return f"{_key_text(key)}:{value_text(value, indent, key=key)}"


def value_text(value: Any, indent: int, *, key: str = "", style: str | None = None) -> str:
    """What follows the colon of a key at column ``indent``: " value", or a line break and the nested lines.

    ``style`` is the quote the value had before, which a text of one line keeps.
    """
    inner = indent + _STEP
    match value:
        case str():
            return " " + text_scalar(value, indent, literal=key in _ALWAYS_LITERAL, style=style)
        case Mapping() if value:
            return "".join(f"\n{' ' * inner}{entry(name, item, inner)}" for name, item in value.items())
        case Sequence() if value:
            return "".join(f"\n{' ' * inner}-{item_text(item, inner)}" for item in value)
        case _:
            return " " + _other_scalar(value)


def item_text(value: Any, indent: int) -> str:
    """What follows the dash of an item whose dash is at column ``indent``."""
    inner = indent + _STEP
    match value:
        case str():
            return " " + text_scalar(value, indent)
        case Mapping() if value:
            entries = (entry(name, item, inner) for name, item in value.items())
            return " " + f"\n{' ' * inner}".join(entries)
        case Sequence() if value:
            return "".join(f"\n{' ' * inner}-{item_text(item, inner)}" for item in value)
        case _:
            return " " + _other_scalar(value)


def text_scalar(text: str, indent: int, *, literal: bool = False, style: str | None = None) -> str:
    """A text as a literal block, plain, or in quotes."""
    if (literal or "\n" in text) and _fits_literal(text):
        return _literal(text, indent)
    single = "\n" not in text and "\t" not in text and not _UNPRINTABLE.search(text)
    if single and style == "'":
        return "'" + text.replace("'", "''") + "'"
    if single and style != '"' and _fits_plain(text):
        return text
    return _double_quoted(text)


def flow_text(value: Any, *, style: str | None = None) -> str:
    """A text, number, truth value or null inside a flow collection."""
    if not isinstance(value, str):
        return _other_scalar(value)
    if "\n" in value:
        return _double_quoted(value)
    text = text_scalar(value, 0, style=style)
    return _double_quoted(value) if text == value and "," in value else text


def _fits_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or text[-1] == " ":
        return False
    return plain_value(text) is text and text.lower() not in _YAML_1_1_WORDS


def _fits_literal(text: str) -> bool:
    """Whether a block gives the text back in every reader: printable, and not ending in blank lines."""
    last = text.removesuffix("\n").rpartition("\n")[2]
    return bool(last.strip(" \t")) and not _UNPRINTABLE.search(text)


def _literal(text: str, indent: int) -> str:
    """A ``|`` block; the indentation is stated where it could not be seen from the first line."""
    stated = str(_STEP) if text[0] in " \n\t" else ""
    chomping = "" if text.endswith("\n") else "-"
    margin = " " * (indent + _STEP)
    lines = text.removesuffix("\n").split("\n")
    return f"|{stated}{chomping}\n" + "\n".join(margin + line if line else "" for line in lines)


def _double_quoted(text: str) -> str:
    escaped = "".join(_ESCAPES.get(character, character) for character in text)
    return '"' + _UNPRINTABLE.sub(lambda match: _escape(match[0]), escaped) + '"'


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _key_text(key: str) -> str:
    return key if _fits_plain(key) and ":" not in key else _double_quoted(key)


def _other_scalar(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Numeral():
            return value.source
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case Mapping():
            return "{}"
        case Sequence():
            return "[]"
        case _:
            raise TypeError(f"{type(value).__name__} has no place in YAML")
