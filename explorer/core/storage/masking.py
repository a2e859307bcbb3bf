"""Takes credentials out of requests, exchanges and findings before they are stored, shown as text or copied.

It knows where headers, URLs and requests hold credentials; ``secret_names`` knows their names and ``secret_places`` the
insides of bodies. References like ``{{token}}`` are kept: they are names, not values.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar
from urllib.parse import unquote_plus

from explorer.core.model.diagnosis import Diagnosis, Edit, EditTarget
from explorer.core.model.exchange import Content, Exchange, Failure, Headers, Hop, Outcome, Response, SentRequest
from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FormBody,
    FormField,
    GraphQLBody,
    MultipartBody,
    Param,
    Part,
    Request,
    TextBody,
)
from explorer.core.storage.masked_values import mask_value
from explorer.core.storage.secret_forms import MASK, SHORTEST, decoded_basic, mask, mask_bytes
from explorer.core.storage.secret_names import is_secret_name
from explorer.core.storage.secret_places import is_reference, mask_text_places, masked_value, values_in
from explorer.core.storage.value_walk import changed

__all__ = [
    "MASK",
    "is_secret_name",
    "mask",
    "mask_bytes",
    "mask_diagnosis",
    "mask_exchange",
    "mask_header",
    "mask_request",
    "mask_url",
    "mask_value",
    "secrets_of",
]

T = TypeVar("T")
Row = TypeVar("Row", Param, FormField, Part)

_SHORTEST_DERIVED = 8
"""Values found by their name are searched for elsewhere from this length on; a cookie "lang=en" must not blot out
every "en"."""

_BODY_SEARCH_BYTES = 1024 * 1024
_USERINFO = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)([^/?#]*)@")
_BARE_USERINFO = re.compile(r"^()((?!(?:mailto|tel|sips?|xmpp|acct|urn|data|im|news):)[^/?#@:\s]+:[^/?#\s]*)@")
_URL_HEADERS = frozenset({"location", "content-location", "referer"})
_SCHEME_HEADERS = frozenset({"authorization", "proxy-authorization"})


def mask_header(name: str, value: str) -> str:
    """The value as it may be stored; the scheme of Authorization and the names of cookies stay readable."""
    lower = name.lower()
    if lower in _SCHEME_HEADERS:
        scheme, space, credentials = value.strip().partition(" ")
        return f"{scheme}{space}{masked_value(credentials)}" if space else masked_value(value)
    if lower == "cookie":
        return "; ".join(_masked_pair(pair) for pair in value.split(";"))
    if lower == "set-cookie":
        pair, semicolon, attributes = value.partition(";")
        return _masked_pair(pair) + semicolon + attributes
    if lower in _URL_HEADERS:
        return mask_url(value)
    return masked_value(value) if is_secret_name(lower) else value


def mask_url(url: str) -> str:
    """The URL without the password of its userinfo and the values of credential parameters."""
    url = _BARE_USERINFO.sub(_masked_userinfo, _USERINFO.sub(_masked_userinfo, url))
    rest, hash_mark, fragment = url.partition("#")
    path, question_mark, query = rest.partition("?")
    path = "/".join(_masked_parameter(segment) for segment in path.split("/")) if ";" in path else path
    return path + question_mark + _masked_query(query) + hash_mark + _masked_query(fragment)


def mask_request(request: Request) -> Request:
    """The request as written without its literal credentials; ``{{references}}`` stay."""
    return changed(
        request,
        url=mask_url(request.url),
        params=_masked_rows(request.params),
        headers=tuple(changed(row, value=mask_header(row.name, row.value)) for row in request.headers),
        auth=_masked_auth(request.auth),
        body=_masked_body(request.body),
        variants=tuple(
            changed(one, body=None if one.body is None else _masked_body(one.body)) for one in request.variants
        ),
    )


def mask_exchange(exchange: Exchange, secrets: tuple[str, ...] | None = None) -> Exchange:
    """The exchange without credentials: every known secret wherever it stands, then what else has its place.

    Bodies that lie in files are not opened; their heads are masked. ``secrets`` spares finding them again.
    """
    secrets = secrets_of(exchange) if secrets is None else secrets
    safe = mask_value(exchange, secrets)
    return changed(
        safe,
        request=mask_request(safe.request),
        sent=_masked_sent(safe.sent) if safe.sent else None,
        outcome=_masked_outcome(safe.outcome),
        hops=tuple(_masked_hop(hop) for hop in safe.hops),
    )


def mask_diagnosis(diagnosis: Diagnosis, secrets: tuple[str, ...]) -> Diagnosis:
    """The finding without credentials in any of its texts; ``secrets`` are those of its exchange (``secrets_of``).

    A finding quotes: what it shortened with an ellipsis is masked as well.
    """
    safe = mask_value(diagnosis, (*secrets, *_cut_secrets(diagnosis, secrets)))
    remedies = (replace(remedy, edits=tuple(map(_masked_edit, remedy.edits))) for remedy in safe.remedies)
    return replace(safe, remedies=tuple(remedies))


def secrets_of(exchange: Exchange) -> tuple[str, ...]:
    """Every value that must not be stored: the known ones, and those found by header, parameter or field name."""
    known: set[str] = set()
    derived: set[str] = set(_auth_values(exchange.request.auth))
    for sent in _all_sent(exchange):
        known.update(sent.secrets)
        derived.update(_url_values(sent.url), _header_values(sent.headers), _request_body_values(sent.body))
    for response in _all_responses(exchange):
        derived.update(_header_values(response.headers), _response_body_values(response.body))
    values = {value for value in known if len(value) >= SHORTEST}
    values |= {value for value in derived if len(value) >= _SHORTEST_DERIVED and not is_reference(value)}
    return tuple(sorted(values, key=lambda value: (-len(value), value)))


def _masked_pair(pair: str) -> str:
    name, equals, value = pair.strip().partition("=")
    return f"{name}={masked_value(value)}" if equals else masked_value(name)


def _masked_userinfo(match: re.Match[str]) -> str:
    user, colon, password = match.group(2).partition(":")
    shown = f"{user}:{masked_value(password)}" if colon else masked_value(user)
    return f"{match.group(1)}{shown}@"


def _masked_query(query: str) -> str:
    if "=" not in query:
        return query
    return "&".join(_masked_parameter(pair) for pair in query.split("&"))


def _masked_parameter(text: str) -> str:
    """One or several ``name=value`` with semicolons between them; a piece without "=" belongs to the value before."""
    shown: list[str] = []
    is_masked = False
    for piece in text.split(";"):
        name, equals, value = piece.partition("=")
        if equals:
            safe = masked_value(value) if is_secret_name(unquote_plus(name)) else value
            is_masked = safe != value
            shown.append(f"{name}={safe}")
        elif not is_masked:
            shown.append(piece)
    return ";".join(shown)


def _masked_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(_masked_row(row) for row in rows)


def _masked_row(row: Row) -> Row:
    if not is_secret_name(row.name):
        return row
    return replace(row, value=masked_value(row.value))


def _masked_auth(auth: Auth) -> Auth:
    match auth:
        case BasicAuth():
            return replace(auth, password=masked_value(auth.password))
        case BearerAuth():
            return replace(auth, token=masked_value(auth.token))
        case ApiKeyAuth():
            return replace(auth, value=masked_value(auth.value))
        case _:
            return auth


def _masked_body(body: Body) -> Body:
    match body:
        case FormBody():
            return replace(body, fields=_masked_rows(body.fields))
        case MultipartBody():
            return replace(body, parts=_masked_rows(body.parts))
        case TextBody():
            return replace(body, text=mask_text_places(body.text))
        case GraphQLBody():
            return replace(body, query=mask_text_places(body.query), variables=mask_text_places(body.variables))
        case _:
            return body


def _masked_headers(headers: Headers) -> Headers:
    return tuple((name, mask_header(name, value)) for name, value in headers)


def _masked_sent(sent: SentRequest) -> SentRequest:
    return changed(sent, url=mask_url(sent.url), headers=_masked_headers(sent.headers), secrets=())


def _masked_response(response: Response) -> Response:
    return changed(response, headers=_masked_headers(response.headers))


def _masked_outcome(outcome: Outcome) -> Outcome:
    match outcome:
        case Response():
            return _masked_response(outcome)
        case Failure():
            return changed(outcome, partial=_masked_response(outcome.partial) if outcome.partial else None)


def _masked_hop(hop: Hop) -> Hop:
    return changed(hop, sent=_masked_sent(hop.sent), response=_masked_response(hop.response))


def _masked_edit(edit: Edit) -> Edit:
    match edit.target:
        case EditTarget.HEADER | EditTarget.VARIABLE:
            before, after = (mask_header(edit.name, text) for text in (edit.before, edit.after))
        case EditTarget.AUTH if edit.name != "scheme":
            before, after = masked_value(edit.before), masked_value(edit.after)
        case _:
            return edit
    return replace(edit, before=before, after=after)


def _cut_secrets(value: object, secrets: tuple[str, ...]) -> set[str]:
    """The beginnings of secrets that stand before an ellipsis in any text of a noun."""
    texts = (text for text in _texts(value) if "…" in text)
    heads = [head.rstrip() for text in texts for head in _heads(text)]
    return {cut for secret in secrets for head in heads if (cut := _beginning(secret, head))}


def _heads(text: str) -> Iterable[str]:
    return (text[: match.start()] for match in re.finditer("…", text))


def _beginning(secret: str, head: str) -> str:
    """The longest beginning of the secret with which a text ends; empty when there is none worth hiding."""
    least = max(SHORTEST, min(_SHORTEST_DERIVED, len(secret) // 2))
    lengths = range(min(len(secret), len(head)), least - 1, -1)
    return next((secret[:length] for length in lengths if head.endswith(secret[:length])), "")


def _texts(value: object) -> Iterable[str]:
    match value:
        case str():
            yield value
        case tuple() | frozenset():
            for item in value:
                yield from _texts(item)
        case _ if is_dataclass(value) and not isinstance(value, type):
            for item in fields(value):
                yield from _texts(getattr(value, item.name))


def _all_sent(exchange: Exchange) -> Iterable[SentRequest]:
    yield from (hop.sent for hop in exchange.hops)
    if exchange.sent is not None:
        yield exchange.sent


def _all_responses(exchange: Exchange) -> Iterable[Response]:
    yield from (hop.response for hop in exchange.hops)
    match exchange.outcome:
        case Response() as response:
            yield response
        case Failure(partial=Response() as partial):
            yield partial


def _auth_values(auth: Auth) -> tuple[str, ...]:
    match auth:
        case BasicAuth():
            return (auth.password,)
        case BearerAuth():
            return (auth.token,)
        case ApiKeyAuth():
            return (auth.value,)
        case _:
            return ()


def _url_values(url: str) -> Iterable[str]:
    userinfo = _USERINFO.match(url) or _BARE_USERINFO.match(url)
    if userinfo:
        user, colon, password = userinfo.group(2).partition(":")
        yield unquote_plus(password if colon else user)
    for pair in re.split("[?&#;]", url):
        name, equals, value = pair.partition("=")
        if equals and is_secret_name(unquote_plus(name)):
            yield value
            yield unquote_plus(value)


def _header_values(headers: Headers) -> Iterable[str]:
    for name, value in headers:
        lower = name.lower()
        if lower in _SCHEME_HEADERS:
            yield from _credential_values(value)
        elif lower == "cookie":
            yield from (pair.partition("=")[2].strip() for pair in value.split(";"))
        elif lower == "set-cookie":
            yield value.partition(";")[0].partition("=")[2].strip()
        elif lower in _URL_HEADERS:
            yield from _url_values(value)
        elif is_secret_name(lower):
            yield value.strip()


def _credential_values(value: str) -> Iterable[str]:
    scheme, _, credentials = value.strip().partition(" ")
    yield credentials or scheme
    if scheme.lower() == "basic":
        yield decoded_basic(credentials).partition(b":")[2].decode("utf-8", "replace")


def _request_body_values(body: Content) -> Iterable[str]:
    return values_in(body.data[:_BODY_SEARCH_BYTES])


def _response_body_values(body: Content) -> Iterable[str]:
    """Without sentences: ``{"password": "is too short"}`` says something, and is masked in its place only."""
    return (value for value in values_in(body.data[:_BODY_SEARCH_BYTES]) if " " not in value)
