"""The name that a body is offered to be saved under: the server's own (RFC 6266), else a title with the suffix of what
the bytes are, else of what they are labelled as."""

from __future__ import annotations

import mimetypes
import re
from email.message import Message
from email.utils import collapse_rfc2231_value

from explorer.core.content.file_kind import suffix
from explorer.core.content.media_type import media_type
from explorer.core.content.sniff import raster_format, sniff
from explorer.core.content.view import ContentKind
from explorer.core.model.exchange import Headers

_LONGEST = 120
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*/\\]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
_OF_KINDS = {ContentKind.JSON: ".json", ContentKind.XML: ".xml", ContentKind.HTML: ".html"}
_OF_LABELS = {
    "application/x-ndjson": ".ndjson",
    "application/yaml": ".yaml",
    "application/x-yaml": ".yaml",
    "text/yaml": ".yaml",
    "image/svg+xml": ".svg",
    "image/jpeg": ".jpg",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_GENERAL = ("", "application/octet-stream", "binary/octet-stream", "text/plain")
"""Labels that say less than the bytes do."""


def file_name(title: str, headers: Headers, head: bytes) -> str:
    """A name without a folder, allowed on every system; ``head`` is the beginning of the body."""
    given = _given(headers)
    if given:
        return given
    return f"{_clean(title) or 'response'}{_ending(headers, head)}"


def _given(headers: Headers) -> str:
    for name, value in headers:
        if name.lower() == "content-disposition":
            message = Message()
            message["Content-Disposition"] = value.replace("\r", " ").replace("\n", " ")
            values = [value for key, value in message.get_params([], "content-disposition") if key == "filename"]
            # One with a charset (``filename*``) is a tuple and goes first.
            values.sort(key=lambda value: not isinstance(value, tuple))
            found = collapse_rfc2231_value(values[0]) if values else ""
            # A folder in it is never followed.
            return _clean(re.split(r"[/\\]", found)[-1])
    return ""


def _ending(headers: Headers, head: bytes) -> str:
    label = media_type(headers)
    found = sniff(head, headers) if head else None
    picture, labels = raster_format(head)
    if found is not None and found.kind is ContentKind.IMAGE and picture:
        return ".jpg" if picture == "JPEG" else f".{labels[0]}"
    if found is not None and found.kind is ContentKind.BINARY and (kind := suffix(head)):
        return kind
    if found is not None and label in _GENERAL and found.kind in _OF_KINDS:
        return _OF_KINDS[found.kind]
    if label in _OF_LABELS:
        return _OF_LABELS[label]
    guessed = "" if label in _GENERAL else mimetypes.guess_extension(label, strict=False)
    if guessed:
        return guessed
    by_kind = _OF_KINDS.get(found.kind, ".txt" if found.kind is ContentKind.TEXT else "") if found is not None else ""
    return by_kind or ".bin"


def _clean(name: str) -> str:
    plain = " ".join(_FORBIDDEN.sub("-", name).split()).strip(" .-")
    if len(plain) > _LONGEST:
        stem, dot, ending = plain.rpartition(".")
        is_ending = bool(dot) and len(ending) < 10
        plain = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}" if is_ending else plain[:_LONGEST]
    return f"_{plain}" if _RESERVED.match(plain) else plain
