"""What the next request of a redirect chain looks like (RFC 9110 §15.4), and what it loses on the way.

Pure: it reads one answer and makes one request.
"""

from dataclasses import dataclass, replace

from explorer.core.errors import InvalidRequestError
from explorer.core.model.exchange import Content, Headers, Response
from explorer.core.transport.bodies import EMPTY
from explorer.core.transport.prepared import Prepared, host_first
from explorer.core.transport.urls import WireUrl, joined

FOLLOWED = frozenset({301, 302, 303, 307, 308})

CONTENT_FIELDS = frozenset(
    {"content-type", "content-length", "content-encoding", "content-language", "content-location", "transfer-encoding"}
)
CREDENTIAL_FIELDS = frozenset({"authorization", "cookie", "proxy-authorization"})


class BadRedirectError(Exception):
    """A Location that cannot be followed; the text is a whole sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """The next request and a note of what it lost ("method became GET, body dropped")."""

    prepared: Prepared
    note: str


def redirect(prepared: Prepared, response: Response) -> Redirect | None:
    """The next request, or None when this answer is final. Raises BadRedirectError."""
    location = response.header("location")
    if response.status not in FOLLOWED or not location:
        return None
    url = _target(prepared.url, location)
    following, notes = _changed_method(prepared, response.status)
    following, lost = _without_credentials(following, url)
    headers = _with_host(following.headers, prepared.url, url)
    return Redirect(prepared=replace(following, url=url, headers=headers), note=", ".join(notes + lost))


def _target(url: WireUrl, location: str) -> WireUrl:
    # Header values arrive as latin-1; servers that send non-ASCII paths mean UTF-8.
    text = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return joined(url, text)
    except (InvalidRequestError, ValueError) as error:
        message = f"The server redirects to {text[:200]}, which cannot be followed: {error}"
        raise BadRedirectError(message) from error


def _changed_method(prepared: Prepared, status: int) -> tuple[Prepared, list[str]]:
    """303 becomes GET (HEAD stays), 301 and 302 turn POST into GET, 307 and 308 change nothing."""
    method = prepared.method
    to_get = (status == 303 and method not in ("GET", "HEAD")) or (status in (301, 302) and method == "POST")
    if not to_get:
        return prepared, []
    notes = ["method became GET", *(["body dropped"] if prepared.payload.is_body else [])]
    headers = _without(prepared.headers, CONTENT_FIELDS)
    return replace(prepared, method="GET", payload=EMPTY, body=Content(), headers=headers), notes


def _without_credentials(prepared: Prepared, url: WireUrl) -> tuple[Prepared, list[str]]:
    """Credentials stay with the origin they were given for (RFC 9110 §15.4)."""
    if prepared.url.origin == url.origin:
        return prepared, []
    secret_names = CREDENTIAL_FIELDS | prepared.credential_names
    lost = dict.fromkeys(name for name, _ in prepared.headers if name.lower() in secret_names)
    return replace(prepared, headers=_without(prepared.headers, secret_names)), [f"{name} dropped" for name in lost]


def _with_host(headers: Headers, before: WireUrl, after: WireUrl) -> Headers:
    if before.origin == after.origin:
        return headers
    return host_first((("Host", after.host_field), *_without(headers, frozenset({"host"}))))


def _without(headers: Headers, names: frozenset[str]) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() not in names)
