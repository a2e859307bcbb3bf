"""``explorer send``: one request through the same path as the window's."""

import argparse
import asyncio
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

from explorer.cli.report import print_report, write_body
from explorer.core.diagnosis.answer import answer
from explorer.core.errors import UsageError
from explorer.core.model.collection import Variable
from explorer.core.model.request import Body, Header, NoAuth, NoBody, Request, TextBody, TextKind
from explorer.core.settings import Settings
from explorer.core.storage.collections import find_root, load, read_request
from explorer.core.storage.exchange_json import exchange_json
from explorer.core.storage.history import History
from explorer.core.storage.masking import mask_exchange
from explorer.core.storage.places import places
from explorer.core.storage.secrets import Secrets
from explorer.core.transport import Transport
from explorer.core.workspace import Performed, Workspace

_METHOD = re.compile(r"^[A-Za-z!#$%&'*+.^_`|~-]+$")


def run(arguments: argparse.Namespace) -> int:
    """Send and print; 0 for a 2xx or 3xx, 1 for any other outcome."""
    performed = asyncio.run(_perform(arguments))
    response = performed.exchange.response
    if arguments.json:
        exchange = exchange_json(mask_exchange(performed.exchange))
        found = {**answer(performed.exchange.id, performed.diagnosis)}
        print(json.dumps({"exchange": exchange, "diagnosis": found}, ensure_ascii=False))
    elif arguments.output and response is not None:
        write_body(response.body, Path(arguments.output))
        print_report(performed, include=arguments.include, with_body=False)
    else:
        print_report(performed, include=arguments.include, with_body=True)
    if performed.notice:
        print(f"explorer: {performed.notice}", file=sys.stderr)
    return 0 if response is not None and 200 <= response.status < 400 else 1


async def _perform(arguments: argparse.Namespace) -> Performed:
    request, key, folder = _request(arguments)
    workspace = _workspace(arguments, folder)
    try:
        await workspace.read_secrets()
        return await workspace.perform(request, request_key=key)
    finally:
        await workspace.transport.aclose()
        if workspace.history is not None:
            await workspace.history.aclose()


def _request(arguments: argparse.Namespace) -> tuple[Request, str, Path | None]:
    """The request, its key in the collection and the collection's folder."""
    method, target = _method_and_target(arguments.words)
    folder = Path(arguments.folder).resolve() if arguments.folder else None
    path = Path(target)
    if method is None and target.endswith((".yml", ".yaml")) and "://" not in target:
        if not path.is_file():
            raise UsageError(f"There is no request file {target}.")
        folder = folder or find_root(path.resolve())
        request = read_request(path.resolve())
        key = path.resolve().relative_to(folder).as_posix() if folder else path.name
        return _changed(request, arguments), key, folder
    request = Request(method=method or ("GET" if arguments.data is None else "POST"), url=target, auth=NoAuth())
    return _changed(request, arguments), "", folder


def _changed(request: Request, arguments: argparse.Namespace) -> Request:
    settings = replace(
        request.settings,
        timeout_s=arguments.timeout or request.settings.timeout_s,
        follow_redirects=False if arguments.no_follow else request.settings.follow_redirects,
    )
    headers = (*request.headers, *(_header(text) for text in arguments.header))
    body = request.body if arguments.data is None else _body(arguments.data)
    return replace(request, headers=headers, body=body, settings=settings)


def _workspace(arguments: argparse.Namespace, folder: Path | None) -> Workspace:
    here = places()
    collection = load(folder) if folder else None
    names = [one.name for one in collection.environments] if collection else []
    if arguments.env and arguments.env not in names:
        known = ", ".join(names) or "none"
        raise UsageError(f"There is no environment {arguments.env}. Known: {known}.")
    return Workspace(
        transport=Transport(),
        history=None if arguments.private else History(here.data),
        settings=Settings(verify_tls=not arguments.insecure),
        spill_dir=here.cache,
        folder=folder or Path.cwd(),
        collection=collection,
        environment_name=arguments.env,
        secrets=Secrets(),
        overrides=_variables(arguments.var),
    )


def _method_and_target(words: list[str]) -> tuple[str | None, str]:
    match words:
        case [target]:
            return None, target
        case [method, target] if _METHOD.match(method):
            return method, target
        case _:
            raise UsageError("Write one URL or request file, with at most a method before it.")


def _header(text: str) -> Header:
    name, colon, value = text.partition(":")
    if not colon:
        raise UsageError(f"A header is written NAME: VALUE; {text!r} has no colon.")
    return Header(name=name.strip(), value=value.strip())


def _variables(assignments: list[str]) -> dict[str, Variable]:
    pairs = [text.partition("=") for text in assignments]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageError(f"A variable is written NAME=VALUE; {name!r} has no equals sign.")
    return {name: Variable(name=name, value=value) for name, _, value in pairs}


def _body(data: str) -> Body:
    if data.startswith("@"):
        try:
            raw = sys.stdin.buffer.read() if data == "@-" else Path(data[1:]).read_bytes()
        except OSError as error:
            raise UsageError(f"{data[1:]} cannot be read: {error.strerror}.") from error
        data = raw.decode("utf-8", "surrogateescape")
    if not data:
        return NoBody()
    kind = TextKind.JSON if data.lstrip()[:1] in ("{", "[", '"') else TextKind.TEXT
    return TextBody(kind=kind, text=data)
