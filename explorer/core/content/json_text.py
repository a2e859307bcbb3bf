"""Sets JSON text on lines without understanding it: every token keeps its own text.

Number text, key order, duplicate names and string escapes survive, because nothing is parsed into values. Grammar is
RFC 8259; several values after another (NDJSON), NaN and Infinity, and the prefixes used against script inclusion are
accepted and noted.
"""

import contextlib
import re
from dataclasses import dataclass, replace

from explorer.core.content.json_layout import MAX_INDENTS, BrokenJsonError, Layout, flaw_at, twice
from explorer.core.content.json_quickly import quick_lines
from explorer.core.content.json_rows import has_lines, line_by_line
from explorer.core.content.view import View

_GUARD = re.compile(r"\s*(\)\]\}',?|for\s*\(;;\);|while\s*\(1\);)\s*")
_CALL = re.compile(r"\s*(?:/\*\*/\s*)?([\w.$]+)\s*\((.*)\)\s*;?\s*\Z", re.DOTALL)


def format_json(view: View) -> View:
    """The view with formatted text, or as it came with the flaw noted."""
    source, lead = _unwrapped(view.raw)
    quick = quick_lines(source, MAX_INDENTS)
    if quick is not None:
        return replace(view, text=quick[0], is_formatted=True).noted(lead).noted(twice(quick[1]))
    reading = Layout(source)
    try:
        lines, notes = reading.run()
    except BrokenJsonError as broken:
        if not lead and (reading.is_on_first_line_of_many() or has_lines(source, view.media_type)):
            return line_by_line(view, source)
        offset = broken.offset + (view.raw.find(source) if lead else 0)
        flaw = flaw_at(view.raw, offset, broken.reason)
        return replace(view, flaw=flaw).noted(
            f"Not valid JSON: {flaw.reason} at line {flaw.line}, column {flaw.column}."
        )
    done = replace(view, text="\n".join(lines), is_formatted=True)
    for sentence in (lead, *notes):
        done = done.noted(sentence) if sentence else done
    return done


def _unwrapped(text: str) -> tuple[str, str]:
    if text.startswith("\x1e"):
        return text.replace("\x1e", " "), ""  # begins each value (RFC 7464)
    guard = _GUARD.match(text)
    if guard:
        return text[guard.end() :], f"The prefix {guard[1]} was left out."
    call = _CALL.match(text) if text.lstrip()[:1] not in ("{", "[", '"') else None
    if call:
        return call[2], f"Inside a call of {call[1]}."
    return text, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A broken text that is on ``lines`` up to its error. ``depth`` blocks are open there."""

    lines: list[str]
    rest: str
    """From the error on, as it came."""
    error: tuple[int, int]
    """Line and column of the error, from 0, counted on through the rest."""
    depth: int = 0
    closing: str = ""
    """What makes JSON of the lines."""
    lacks_value: bool = False
    """Whether a null in ``closing`` stands for the value of a name."""


def beginning_of(text: str) -> Beginning | None:
    """What stands before the error; None where there is none, or no object or array before it."""
    source = _unwrapped(text)[0]
    lines = Layout(source)
    try:
        lines.run()
    except BrokenJsonError as broken:
        if source.lstrip()[:1] not in ("{", "[") or not lines.current:
            return None
        rest = source[lines.position :].lstrip(" \t\r\n")
        inside = rest[: max(0, broken.offset - len(source) + len(rest))]
        done = [*lines.lines, lines.current]
        return Beginning(
            lines=done,
            rest=rest,
            error=(len(done) + inside.count("\n"), len(inside) - inside.rfind("\n") - 1),
            depth=len(lines.closers),
            closing=lines.value_lacking() + "".join(reversed(lines.closers)),
            lacks_value=bool(lines.value_lacking()),
        )
    return None


def pretty_head(text: str, *, is_cut: bool, limit: int = 400) -> list[str]:
    """The first formatted lines of a text, as far as it is JSON; of a cut one without what may be incomplete."""
    lines = Layout(_unwrapped(text)[0])
    with contextlib.suppress(BrokenJsonError):
        lines.run(limit)
    return lines.lines[:limit] if is_cut else [*lines.lines, lines.current][:limit]
