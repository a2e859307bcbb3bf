"""Sets a JSON text of up to a megabyte on lines as the window does it for short ones: with the same words for what is
odd or wrong, a prefix or a call around it left out, and no deeper indents than one can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from explorer.core.content.json_layout import MAX_INDENTS, twice
from explorer.core.content.json_quickly import quick_lines
from explorer.core.content.json_text import format_json
from explorer.core.content.view import ContentKind, View

_ANOTHER_VALUE = re.compile(r"\n[^ \]}\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Careful:
    """The formatted text, or what is wrong with the text at which byte of the file."""

    text: bytes = b""
    note: str = ""
    is_sequence: bool = False
    reason: str = ""
    offset: int = 0


def quick(data: bytes) -> Careful | None:
    """None where the text must be looked at sign by sign."""
    found = quick_lines(data.decode("utf-8-sig", "replace"), MAX_INDENTS)
    return Careful(text=found[0].encode(), note=twice(found[1])) if found is not None else None


def sign_by_sign(source: Path) -> Careful:
    """Takes about a second for a megabyte."""
    text = source.read_bytes().decode("utf-8-sig", "replace")
    view = format_json(View(kind=ContentKind.JSON, text=text, raw=text))
    if view.flaw is None:
        is_sequence = _ANOTHER_VALUE.search(view.text) is not None
        return Careful(text=view.text.encode("utf-8", "replace"), note=view.note, is_sequence=is_sequence)
    return Careful(reason=view.flaw.reason, offset=_offset(source, text, view.flaw.line, view.flaw.column))


def _offset(source: Path, text: str, line: int, column: int) -> int:
    lines = text.split("\n", line)
    before = "".join(f"{above}\n" for above in lines[: line - 1]) + lines[line - 1][: column - 1]
    with source.open("rb") as file:
        mark = 3 if file.read(3) == b"\xef\xbb\xbf" else 0
    return mark + len(before.encode("utf-8", "replace"))
