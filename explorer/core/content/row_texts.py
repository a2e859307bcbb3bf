"""Rows of a table as texts for the clipboard: CSV, JSON, Markdown, and a value in one line. Pure.

A row has the values it has by name; a name it does not have stays out of JSON and is empty elsewhere.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence

from explorer.core.content.json_tree import Members, Number, Value

Rows = Sequence[Mapping[str, Value]]

_SPACES = re.compile(r"[\t\r\n]+")


def json_line(value: Value) -> str:
    """JSON without a line break; numbers as they were written."""
    match value:
        case Members(pairs=pairs):
            inner = (f"{json.dumps(name, ensure_ascii=False)}: {json_line(item)}" for name, item in pairs)
            return "{" + ", ".join(inner) + "}"
        case list():
            return "[" + ", ".join(map(json_line, value)) + "]"
        case Number():
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
    """With the names in the first line (RFC 4180, but with plain line feeds)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(_cells(names, row) for row in rows)
    return out.getvalue()


def json_text(names: Sequence[str], rows: Rows) -> str:
    """An array of objects, each in a line of its own; a single row is the object alone."""
    objects = [json_line(Members(tuple((name, row[name]) for name in names if name in row))) for row in rows]
    return objects[0] if len(objects) == 1 else "[\n  " + ",\n  ".join(objects) + "\n]"


def markdown_text(names: Sequence[str], rows: Rows) -> str:
    """A table as GitHub's Markdown has it; columns of numbers stand at the right."""
    marks = ["---:" if _is_of_numbers(name, rows) else "---" for name in names]
    lines = [_markdown_line(names), _markdown_line(marks)]
    lines += (_markdown_line([one.replace("|", "\\|") for one in _cells(names, row)]) for row in rows)
    return "\n".join(lines) + "\n"


def _markdown_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(re.sub(r"\r?\n|\r", "<br>", cell) for cell in cells) + " |"


def _is_of_numbers(name: str, rows: Rows) -> bool:
    values = [row[name] for row in rows if row.get(name) is not None]
    return bool(values) and all(isinstance(value, Number) for value in values)


def _cells(names: Sequence[str], row: Mapping[str, Value]) -> list[str]:
    return [cell_text(row[name]) if name in row else "" for name in names]
