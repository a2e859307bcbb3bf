"""What was declared beside what was found: a sentence when the label of a body does not fit its bytes."""

from __future__ import annotations

from explorer.core.content.media_type import is_json, is_xml
from explorer.core.content.sniff import raster_format
from explorer.core.content.view import ContentKind

_NAMES = {
    ContentKind.JSON: "JSON",
    ContentKind.XML: "XML",
    ContentKind.HTML: "an HTML page",
    ContentKind.TEXT: "plain text",
    ContentKind.IMAGE: "a picture",
    ContentKind.BINARY: "binary data",
}
_BINARIES = ("application/pdf", "application/zip", "application/gzip", "application/x-gzip", "application/x-tar")


def label_note(kind: ContentKind, media_type: str, head: bytes = b"", *, is_whole: bool = False) -> str:
    """ "Labelled application/json, but this is an HTML page."; empty where the label fits or says nothing. Of a
    picture its format is told by the first bytes. ``is_whole`` when all of the body was read as what it is."""
    declared = _declared(media_type)
    name, labels = raster_format(head)
    if kind is declared is ContentKind.IMAGE and name and media_type.removeprefix("image/") not in ("*", *labels):
        return f"Labelled {media_type}, but this is a picture of the format {name}."
    if declared is None or declared is kind or kind not in _NAMES:
        return ""
    if media_type == "text/plain" and kind is ContentKind.JSON and is_whole:
        return "Labelled text/plain, but this is JSON."  # most programs that call an API parse by the label
    if declared is ContentKind.TEXT and kind not in (ContentKind.IMAGE, ContentKind.BINARY):
        return ""  # JSON and markup are text too
    if {declared, kind} <= {ContentKind.XML, ContentKind.HTML, ContentKind.IMAGE} and media_type.endswith("xml"):
        return ""
    return f"Labelled {media_type}, but this is {_NAMES[kind]}."


def _declared(media_type: str) -> ContentKind | None:
    if media_type in ("text/html", "application/xhtml+xml"):
        return ContentKind.HTML
    if media_type.startswith("image/"):
        return ContentKind.IMAGE
    if is_xml(media_type):
        return ContentKind.XML
    if is_json(media_type):
        return ContentKind.JSON
    if media_type.startswith("text/"):
        return ContentKind.TEXT
    if media_type.startswith(("audio/", "video/", "font/")) or media_type in _BINARIES:
        return ContentKind.BINARY
    return None
