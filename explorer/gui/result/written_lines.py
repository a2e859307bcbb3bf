"""Lines in memory as a text in a file, for what works on files only; and whether they hold an array of objects."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import IndexBuilder

_HEAD_LINES = 400
_OPENS = re.compile(r'( +)"(?:[^"\\]|\\.)*": \[\Z')


def written(lines: Sequence[str]) -> TextFile | None:
    """A file of its own with the lines, which goes with its reader; None when the disk refuses."""
    data = "\n".join(lines).encode("utf-8", "replace")
    builder = IndexBuilder()
    builder.feed(data)
    try:
        handle, name = tempfile.mkstemp(prefix="body-", suffix=".shown")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return TextFile(Path(name), builder.finish(), is_owned=True)
    except OSError:
        return None


def has_rows(lines: Sequence[str]) -> bool:
    """Whether formatted JSON is an array of objects, several objects, or an object that has an array of them near its
    beginning, not inside another array."""
    head = lines[:_HEAD_LINES]
    if list(head[:2]) == ["[", "  {"]:
        return True
    return any(_opens_rows(line, below) for line, below in pairwise(head))


def _opens_rows(line: str, below: str) -> bool:
    if line == "}":
        return below == "{"
    # Long texts end otherwise: they are not looked through.
    opens = _OPENS.match(line) if line.endswith('": [') else None
    return opens is not None and below == opens[1] + "  {"
