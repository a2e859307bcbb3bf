"""The headers Explorer adds when the person wrote none of that name: which, with what value, and why."""

from dataclasses import dataclass

from explorer import __version__
from explorer.core.errors import InvalidRequestError
from explorer.core.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FileBody,
    FormBody,
    GraphQLBody,
    KeyPlacement,
    MultipartBody,
    NoBody,
    Request,
    TextBody,
    TextKind,
)
from explorer.core.transport.bodies import TEXT_TYPES, Payload, graphql_json, payload
from explorer.core.transport.urls import parse_url

USER_AGENT = f"Explorer/{__version__}"
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
LATER = "calculated when sent"
MASK = "••••••••"

CONTENT_METHODS = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose empty content is announced with length 0 (RFC 9110 §8.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """One header with its reason."""

    name: str
    value: str
    can_be_off: bool
    why: str


def automatic_headers(request: Request) -> tuple[tuple[str, str, bool, str], ...]:
    """Rows (name, value, can be switched off, why) in wire order, also those that are switched off now.

    Names the person wrote are left out. Values that are only known when sending are words, secrets are masked;
    the request may still hold templates.
    """
    written = written_names(request)
    size_text, content_type = _size_and_type(request)
    rows = [
        _host(_host_text(request)),
        *_shown_auth(request),
        *_fixed(),
        *content_rows(request, size_text, content_type),
    ]
    return tuple((row.name, row.value, row.can_be_off, row.why) for row in rows if row.name.lower() not in written)


def automatic_rows(
    request: Request, host: str, auth_headers: tuple[tuple[str, str], ...], body: Payload
) -> tuple[Automatic, ...]:
    """The same with real values, without names the person wrote or switched off."""
    skipped = written_names(request) | (request.automatic_headers_off - {"host"})
    auth = [_auth(name, value) for name, value in auth_headers]
    rows = [_host(host), *auth, *_fixed(), *content_rows(request, str(body.size_bytes), body.content_type)]
    kept = [row for row in rows if row.name.lower() not in skipped]
    return tuple(kept) + _chunked(body, skipped)


def written_names(request: Request) -> frozenset[str]:
    """Lower-case names of the enabled rows."""
    return frozenset(header.name.strip().lower() for header in request.headers if header.enabled)


def content_rows(request: Request, size_text: str, content_type: str) -> list[Automatic]:
    """Content-Type and Content-Length as the body asks for them; no length beside Transfer-Encoding."""
    rows = []
    if content_type:
        rows.append(Automatic(name="Content-Type", value=content_type, can_be_off=True, why="Names the body's format."))
    empty = isinstance(request.body, NoBody)
    if empty and request.method.upper() not in CONTENT_METHODS:
        return rows
    if "transfer-encoding" not in written_names(request):
        why = "Tells the server where the body ends." if not empty else "Tells the server that there is no body."
        rows.append(Automatic(name="Content-Length", value=size_text, can_be_off=True, why=why))
    return rows


def _chunked(body: Payload, skipped: frozenset[str]) -> tuple[Automatic, ...]:
    """Without a length, HTTP/1.1 needs chunks to show where the body ends (RFC 9112 §6.1)."""
    if not body.is_body or "content-length" not in skipped or "transfer-encoding" in skipped:
        return ()
    why = "The body ends by chunks, because Content-Length is switched off."
    return (Automatic(name="Transfer-Encoding", value="chunked", can_be_off=False, why=why),)


def _host(value: str) -> Automatic:
    return Automatic(name="Host", value=value, can_be_off=False, why="HTTP/1.1 requires it; taken from the URL.")


def _auth(name: str, value: str) -> Automatic:
    return Automatic(name=name, value=value, can_be_off=name == "Authorization", why="From the Auth tab.")


def _fixed() -> list[Automatic]:
    return [
        Automatic(name="User-Agent", value=USER_AGENT, can_be_off=True, why="Tells the server which program asks."),
        Automatic(name="Accept", value="*/*", can_be_off=True, why="Any format is welcome."),
        Automatic(name="Accept-Encoding", value=ACCEPT_ENCODING, can_be_off=True, why="Explorer can unpack these."),
        Automatic(
            name="Connection",
            value="keep-alive",
            can_be_off=True,
            why="The connection is kept for the next request; HTTP/2 leaves this out.",
        ),
    ]


def _host_text(request: Request) -> str:
    try:
        return parse_url(request.url).host_field
    except InvalidRequestError:
        return LATER


def _shown_auth(request: Request) -> list[Automatic]:
    match request.auth:
        case BasicAuth():
            return [_auth("Authorization", f"Basic {MASK}")]
        case BearerAuth() if request.auth.token:
            return [_auth("Authorization", f"Bearer {MASK}")]
        case ApiKeyAuth(placement=KeyPlacement.HEADER) if request.auth.name:
            return [_auth(request.auth.name, MASK)]
        case _:
            return []


def _size_and_type(request: Request) -> tuple[str, str]:
    match request.body:
        case NoBody():
            return "0", ""
        case TextBody() | FormBody():
            made = payload(request.body, None, "")
            return (LATER if b"{{" in made.content().data else str(made.size_bytes)), made.content_type
        case GraphQLBody():
            return _graphql_size(request.body), TEXT_TYPES[TextKind.JSON]
        case MultipartBody():
            return LATER, "multipart/form-data; boundary=…"
        case FileBody():
            return LATER, request.body.content_type or LATER


def _graphql_size(body: GraphQLBody) -> str:
    try:
        made = graphql_json(body)
    except InvalidRequestError:
        return LATER
    return LATER if b"{{" in made else str(len(made))
