"""Requests as curl commands: one that was sent, to the byte, and one as it is written. Reading is ``curl_read``'s."""

import json
import shlex

from explorer.core.model.exchange import SentRequest
from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FileBody,
    FormBody,
    GraphQLBody,
    KeyPlacement,
    MultipartBody,
    NoBody,
    Part,
    Request,
    TextBody,
)

_ON_A_LINE = frozenset(
    (
        *("--header", "--compressed", "--data-binary", "--data-raw", "--data-urlencode", "--form", "--form-string"),
        *("--json", "--user", "--url-query"),
    )
)


def curl_command(sent: SentRequest) -> str:
    """The request as a POSIX shell command; headers that curl adds by itself are left out unless they differ."""
    parts = ["curl", "--globoff"]
    if sent.method != _default_method(sent):
        parts += ["--request", sent.method]
    parts.append(sent.url)
    for name, value in sent.headers:
        if name.lower() not in {"host", "content-length", "connection"}:
            parts += ["--header", f"{name}: {value}" if value else f"{name};"]
    if any(name.lower() == "accept-encoding" for name, _ in sent.headers):
        parts.append("--compressed")
    if sent.body.size_bytes:
        parts += ["--data-binary", _body_argument(sent)]
    return _wrapped(parts)


def written_command(request: Request) -> str:
    """The request as it is written, with its ``{{references}}``, as a command that ``curl_read`` understands again."""
    parts = ["curl", "--globoff"]
    if request.method != ("GET" if isinstance(request.body, NoBody) else "POST"):
        parts += ["--request", request.method]
    parts.append(request.url)
    for header in request.headers:
        if header.enabled:
            parts += ["--header", f"{header.name}: {header.value}" if header.value else f"{header.name};"]
    return _wrapped([*parts, *_credentials(request.auth), *_written_body(request.body)])


def _credentials(auth: Auth) -> list[str]:
    match auth:
        case BasicAuth():
            return ["--user", f"{auth.username}:{auth.password}"]
        case BearerAuth():
            return ["--header", f"Authorization: Bearer {auth.token}"]
        case ApiKeyAuth() if auth.placement is KeyPlacement.HEADER:
            return ["--header", f"{auth.name}: {auth.value}"]
        case ApiKeyAuth():
            return ["--url-query", f"{auth.name}={auth.value}"]
        case _:
            return []


def _written_body(body: Body) -> list[str]:
    match body:
        case TextBody():
            return ["--data-raw", body.text]
        case FormBody():
            rows = (row for row in body.fields if row.enabled)
            return [word for row in rows for word in ("--data-urlencode", f"{row.name}={row.value}")]
        case MultipartBody():
            return [word for part in body.parts if part.enabled for word in _written_part(part)]
        case FileBody():
            return ["--data-binary", f"@{body.file_path}"]
        case GraphQLBody():
            variables = f', "variables": {body.variables}' if body.variables.strip() else ""
            return ["--json", f'{{"query": {json.dumps(body.query)}{variables}}}']
        case _:
            return []


def _written_part(part: Part) -> tuple[str, str]:
    kind = f";type={part.content_type}" if part.content_type else ""
    if part.file_path:
        return "--form", f"{part.name}=@{part.file_path}{kind}"
    return "--form-string", f"{part.name}={part.value}"


def _default_method(sent: SentRequest) -> str:
    return "POST" if sent.body.size_bytes else "GET"


def _body_argument(sent: SentRequest) -> str:
    if not sent.body.is_complete and sent.body.path is not None:
        return f"@{sent.body.path}"
    return sent.body.data.decode("utf-8", "replace")


def _wrapped(parts: list[str]) -> str:
    """One line for method and URL, then one for each header and the body."""
    text = ""
    for part in parts:
        break_before = part in _ON_A_LINE
        text += (" \\\n  " if break_before else " " if text else "") + shlex.quote(part)
    return text
