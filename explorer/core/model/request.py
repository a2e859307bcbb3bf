"""A request as the person wrote it: templates with ``{{names}}``, nothing resolved, nothing encoded.

The same nouns carry the concrete request after ``variables.resolve``; what finally went over the wire is
``exchange.SentRequest``.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from explorer.core.model.environment import Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header row; order and case are kept, duplicates allowed."""

    name: str
    value: str = field(repr=False)
    enabled: bool = True
    description: str = ""


class ParamKind(StrEnum):
    """Where a parameter stands in the URL (OpenCollection ``type``)."""

    QUERY = "query"
    PATH = "path"


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A row of the Params table.

    Enabled query rows mirror the query of ``Request.url``, which is what goes on the wire; disabled rows live
    only here. A path row gives the value of a ``:name`` segment.
    """

    name: str
    value: str = field(repr=False)
    kind: ParamKind = ParamKind.QUERY
    enabled: bool = True
    description: str = ""


class TextKind(StrEnum):
    """Text bodies; the value is OpenCollection's body type."""

    JSON = "json"
    TEXT = "text"
    XML = "xml"
    SPARQL = "sparql"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoBody:
    """No content at all: neither Content-Type nor Content-Length is added for it (POST and PUT send length 0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBody:
    """Text typed by the person, sent as UTF-8."""

    kind: TextKind
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A row of an application/x-www-form-urlencoded body."""

    name: str
    value: str = field(repr=False)
    enabled: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBody:
    """application/x-www-form-urlencoded (WHATWG URL §5.2 serialisation)."""

    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row of multipart/form-data: text, or the content of a file when ``file_path`` is set."""

    name: str
    value: str = field(default="", repr=False)
    file_path: str = ""
    """Path as typed; relative ones start at the collection folder."""
    content_type: str = ""
    enabled: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipartBody:
    """multipart/form-data (RFC 7578)."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBody:
    """The bytes of one file."""

    file_path: str
    content_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLBody:
    """A GraphQL document and its variables, sent as JSON ``{query, variables}`` (GraphQL over HTTP, §5.4)."""

    query: str = field(default="", repr=False)
    variables: str = field(default="", repr=False)
    """JSON as typed, templates included; empty stands for no variables."""


Body = NoBody | TextBody | FormBody | MultipartBody | FileBody | GraphQLBody


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyVariant:
    """One of several titled bodies of a request."""

    title: str = ""
    body: Body | None = NoBody()
    """None for the variant that is selected: its body is the request's."""
    fault: str = ""
    """Why its body cannot be read; it stays in the file as it is and cannot be selected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAuth:
    """No credentials are added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritAuth:
    """Whatever the folder or collection says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicAuth:
    """RFC 7617."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BearerAuth:
    """RFC 6750 §2.1."""

    token: str = field(repr=False)


class KeyPlacement(StrEnum):
    """Where an API key goes (OpenCollection ``placement``)."""

    HEADER = "header"
    QUERY = "query"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyAuth:
    """A vendor's key in a header or in the query."""

    name: str
    value: str = field(repr=False)
    placement: KeyPlacement = KeyPlacement.HEADER


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAuth:
    """A scheme Explorer keeps but cannot perform yet; ``kind`` is OpenCollection's name for it."""

    kind: str


Auth = NoAuth | InheritAuth | BasicAuth | BearerAuth | ApiKeyAuth | OtherAuth


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSettings:
    """Per-request settings; None means inherit (environment, then preferences)."""

    timeout_s: float | None = None
    """0 is what other programs write for "not set": it inherits as None does, and stays in the file."""
    follow_redirects: bool | None = None
    max_redirects: int | None = None
    encode_url: bool | None = None
    """True percent-encodes path and query anew before sending; otherwise only what no request line can hold is."""


AUTOMATIC_HEADERS = (
    "Host",
    "User-Agent",
    "Accept",
    "Accept-Encoding",
    "Connection",
    "Content-Type",
    "Content-Length",
    "Authorization",
)
"""Names the sender adds by itself when the person wrote none; each can be switched off (except where HTTP forbids)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything a person composes. ``url`` includes the query exactly as typed."""

    name: str = ""
    method: str = "GET"
    url: str = ""
    params: tuple[Param, ...] = ()
    headers: tuple[Header, ...] = ()
    auth: Auth = InheritAuth()
    body: Body = NoBody()
    variants: tuple[BodyVariant, ...] = ()
    """Titled bodies, of which at most one is selected. They are not sent: ``body`` is."""
    settings: RequestSettings = RequestSettings()
    automatic_headers_off: frozenset[str] = frozenset()
    """Lower-case names out of AUTOMATIC_HEADERS that must not be added."""
    variables: tuple[Variable, ...] = ()
    """Values for this request only (OpenCollection ``runtime.variables``)."""
    docs: str = ""
    """Markdown."""
