"""Sets YAML on lines: blocks two blanks deep, long lists and mappings in brackets opened, comments with what they stand
beside. Nothing becomes a value: names, numbers, quotation marks, escapes, anchors and tags keep their characters, and
what is in a text of several lines keeps its blanks (YAML 1.2.2).
"""

from __future__ import annotations

from dataclasses import replace

from explorer.core.content.view import UP_TO_THERE, Flaw, View
from explorer.core.content.yaml_blocks import yaml_lines
from explorer.core.content.yaml_signs import YamlError

FAULT = "Not valid YAML"


def format_yaml(view: View) -> View:
    """The view with formatted text; broken YAML up to its error, and from there as it came."""
    source = view.raw.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    lines: list[str] = []
    try:
        lines.extend(yaml_lines(source))
    except YamlError as error:
        line, column = error.rest
        rest = [source[line][column:], *source[line + 1 :]]
        in_text = (len(lines) + error.place[0] - line, error.place[1] - (column if error.place[0] == line else 0))
        flaw = Flaw(line=error.place[0] + 1, column=error.place[1] + 1, reason=error.reason)
        note = f"{FAULT}: {flaw.reason} at line {flaw.line}, column {flaw.column}."
        if not lines:
            return replace(view, flaw=flaw).noted(note)
        text = "\n".join([*lines, *rest])
        view = replace(view, text=text, is_formatted=True, flaw=flaw, flaw_in_text=in_text)
        return view.noted(note).noted(UP_TO_THERE)
    return replace(view, text="\n".join(lines), is_formatted=True)
