"""The facts of one exchange, drawn together once so that every rule can test against them. It judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from explorer.core.diagnosis import apis_of, locate
from explorer.core.diagnosis.apis_of import Match
from explorer.core.diagnosis.catalog_rows import ApiCatalog, ErrorCodeRow, FieldRow, OperationRow
from explorer.core.diagnosis.context import Context
from explorer.core.diagnosis.described_shapes import SentBody, Shapes
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.json_numbers import loads
from explorer.core.diagnosis.json_text import LONGEST
from explorer.core.model.exchange import Exchange, Failure, Response, SentRequest
from explorer.core.model.request import MultipartBody, Request

UNREADABLE = object()
"""Stands for a body that is not JSON."""

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
"""Methods that may be repeated (RFC 9110 section 9.2.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about an exchange. ``sent_json`` is UNREADABLE when the sent body is not JSON."""

    exchange: Exchange
    context: Context
    read: Recognised
    match: Match | None
    url: SplitResult
    sent_text: str
    sent_json: Any
    _spelt: dict[int, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)
    """Of objects of the sent body by their identity: lower-case names to names."""

    @property
    def request(self) -> Request:
        """As written, with templates."""
        return self.exchange.request

    @property
    def response(self) -> Response | None:
        """The response, if there is one."""
        return self.exchange.response

    @property
    def failure(self) -> Failure | None:
        """The transport failure, if there is one."""
        return self.exchange.failure

    @property
    def status(self) -> int:
        """The status, 0 without a response."""
        return self.exchange.response.status if self.exchange.response else 0

    @property
    def method(self) -> str:
        """The method as sent, else as written."""
        return self.exchange.sent.method if self.exchange.sent else self.exchange.request.method

    @property
    def api(self) -> ApiCatalog | None:
        """The catalogued API, if the exchange belongs to one."""
        return self.match.api if self.match else None

    @property
    def operation(self) -> OperationRow | None:
        """The operation of the API that method and path name."""
        return self.match.operation if self.match else None

    @property
    def code_row(self) -> ErrorCodeRow | None:
        """The catalog's row of the error code."""
        return self.api.code(self.read.code) if self.api else None

    @property
    def is_idempotent(self) -> bool:
        """Whether the method may be repeated without a second effect."""
        return self.method.upper() in IDEMPOTENT

    @property
    def shape(self) -> tuple[FieldRow, ...]:
        """The fields the operation takes."""
        operation = self.operation
        if self.api is None or operation is None:
            return ()
        shapes = self.api.shapes
        if isinstance(shapes, Shapes):
            return shapes.of(operation.shape, SentBody(media_type=self.media_type, value=self._described))
        return shapes.get(operation.shape, ())

    @property
    def media_type(self) -> str:
        """Of the sent body, without parameters, in lower case."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    @property
    def _described(self) -> Any:
        """The body as descriptions see it: a JSON value, the rows of a form as an object."""
        if self.sent_json is not UNREADABLE:
            return self.sent_json
        body = self.request.body
        if isinstance(body, MultipartBody):
            return {part.name: part.value for part in body.parts if part.enabled}
        return dict(parse_qsl(self.sent_text)) if "urlencoded" in self.media_type else None

    @property
    def fields(self) -> Mapping[str, Any]:
        """The members of the sent body when it is a JSON object, else nothing."""
        return self.sent_json if isinstance(self.sent_json, dict) else {}

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Query parameters as a server reads them."""
        return tuple(parse_qsl(self.url.query, keep_blank_values=True))

    @property
    def segments(self) -> tuple[str, ...]:
        """Path segments as sent, percent-decoded; empty ones kept in the middle."""
        return tuple(unquote(part) for part in self.url.path.split("/")[1:])

    def header(self, name: str) -> str | None:
        """The first value of a header that was sent, or None."""
        sent = self.exchange.sent
        wanted = name.lower()
        return next((value for key, value in sent.headers if key.lower() == wanted), None) if sent else None

    def value(self, field: str) -> Any:
        """A value of the sent body by its path, or None."""
        value: Any = self.sent_json
        for part in locate.segments(field):
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            else:
                return None
        return value

    def spelt(self, members: Mapping[str, Any], name: str) -> str | None:
        """The name as an object of the sent body spells it, its own spelling first, else the first in another case."""
        if name in members:
            return name
        if id(members) not in self._spelt:
            lower: dict[str, str] = {}
            for one in members:
                lower.setdefault(one.lower(), one)
            self._spelt[id(members)] = lower
        return self._spelt[id(members)].get(name.lower())

    def wanted(self, name: str) -> tuple[str, ...]:
        """What the response says was wanted: allow, auth_schemes, accept, ..."""
        return next((values for key, values in self.read.missing if key == name), ())


def gather(exchange: Exchange, context: Context, read: Recognised) -> Evidence:
    """Draws the facts together."""
    url = url_parts(exchange.sent.url if exchange.sent else exchange.request.url)
    text = _sent_text(exchange)
    return Evidence(
        exchange=exchange,
        context=context,
        read=read,
        match=apis_of.match(exchange, context, read, url),
        url=url,
        sent_text=text,
        sent_json=_parsed(text),
    )


def url_parts(url: str) -> SplitResult:
    """The parts of a URL; all empty when it does not parse."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def sent_body(sent: SentRequest) -> str:
    """The sent body as text; empty when it is not whole in memory or too long."""
    if not sent.body.is_complete or sent.body.size_bytes > LONGEST:
        return ""
    return sent.body.data.decode("utf-8", "replace")


def _sent_text(exchange: Exchange) -> str:
    if exchange.sent is not None:
        return sent_body(exchange.sent)
    return locate.body_text(exchange.request) or ""


def _parsed(text: str) -> Any:
    try:
        return loads(text)
    except (ValueError, RecursionError):
        return UNREADABLE
