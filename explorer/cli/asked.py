"""What the words of ``explorer send`` ask for: the request, its key, its collection. Nothing is sent here.

No sentence of this module repeats the value of a header or variable: it may be a credential.
"""

import argparse
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from explorer.cli.scratch import scratch_file
from explorer.cli.sources import STANDARD_INPUT, read_source
from explorer.core.errors import UsageError
from explorer.core.model.environment import Variable
from explorer.core.model.request import Body, FileBody, Header, NoAuth, NoBody, Request, TextBody, TextKind
from explorer.core.storage.collections import find_root, read_request

_METHOD = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""A token (RFC 9110 §5.6.2)."""
_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""How Python shows bytes of the command line that are no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to send."""

    request: Request
    key: str = ""
    """Its place in the collection; empty for one that was only typed."""
    folder: Path | None = None
    """The collection's folder."""


def asked(arguments: argparse.Namespace, scratch: Path) -> Asked:
    """The request with everything the options change. Raises UsageError, and what reading a request file raises."""
    _check_text(arguments)
    method, target = _method_and_target(arguments.words)
    folder = named_folder(arguments.folder) if arguments.folder else None
    if _names_a_file(target):
        found = saved(target, folder)
        request = replace(found.request, method=method or found.request.method)
    else:
        default = "GET" if arguments.data is None else "POST"
        found = Asked(request=Request(), folder=folder)
        request = Request(method=method or default, url=target, auth=NoAuth())
    return replace(found, request=_changed(request, arguments, scratch))


def variables(assignments: list[str]) -> dict[str, Variable]:
    """The values of ``--var``; raises UsageError."""
    pairs = [text.partition("=") for text in assignments]
    for number, (_, equals, _) in enumerate(pairs, 1):
        if not equals:
            raise UsageError(f"A variable is written NAME=VALUE; {_ordinal('--var', number)} has no equals sign.")
    return {name: Variable(name=name, value=value) for name, _, value in pairs}


def named_folder(name: str) -> Path:
    """The absolute path of a folder that is there; raises UsageError."""
    folder = Path(os.path.abspath(name))
    if not name:
        raise UsageError("The name of the folder is empty.")
    if os.path.isfile(folder):
        raise UsageError(f"{name} is a file; name the folder it is in.")
    if not os.path.isdir(folder):
        raise UsageError(f"There is no folder {name}.")
    return folder


def saved(target: str, folder: Path | None) -> Asked:
    """The request in a file, with its place in the collection. Raises UsageError, and what reading it raises."""
    if not os.path.isfile(target):
        raise UsageError(f"There is no request file {target}. If it is a URL, write https:// before it.")
    # The place a person named counts first, and where a link leads to only when the place is in no collection.
    path, real = Path(os.path.abspath(target)), Path(os.path.realpath(target))
    root = folder or find_root(path) or find_root(real)
    if root is None:
        return Asked(request=read_request(path), key=path.name)
    key = _key(path, real, root)
    if key is None:
        raise UsageError(f"{target} is not in the folder {root}.")
    return Asked(request=read_request(root / key), key=key, folder=root)


def _check_text(arguments: argparse.Namespace) -> None:
    parts = {
        "The URL or method": arguments.words,
        "A header": arguments.header,
        "A variable": arguments.var,
        "The name of the environment": [arguments.env],
        "The name of the folder": [arguments.folder or ""],
    }
    for name, texts in parts.items():
        if any(_SURROGATE.search(text) for text in texts):
            raise UsageError(f"{name} holds bytes that are not UTF-8 text.")
    if _SURROGATE.search(arguments.data or ""):
        raise UsageError("The body holds bytes that are not UTF-8 text; put them into a file and write -d @FILE.")


def _method_and_target(words: list[str]) -> tuple[str | None, str]:
    match words:
        case [target]:
            return None, target
        case [method, target] if _METHOD.fullmatch(method):
            return method, target
        case [first, _] if "/" in first:
            raise UsageError("The method stands before the URL: METHOD URL.")
        case [method, _]:
            raise UsageError(
                f"“{method}” is not a method; methods are letters, digits and a few signs, without blanks."
            )
        case _:
            raise UsageError("Write one URL or request file, with at most a method before it.")


def _names_a_file(target: str) -> bool:
    return target.endswith((".yml", ".yaml")) and "://" not in target and not target.startswith("{{")


def _key(path: Path, real: Path, root: Path) -> str | None:
    real_root = Path(os.path.realpath(root))
    named = Path(os.path.realpath(path.parent)) / path.name
    for one, above in ((path, root), (named, real_root), (real, real_root)):
        if one.is_relative_to(above):
            return one.relative_to(above).as_posix()
    return None


def _changed(request: Request, arguments: argparse.Namespace, scratch: Path) -> Request:
    settings = replace(
        request.settings,
        timeout_s=arguments.timeout or request.settings.timeout_s,
        follow_redirects=False if arguments.no_follow else request.settings.follow_redirects,
    )
    given = tuple(_header(text, number) for number, text in enumerate(arguments.header, 1))
    names = {header.name.lower() for header in given}
    kept = tuple(header for header in request.headers if header.name.strip().lower() not in names)
    body = request.body if arguments.data is None else _body(arguments.data, scratch)
    return replace(request, headers=(*kept, *given), body=body, settings=settings)


def _header(text: str, number: int) -> Header:
    name, colon, value = text.partition(":")
    which = _ordinal("-H", number)
    if not colon:
        raise UsageError(f"A header is written NAME: VALUE; {which} has no colon.")
    if re.search(r"\s", _REFERENCE.sub("", name.strip())):
        raise UsageError(f"A header is written NAME: VALUE; the name in {which} has a blank in it.")
    return Header(name=name.strip(), value=value.strip())


def _body(data: str, scratch: Path) -> Body:
    if data.startswith("@"):
        name = data[1:]
        raw = read_source(name)
        try:
            data = raw.decode("utf-8")
        except UnicodeDecodeError:
            return FileBody(file_path=str(_binary_file(name, raw, scratch)))
    if not data:
        return NoBody()
    kind = TextKind.JSON if data.lstrip()[:1] in ("{", "[", '"') else TextKind.TEXT
    return TextBody(kind=kind, text=data)


def _binary_file(name: str, raw: bytes, scratch: Path) -> Path:
    """A file that gives the same bytes again when they are sent; standard input and pipes give them only once."""
    if name != STANDARD_INPUT and os.path.isfile(name):
        return Path(os.path.abspath(name))
    return scratch_file(scratch, raw)


def _ordinal(option: str, number: int) -> str:
    return f"{option} number {number}"
