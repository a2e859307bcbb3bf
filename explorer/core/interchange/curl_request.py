"""What the options of one curl command add up to, and the request that comes of it."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote_plus, urlencode

from explorer.core.errors import UsageError
from explorer.core.model.request import (
    AUTOMATIC_HEADERS,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FileBody,
    FormBody,
    FormField,
    Header,
    MultipartBody,
    NoAuth,
    NoBody,
    Part,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_SCHEME = re.compile(r"(bearer|basic)\s+(\S+)\s*$", re.IGNORECASE)
_AUTOMATIC = {name.lower() for name in AUTOMATIC_HEADERS}
_PART = re.compile(r";(type|filename|headers|encoder)=(\"[^\"]*\"|[^;]*)")
_KINDS = {"xml": TextKind.XML, "sparql-query": TextKind.SPARQL, "json": TextKind.JSON}


@dataclass(slots=True)
class CurlRequest:
    """Filled option by option."""

    url: str = ""
    method: str = ""
    headers: list[Header] = field(default_factory=list)
    off: set[str] = field(default_factory=set)
    data: list[str] = field(default_factory=list, repr=False)
    parts: list[Part] = field(default_factory=list)
    query: list[str] = field(default_factory=list, repr=False)
    file_path: str = ""
    auth: Auth = NoAuth()
    as_query: bool = False
    json: bool = False
    timeout_s: float | None = None
    notes: list[str] = field(default_factory=list)

    def take_method(self, value: str) -> None:
        self.method = value

    def take_url(self, value: str) -> None:
        self.url = value

    def take_header(self, value: str) -> None:
        """``Name: value``, ``Name;`` for an empty one, ``Name:`` for none of this name."""
        if value.startswith("@"):
            raise UsageError("The curl option --header names a file of headers, which is not read.")
        name, colon, text = value.partition(":")
        name, text = name.strip(), text.strip()
        if not colon:
            name = name.rstrip(";")
        elif not text:
            self.off |= {name.lower()} & _AUTOMATIC
            return
        if name.lower() == "authorization" and (auth := _auth_from(text)) is not None:
            self.auth = auth
        elif name and name.lower() != "content-length":
            self.headers.append(Header(name=name, value=text))

    def take_data(self, value: str) -> None:
        if value.startswith("@"):
            self._take_file("--data", value[1:])
        else:
            self.data.append(value)

    def take_raw(self, value: str) -> None:
        self.data.append(value)

    def take_encoded(self, value: str) -> None:
        """``content``, ``=content`` or ``name=content``; a file after @ is not read."""
        name, equals, text = value.partition("=")
        if "@" in (name if equals else value):
            raise UsageError("The curl option --data-urlencode names a file, which is not read.")
        if not equals:
            name, text = "", value
        self.data.append(f"{name}={_encoded(text)}" if name else _encoded(text))

    def take_json(self, value: str) -> None:
        self.json = True
        self.take_data(value)

    def take_part(self, value: str) -> None:
        name, _, text = value.partition("=")
        if text.startswith("<"):
            raise UsageError("The curl option --form takes a value from a file, which is not read.")
        options = {key: _unquoted(one) for key, one in _PART.findall(text)}
        text = _unquoted(_PART.sub("", text))
        kind = options.get("type", "")
        if text.startswith("@"):
            self.parts.append(Part(name=name, file_path=_unquoted(text[1:]), content_type=kind))
        else:
            self.parts.append(Part(name=name, value=text, content_type=kind))

    def take_text_part(self, value: str) -> None:
        name, _, text = value.partition("=")
        self.parts.append(Part(name=name, value=text))

    def take_user(self, value: str) -> None:
        username, _, password = value.partition(":")
        self.auth = BasicAuth(username=username, password=password)

    def take_bearer(self, value: str) -> None:
        self.auth = BearerAuth(token=value)

    def take_user_agent(self, value: str) -> None:
        self._take_named("User-Agent", value)

    def take_referer(self, value: str) -> None:
        self._take_named("Referer", value.removesuffix(";auto"))

    def take_range(self, value: str) -> None:
        self._take_named("Range", f"bytes={value}")

    def take_cookie(self, value: str) -> None:
        """Cookies, or without ``=`` the name of a file of them."""
        if "=" in value:
            self._take_named("Cookie", value)
        else:
            self.notes.append("--cookie was left out: it names a file of cookies, which is not read.")

    def take_upload(self, value: str) -> None:
        self.method = self.method or "PUT"
        self._take_file("--upload-file", value)

    def take_query(self, value: str) -> None:
        """``name=content``, encoded; a + before it says that it is encoded already."""
        if value.startswith("+"):
            self.query.append(value[1:])
            return
        name, equals, text = value.partition("=")
        self.query.append(f"{name}={_encoded(text)}" if equals else _encoded(value))

    def take_timeout(self, value: str) -> bool:
        """Whether it was a number of seconds."""
        try:
            self.timeout_s = float(value)
        except ValueError:
            return False
        return True

    def request(self) -> Request:
        """What all of it asks for."""
        query, body = list(self.query), self._body()
        if self.as_query:
            query, body = [*self.data, *query], NoBody()
        url = self.url if not query else f"{self.url}{'&' if '?' in self.url else '?'}{'&'.join(query)}"
        return Request(
            name=_name(url),
            method=self.method or ("GET" if isinstance(body, NoBody) else "POST"),
            url=url,
            headers=tuple(self.headers),
            auth=self.auth,
            body=body,
            settings=RequestSettings(timeout_s=self.timeout_s),
            automatic_headers_off=frozenset(self.off),
        )

    def _take_named(self, name: str, value: str) -> None:
        if value:
            self.headers.append(Header(name=name, value=value))
        else:
            self.off |= {name.lower()} & _AUTOMATIC

    def _take_file(self, option: str, path: str) -> None:
        if self.data or self.file_path:
            raise UsageError(f"The curl option {option} adds a file to other data, which Explorer cannot send.")
        self.file_path = path

    def _body(self) -> Body:
        if self.parts:
            return MultipartBody(parts=tuple(self.parts))
        kind = self._content_type()
        if self.file_path:
            return FileBody(file_path=self.file_path, content_type=_JSON if self.json and not kind else "")
        if not self.data:
            return NoBody()
        text = "&".join(self.data) if not self.json else "".join(self.data)
        fields = _fields(text) if (kind or self._default_type()).startswith(_FORM) and not self.as_query else None
        if fields is not None:
            self.headers = [one for one in self.headers if (one.name.lower(), one.value) != ("content-type", _FORM)]
            return FormBody(fields=fields)
        if not kind and not self.as_query:
            self.headers.append(Header(name="Content-Type", value=self._default_type()))
        if self.json and not any(one.name.lower() == "accept" for one in self.headers):
            self.headers.append(Header(name="Accept", value=_JSON))
        return TextBody(kind=_text_kind(kind, text), text=text)

    def _content_type(self) -> str:
        return next((one.value.lower() for one in self.headers if one.name.lower() == "content-type"), "")

    def _default_type(self) -> str:
        return _JSON if self.json else _FORM


def _fields(text: str) -> tuple[FormField, ...] | None:
    """The rows of a form that would be sent as this text to the letter; None when there are none such."""
    pairs = parse_qsl(text, keep_blank_values=True)
    if not pairs or (urlencode(pairs) != text and urlencode(pairs, safe="*-._{}") != text):
        return None
    return tuple(FormField(name=name, value=value) for name, value in pairs)


def _auth_from(text: str) -> Auth | None:
    found = _SCHEME.match(text)
    if found is None:
        return None
    if found[1].lower() == "bearer":
        return BearerAuth(token=found[2])
    try:
        username, colon, password = base64.b64decode(found[2], validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return BasicAuth(username=username, password=password) if colon else None


def _text_kind(content_type: str, text: str) -> TextKind:
    for word, kind in _KINDS.items():
        if word in content_type:
            return kind
    return TextKind.JSON if text.lstrip()[:1] in ("{", "[") else TextKind.TEXT


def _encoded(text: str) -> str:
    return quote_plus(text, safe="{}") if "{{" in text else quote_plus(text)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _name(url: str) -> str:
    path = url.partition("?")[0].partition("#")[0].rstrip("/")
    return path.rsplit("/", 1)[-1] or url
