"""The request as it was opened, for tabs that nobody has looked at: what their fields would say and count."""

from __future__ import annotations

from dataclasses import replace

from explorer.core.model.request import (
    Auth,
    Body,
    FormBody,
    GraphQLBody,
    Header,
    InheritAuth,
    MultipartBody,
    NoAuth,
    Part,
    Request,
    TextBody,
)
from explorer.core.variables import references, texts_of

LONG_TEXT = 100_000
"""Longer bodies, in characters, are read as a whole only after a pause, and checked on a thread."""


def as_fields(request: Request) -> Request:
    """The request as the fields give it back unedited: no blank rows, and line feeds between lines."""
    return replace(
        request,
        headers=tuple(row for row in request.headers if not _is_blank(row)),
        body=_body_as_fields(request.body),
        variants=tuple(
            one if one.body is None else replace(one, body=_body_as_fields(one.body)) for one in request.variants
        ),
        docs=_lines(request.docs),
    )


def headers_in_use(headers: tuple[Header, ...]) -> int:
    """How many header rows are sent."""
    return sum(row.enabled and not _is_blank(row) for row in headers)


def adds_credentials(auth: Auth, inherited: str) -> bool:
    """Whether credentials are added; ``inherited`` says in words what Inherit stands for, empty for nothing."""
    return bool(inherited) if isinstance(auth, InheritAuth) else not isinstance(auth, NoAuth)


def names_in_use(request: Request) -> frozenset[str]:
    """Names of the variables that are sent with the request."""
    texts = (text for text in texts_of(request) if "{{" in text)
    return frozenset(reference.name for text in texts for reference in references(text))


def _body_as_fields(body: Body) -> Body:
    match body:
        case TextBody():
            return replace(body, text=_lines(body.text))
        case GraphQLBody():
            return GraphQLBody(query=_lines(body.query), variables=_lines(body.variables))
        case FormBody():
            fields = (field for field in body.fields if field.name or field.value or field.description)
            return FormBody(fields=tuple(fields))
        case MultipartBody():
            return MultipartBody(
                parts=tuple(part for part in body.parts if replace(part, enabled=True) != Part(name="", value=""))
            )
        case _:
            return body


def _is_blank(row: Header) -> bool:
    return not (row.name or row.value or row.description)


def _lines(text: str) -> str:
    """Line ends as an editor has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
