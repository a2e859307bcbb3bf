"""What exactly will be on the wire for a request: method, target, header lines and body, checked against HTTP.

It opens no connection. Header order: Host first (RFC 9110 §7.2), the person's rows as written, then what
Explorer adds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from explorer.core.auth import Credentials, basic_credentials, credentials
from explorer.core.errors import InvalidRequestError
from explorer.core.model.exchange import Content, Headers, SentRequest
from explorer.core.model.request import Header, MultipartBody, ParamKind, Request
from explorer.core.transport.automatic import automatic_rows
from explorer.core.transport.bodies import Payload, payload
from explorer.core.transport.multipart import boundary_of, new_boundary
from explorer.core.transport.options import SendOptions
from explorer.core.transport.urls import WireUrl, encoded_anew, parse_url, with_query

CONNECTION_FIELDS = frozenset({"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"})
"""Fields that HTTP/2 does not carry (RFC 9113 §8.2.2); of TE it carries ``trailers`` only."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One request of a chain, ready for the wire."""

    method: str
    url: WireUrl
    headers: Headers
    payload: Payload
    body: Content
    """The payload as it is recorded."""
    automatic: frozenset[str]
    credential_names: frozenset[str] = frozenset()
    """Lower-case names of headers that carry credentials from the Auth tab."""
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def sent(self, http_version: str = "HTTP/1.1") -> SentRequest:
        """For the record. Under HTTP/2 names are lower-case, Host travels as ``:authority``, and fields about the
        connection are not sent."""
        headers = self.headers if http_version == "HTTP/1.1" else _http2(self.headers)
        return SentRequest(
            method=self.method,
            url=self.url.text,
            headers=headers,
            body=self.body,
            http_version=http_version,
            automatic=self.automatic,
            secrets=self.secrets,
        )


def prepare(concrete: Request, options: SendOptions) -> SentRequest:
    """What would be sent. Raises InvalidRequestError with ``field`` "method", "url", "auth", "body" or a header name.

    A multipart boundary that the person did not choose is new each time.
    """
    return prepared(concrete, options).sent()


def prepared(concrete: Request, options: SendOptions) -> Prepared:
    """The same with the means to send it."""
    method = _method(concrete.method)
    granted = credentials(concrete.auth)
    filled = _with_path_values(concrete)
    filled = encoded_anew(filled) if concrete.settings.encode_url else filled
    url = parse_url(with_query(filled, granted.query))
    granted = _with_url_user(granted, url)
    written = tuple(_line(row) for row in concrete.headers if row.enabled and (row.name.strip() or row.value.strip()))
    boundary = _boundary(concrete, written)
    body = payload(concrete.body, options.folder, boundary)
    added = tuple(
        (row.name, _value(row.name, row.value))
        for row in automatic_rows(concrete, url.host_field, granted.headers, body)
    )
    _check_framing(written, body)
    return Prepared(
        method=method,
        url=url,
        headers=host_first((*written, *added)),
        payload=body,
        body=body.content(),
        automatic=frozenset(name.lower() for name, _ in added),
        credential_names=frozenset(name.lower() for name, _ in granted.headers),
        secrets=tuple(dict.fromkeys((*granted.secrets, *(secret for secret in options.secrets if secret)))),
    )


def host_first(headers: Headers) -> Headers:
    """The order in which the lines leave."""
    return tuple(sorted(headers, key=lambda line: line[0].lower() != "host"))


def http2_headers(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The lines for the library under HTTP/2; it leaves Transfer-Encoding out itself, after it saw that there is a
    body."""
    return [
        (name, value)
        for name, value in headers
        if name.lower() == b"transfer-encoding" or _in_http2(name.decode("latin-1"), value.decode("latin-1"))
    ]


def values_of(headers: Headers, name: str) -> tuple[str, ...]:
    """All values of a field; ``name`` in lower case."""
    return tuple(value for key, value in headers if key.lower() == name)


def _method(method: str) -> str:
    method = method.strip()
    if not _TOKEN.fullmatch(method):
        what = f"{method} is not a method" if method else "The request has no method"
        raise InvalidRequestError(f"{what}; methods are letters, digits and a few signs.", field="method")
    return method


def _line(row: Header) -> tuple[str, str]:
    name = row.name.strip()
    if not name:
        raise InvalidRequestError("A header has a value but no name.", field="header")
    if not _TOKEN.fullmatch(name):
        shown = _CONTROLS.sub("�", name)
        raise InvalidRequestError(f"The header name {shown} contains a character that HTTP does not allow.", field=name)
    return name, _value(name, row.value)


def _value(name: str, value: str) -> str:
    """The value as the octets on the wire, read as latin-1; what latin-1 cannot say leaves as UTF-8."""
    value = value.strip(" \t\r\n")
    if _CONTROLS.search(value):
        raise InvalidRequestError(f"The header {name} contains a line break or a control character.", field=name)
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass").decode("latin-1")
    return value


def _boundary(concrete: Request, written: Headers) -> str:
    if not isinstance(concrete.body, MultipartBody):
        return ""
    return boundary_of("; ".join(values_of(written, "content-type"))) or new_boundary()


def _check_framing(written: Headers, body: Payload) -> None:
    """Lines the person wrote about the message itself must be true, or the server would misread it."""
    if len(values_of(written, "host")) > 1:
        raise InvalidRequestError("There are two Host headers; HTTP allows one.", field="Host")
    codings = values_of(written, "transfer-encoding")
    if any(coding.lower() != "chunked" for coding in codings):
        message = "Transfer-Encoding can only be chunked in a request from Explorer."
        raise InvalidRequestError(message, field="Transfer-Encoding")
    for length in values_of(written, "content-length"):
        if length != str(body.size_bytes) and not codings:
            message = f"The Content-Length header says {length}, but the body has {body.size_bytes} B."
            raise InvalidRequestError(message, field="Content-Length")


def _with_path_values(concrete: Request) -> str:
    """``:name`` segments of the path replaced by the rows that name them."""
    values = {row.name: row.value for row in concrete.params if row.enabled and row.kind is ParamKind.PATH and row.name}
    if not values:
        return concrete.url
    cut = min((index for index in map(concrete.url.find, "?#") if index >= 0), default=len(concrete.url))
    segments = concrete.url[:cut].split("/")
    filled = [
        quote(values[part[1:]], safe="") if part.startswith(":") and part[1:] in values else part for part in segments
    ]
    return "/".join(filled) + concrete.url[cut:]


def _with_url_user(granted: Credentials, url: WireUrl) -> Credentials:
    """User information in the URL becomes Basic authentication, unless the Auth tab already gives some."""
    if granted.headers or not (url.username or url.password):
        return granted
    basic = basic_credentials(url.username, url.password)
    return replace(granted, headers=basic.headers, secrets=(*granted.secrets, *basic.secrets))


def _http2(headers: Headers) -> Headers:
    return tuple((name.lower(), value) for name, value in headers if _in_http2(name, value))


def _in_http2(name: str, value: str) -> bool:
    name = name.lower()
    return name not in CONNECTION_FIELDS and (name != "te" or value.lower() == "trailers")
