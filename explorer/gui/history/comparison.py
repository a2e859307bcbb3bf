"""The texts of one exchange, and two exchanges line by line. Pure, and slow for long bodies: it belongs on a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from explorer.core.content import look
from explorer.core.content.amounts import size_text
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Content, Exchange, Headers
from explorer.core.model.request import FileBody, GraphQLBody, TextBody
from explorer.core.storage.compare import DiffKind, DiffRow, line_diff
from explorer.gui.widgets.viewer_highlight import Language

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
        rows[aspect] = line_diff(left.text, right.text)
        languages[aspect] = left.language if left.text else right.language
    return Compared(a=a, b=b, rows=rows, languages=languages, sentence=_sentence(a.exchange, b.exchange, rows))


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


def _looked(content: Content, headers: Headers) -> Text:
    if not content.data:
        return Text()
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
