"""The texts of one exchange, and two exchanges line by line. Pure, and slow for long bodies: it belongs on a thread."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from explorer.core.content import ContentKind, View, look
from explorer.core.content.amounts import size_text
from explorer.core.content.charset import decode
from explorer.core.content.json_text import format_json
from explorer.core.content.sniff import sniff
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Content, Exchange, Headers
from explorer.core.model.request import FileBody, GraphQLBody, TextBody
from explorer.core.storage.compare import DiffKind, DiffRow, line_diff
from explorer.core.storage.compare_folded import folded_diff
from explorer.core.storage.compare_json import changes_words
from explorer.gui.widgets.viewer_highlight import Language

LINES_COMPARED = 1_000_000
LONG_BYTES = 400_000
LARGEST_BYTES = 64 * 1024 * 1024
"""Of larger bodies the beginning is compared."""

_FOLLOWING = frozenset({"content-length"})
"""Headers that follow from the body; their difference is the body's."""


class Aspect(StrEnum):
    """A tab whose content is text."""

    BODY = "body"
    HEADERS = "headers"
    RESPONSE = "response"
    RESPONSE_HEADERS = "response_headers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An exchange of the history with its finding."""

    exchange: Exchange
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    text: str = ""
    language: Language = Language.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """``b`` None: one exchange alone, and all rows are the same."""

    a: Recorded
    b: Recorded | None
    rows: Mapping[Aspect, tuple[DiffRow, ...]]
    languages: Mapping[Aspect, Language]
    sentence: str

    def count(self, aspect: Aspect) -> int:
        return differences(self.rows[aspect])


def alone(recorded: Recorded) -> Compared:
    """The texts of one exchange."""
    texts = {aspect: _text(recorded.exchange, aspect) for aspect in Aspect}
    return Compared(
        a=recorded,
        b=None,
        rows={aspect: line_diff(text.text, text.text) for aspect, text in texts.items()},
        languages={aspect: text.language for aspect, text in texts.items()},
        sentence=recorded.diagnosis.headline.replace("`", ""),
    )


def compared(a: Recorded, b: Recorded) -> Compared:
    """Both exchanges, row by row."""
    rows: dict[Aspect, tuple[DiffRow, ...]] = {}
    languages: dict[Aspect, Language] = {}
    for aspect in Aspect:
        left, right = _text(a.exchange, aspect), _text(b.exchange, aspect)
        if aspect is Aspect.BODY and left == right:
            left, right = _sent_body(a.exchange), _sent_body(b.exchange)
        rows[aspect] = folded_diff(left.text, right.text, LINES_COMPARED)
        languages[aspect] = left.language if left.text else right.language
    sentence = " ".join((_sentence(a.exchange, b.exchange, rows), *_structure(a.exchange, b.exchange)))
    return Compared(a=a, b=b, rows=rows, languages=languages, sentence=sentence)


def _structure(a: Exchange, b: Exchange) -> Iterator[str]:
    """ "Response: 2 changed, 1 added, 1 moved." for bodies that are JSON on both sides."""
    for title, left, right in (("Body", *_bodies(a, b, sent=True)), ("Response", *_bodies(a, b, sent=False))):
        if left is None or right is None or left == right:
            continue
        try:
            words = changes_words(json.loads(left), json.loads(right))
        except (ValueError, RecursionError):
            continue
        if words:
            yield f"{title}: {words}."


def _bodies(a: Exchange, b: Exchange, *, sent: bool) -> tuple[bytes | None, bytes | None]:
    found = [one.sent if sent else one.response for one in (a, b)]
    left, right = (_bytes_of(one.body) if one is not None else None for one in found)
    return left, right


def _bytes_of(content: Content) -> bytes | None:
    """All of a body; None for one that is not there as a whole."""
    if content.path is None:
        return content.data if content.is_complete and content.data else None
    try:
        return content.path.read_bytes() if content.size_bytes <= LARGEST_BYTES else None
    except OSError:
        return None


def differences(rows: Iterable[DiffRow]) -> int:
    """Changed lines, and blocks of added or removed lines that do not belong to a changed line above them."""
    count, before = 0, DiffKind.SAME
    for row in rows:
        begins = row.kind is DiffKind.CHANGED or (row.kind is not DiffKind.SAME and before is DiffKind.SAME)
        count += begins
        before = row.kind
    return count


def unified(rows: Iterable[DiffRow]) -> str:
    """The rows as lines with minus, plus or blank before them, for copying."""
    return "\n".join(_unified(rows))


