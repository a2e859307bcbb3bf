"""Bytes -> text: byte order mark, charset parameter, UTF-8, what markup declares, windows-1252, in this order.

JSON is UTF-8 by RFC 8259 §8.1, but real bodies come in other codings; a label that does not fit is not believed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.core.content.media_type import charset_parameter

if TYPE_CHECKING:
    from explorer.core.model.exchange import Headers

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (re.compile(rb"[{\[<\"]\x00[\t\n\r -~]\x00"), "utf-16-le"),
    (re.compile(rb"\x00[{\[<\"]\x00[\t\n\r -~]"), "utf-16-be"),
)
"""How JSON and markup begin in UTF-16 without a byte order mark, as RFC 4627 §3 tells them apart."""
_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_NOT_FOR_BODIES = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the coding that gave it, and a note when the label was wrong or missing."""

    text: str
    charset: str
    note: str = ""


def has_mark(data: bytes) -> bool:
    """Whether the bytes begin with a byte order mark."""
    return any(data.startswith(mark) for mark, _ in _MARKS)


def is_wide(data: bytes, headers: Headers) -> bool:
    """Whether zero bytes belong to the text: by a mark, by the label, or by how JSON and markup begin."""
    return has_mark(data) or bool(_unmarked(data)) or charset_parameter(headers).startswith(("utf-16", "utf-32"))


def _unmarked(data: bytes) -> str:
    return next((name for pattern, name in _UNMARKED if pattern.match(data)), "")


def decode(data: bytes, headers: Headers, *, is_cut: bool = False) -> Decoded:
    """Never raises: windows-1252 with replacement characters is the last resort."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], name, is_cut=is_cut)
            if text is not None:
                return Decoded(text=text, charset=name)
    label = charset_parameter(headers)
    wide = _unmarked(data)
    text = _try(data, wide, is_cut=is_cut)
    if text is not None:
        says = "" if label.startswith("utf-16") else "UTF-16 without a byte order mark."
        return Decoded(text=text, charset=wide, note=says)
    if label:
        text = _try(data, label, is_cut=is_cut)
        if text is not None:
            return Decoded(text=text, charset=label)
    for name in filter(None, ("utf-8", _declared(data))):
        text = _try(data, name, is_cut=is_cut)
        if text is not None:
            return Decoded(text=text, charset=name, note=_found_instead(label, name))
    last, name = data.decode("windows-1252", errors="replace"), "windows-1252"
    return Decoded(text=last, charset=name, note=_found_instead(label, name) or f"Not UTF-8; read as {name}.")


def _found_instead(label: str, name: str) -> str:
    """What was declared beside what was found; empty where nothing was declared."""
    if not label:
        return ""
    try:
        codecs.lookup(label)
    except LookupError:
        return f"The label says charset {label}, which is not known; read as {name}."
    return f"The label says charset {label}, but the bytes do not fit it; read as {name}."


def _declared(data: bytes) -> str:
    """The coding that markup names at its beginning (XML 1.0 §4.3.3, HTML §13.2.3.2), unless it cannot be it: the name
    could be read as single bytes."""
    match = _DECLARATION.match(data) or _META.search(data, 0, 1024)
    name = match[1].decode("ascii").lower() if match else ""
    return "" if name.startswith(("utf-16", "utf-32")) else name


def _try(data: bytes, name: str, *, is_cut: bool) -> str | None:
    try:
        codec = codecs.lookup(name)
        if codec.name in _NOT_FOR_BODIES:
            return None
        if is_cut:
            # The last character may be cut in the middle; that is no sign of a wrong coding.
            return codecs.getincrementaldecoder(name)("strict").decode(data, final=False)
        return data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
