"""What the published schema of OpenCollection 1.0.0 allows in a file, as far as Explorer checks it.

Data only. A table lists its keys; ``[shape]`` is a list; a ByType is told apart by ``type``. Kinds of item that
Explorer does not send, configuration and OAuth are looked into no further than their own keys.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Leaf(StrEnum):
    """Values without keys."""

    TEXT = "text"
    FLAG = "true or false"
    NUMBER = "a number"
    PROSE = "text, or hold its content and type"
    """Or null."""
    FLAG_OR_INHERIT = "true, false or inherit"
    NUMBER_OR_INHERIT = "a number or inherit"
    VALUE = "text or a typed value"
    """Of a variable: a text, ``{type, data}``, or titled variants."""
    TEXTS = "text or a list of texts"
    ANY = "anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByType:
    """Tables that their ``type`` tells apart, or one of some words."""

    tables: dict[str, "Shape"]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One of some texts."""

    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrVariants:
    """A value, or a list of titled variants of it."""

    shape: "Shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its keys; ``needed`` ones must be there."""

    keys: dict[str, "Shape"]
    needed: tuple[str, ...] = field(default=())


Shape: TypeAlias = Leaf | ByType | Words | OrVariants | Table | list["Shape"]

_TEXT, _FLAG, _PROSE, _ANY = Leaf.TEXT, Leaf.FLAG, Leaf.PROSE, Leaf.ANY
_ROW: dict[str, Shape] = {"name": _TEXT, "value": _TEXT, "description": _PROSE, "disabled": _FLAG}
_HEADER = Table(keys=_ROW, needed=("name", "value"))
_PARAM = Table(keys={**_ROW, "type": Words(allowed=("query", "path"))}, needed=("name", "value", "type"))
_PART = Table(
    keys={**_ROW, "value": Leaf.TEXTS, "type": Words(allowed=("text", "file")), "contentType": _TEXT},
    needed=("name", "type", "value"),
)
_FILE = Table(
    keys={"filePath": _TEXT, "contentType": _TEXT, "selected": _FLAG, "description": _PROSE},
    needed=("filePath", "contentType", "selected"),
)
_TYPES = {"type": _TEXT}
_RAW = Table(keys={**_TYPES, "data": _TEXT}, needed=("type", "data"))
_BODY = ByType(
    tables={
        **dict.fromkeys(("json", "text", "xml", "sparql"), _RAW),
        "form-urlencoded": Table(keys={**_TYPES, "data": [_HEADER]}, needed=("data",)),
        "multipart-form": Table(keys={**_TYPES, "data": [_PART]}, needed=("data",)),
        "file": Table(keys={**_TYPES, "data": [_FILE]}, needed=("data",)),
    }
)
_GRAPHQL_BODY = Table(keys={"query": _TEXT, "variables": _TEXT})


def _fields(*names: str) -> Table:
    return Table(keys={**_TYPES, **dict.fromkeys(names, _TEXT)})


