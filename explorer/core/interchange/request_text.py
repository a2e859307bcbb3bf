"""A request as a text to read and to compare: its lines as they were typed, nothing resolved, no credentials."""

from collections.abc import Iterator

from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FileBody,
    FormBody,
    InheritAuth,
    MultipartBody,
    NoAuth,
    Part,
    Request,
    TextBody,
)
from explorer.core.variables import references


def request_text(request: Request) -> str:
    """Name, request line, parameters, headers, authorisation, body and docs, a line each; switched-off rows with //.

    Credentials stand there only where they are ``{{references}}``; others are said to be there and no more.
    """
    return "\n".join(_lines(request))


def _lines(request: Request) -> Iterator[str]:
    if request.name:
        yield f"# {request.name}"
    yield f"{request.method} {request.url}"
    for param in request.params:
        if not param.enabled or param.kind.value == "path":
            yield f"{_off(param.enabled)}{param.kind.value} {param.name} = {param.value}"
    for header in request.headers:
        yield f"{_off(header.enabled)}{header.name}: {header.value}"
    yield from _auth_lines(request.auth)
    yield from _setting_lines(request)
    body = list(_body_lines(request.body))
    if body:
        yield ""
        yield from body
    if request.docs:
        yield ""
        yield from (f"// {line}".rstrip() for line in request.docs.splitlines())


def _off(enabled: bool) -> str:
    return "" if enabled else "// "


def _auth_lines(auth: Auth) -> Iterator[str]:
    match auth:
        case InheritAuth():
            return
        case NoAuth():
            yield "auth: none"
        case BasicAuth():
            yield f"auth: basic {auth.username} {_hidden(auth.password)}"
        case BearerAuth():
            yield f"auth: bearer {_hidden(auth.token)}"
        case ApiKeyAuth():
            yield f"auth: API key {auth.name} in {auth.placement.value} {_hidden(auth.value)}"
        case _:
            yield f"auth: {auth.kind}"


def _hidden(value: str) -> str:
    """A credential: itself when it is nothing but references, else dots."""
    rest = value
    for reference in reversed(references(value)):
        rest = rest[: reference.start] + rest[reference.end :]
    return "••••••" if rest.strip() else value


def _setting_lines(request: Request) -> Iterator[str]:
    settings = request.settings
    rows = (
        ("timeout", settings.timeout_s),
        ("follow redirects", settings.follow_redirects),
        ("most redirects", settings.max_redirects),
    )
    yield from (f"{name}: {value}" for name, value in rows if value is not None)
    if request.automatic_headers_off:
        yield f"not added: {', '.join(sorted(request.automatic_headers_off))}"


def _body_lines(body: Body) -> Iterator[str]:
    match body:
        case TextBody():
            yield from body.text.splitlines()
        case FormBody():
            yield from (f"{_off(row.enabled)}{row.name} = {row.value}" for row in body.fields)
        case MultipartBody():
            yield from (f"{_off(row.enabled)}{row.name} = {_content(row)}" for row in body.parts)
        case FileBody():
            yield f"< {body.file_path}"
        case _:
            return


def _content(part: Part) -> str:
    return f"< {part.file_path}" if part.file_path else part.value
