"""Forms and tables of values as lines for the eye: decoded pairs of a form, columns of CSV under each other."""

import csv
from dataclasses import replace
from io import StringIO
from urllib.parse import unquote_plus

from explorer.core.content.view import View

_WIDEST = 40


def format_form(view: View) -> View:
    """One decoded pair a line (application/x-www-form-urlencoded)."""
    pairs = [part.partition("=") for part in view.raw.strip().split("&") if part]
    lines = [
        f"{unquote_plus(name)} = {unquote_plus(value)}" if sign else unquote_plus(name) for name, sign, value in pairs
    ]
    return replace(view, text="\n".join(lines), is_formatted=True)


def format_csv(view: View) -> View:
    """Columns under each other; as it came where the rows do not agree."""
    try:
        dialect = csv.Sniffer().sniff(view.raw[:4096], ",;\t|")
        rows = [row for row in csv.reader(StringIO(view.raw, newline=""), dialect) if row]
    except csv.Error:
        return view
    if len(rows) < 2 or len({len(row) for row in rows[:-1]}) != 1 or len(rows[0]) < 2:
        return view
    cells = [[cell.replace("\n", "⏎").replace("\r", "") for cell in row] for row in rows]
    widths = [min(_WIDEST, max(map(len, column))) for column in zip(*cells[:-1], strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in cells]
    return replace(view, text="\n".join(lines), is_formatted=True)
