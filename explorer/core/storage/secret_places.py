"""Finds credentials in bodies and other texts by their place: fields of JSON, forms, multipart and XML, and queries.

Only the text of the value is replaced, at any length; everything around it stays byte for byte. JSON need not be valid
or whole: templates, several documents and cut ends are read as well. UTF-16 is not.
"""

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote_plus

from explorer.core.storage.secret_forms import MASK, MASK_BYTES, SHORTEST, mask_bytes
from explorer.core.storage.secret_names import is_plain_key, is_secret_name

LONGEST_BYTES = 16 * 1024
"""Credentials up to this length are found in bodies that are read in portions."""

_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
_PORTION_BYTES = 32 * 1024
"""A search holds the interpreter until it returns: longer ones would be felt in the window."""

_HINTS = (
    *(b"token", b"secret", b"key", b"pass", b"pwd", b"auth", b"jwt", b"session", b"phpsessid", b"sas", b"sig"),
    *(b"cookie", b"credential", b"assertion"),
    *(rb"\u004", rb"\u005", rb"\u006", rb"\u007"),
)
"""Of names, and the beginnings of escaped letters of which such a name may consist."""

_NAME_BYTES = 256
_SHORTEST_RANDOM = 16
_HINT_WITHIN_BYTES = 100
"""Of the beginning of a name."""

_LONGEST_NAME = 200
_BEHIND_NAME = (b":", b" ", b"\t", b"\n", b"\r", b"\v", b"\f")
_BACKSLASH = ord("\\")

_STRING = rb'"(?:[^"\\]|\\.)*+(?:"|\Z)'
_NUMBER = rb"-?\d[\d.eE+-]*"
# Both are tried at places from which on a hint follows (``_quotes``, ``_beginnings``).
_JSON = re.compile(
    rb'(?<!\\)"(?P<name>(?:[^"\\\r\n]|\\.){1,200}+)"\s*:\s*'
    rb"(?P<value>" + _STRING + rb"|" + _NUMBER + rb"|\[[^\[\]{}]*(?:\]|\Z))",
    re.DOTALL,
)
_IN_LIST = re.compile(_STRING + rb"|" + _NUMBER, re.DOTALL)
_PAIR = re.compile(
    rb"(?:(?<=[?&;\"'])|(?<=; )|(?<=\\u0026)|\A)"
    rb"(?P<name>[^&=?;\s\"'<>{}\\#/:]{1,200}+)"
    rb"=(?P<value>[^&\s\"'<>\\#]+)"
)
_AMPERSAND = rb"\u0026"
_IN_NAME = bytes(0 if byte in b"&=?; \t\n\r\f\v\"'<>{}\\#/:" else 1 for byte in range(256))
_PART = re.compile(
    rb'(?i)form-data;[^\r\n]{0,80}?name="(?P<name>[^"\r\n]{1,200})"[^\r\n]{0,500}+\r?\n(?:[^\r\n]{1,500}+\r?\n){0,8}\r?\n'
    rb"(?P<value>.*?)(?=\r?\n--|\Z)",
    re.DOTALL,
)
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?(?P<name>[\w.-]{1,100})(?:\s[^<>]*)?(?<!/)>(?P<value>[^<>]+)(?=</|\Z)")


def masked_value(value: str) -> str:
    """The mask, or the value itself when it is blank or only a reference."""
    return value if not value.strip() or is_reference(value) else MASK


def is_reference(value: str) -> bool:
    """Only references and at most a few literal characters around them, such as quotes."""
    rest, count = _REFERENCE.subn("", value)
    return count > 0 and len(rest.strip()) < SHORTEST


def mask_places(data: bytes) -> bytes:
    """``data`` with every value that stands behind the name of a credential replaced by the mask."""
    for pattern, masked in _forms(data):
        pieces: list[bytes] = []
        at = 0
        for match in _matches(pattern, data):
            pieces += (data[at : match.start()], masked(match))
            at = match.end()
        data = b"".join((*pieces, data[at:])) if pieces else data
    return data


def mask_body(data: bytes, secrets: tuple[str, ...]) -> bytes:
    """``data`` without credentials: every spelling of the known secrets goes, then what stands in a place for one.

    In this order: a known secret with a separator in it would be cut in two by the search for places.
    """
    return mask_places(mask_bytes(data, secrets))


def mask_text_places(text: str) -> str:
    """The same as ``mask_places`` for a text; without these signs nothing in it can be a place."""
    if "=" not in text and '"' not in text and "</" not in text:
        return text
    data = text.encode("utf-8", "surrogatepass")
    masked = mask_places(data)
    return text if masked is data or masked == data else masked.decode("utf-8", "surrogatepass")


def values_in(data: bytes) -> Iterator[str]:
    """The values ``mask_places`` would replace, decoded."""
    for pattern, _ in _forms(data):
        for match in _matches(pattern, data):
            if not _is_secret(match):
                continue
            if pattern is _JSON:
                yield from _json_values(match["value"])
            else:
                yield _text(match["value"])
                yield unquote_plus(_text(match["value"]))


def _forms(data: bytes) -> Iterator[tuple[re.Pattern[bytes], Callable[[re.Match[bytes]], bytes]]]:
    """The patterns that can match at all: each costs a walk through the whole body."""
    if not any(_is_hinted(data, start) for start in range(0, len(data), _PORTION_BYTES)):
        return
    if b"=" in data:
        yield _PAIR, _masked_field
    if b'name="' in data:
        yield _PART, _masked_field
    if b"</" in data:
        yield _ELEMENT, _masked_field
    if b'"' in data and b":" in data:
        yield _JSON, _masked_json


