"""A URL as typed, taken apart without re-encoding it: what is legal on the wire stays byte for byte.

Only characters that cannot be in a request line (blanks, controls, non-ASCII) are percent-encoded, as UTF-8.
"""

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin

from explorer.core.errors import InvalidRequestError

DEFAULT_PORTS = {"http": 80, "https": 443}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")
_ONE_SLASH = re.compile(r"(https?):/?(?=[^/0-9])", re.IGNORECASE)
_LOCAL = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(?=[:/?#]|$)", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\r\n\0]")
_NOT_IN_HOST = re.compile(r"[\x00-\x20\x7f\"#$%&'()*+,/;<=>?@\[\\\]^`{|}]")
_OFF_WIRE = re.compile(r"[^\x21-\x7e]+")


class UnsupportedSchemeError(InvalidRequestError):
    """A URL of another protocol than HTTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireUrl:
    """``target`` is the path with query of the request line; ``authority`` is host and port as typed."""

    scheme: str
    host: str
    """Without brackets; IDNA-encoded (RFC 5891)."""
    port: int
    authority: str
    target: str
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """Absolute and without user information and fragment."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """RFC 6454 §4."""
        return self.scheme, self.host.lower(), self.port

    @property
    def host_field(self) -> str:
        """The value of Host: the port is left out when it is the scheme's own (RFC 9110 §7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def parse_url(text: str) -> WireUrl:
    """Raises InvalidRequestError (field "url"); UnsupportedSchemeError for anything but http and https.

    Without a scheme, loopback hosts get http and all others https.
    """
    text = text.strip().partition("#")[0]
    if not text:
        raise _invalid("The URL is empty.")
    if _LINE_BREAKS.search(text):
        raise _invalid("The URL contains a line break.")
    scheme, rest = _scheme(text)
    end = next((index for index, mark in enumerate(rest) if mark in "/?"), len(rest))
    user_text, _, place = rest[:end].rpartition("@")
    host, port = _host_and_port(place, scheme)
    username, _, password = user_text.partition(":")
    target = encoded(rest[end:])
    return WireUrl(
        scheme=scheme,
        host=host,
        port=port,
        authority=_authority(place, host),
        target=target if target.startswith("/") else f"/{target}",
        username=unquote(username),
        password=unquote(password),
    )


def joined(url: WireUrl, reference: str) -> WireUrl:
    """Where a Location points, relative to ``url`` (RFC 9110 §10.2.2). Raises like ``parse_url``."""
    reference = reference.strip().partition("#")[0]
    path, mark, query = reference.partition("?")
    if not mark:
        return parse_url(urljoin(url.text, reference))
    # The standard library takes an empty query for none (RFC 3986 §5.2.2 tells them apart).
    place = urljoin(url.text, path) if path else url.text.partition("?")[0]
    return parse_url(f"{place}?{query}")


def with_query(url_text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """The URL with pairs appended to its query; what was there stays as it is."""
    if not pairs:
        return url_text
    before, mark, fragment = url_text.partition("#")
    added = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    glue = "" if before.endswith(("?", "&")) else "&" if "?" in before else "?"
    return f"{before}{glue}{added}{mark}{fragment}"


def encoded_anew(url_text: str) -> str:
    """Path segments and query pairs percent-encoded as OpenCollection's ``encodeUrl`` means it.

    Segments are decoded first, so that ``%20`` stays; query names and values are taken as they are typed, so that a
    typed ``%20`` becomes ``%2520``. A pair without a name is left out.
    """
    rest, mark, fragment = url_text.partition("#")
    before, question, query = rest.partition("?")
    scheme = _SCHEME.match(before)
    start = before.find("/", scheme.end() if scheme else 0)
    if start >= 0:
        segments = (_component(unquote(segment)) for segment in before[start:].split("/"))
        before = before[:start] + "/".join(segments)
    pairs = (pair.partition("=") for pair in query.split("&"))
    texts = [f"{_component(name)}{equals}{_component(value)}" for name, equals, value in pairs if name]
    return f"{before}{question}{'&'.join(texts)}{mark}{fragment}"


def encoded(text: str) -> str:
    """Percent-encode only what cannot stand in a request line."""
    return _OFF_WIRE.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), text)


def _component(text: str) -> str:
    """As ECMAScript's encodeURIComponent (ECMA-262 §19.2.6.4)."""
    return quote(text, safe="!'()*", errors="surrogatepass")


def _scheme(text: str) -> tuple[str, str]:
    found = _SCHEME.match(text)
    if found is None:
        if slip := _ONE_SLASH.match(text):
            raise _invalid(f"The URL needs two slashes after {slip[1]}: as in {slip[1]}://example.com.")
        return ("http" if _LOCAL.match(text) else "https"), text
    scheme = found[1].lower()
    if scheme not in DEFAULT_PORTS:
        message = f"Explorer sends http and https requests; {scheme}:// is another protocol."
        raise UnsupportedSchemeError(message, field="url")
    return scheme, text[found.end() :]


def _host_and_port(place: str, scheme: str) -> tuple[str, int]:
    if place.startswith("["):
        host, bracket, port_text = place[1:].partition("]")
        if not bracket or (port_text and not port_text.startswith(":")):
            raise _invalid(f"The IPv6 address in {place} is not closed by a bracket.")
        return _ipv6(host), _port(port_text[1:], scheme)
    host, _, port_text = place.partition(":")
    return _host_name(host), _port(port_text, scheme)


def _ipv6(host: str) -> str:
    try:
        return str(ipaddress.IPv6Address(host.replace("%25", "%")))
    except ValueError:
        raise _invalid(f"[{host}] is not an IPv6 address.") from None


def _host_name(host: str) -> str:
    if not host:
        raise _invalid("The URL has no host name.")
    if bad := _NOT_IN_HOST.search(host):
        raise _invalid(f"The host name {host} cannot contain {_shown(bad[0])}.")
    name = host if host.isascii() else _idna(host)
    labels = name.removesuffix(".").split(".")
    if len(name) > 254 or not all(0 < len(label) < 64 for label in labels):
        raise _invalid(f"The host name {host} has an empty part or one that is too long.")
    return name


def _idna(host: str) -> str:
    import idna  # here for start-up time: its tables are large and rarely needed

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise _invalid(f"The host name {host} cannot be written in the form DNS needs (IDNA).") from None


def _port(text: str, scheme: str) -> int:
    if not text:
        return DEFAULT_PORTS[scheme]
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        raise _invalid(f"{text} is not a port; ports are numbers from 1 to 65535.")
    return int(text)


def _authority(place: str, host: str) -> str:
    if place.startswith("["):
        return place
    return host + place[len(place.partition(":")[0]) :].removesuffix(":")


def _shown(mark: str) -> str:
    return "a blank" if mark.isspace() else mark


def _invalid(message: str) -> InvalidRequestError:
    return InvalidRequestError(message, field="url")
