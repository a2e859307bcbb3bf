"""Forms and tables of values as lines for the eye: decoded pairs of a form, columns of CSV under each other."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.core.content.csv_rows import (
    NOT_CLOSED,
    aligned,
    delimiter_of,
    ends_in_quotes,
    rows_of,
    uneven,
    widths_of,
)
from explorer.core.content.view import Flaw, View

_ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2})+")


def format_form(view: View) -> View:
    """One decoded pair a line (application/x-www-form-urlencoded)."""
    return replace(view, text="\n".join(form_lines(view.raw)), is_formatted=True)


def form_lines(text: str) -> Iterator[str]:
    """Every pair as its name, an equals sign and its value, plus signs and percent escapes resolved: those of
    characters that can be shown on a line."""
    for part in text.strip().split("&"):
        if part:
            name, sign, value = part.partition("=")
            yield f"{_plain(name)} = {_plain(value)}" if sign else _plain(name)


def _plain(text: str) -> str:
    return _ESCAPES.sub(_characters, text.replace("+", " "))


def _characters(match: re.Match[str]) -> str:
    data = bytes.fromhex(match[0].replace("%", ""))
    try:
        found = data.decode()
    except UnicodeDecodeError:
        return match[0]  # of another coding, or no text
    return found if found.isprintable() else "".join(map(_shown, found))


def _shown(sign: str) -> str:
    return sign if sign.isprintable() else "".join(f"%{byte:02X}" for byte in sign.encode())


def format_csv(view: View) -> View:
    """Columns under each other; the first row that does not agree is a flaw. As it came where few do."""
    data = view.raw.encode("utf-8", "replace")
    try:
        delimiter = delimiter_of(view.raw)
        rows = list(rows_of(data.splitlines(keepends=True), delimiter))
    except csv.Error:
        return view
    columns = len(rows[0].cells) if rows else 0
    if len(rows) < 2 or columns < 2:
        return view
    faults = [uneven(row, columns) for row in rows]
    if not faults[-1] and ends_in_quotes(data[rows[-1].start : rows[-1].end]):
        faults[-1] = NOT_CLOSED
    if sum(map(bool, faults)) * 2 < len(rows):
        widths = widths_of(rows, columns)
        view = replace(view, text="\n".join(aligned(row, widths) for row in rows), is_formatted=True)
    number = next((number for number, fault in enumerate(faults) if fault), -1)
    if number < 0:
        return view
    flaw = Flaw(line=rows[number].line, column=1, reason=faults[number])
    view = replace(view, flaw=flaw, flaw_in_text=(number, 0) if view.is_formatted else None)
    return view.noted(f"Uneven rows: {flaw.reason} at line {flaw.line}.")