def _matches(pattern: re.Pattern[bytes], data: bytes) -> Iterator[re.Match[bytes]]:
    """What ``finditer`` finds, in portions; a match begins in its portion and may end behind it."""
    at = 0
    for start in range(0, len(data), _PORTION_BYTES):
        end = start + _PORTION_BYTES
        limit = min(len(data), end + LONGEST_BYTES)
        for match in _matches_in(pattern, data, max(at, start), start, limit):
            if match.start() >= end:
                break
            whole = pattern.match(data, match.start()) if match.end() == limit < len(data) else None
            at = (whole or match).end()
            yield whole or match


def _matches_in(pattern: re.Pattern[bytes], data: bytes, at: int, start: int, limit: int) -> Iterator[re.Match[bytes]]:
    """What ``finditer`` finds from ``at`` on in the portion from ``start``, where there is a hint in it. The two kinds
    of names that could begin almost everywhere are tried only where one follows, in a third of the time."""
    if pattern not in (_JSON, _PAIR):
        if _is_hinted(data, start):
            yield from pattern.finditer(data, at, limit)
        return
    hints = _hints(data, start)
    for place in _quotes(data, hints) if pattern is _JSON else _beginnings(data, start, hints):
        if place >= at and (match := pattern.match(data, place, limit)) is not None:
            yield match
            at = match.end()


def _hints(data: bytes, start: int) -> list[int]:
    """Where hints begin in a portion and a little behind it."""
    portion = data[start : start + _PORTION_BYTES + _NAME_BYTES].lower()
    found: list[int] = []
    for hint in _HINTS:
        at = portion.find(hint)
        while at >= 0:
            found.append(start + at)
            at = portion.find(hint, at + 1)
    found.sort()
    return found


def _quotes(data: bytes, hints: list[int]) -> Iterator[int]:
    """The quotes behind which a name with one of these hints stands, with no other quote between."""
    last, find = -1, data.find
    for hint in hints:
        end = find(b'"', hint, hint + _LONGEST_NAME + 1)
        # Most hints stand in a value. Behind an escaped quote the name goes on.
        if end < 0 or (data[end + 1 : end + 2] not in _BEHIND_NAME and data[end - 1] != _BACKSLASH):
            continue
        quote = data.rfind(b'"', max(0, hint - _HINT_WITHIN_BYTES - 1), hint)
        if quote > last:
            last = quote
            yield quote


def _beginnings(data: bytes, start: int, hints: list[int]) -> Iterator[int]:
    """Where names of parameters with one of these hints begin: behind what no name holds. One that begins before the
    portion was found there."""
    before = max(0, start - 1)
    marked = data[before : start + _PORTION_BYTES + _NAME_BYTES].translate(_IN_NAME)
    last, find = -1, data.find
    for hint in hints:
        if find(b"=", hint, hint + _LONGEST_NAME + 1) < 0:
            continue
        border = marked.rfind(b"\0", max(0, hint - before - _HINT_WITHIN_BYTES - 1), hint - before)
        if border < 0 and hint > _HINT_WITHIN_BYTES:
            continue
        begin = before + border + 1 if border >= 0 else 0
        if data.startswith(_AMPERSAND, begin - 1):
            begin += len(_AMPERSAND) - 1
        if begin > last:
            last = begin
            yield begin


def _is_hinted(data: bytes, start: int) -> bool:
    portion = data[start : start + _PORTION_BYTES + _NAME_BYTES].lower()
    return any(map(portion.__contains__, _HINTS))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _is_secret(match: re.Match[bytes]) -> bool:
    written = match["name"]
    if match.re is not _JSON:
        name = unquote_plus(_text(written))
    else:
        name = _unescaped(b'"' + written + b'"') if b"\\" in written else _text(written)
    if not is_secret_name(name):
        return False
    return match.re is _PAIR or not is_plain_key(name) or _looks_random(_text(match["value"]))


def _masked_field(match: re.Match[bytes]) -> bytes:
    value = _text(match["value"])
    if not _is_secret(match) or masked_value(value) == value:
        return match[0]
    return match[0][: match.start("value") - match.start()] + MASK_BYTES


def _masked_json(match: re.Match[bytes]) -> bytes:
    """The pair with the text of its value masked; a number becomes a text, so that the JSON stays readable."""
    if not _is_secret(match):
        return match[0]
    value = match["value"]
    before = match[0][: match.start("value") - match.start()]
    if value.startswith(b"["):
        return before + _IN_LIST.sub(lambda item: _masked_item(item[0]), value)
    return before + _masked_scalar(value)


def _masked_scalar(value: bytes) -> bytes:
    if not value.startswith(b'"'):
        return b'"' + MASK_BYTES + b'"'
    text = value[1:].removesuffix(b'"')
    shown = masked_value(_unescaped(b'"' + text + b'"') if b"\\" in text else _text(text))
    return value if shown != MASK else value.replace(text, MASK_BYTES, 1)


def _masked_item(value: bytes) -> bytes:
    """In a list under such a name, sentences are what a server says about the field, not its value."""
    return value if b" " in value else _masked_scalar(value)


def _json_values(value: bytes) -> Iterator[str]:
    for item in _IN_LIST.findall(value):
        text = _unescaped(item) if item.startswith(b'"') else _text(item)
        if not (value.startswith(b"[") and " " in text):
            yield text


def _looks_random(value: str) -> bool:
    """Long, of letters and digits, without blanks: a credential rather than the name of a field or an item."""
    text = value.strip('"')
    if len(text) < _SHORTEST_RANDOM:
        return False
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text)) and not any(map(str.isspace, text))


def _unescaped(quoted: bytes) -> str:
    text = _text(quoted)
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text.strip('"')
