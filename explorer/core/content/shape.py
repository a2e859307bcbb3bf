"""Which grammar sets a text on lines."""

from __future__ import annotations

import re
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
    YAML = "yaml"
    MARKDOWN = "markdown"
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
    "application/yaml": Shape.YAML,  # RFC 9512
    "application/x-yaml": Shape.YAML,
    "text/yaml": Shape.YAML,
    "text/x-yaml": Shape.YAML,
    "text/vnd.yaml": Shape.YAML,
    "application/vnd.oai.openapi": Shape.YAML,  # as JSON it is called +json
    "text/markdown": Shape.MARKDOWN,  # RFC 7763
    "text/x-markdown": Shape.MARKDOWN,
    "application/markdown": Shape.MARKDOWN,
}
_SAYS_NOTHING = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
_YAML_BEGIN = re.compile(
    r"(?:[ \t]*+(?:#.*)?\r?\n)*+(?:%YAML \d|(?:---[ \t]*\r?\n(?:[ \t]*+(?:#.*)?\r?\n)*+)?"
    r"(?:openapi|swagger|asyncapi|apiVersion|opencollection|AWSTemplateFormatVersion):[ \t]+[\"'\w])"
)
"""How descriptions of APIs and what Kubernetes takes begin; files on the web have no label for YAML often."""


def is_yaml(view: View) -> bool:
    """Whether a text is labelled as YAML; JSON is YAML too, so what was taken for it may be that."""
    return _labelled(view.media_type) is Shape.YAML


def is_call(view: View) -> bool:
    """Whether what was taken for JSON is labelled as a script and begins as one: a call with JSON, or a program."""
    return _LABELS.get(view.media_type) is Shape.SCRIPT and view.raw.lstrip()[:1] not in ("{", "[", '"')


def as_text(view: View) -> View:
    return replace(view, kind=ContentKind.TEXT)


def shape_of(view: View) -> Shape:
    """By what the body turned out to be; texts by their label."""
    if view.kind is ContentKind.TEXT:
        return shape_of_text(view.media_type, view.raw)
    return _KINDS.get(view.kind, Shape.PLAIN)


def shape_of_text(media_type: str, text: str) -> Shape:
    """By its label; where that says nothing, by how it begins."""
    shape = _labelled(media_type)
    is_found = not shape and media_type in _SAYS_NOTHING and _YAML_BEGIN.match(text)
    return Shape.YAML if is_found else shape


def _labelled(media_type: str) -> Shape:
    return Shape.YAML if media_type.endswith("+yaml") else _LABELS.get(media_type, Shape.PLAIN)
