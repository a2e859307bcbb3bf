"""The Content-Type label, read tolerantly (RFC 9110 §8.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.core.model.exchange import Headers

_CHARSET = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))", re.IGNORECASE)


def label(headers: Headers) -> str:
    """The value of the first Content-Type field, or an empty text."""
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def media_type(headers: Headers) -> str:
    """Lower-case type/subtype without parameters, or an empty text."""
    return label(headers).partition(";")[0].strip().lower()


def charset_parameter(headers: Headers) -> str:
    """The charset parameter in lower case, or an empty text."""
    match = _CHARSET.search(label(headers))
    return next((group for group in match.groups() if group), "").strip().lower() if match else ""


def is_json(media: str) -> bool:
    """Any JSON type: application/json, text/json, +json (RFC 6839), x-amz-json-1.x, x-ndjson."""
    return media.endswith("+json") or "json" in media.partition("/")[2]


def is_xml(media: str) -> bool:
    """Any XML type (RFC 7303)."""
    return media in ("text/xml", "application/xml") or media.endswith("+xml")
