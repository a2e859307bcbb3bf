"""The texts of one exchange, one for each tab. Pure, and slow for long bodies: it belongs on a thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from explorer.core.content.amounts import size_text
from explorer.core.content.charset import decode
from explorer.core.content.json_text import format_json, pretty_head
from explorer.core.content.look import look
from explorer.core.content.sniff import sniff
from explorer.core.content.view import ContentKind, View
from explorer.core.model.exchange import Content, Exchange, Headers, TlsInfo
from explorer.core.model.request import FileBody, GraphQLBody, TextBody
from explorer.core.storage.compare_lines import LINE_LIMIT
from explorer.gui.history.used_variables import used_variables
from explorer.gui.widgets.viewer_highlight import Language

LONG_BYTES = 400_000
LARGEST_BYTES = 64 * 1024 * 1024
"""Of larger bodies the beginning is compared."""

BEGINNING_BYTES = 1_000_000
"""More of a body is not read to be looked at beside the list: it would be parsed in the window's own process."""

_SWITCHES = {"True": "on", "False": "off", "None": "none"}
_FOLLOWING = frozenset({"content-length"})
"""Headers that follow from the body; their difference is the body's."""


class Aspect(StrEnum):
    """A tab whose content is text."""

    BODY = "body"
    HEADERS = "headers"
    RESPONSE = "response"
    RESPONSE_HEADERS = "response_headers"
    REQUEST = "request"
    VARIABLES = "variables"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    text: str = ""
    language: Language = Language.PLAIN
    is_cut: bool = False
    """Whether the body goes on."""


def text_of(exchange: Exchange, aspect: Aspect, most_bytes: int = LARGEST_BYTES) -> Text:
    """What a tab shows of an exchange, of a body not more than ``most_bytes``; empty when there is nothing."""
    match aspect:
        case Aspect.BODY:
            return _written_body(exchange, most_bytes)
        case Aspect.HEADERS:
            headers = exchange.sent.headers if exchange.sent else ()
            return _header_lines(tuple(pair for pair in headers if pair[0].lower() not in _FOLLOWING))
        case Aspect.RESPONSE:
            return _response_body(exchange, most_bytes)
        case Aspect.RESPONSE_HEADERS:
            response = exchange.response
            return _header_lines(response.headers) if response else Text()
        case Aspect.REQUEST:
            return _header_lines(tuple(_request_lines(exchange)))
        case Aspect.VARIABLES:
            return _header_lines(tuple(used_variables(exchange).items()))
        case Aspect.TLS:
            return _header_lines(tuple(_tls_lines(exchange.outcome.tls)))


def _written_body(exchange: Exchange, most_bytes: int) -> Text:
    """The body with its templates where a person wrote it as text, otherwise what was sent."""
    body = exchange.request.body
    if isinstance(body, TextBody):
        return Text(text=body.text, language=_language(body.text))
    if isinstance(body, GraphQLBody):
        return Text(text="\n\n".join(filter(None, (body.query, body.variables))))
    return sent_body(exchange, most_bytes)


def sent_body(exchange: Exchange, most_bytes: int = LARGEST_BYTES) -> Text:
    """The body with its variables replaced."""
    sent = exchange.sent
    if sent is None:
        return Text()
    if isinstance(exchange.request.body, FileBody) and not sent.body.data:
        return Text(text=f"File {exchange.request.body.file_path}, {size_text(sent.body.size_bytes)}")
    return _looked(sent.body, sent.headers, most_bytes)


def _response_body(exchange: Exchange, most_bytes: int) -> Text:
    if exchange.response is not None:
        return _looked(exchange.response.body, exchange.response.headers, most_bytes)
    failure = exchange.failure
    if failure is None:
        return Text()
    return Text(text="\n".join(part for part in (failure.message, failure.detail) if part))


def _request_lines(exchange: Exchange) -> Iterator[tuple[str, str]]:
    request, sent = exchange.request, exchange.sent
    yield "Method", request.method
    yield "URL", sent.url if sent else request.url
    if sent is not None:
        yield "Version", sent.http_version
    yield "Environment", exchange.environment or "none"
    yield "Saved", exchange.request_key or "no"
    for hop in exchange.hops:
        note = f", {hop.note}" if hop.note else ""
        yield "Redirected", f"{hop.response.status} from {hop.sent.method} {hop.sent.url}{note}"
    for setting in exchange.settings:
        unit = " s" if setting.name.endswith("_s") else ""
        value = _SWITCHES.get(setting.value, setting.value) or "none"
        yield setting.name.removesuffix("_s").replace("_", "-").capitalize(), f"{value}{unit} ({setting.origin})"


def _tls_lines(tls: TlsInfo | None) -> Iterator[tuple[str, str]]:
    if tls is None:
        return
    yield "Version", tls.version or "none agreed"
    yield "Cipher", tls.cipher or "none agreed"
    yield "Protocol", tls.alpn or "none agreed"
    yield "Verified", "yes" if tls.verified else "no"
    if tls.trusted_until is not None:
        yield "Trusted", f"by you until {_moment(tls.trusted_until)}"
    for one in tls.chain:
        yield "Certificate", one.subject
        yield "Names", ", ".join(one.names) or "none"
        yield "Issuer", one.issuer
        yield "Valid", f"{_moment(one.not_before)} to {_moment(one.not_after)}"
        yield "SHA-256", one.sha256


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _long(content: Content, headers: Headers, most_bytes: int) -> Text:
    """A long body, formatted when it is JSON."""
    data = content.data
    if content.path is not None:
        with suppress(OSError), content.path.open("rb") as file:
            data = file.read(most_bytes)
    data = data[:most_bytes]
    is_cut = len(data) < content.size_bytes
    raw = decode(data, headers, is_cut=is_cut).text
    language = _language(raw)
    if language is Language.JSON:
        # What is cut is no JSON any more; only a short beginning is formatted with the patience that takes.
        is_beginning = is_cut and len(data) <= BEGINNING_BYTES
        raw = "\n".join(pretty_head(raw, is_cut=True, limit=LINE_LIMIT)) if is_beginning else _formatted(raw)
    return Text(text=raw, language=language, is_cut=is_cut)


def _formatted(raw: str) -> str:
    from msgspec import DecodeError  # late: most bodies are short
    from msgspec.json import format as formatted

    try:
        return formatted(raw.encode(), indent=2).decode()  # a hundredth of the time
    except (DecodeError, RecursionError, UnicodeError):  # what is not quite JSON
        return format_json(View(kind=ContentKind.JSON, text=raw, raw=raw)).text


def _looked(content: Content, headers: Headers, most_bytes: int) -> Text:
    if not content.data:
        return Text()
    if content.size_bytes > LONG_BYTES and sniff(content.data[:4096], headers).is_text:
        return _long(content, headers, most_bytes)
    view = look(content.data, headers, size_bytes=content.size_bytes)
    if not view.text:
        return Text(text=f"{view.media_type or 'Binary data'}, {size_text(content.size_bytes)}")
    return Text(text=view.text, language=_language(view.text))


def _language(text: str) -> Language:
    first = text.lstrip()[:1]
    return Language.JSON if first in ("{", "[") else Language.XML if first == "<" else Language.PLAIN


def _header_lines(headers: Headers) -> Text:
    return Text(text="\n".join(f"{name}: {value}" for name, value in headers), language=Language.HTTP)