_PLACEMENT: dict[str, Shape] = {"key": _TEXT, "value": _TEXT, "placement": Words(allowed=("header", "query"))}
AUTH = ByType(
    words=("inherit",),
    tables={
        "basic": _fields("username", "password"),
        "bearer": _fields("token"),
        "apikey": Table(keys={**_TYPES, **_PLACEMENT}),
        "digest": _fields("username", "password"),
        "wsse": _fields("username", "password"),
        "ntlm": _fields("username", "password", "domain"),
        "awsv4": _fields("accessKeyId", "secretAccessKey", "sessionToken", "service", "region", "profileName"),
        "oauth1": _ANY,
        "oauth2": _ANY,
    },
)
_VARIABLE = Table(keys={"name": _TEXT, "value": Leaf.VALUE, "description": _PROSE, "disabled": _FLAG})
_ENVIRONMENT_VARIABLE = Table(keys={**_VARIABLE.keys, "secret": _FLAG, "type": _TEXT})
_SCRIPT = Table(keys={**_TYPES, "code": _TEXT})
_SETTINGS = Table(
    keys={
        "encodeUrl": Leaf.FLAG_OR_INHERIT,
        "timeout": Leaf.NUMBER_OR_INHERIT,
        "followRedirects": Leaf.FLAG_OR_INHERIT,
        "forwardAuthorizationHeader": Leaf.FLAG_OR_INHERIT,
        "maxRedirects": Leaf.NUMBER_OR_INHERIT,
        "omitHeaders": [_TEXT],
    }
)
_DEFAULTS = Table(
    keys={
        "headers": [_HEADER],
        "metadata": _ANY,
        "auth": AUTH,
        "variables": [_VARIABLE],
        "scripts": [_SCRIPT],
        "settings": Table(keys={"http": _SETTINGS, "graphql": _SETTINGS}),
    }
)
_RUNTIME = Table(keys={"variables": [_VARIABLE], "scripts": [_SCRIPT], "assertions": _ANY, "actions": _ANY})


_EXAMPLE_RESPONSE = Table(
    keys={
        "status": Leaf.NUMBER,
        "statusText": _TEXT,
        "headers": [Table(keys={"name": _TEXT, "value": _TEXT}, needed=("name", "value"))],
        "body": Table(keys={"type": Words(allowed=("json", "text", "xml", "html", "binary")), "data": _TEXT}),
    }
)
_EXAMPLE = Table(
    keys={
        "name": _TEXT,
        "description": _PROSE,
        "request": Table(keys={"url": _TEXT, "method": _TEXT, "headers": [_HEADER], "params": [_PARAM], "body": _BODY}),
        "response": _EXAMPLE_RESPONSE,
    }
)


def _info(kind: str) -> Table:
    return Table(
        keys={
            "name": _TEXT,
            "description": _PROSE,
            "type": Words(allowed=(kind,)),
            "seq": Leaf.NUMBER,
            "tags": [_TEXT],
        }
    )


def _request(kind: str, body: Shape) -> Table:
    details: dict[str, Shape] = {
        "method": _TEXT,
        "url": _TEXT,
        "headers": [_HEADER],
        "params": [_PARAM],
        "body": OrVariants(shape=body),
        "auth": AUTH,
    }
    own: dict[str, Shape] = {"info": _info(kind), kind: Table(keys=details), "runtime": _RUNTIME}
    examples: Shape = [_EXAMPLE] if kind == "http" else _ANY
    return Table(keys={**own, "settings": _SETTINGS, "app": _ANY, "examples": examples, "docs": _PROSE})


ITEMS: dict[str, Shape] = {
    "http": _request("http", _BODY),
    "graphql": _request("graphql", _GRAPHQL_BODY),
    "script": Table(keys={"type": _TEXT, "script": _TEXT}),
    "app": Table(keys={"info": _info("app"), "code": _TEXT}),
    "grpc": _ANY,
    "websocket": _ANY,
}
FOLDER = Table(keys={"info": _info("folder"), "items": _ANY, "request": _DEFAULTS, "docs": _PROSE})
ROOT = Table(
    keys={
        "opencollection": _TEXT,
        "info": Table(keys={"name": _TEXT, "summary": _TEXT, "version": _TEXT, "authors": _ANY}),
        "config": _ANY,
        "items": _ANY,
        "request": _DEFAULTS,
        "docs": _PROSE,
        "bundled": _FLAG,
        "extensions": _ANY,
    }
)
ENVIRONMENT = Table(
    keys={
        "name": _TEXT,
        "color": _TEXT,
        "description": _PROSE,
        "variables": [_ENVIRONMENT_VARIABLE],
        "externalSecrets": _ANY,
        "clientCertificates": _ANY,
        "extends": _TEXT,
        "dotEnvFilePath": _TEXT,
    },
    needed=("name",),
)
