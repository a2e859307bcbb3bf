"""Rows of a table as texts for the clipboard: CSV, JSON, Markdown, and a value in one line. Pure.

A row has the values it has by name. A name it does not have stays out of JSON and is an empty cell elsewhere. In CSV
and Markdown null is ``null``, and the texts that would be read as one of the two are in quotes: ``""`` and ``"null"``.
This is how PostgreSQL tells them apart in CSV (COPY: what is quoted is never its word for null); a spreadsheet that
reads such CSV shows null as a word and an empty text as an empty cell. Between tabs, for pasting, null is empty too.
"""

import json
import re
from collections.abc import Mapping, Sequence

from explorer.core.content.json_tree import Members, Number, Value

Rows = Sequence[Mapping[str, Value]]

_NULL = "null"
_TO_BE_QUOTED = re.compile(r'[,"\r\n]')
_SPACES = re.compile(r"[\t\r\n]+")


class Written(str):
    """An object or an array that is JSON in one line already."""

    __slots__ = ()


def json_line(value: Value) -> str:
    """JSON without a line break; numbers as they were written."""
    match value:
        case Members(pairs=pairs):
            inner = (f"{json.dumps(name, ensure_ascii=False)}: {json_line(item)}" for name, item in pairs)
            return "{" + ", ".join(inner) + "}"
        case list():
            return "[" + ", ".join(map(json_line, value)) + "]"
        case Number() | Written():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def cell_text(value: Value) -> str:
    """A string as it is, nothing for null, anything else as JSON in one line."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json_line(value)


def tabbed_text(names: Sequence[str], rows: Rows) -> str:
    """Lines with tabs between the values, as spreadsheets take them; a tab or break in a value is a space."""
    return "\n".join("\t".join(_SPACES.sub(" ", one) for one in _cells(names, row)) for row in rows)


def csv_text(names: Sequence[str], rows: Rows) -> str:
    """With the names in the first line (RFC 4180, but with plain line feeds); a missing value is empty, null is
    ``null``, an empty text ``""`` and the text null ``"null"``."""
    lines = [map(_csv_field, names), *([_csv_cell(row, name) for name in names] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def json_text(names: Sequence[str], rows: Rows) -> str:
    """An array of objects, each in a line of its own; a single row is the object alone."""
    objects = [json_line(Members(tuple((name, row[name]) for name in names if name in row))) for row in rows]
    return objects[0] if len(objects) == 1 else "[\n  " + ",\n  ".join(objects) + "\n]"


def markdown_text(names: Sequence[str], rows: Rows) -> str:
    """A table as GitHub's Markdown has it; columns of numbers stand at the right. A missing value is empty, null is
    ``null``, an empty text ``""`` and the text null ``"null"``."""
    marks = ["---:" if _is_of_numbers(name, rows) else "---" for name in names]
    lines = [_markdown_line(names), _markdown_line(marks)]
    lines += (_markdown_line([_markdown_cell(row, name) for name in names]) for row in rows)
    return "\n".join(lines) + "\n"


def _csv_cell(row: Mapping[str, Value], name: str) -> str:
    if name not in row:
        return ""
    value = row[name]
    return _NULL if value is None else _csv_field(cell_text(value))


def _csv_field(text: str) -> str:
    if text in ("", _NULL) or _TO_BE_QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _markdown_cell(row: Mapping[str, Value], name: str) -> str:
    if name not in row:
        return ""
    value = row[name]
    text = _NULL if value is None else cell_text(value)
    return f'"{text}"' if value is not None and text in ("", _NULL) else text.replace("|", "\\|")


def _markdown_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(re.sub(r"\r?\n|\r", "<br>", cell) for cell in cells) + " |"


def _is_of_numbers(name: str, rows: Rows) -> bool:
    values = [row[name] for row in rows if row.get(name) is not None]
    return bool(values) and all(isinstance(value, Number) for value in values)


def _cells(names: Sequence[str], row: Mapping[str, Value]) -> list[str]:
    return [cell_text(row[name]) if name in row else "" for name in names]
