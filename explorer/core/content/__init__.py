"""Bytes of a message body -> something to look at: formatted text, a picture, or a hex dump.

``look`` is the entry. Nothing here knows how it is drawn, and nothing here ever raises for odd bytes: what cannot be
formatted is shown as it came, with a note that says why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from explorer.core.content.binary import hex_dump
from explorer.core.content.charset import decode
from explorer.core.content.html_text import format_html
from explorer.core.content.json_text import format_json
from explorer.core.content.label import label_note
from explorer.core.content.media_type import is_json
from explorer.core.content.shape import Shape, as_text, is_call, is_yaml, shape_of
from explorer.core.content.sniff import Found, sniff
from explorer.core.content.view import ContentKind, View

if TYPE_CHECKING:
    from explorer.core.model.exchange import Headers

FORMAT_LIMIT_BYTES = 1_000_000
"""Above this, text is shown as it came: formatting it would take too long beside a running event loop."""

SHOW_LIMIT_BYTES = 5_000_000
"""Above this, only the first megabyte is shown."""

HEAD_BYTES = 1_000_000

__all__ = ["FORMAT_LIMIT_BYTES", "HEAD_BYTES", "SHOW_LIMIT_BYTES", "ContentKind", "View", "look"]


def look(
    content: bytes,
    headers: Headers = (),
    limit_bytes: int = FORMAT_LIMIT_BYTES,
    *,
    size_bytes: int | None = None,
) -> View:
    """What to show for a body.

    ``content`` may be only the head of a body of ``size_bytes`` bytes. Text longer than ``limit_bytes`` is not
    formatted. Charset and sniffing follow RFC 8259 §8.1 and the WHATWG MIME sniffing standard where they agree with
    what servers really send: the bytes are believed before the label.
    """
    whole = len(content) if size_bytes is None else size_bytes
    head = content[:HEAD_BYTES] if whole > SHOW_LIMIT_BYTES else content
    if not content:
        return View(kind=ContentKind.EMPTY, note="The response has no body.")
    found = sniff(head, headers)
    view = _view(head, headers, found, whole, limit_bytes)
    fault = label_note(view.kind, found.media_type, head, is_whole=view.is_formatted and view.flaw is None)
    return view.noted(fault) if fault else view


def _view(head: bytes, headers: Headers, found: Found, whole: int, limit_bytes: int) -> View:
    is_cut = len(head) < whole
    if found.kind is ContentKind.IMAGE and not found.is_text:
        return View(kind=ContentKind.IMAGE, media_type=found.media_type, is_cut=is_cut, size_bytes=whole)
    if found.kind is ContentKind.BINARY:
        dump, note = hex_dump(head, whole)
        return View(
            kind=found.kind,
            text=dump,
            raw=dump,
            note=note,
            media_type=found.media_type,
            is_cut=is_cut,
            size_bytes=whole,
        )
    return _text_view(head, headers, found.kind, found.media_type, whole, limit_bytes)


def _text_view(head: bytes, headers: Headers, kind: ContentKind, media_type: str, whole: int, limit_bytes: int) -> View:
    is_cut = len(head) < whole
    decoded = decode(head, headers, is_cut=is_cut)
    view = View(
        kind=kind,
        text=decoded.text,
        raw=decoded.text,
        note=decoded.note,
        charset=decoded.charset,
        media_type=media_type,
        is_cut=is_cut,
        size_bytes=whole,
    )
    if whole > limit_bytes:
        return view.noted("Long body, shown as it came." if not is_cut else "Only the beginning is shown.")
    if is_cut:
        return view.noted("Only the beginning is here.")
    return _formatted(view)


def _as_json(view: View) -> View:
    """A log that begins with a bracket is no broken JSON, unless it is labelled so or some of it is JSON."""
    shown = format_json(view)
    if shown.flaw is None or is_json(view.media_type):
        return shown
    if is_call(view) or is_yaml(view):
        return _formatted(as_text(view))
    lines = view.raw.splitlines()[: shown.flaw.line]
    lines[-1:] = [one[: shown.flaw.column - 1] for one in lines[-1:]]
    before = "\n".join(lines)
    return shown if '":' in before or "," in before else replace(view, kind=ContentKind.TEXT)


def _formatted(view: View) -> View:
    match shape_of(view):
        case Shape.JSON:
            return _as_json(view)
        case Shape.HTML:
            return format_html(view)
        # The rest is imported late, because most answers are none of these.
        case Shape.XML:
            from explorer.core.content.xml_text import format_xml

            return format_xml(view)
        case Shape.FORM:
            from explorer.core.content.pairs_text import format_form

            return format_form(view)
        case Shape.CSV:
            from explorer.core.content.pairs_text import format_csv

            return format_csv(view)
        case Shape.SCRIPT | Shape.STYLE as shape:
            from explorer.core.content.script_text import format_script

            return format_script(view, is_style=shape is Shape.STYLE)
        case Shape.YAML:
            from explorer.core.content.yaml_text import format_yaml

            shown = format_yaml(view)
            return shown if shown.flaw is None or is_yaml(view) else view  # it only began like YAML
        case Shape.MARKDOWN:
            from explorer.core.content.markdown_text import format_markdown

            return format_markdown(view)
        case _:
            return view
