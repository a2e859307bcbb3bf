"""The name under which a response body is saved: what the server proposes, else what the URL ends with, else a title;
with an ending of its type. Never a path, and never hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from explorer.core.content.file_kind import suffix
from explorer.core.content.media_type import media_type

if TYPE_CHECKING:
    from explorer.core.model.exchange import Response

_MOST = 120
_EXTENDED = re.compile(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", re.IGNORECASE)
"""RFC 6266 section 4.3 and RFC 8187."""
_PLAIN = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;\s]+))", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')
"""What Windows refuses, control characters, and those that turn the direction of an ending."""
_ENDINGS = {
    "application/json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/css": ".css",
    "text/javascript": ".js",
    "application/javascript": ".js",
    "text/markdown": ".md",
    "text/event-stream": ".txt",
    "application/yaml": ".yaml",
    "application/x-ndjson": ".ndjson",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
}


def file_name(response: Response, url: str, title: str) -> str:
    """A name with an ending."""
    proposed = _safe(_proposed(response.header("content-disposition") or ""))
    if proposed:
        return proposed if "." in proposed else proposed + ending(response)
    last = _safe(unquote(urlsplit(url).path.rpartition("/")[2]))
    if re.search(r"\w\.[A-Za-z0-9]{1,8}$", last):
        return last
    return (_safe(title) or "response") + ending(response)


def ending(response: Response) -> str:
    """By what the bytes are, else by what the type says."""
    found, media = suffix(response.body.data[:512]), media_type(response.headers)
    by_shape = ".json" if media.endswith("+json") else ".xml" if media.endswith("+xml") else ""
    return _ENDINGS.get(media) or found or by_shape or (".txt" if media.startswith("text/") else ".bin")


def _proposed(disposition: str) -> str:
    extended = _EXTENDED.search(disposition)
    if extended:
        try:
            return unquote(extended[2], encoding=extended[1], errors="strict")
        except (LookupError, UnicodeDecodeError):
            pass
    plain = _PLAIN.search(disposition)
    if plain is None:
        return ""
    text = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2]
    try:
        return text.encode("latin-1").decode("utf-8")  # as browsers take it
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _safe(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    text = _NOT_IN_NAMES.sub("_", last).strip(" .")
    stem, dot, tail = text.rpartition(".")
    return f"{stem[: _MOST - len(tail)]}{dot}{tail}" if dot and len(tail) < 16 else text[:_MOST]
