"""Forms and tables of values as lines for the eye: decoded pairs of a form, columns of CSV under each other."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote_plus

from explorer.core.content.csv_rows import aligned, delimiter_of, rows_of, uneven, widths_of
from explorer.core.content.view import Flaw, View


def format_form(view: View) -> View:
    """One decoded pair a line (application/x-www-form-urlencoded)."""
    return replace(view, text="\n".join(form_lines(view.raw)), is_formatted=True)


def form_lines(text: str) -> Iterator[str]:
    """Every pair as its name, an equals sign and its value, percent escapes and plus signs resolved."""
    for part in text.strip().split("&"):
        if part:
            name, sign, value = part.partition("=")
            yield f"{unquote_plus(name)} = {unquote_plus(value)}" if sign else unquote_plus(name)


def format_csv(view: View) -> View:
    """Columns under each other; as it came, with the place noted, where the rows do not agree."""
    try:
        delimiter = delimiter_of(view.raw)
        rows = list(rows_of(view.raw.encode("utf-8", "replace").splitlines(keepends=True), delimiter))
    except csv.Error:
        return view
    columns = len(rows[0].cells) if rows else 0
    if len(rows) < 2 or columns < 2:
        return view
    for row in rows:
        if reason := uneven(row, columns):
            flaw = Flaw(line=row.line, column=1, reason=reason)
            return replace(view, flaw=flaw).noted(f"Uneven rows: {reason} at line {row.line}.")
    widths = widths_of(rows, columns)
    return replace(view, text="\n".join(aligned(row, widths) for row in rows), is_formatted=True)
