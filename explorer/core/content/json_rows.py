"""Lines that are JSON each (NDJSON), some of them broken: those stay as they came, and the others are formatted."""

import re
from dataclasses import dataclass, replace

from explorer.core.content.json_layout import BrokenJsonError, Layout, flaw_at, odd_words
from explorer.core.content.view import View

_LINES_LABEL = re.compile(r"ndjson|jsonl|json-seq|json-lines|stream\+json")
_FIRST_LINES = 20
_READ_AGAIN = 4
"""How often a text is read at most to find values that go over several of its lines."""


def has_lines(text: str, media_type: str) -> bool:
    """Whether a text with such a label that is no JSON as a whole is so in some of its first lines."""
    if not _LINES_LABEL.search(media_type):
        return False
    lines = [line.strip(" \t\r\x1e") for line in text.split("\n", _FIRST_LINES)[:_FIRST_LINES]]
    return any(line[:1] in ("{", "[") and not row_of(line).reason for line in lines if line)


def broken_lines(count: int) -> str:
    """The sentence about lines of a text that are no JSON while others are."""
    return (
        "1 line is broken and shown as it came." if count == 1 else f"{count} lines are broken and shown as they came."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRow:
    """A text with one or more values on ``lines``; or why it is none, and at which of its characters."""

    lines: list[str]
    reason: str = ""
    offset: int = 0
    duplicate: str = ""
    odd: str = ""


def row_of(text: str) -> JsonRow:
    """The values on a line of NDJSON."""
    reading = Layout(text)
    try:
        reading.run()
    except BrokenJsonError as broken:
        offset = min(broken.offset, len(text.rstrip()))
        return JsonRow(lines=[text.strip()], reason=broken.reason, offset=offset)
    return JsonRow(lines=reading.lines, duplicate=reading.duplicate, odd=reading.odd)


def line_by_line(view: View, source: str) -> View:
    """The view with each line formatted that can be, and the first that cannot be as its flaw."""
    done: list[str] = []
    flaw, flaw_in_text, broken, at = None, None, 0, 0
    left = _READ_AGAIN * len(source)
    notes: dict[str, None] = {}
    while at < len(source):
        end = source.find("\n", at) + 1 or len(source)
        row = row_of(source[at:end]) if source[at:end].strip() else JsonRow(lines=[])
        if row.reason and left > 0:
            value = Layout(source, position=at)
            if value.has_value():
                end, row = value.position, JsonRow(lines=value.lines, duplicate=value.duplicate, odd=value.odd)
            left -= value.position - at
        if row.reason:
            broken += 1
        if row.reason and flaw is None:
            flaw = flaw_at(source, at + row.offset, row.reason)
            lead = len(source[at:end]) - len(source[at:end].lstrip())
            flaw_in_text = (len(done), row.offset - lead)
        notes |= dict.fromkeys(odd_words(row.duplicate, row.odd))
        done += row.lines
        at = end
    view = replace(view, text="\n".join(done), is_formatted=True, flaw=flaw, flaw_in_text=flaw_in_text)
    if flaw is not None:
        place = f"line {flaw.line}, column {flaw.column}"
        view = view.noted(f"Not valid JSON: {flaw.reason} at {place}.").noted(broken_lines(broken))
    for sentence in notes:
        view = view.noted(sentence)
    return view
