"""Decides what a body is from its first bytes, and only then from its label.

Servers send JSON as text/html, words as application/json and HTML pages as application/json; the bytes know better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.core.content.charset import decode, is_wide
from explorer.core.content.media_type import is_json, is_xml, media_type
from explorer.core.content.view import ContentKind

if TYPE_CHECKING:
    from explorer.core.model.exchange import Headers

_HEAD_BYTES = 2048
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", 0, "PNG", ("png", "apng", "x-png")),
    (b"\xff\xd8\xff", 0, "JPEG", ("jpeg", "jpg", "pjpeg")),
    (b"GIF87a", 0, "GIF", ("gif",)),
    (b"GIF89a", 0, "GIF", ("gif",)),
    (b"WEBP", 8, "WebP", ("webp",)),
    (b"BM", 0, "BMP", ("bmp", "x-bmp", "x-ms-bmp")),
    (b"\x00\x00\x01\x00", 0, "icon", ("x-icon", "vnd.microsoft.icon", "ico")),
)
"""First bytes, where they stand, and the format with the labels it goes by (image/...)."""

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|h1|p|div|center)\b", re.IGNORECASE)
_JSON_PREFIX = re.compile(
    r"(?:\)\]\}',?\s*|(?:/\*\*/\s*)?[\w.$]+\s*\(\s*)?[\[{\"]|(?:true|false|null|-?\d[\d.eE+-]*)\s*$"
)
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Kind and label; ``is_text`` is True for SVG, a picture with a text form."""

    kind: ContentKind
    media_type: str
    is_text: bool = True


def sniff(head: bytes, headers: Headers) -> Found:
    """The kind of a body that is not empty."""
    label = media_type(headers)
    if _is_raster(head, label):
        return Found(kind=ContentKind.IMAGE, media_type=label, is_text=False)
    if _is_binary(head, headers):
        return Found(kind=ContentKind.BINARY, media_type=label, is_text=False)
    text = decode(head[:_HEAD_BYTES], headers, is_cut=True).text.lstrip("\ufeff \t\r\n")
    return Found(kind=_text_kind(text, label), media_type=label)


def raster_format(head: bytes) -> tuple[str, tuple[str, ...]]:
    """ "JPEG" and the subtypes of image/ that mean it; empty when the bytes are no picture of points."""
    found = ((name, labels) for magic, at, name, labels in _IMAGES if head[at : at + len(magic)] == magic)
    return next(found, ("", ()))


def _is_raster(head: bytes, label: str) -> bool:
    for magic, offset, _, _ in _IMAGES:
        if head[offset : offset + len(magic)] == magic:
            # Two letters are a weak sign; a bitmap must be labelled as one.
            return len(magic) > 2 or label.startswith("image/")
    return False


def _is_binary(head: bytes, headers: Headers) -> bool:
    if head.startswith(b"%PDF-"):  # a short one may have letters only
        return True
    if is_wide(head, headers):
        return False
    start = head[:_HEAD_BYTES]
    if media_type(headers) == "application/json-seq":
        start = start.replace(b"\x1e", b"")  # begins each value (RFC 7464)
    controls = sum(byte in _CONTROLS for byte in start)
    if b"\x00" in start:
        return controls * 5 > len(start) or not _is_damaged_text(start, headers)
    return controls * 20 > len(start)


def _is_damaged_text(start: bytes, headers: Headers) -> bool:
    """Whether zero bytes got into what is labelled as text and is UTF-8 otherwise: somebody looks for just these."""
    label = media_type(headers)
    if not (label.startswith("text/") or is_json(label) or is_xml(label)):
        return False
    return decode(start, (), is_cut=True).charset == "utf-8"


def _text_kind(text: str, label: str) -> ContentKind:
    if text.startswith("<"):
        if _HTML.match(text) or label == "text/html":
            return ContentKind.HTML
        if "<svg" in text[:600] and (label == "image/svg+xml" or not is_xml(label)):
            return ContentKind.IMAGE
        return ContentKind.XML
    if text[:1] in ("{", "[") or is_json(label):
        return ContentKind.JSON
    if _JSON_PREFIX.match(text) and label in ("application/javascript", "text/javascript"):
        return ContentKind.JSON
    if text.startswith(")]}'"):
        return ContentKind.JSON
    return ContentKind.TEXT
