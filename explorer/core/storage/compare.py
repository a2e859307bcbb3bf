"""What differs between two exchanges of a request: field by field, in few words. It explains nothing.

The requests as sent are compared, so that a changed variable shows too; where one was never built, as written.
For texts line by line see ``compare_lines``.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from explorer.core.model.exchange import Content, Exchange, SentRequest
from explorer.core.model.history import Change
from explorer.core.storage.compare_lines import DiffKind, DiffRow, line_diff
from explorer.core.storage.compare_words import WIDTH, shortened

__all__ = ["MISSING", "NOT_SET", "DiffKind", "DiffRow", "changes", "json_changes", "line_diff"]

NOT_SET = "not set"
CHANGES_LIMIT = 100
_JSON_LIMIT_BYTES = 1024 * 1024
_OWN_HEADERS = frozenset({"content-length", "host", "date", "cookie", "traceparent", "idempotency-key"})
"""They follow from the rest or change with every send."""

MISSING = object()
"""Stands for a value that is not there."""


def changes(before: Exchange, after: Exchange) -> tuple[Change, ...]:
    """The differences of the two requests: method, URL, body, headers, environment, settings; at most 100."""
    found: list[Change] = []
    for change in _all_changes(before, after):
        found.append(change)
        if len(found) == CHANGES_LIMIT:
            break
    return tuple(found)


def _all_changes(before: Exchange, after: Exchange) -> Iterator[Change]:
    yield from _differing("environment", before.environment or NOT_SET, after.environment or NOT_SET)
    if before.sent is None or after.sent is None:
        yield from _differing("method", before.request.method, after.request.method)
        yield from _differing("URL", before.request.url, after.request.url)
    else:
        yield from _differing("method", before.sent.method, after.sent.method)
        yield from _url_changes(before.sent.url, after.sent.url)
        yield from _body_changes(before.sent, after.sent)
        yield from _header_changes(before.sent, after.sent)
    yield from _named_changes(
        {item.name: item.value for item in before.settings}, {item.name: item.value for item in after.settings}
    )


def _url_changes(before: str, after: str) -> Iterator[Change]:
    try:
        old, new = urlsplit(before), urlsplit(after)
    except ValueError:
        yield from _differing("URL", before, after)
        return
    yield from _differing("host", f"{old.scheme}://{old.netloc}", f"{new.scheme}://{new.netloc}")
    yield from _differing("path", old.path, new.path)
    yield from _pair_changes(_pairs(old.query), _pairs(new.query))


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True)


def _header_changes(before: SentRequest, after: SentRequest) -> Iterator[Change]:
    yield from _pair_changes(_written_headers(before), _written_headers(after))


def _written_headers(sent: SentRequest) -> list[tuple[str, str]]:
    left_out = _OWN_HEADERS | (sent.automatic - {"content-type"})
    return [(name.title(), value) for name, value in sent.headers if name.lower() not in left_out]


def _pair_changes(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Iterator[Change]:
    """Names may occur more than once; then their values are compared as one list."""
    yield from _named_changes(_joined(before), _joined(after))


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _named_changes(before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        yield from _differing(name, before.get(name, NOT_SET), after.get(name, NOT_SET))


def _differing(field: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        old, new = shortened(before, after)
        yield Change(field=field, before=old, after=new)


def _body_changes(before: SentRequest, after: SentRequest) -> Iterator[Change]:
    if before.body.data == after.body.data and before.body.size_bytes == after.body.size_bytes:
        return
    old, new = _json(before.body), _json(after.body)
    if isinstance(old, dict | list) and isinstance(new, dict | list):
        yield from json_changes("", old, new)
    elif _is_form(before) and _is_form(after):
        yield from _pair_changes(_pairs(_text(before.body) or ""), _pairs(_text(after.body) or ""))
    else:
        yield from _text_changes(before.body, after.body)


def _text_changes(before: Content, after: Content) -> Iterator[Change]:
    old, new = _text(before), _text(after)
    if old is None or new is None:
        yield Change(field="body", before=_size_words(before.size_bytes), after=_size_words(after.size_bytes))
    else:
        yield from _differing("body", old or "empty", new or "empty")


def _text(body: Content) -> str | None:
    if not body.is_complete or b"\0" in body.data:
        return None
    try:
        return body.data.decode()
    except UnicodeDecodeError:
        return None


def _json(body: Content) -> Any:
    if not body.is_complete or not body.data or body.size_bytes > _JSON_LIMIT_BYTES:
        return MISSING
    try:
        return json.loads(body.data)
    except (ValueError, RecursionError):
        return MISSING


def _is_form(sent: SentRequest) -> bool:
    return any(
        name.lower() == "content-type" and value.lower().startswith("application/x-www-form-urlencoded")
        for name, value in sent.headers
    )


def json_changes(path: str, before: Any, after: Any, width: int = WIDTH) -> Iterator[Change]:
    """The differing places of two JSON values, named from ``path`` on; a missing side says so."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            inner = f"{path}.{name}" if path else name
            yield from json_changes(inner, before.get(name, MISSING), after.get(name, MISSING), width)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from json_changes(f"{path}[{index}]", old, new, width)
    elif before != after or _json_type(before) is not _json_type(after):
        yield _json_change(path or "body", before, after, width)


def _json_change(path: str, before: Any, after: Any, width: int) -> Change:
    if isinstance(before, str) and isinstance(after, str):
        old, new = shortened(before, after, width)
        return Change(field=path, before=old or '""', after=new or '""')
    both_plain = not isinstance(before, str) and not isinstance(after, str)
    quoted = not both_plain and MISSING not in (before, after)
    return Change(field=path, before=_value_words(before, quoted, width), after=_value_words(after, quoted, width))


def _json_type(value: Any) -> type:
    """1 and 1.0 are the same number in JSON, 1 and true are not."""
    return float if type(value) is int else type(value)


def _value_words(value: Any, quoted: bool, width: int) -> str:
    if value is MISSING:
        return NOT_SET
    if isinstance(value, list):
        return "1 element" if len(value) == 1 else f"{len(value)} elements"
    if isinstance(value, dict):
        return "1 field" if len(value) == 1 else f"{len(value)} fields"
    if isinstance(value, str):
        short, _ = shortened(value, "", width)
        return json.dumps(short, ensure_ascii=False) if quoted or not value else short
    return repr(value) if isinstance(value, float) else json.dumps(value)


def _size_words(size_bytes: int) -> str:
    if size_bytes < 1000:
        return f"{size_bytes} B"
    for unit, factor in (("KB", 1e3), ("MB", 1e6)):
        if size_bytes < factor * 1000:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{size_bytes / 1e9:.1f} GB"