def _unified(rows: Iterable[DiffRow]) -> Iterator[str]:
    added: list[str] = []
    for row in rows:
        if row.kind is DiffKind.SAME:
            yield from added
            added = []
            yield f" {row.left}"
            continue
        if row.left_no:
            yield f"-{row.left}"
        if row.right_no:
            added.append(f"+{row.right}")
    yield from added


def _text(exchange: Exchange, aspect: Aspect) -> Text:
    match aspect:
        case Aspect.BODY:
            return _written_body(exchange)
        case Aspect.HEADERS:
            headers = exchange.sent.headers if exchange.sent else ()
            return _header_lines(tuple(pair for pair in headers if pair[0].lower() not in _FOLLOWING))
        case Aspect.RESPONSE:
            return _response_body(exchange)
        case Aspect.RESPONSE_HEADERS:
            response = exchange.response
            return _header_lines(response.headers) if response else Text()


def _written_body(exchange: Exchange) -> Text:
    """The body with its templates where a person wrote it as text, otherwise what was sent."""
    body = exchange.request.body
    if isinstance(body, TextBody):
        return Text(text=body.text, language=_language(body.text))
    if isinstance(body, GraphQLBody):
        return Text(text="\n\n".join(filter(None, (body.query, body.variables))))
    return _sent_body(exchange)


def _sent_body(exchange: Exchange) -> Text:
    sent = exchange.sent
    if sent is None:
        return Text()
    if isinstance(exchange.request.body, FileBody) and not sent.body.data:
        return Text(text=f"File {exchange.request.body.file_path}, {size_text(sent.body.size_bytes)}")
    return _looked(sent.body, sent.headers)


def _response_body(exchange: Exchange) -> Text:
    if exchange.response is not None:
        return _looked(exchange.response.body, exchange.response.headers)
    failure = exchange.failure
    if failure is None:
        return Text()
    return Text(text="\n".join(part for part in (failure.message, failure.detail) if part))


def is_long(*many: Recorded | None) -> bool:
    """Whether comparing them takes so long that it belongs in a process of its own."""
    return sum(size for one in many if one is not None for size in _sizes(one.exchange)) > LONG_BYTES


def _sizes(exchange: Exchange) -> Iterator[int]:
    if exchange.sent is not None:
        yield exchange.sent.body.size_bytes
    if exchange.response is not None:
        yield exchange.response.body.size_bytes


def _whole(content: Content, headers: Headers) -> Text:
    """A long body, formatted when it is JSON however long it is."""
    data = content.data
    if content.path is not None:
        with suppress(OSError), content.path.open("rb") as file:
            data = file.read(LARGEST_BYTES)
    raw = decode(data, headers, is_cut=len(data) < content.size_bytes).text
    if _language(raw) is Language.JSON:
        raw = format_json(View(kind=ContentKind.JSON, text=raw, raw=raw)).text
    return Text(text=raw, language=_language(raw))


def _looked(content: Content, headers: Headers) -> Text:
    if not content.data:
        return Text()
    if content.size_bytes > LONG_BYTES and sniff(content.data[:4096], headers).is_text:
        return _whole(content, headers)
    view = look(content.data, headers, size_bytes=content.size_bytes)
    if not view.text:
        return Text(text=f"{view.media_type or 'Binary data'}, {size_text(content.size_bytes)}")
    return Text(text=view.text, language=_language(view.text))


def _language(text: str) -> Language:
    first = text.lstrip()[:1]
    return Language.JSON if first in ("{", "[") else Language.XML if first == "<" else Language.PLAIN


def _header_lines(headers: Headers) -> Text:
    return Text(text="\n".join(f"{name}: {value}" for name, value in headers), language=Language.HTTP)


def _sentence(a: Exchange, b: Exchange, rows: Mapping[Aspect, tuple[DiffRow, ...]]) -> str:
    """ "URL, headers and environment are the same." """
    url_a, url_b = (one.sent.url if one.sent else one.request.url for one in (a, b))
    checks = (
        ("method", a.request.method == b.request.method),
        ("URL", url_a == url_b),
        ("headers", differences(rows[Aspect.HEADERS]) == 0),
        ("environment", a.environment == b.environment),
    )
    same = [name for name, is_same in checks if is_same and name != "method"]
    other = [name for name, is_same in checks if not is_same]
    if not other:
        return "URL, headers and environment are the same."
    differ = f"{_listed(other)} {_verb(other, 'differs', 'differ')}"
    if not same:
        return f"{_capital(differ)}."
    return f"{_capital(_listed(same))} {_verb(same, 'is', 'are')} the same; {differ}."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _verb(names: list[str], one: str, many: str) -> str:
    return one if len(names) == 1 and names != ["headers"] else many


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
