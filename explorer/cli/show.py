"""``explorer show``: a request as it would be sent, with its templates or with an environment's values; no secrets."""

import argparse
import asyncio
from pathlib import Path
from typing import Any, assert_never

from explorer.cli.asked import named_folder, saved, variables
from explorer.cli.exit_codes import FINE
from explorer.cli.output import visible, write_json, write_line
from explorer.cli.secrets_in_use import explained, secrets_for
from explorer.core.errors import UnresolvedVariableError, UsageError
from explorer.core.model.collection import Collection, RequestItem
from explorer.core.model.example import Example
from explorer.core.model.exchange import SentRequest
from explorer.core.model.request import (
    Body,
    FileBody,
    FormBody,
    GraphQLBody,
    MultipartBody,
    NoBody,
    OtherAuth,
    Request,
    TextBody,
)
from explorer.core.model.tree import find, inherited
from explorer.core.storage.codec import to_plain
from explorer.core.storage.collections import load
from explorer.core.storage.masked_values import mask_value
from explorer.core.storage.masking import mask_header, mask_request, mask_url
from explorer.core.transport import Transport
from explorer.core.transport.automatic import automatic_headers
from explorer.core.workspace import Workspace

Lines = list[tuple[str, str]]


def run(arguments: argparse.Namespace) -> int:
    """Print it like an HTTP message, or as JSON. Raises UsageError, and what a send would refuse with ``--env``."""
    folder = named_folder(arguments.folder) if arguments.folder else None
    found = saved(arguments.path, folder)
    collection = load(found.folder) if found.folder else None
    names = [one.name for one in collection.environments] if collection else []
    if arguments.env and arguments.env not in names:
        raise UsageError(f"There is no environment {arguments.env}. Known: {', '.join(names) or 'none'}.")
    workspace = Workspace(
        transport=Transport(),
        folder=found.folder or Path(arguments.path).absolute().parent,
        collection=collection,
        environment_name=arguments.env,
        secrets=secrets_for(collection, arguments.env),
        overrides=variables(arguments.var),
    )
    if arguments.env or arguments.var:
        sent = asyncio.run(_resolved(workspace, found.request, found.key))
        _show_sent(sent, as_json=arguments.json)
    else:
        request = mask_request(inherited(collection, found.key, found.request))
        _show_written(request, _examples(collection, found.key), as_json=arguments.json)
    return FINE


def _examples(collection: Collection | None, key: str) -> tuple[Example, ...]:
    """The saved examples of the request, credentials masked."""
    item = find(collection, key) if collection else None
    return mask_value(item.examples, ()) if isinstance(item, RequestItem) else ()


async def _resolved(workspace: Workspace, request: Request, key: str) -> SentRequest:
    """What would go on the wire, with every secret masked."""
    try:
        await workspace.read_secrets()
        sent = await asyncio.to_thread(workspace.preview, request, key)
        return mask_value(sent, sent.secrets)
    except UnresolvedVariableError as error:
        raise explained(error, workspace) from error
    finally:
        await workspace.transport.aclose()


def _show_sent(sent: SentRequest, *, as_json: bool) -> None:
    url, headers = mask_url(sent.url), [(name, mask_header(name, value)) for name, value in sent.headers]
    body = sent.body.data.decode("utf-8", "replace")
    if as_json:
        write_json({"method": sent.method, "url": url, "headers": headers, "body": body})
    else:
        _print(sent.method, url, headers, body)


def _show_written(request: Request, examples: tuple[Example, ...], *, as_json: bool) -> None:
    if as_json:
        plain: dict[str, Any] = to_plain(request)
        kept = [{"name": one.name, "status": one.status or None, "description": one.description} for one in examples]
        write_json({**plain, "examples": kept})
        return
    own = [(row.name, row.value) for row in request.headers if row.enabled]
    off = request.automatic_headers_off
    added = [(name, value) for name, value, *_ in automatic_headers(request) if name.lower() not in off]
    if isinstance(request.auth, OtherAuth):
        added.append((f"({request.auth.kind} authentication", "kept in the file, not sent yet)"))
    _print(request.method, request.url, [*own, *added], _body_text(request.body))
    _print_examples(examples)


def _print_examples(examples: tuple[Example, ...]) -> None:
    """Behind the message, as lines that no header can be taken for."""
    if examples:
        write_line("")
        write_line("# Saved examples")
    for one in examples:
        response = one.response
        status = f"{response.status or ''} {response.reason}".strip() if response else ""
        words = f"cannot be read: {one.fault}" if one.fault else status or "no status"
        write_line(visible(f"# {one.name}: {words}"))


def _print(method: str, url: str, headers: Lines, body: str) -> None:
    write_line(visible(f"{method} {url}"))
    for name, value in headers:
        write_line(visible(f"{name}: {value}"))
    if body:
        write_line("")
        write_line("\n".join(visible(line) for line in body.split("\n")))


def _body_text(body: Body) -> str:
    match body:
        case NoBody():
            return ""
        case TextBody():
            return body.text
        case FormBody():
            return "\n".join(f"{row.name}={row.value}" for row in body.fields if row.enabled)
        case MultipartBody():
            rows = (row for row in body.parts if row.enabled)
            return "\n".join(f"{row.name}={'@' + row.file_path if row.file_path else row.value}" for row in rows)
        case FileBody():
            return f"@{body.file_path}"
        case GraphQLBody():
            return "\n\n".join(filter(None, (body.query.rstrip("\n"), body.variables.rstrip("\n"))))
        case _:
            assert_never(body)
