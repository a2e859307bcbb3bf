"""A row of names and values, and how pasted lines become rows. What the rows mean their owner knows."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a key-value table."""

    name: str = ""
    value: str = ""
    enabled: bool = True
    description: str = ""
    is_file: bool = False
    """The value is the path of a file (tables with a kind column)."""
    other_value: str = ""
    """What the value was before the kind was changed; not shown."""
    note: str = ""
    """Carried along and not shown, such as a content type."""

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.value or self.description or self.other_value or self.note)


_LINE = r"\s*(?P<off>//\s*|#\s*)?(?P<name>[^:=\s&][^:=&]*?)\s*(?::\s|:$|=)\s*(?P<value>.*?)\s*$"
"""Compiled at its first use: pasting rows is rare."""


def rows_of(text: str) -> tuple[Row, ...]:
    """Rows from lines "name: value" or "name=value", or from one line "a=1&b=2"; empty when it is plain text.

    A line that begins with "//" or "#" becomes a row that is switched off.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and "&" in lines[0] and "=" in lines[0]:
        lines = lines[0].strip().lstrip("?").split("&")
    if len(lines) < 2:
        return ()
    found = [re.match(_LINE, line) for line in lines]
    if not all(found):
        return ()
    return tuple(
        Row(name=match["name"], value=match["value"], enabled=match["off"] is None) for match in found if match
    )


def lines_of(rows: tuple[Row, ...]) -> str:
    """Rows as lines "name: value" that ``rows_of`` reads again."""
    return "\n".join(f"{'' if row.enabled else '// '}{row.name}: {row.value}" for row in rows)
