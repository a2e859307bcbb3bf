"""Turns the bytes of a body into text: byte order mark, then the charset parameter, then UTF-8, then windows-1252.
It knows nothing about JSON or XML."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_CODECS = re.compile(r"(utf|iso|latin|windows|cp|us-?ascii|ascii|shift|euc|gb|big5|koi8|mac)", re.I)


def charset_of(content_type: str) -> str:
    """The charset parameter of a Content-Type value (RFC 9110 §8.3.2), lower case; empty when there is none."""
    found = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9._:\-]+)", content_type, re.I)
    return found.group(1).lower() if found else ""


def decoded(data: bytes, content_type: str) -> str:
    """Text of the bytes; never fails. A character that the end of ``data`` cuts in two is dropped."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    for encoding in (charset_of(content_type), _guessed_wide(data), "utf-8"):
        text = _strict(data, encoding)
        if text is not None:
            return text.lstrip("\ufeff")
    return data.decode("windows-1252", errors="replace")


def _guessed_wide(data: bytes) -> str:
    """UTF-16 without a mark shows as a zero in every other byte of ASCII punctuation."""
    if len(data) >= 4 and data[0] and not data[1] and data[2] and not data[3]:
        return "utf-16-le"
    if len(data) >= 4 and not data[0] and data[1] and not data[2] and data[3]:
        return "utf-16-be"
    return ""


def _strict(data: bytes, encoding: str) -> str | None:
    if not encoding or not _TEXT_CODECS.match(encoding):
        return None
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, False)
    except (LookupError, ValueError):
        return None


def _lenient(data: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(data, False)
