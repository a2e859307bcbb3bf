"""Which grammar sets a text on lines."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from explorer.core.content.view import ContentKind, View


class Shape(StrEnum):
    """The grammars; PLAIN has none and is shown as it came."""

    JSON = "json"
    XML = "xml"
    HTML = "html"
    FORM = "form"
    CSV = "csv"
    SCRIPT = "script"
    STYLE = "style"
    PLAIN = ""


_KINDS = {
    ContentKind.JSON: Shape.JSON,
    ContentKind.XML: Shape.XML,
    ContentKind.IMAGE: Shape.XML,
    ContentKind.HTML: Shape.HTML,
}
_LABELS = {
    "application/x-www-form-urlencoded": Shape.FORM,
    "text/csv": Shape.CSV,
    "application/csv": Shape.CSV,
    "text/tab-separated-values": Shape.CSV,
    "text/css": Shape.STYLE,
    "text/javascript": Shape.SCRIPT,
    "application/javascript": Shape.SCRIPT,
    "application/x-javascript": Shape.SCRIPT,
    "application/ecmascript": Shape.SCRIPT,
}


def is_call(view: View) -> bool:
    """Whether what was taken for JSON is labelled as a script and begins as one: a call with JSON, or a program."""
    return _LABELS.get(view.media_type) is Shape.SCRIPT and view.raw.lstrip()[:1] not in ("{", "[", '"')


def as_text(view: View) -> View:
    return replace(view, kind=ContentKind.TEXT)


def shape_of(view: View) -> Shape:
    """By what the body turned out to be; texts by their label."""
    if view.kind is ContentKind.TEXT:
        return _LABELS.get(view.media_type, Shape.PLAIN)
    return _KINDS.get(view.kind, Shape.PLAIN)
