"""What differs between two versions of a request: method, URL, rows, credentials, body, settings. Pure.

It is told in the words of the composer. Credentials are compared as they are and shown masked: where only a hidden
value changed, the change is named and the value is not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from explorer.core.model.request import (
    Body,
    FileBody,
    FormBody,
    GraphQLBody,
    MultipartBody,
    NoBody,
    Param,
    ParamKind,
    Part,
    Request,
    RequestSettings,
    TextBody,
)
from explorer.core.model.versions import FieldChange, TextChange
from explorer.core.storage.git.field_terms import (
    auth_changes,
    docs_changes,
    docs_texts,
    header_changes,
    row_changes,
    simple,
    text_changes,
    variable_changes,
)
from explorer.core.storage.git.json_terms import hidden
from explorer.core.storage.masking import mask_request

Differences = tuple[tuple[FieldChange, ...], tuple[TextChange, ...]]

_BODY_WORDS = {
    NoBody: "none",
    FormBody: "form",
    MultipartBody: "multipart form",
    FileBody: "file",
    GraphQLBody: "GraphQL",
}
_SETTING_WORDS = {
    "timeout_s": "timeout in seconds",
    "follow_redirects": "follow redirects",
    "max_redirects": "redirects at most",
    "encode_url": "encode the URL",
}


def request_differences(before: Request, after: Request) -> Differences:
    """Everything that differs, in the order of the composer."""
    old, new = mask_request(before), mask_request(after)
    found = (
        *simple("Name", before.name, after.name),
        *simple("Method", before.method, after.method),
        *_url(before, after, old, new),
        *row_changes("Path parameter", _params(before, ParamKind.PATH), _params(after, ParamKind.PATH)),
        *header_changes(before.headers, after.headers),
        *_automatic(before, after),
        *auth_changes(before.auth, after.auth),
        *_body(before.body, after.body, old.body, new.body),
        *_variants(old, new),
        *variable_changes(before.variables, after.variables),
        *_settings(before.settings, after.settings),
        *docs_changes(before.docs, after.docs),
    )
    return found, tuple(_texts(before, after, old, new))


def _variants(old: Request, new: Request) -> Iterator[FieldChange]:
    """Titles and which is selected, and the bodies of the others; both requests are masked."""
    yield from simple("Body", _titles(old), _titles(new), name="variants")
    before = {one.title: one.body for one in old.variants}
    for one in new.variants:
        body = before.get(one.title)
        if one.body is not None and body is not None and one.body != body:
            yield from simple("Body", _said(body), _said(one.body), name=f"variant {one.title}")


def _said(body: Body) -> str:
    match body:
        case TextBody():
            return body.text
        case FormBody():
            return "&".join(f"{row.name}={row.value}" for row in body.fields)
        case _:
            return body_words(body)


def _titles(request: Request) -> str:
    """The variants in their order, the selected one marked."""
    return ", ".join(f"{one.title} (selected)" if one.body is None else one.title for one in request.variants)


def _params(request: Request, kind: ParamKind) -> tuple[Param, ...]:
    return tuple(row for row in request.params if row.kind is kind)


def _url(before: Request, after: Request, old: Request, new: Request) -> Iterator[FieldChange]:
    sides = [one.url.partition("?")[0].partition("#")[0] for one in (before, after)]
    if sides[0] != sides[1]:
        shown = [one.url.partition("?")[0].partition("#")[0] for one in (old, new)]
        yield hidden("URL") if shown[0] == shown[1] else next(simple("URL", *shown))
    rows = [_query_rows(one) for one in (before, after)]
    found = tuple(row_changes("Query parameter", *rows))
    yield from found
    if before.url != after.url and sides[0] == sides[1] and not found:
        yield hidden("URL") if old.url == new.url else next(simple("URL", old.url, new.url))


def _query_rows(request: Request) -> tuple[Param, ...]:
    """The query as it goes on the wire, with what only the rows tell: descriptions, and those that are off."""
    known = _params(request, ParamKind.QUERY)
    notes = {(row.name, row.value): row.description for row in known if row.enabled}
    query = request.url.partition("#")[0].partition("?")[2]
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    sent = tuple(Param(name=name, value=value, description=notes.get((name, value), "")) for name, _, value in pairs)
    return (*sent, *(row for row in known if not row.enabled))


def _automatic(before: Request, after: Request) -> Iterator[FieldChange]:
    for name in sorted(before.automatic_headers_off ^ after.automatic_headers_off):
        off = name in after.automatic_headers_off
        yield FieldChange(
            part="Automatic header", name=name, before="on" if off else "off", after="off" if off else "on"
        )


def _body(before: Body, after: Body, old: Body, new: Body) -> Iterator[FieldChange]:
    if before == after:
        return
    if body_words(before) != body_words(after):
        yield from simple("Body", body_words(before), body_words(after), name="kind")
        return
    match before, after:
        case FormBody(), FormBody():
            yield from row_changes("Form field", before.fields, after.fields)
        case MultipartBody(), MultipartBody():
            yield from row_changes("Part", _as_rows(before.parts), _as_rows(after.parts))
        case FileBody(), FileBody():
            yield from simple("Body", before.file_path, after.file_path, name="file")
            yield from simple("Body", before.content_type, after.content_type, name="content type")
        case GraphQLBody(), GraphQLBody():
            assert isinstance(old, GraphQLBody)
            assert isinstance(new, GraphQLBody)
            yield from text_changes("Query", before.query, after.query, old.query, new.query)
            yield from text_changes("Variables", before.variables, after.variables, old.variables, new.variables)
        case TextBody(), TextBody():
            assert isinstance(old, TextBody)
            assert isinstance(new, TextBody)
            yield from text_changes("Body", before.text, after.text, old.text, new.text)


def body_words(body: Body) -> str:
    """The kind of a body."""
    return body.kind.value.upper() if isinstance(body, TextBody) else _BODY_WORDS[type(body)]


def _as_rows(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts whose value says which file is sent."""
    return tuple(replace(part, value=f"file {part.file_path}") if part.file_path else part for part in parts)


def _settings(before: RequestSettings, after: RequestSettings) -> Iterator[FieldChange]:
    for one in fields(RequestSettings):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old != new:
            yield from simple("Setting", _setting(old), _setting(new), name=_SETTING_WORDS[one.name])


def _setting(value: float | bool | None) -> str:
    if value is None:
        return "inherited"
    return ("on" if value else "off") if isinstance(value, bool) else f"{value:g}"


def _texts(before: Request, after: Request, old: Request, new: Request) -> Iterator[TextChange]:
    if before.body != after.body:
        for title, left, right in _body_texts(old.body, new.body):
            if left != right:
                is_json = (left or right).lstrip()[:1] in ("{", "[")
                yield TextChange(title=title, before=left, after=right, is_json=is_json)
    yield from docs_texts(before.docs, after.docs)


def _body_texts(old: Body, new: Body) -> Iterator[tuple[str, str, str]]:
    sides = [body if isinstance(body, GraphQLBody) else GraphQLBody() for body in (old, new)]
    texts = [body.text if isinstance(body, TextBody) else "" for body in (old, new)]
    yield "Body", texts[0], texts[1]
    yield "Query", sides[0].query, sides[1].query
    yield "Variables", sides[0].variables, sides[1].variables
