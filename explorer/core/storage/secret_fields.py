"""Every text that a noun carries into a file, each with the words for where it stands: "The header X-Token"."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, NamedTuple

from explorer.core.model.collection import Collection, Folder
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    Body,
    FormField,
    Header,
    Param,
    Part,
    Request,
)

Owner = Request | Folder | Collection | Environment

_TOLD = frozenset(
    (
        *(
            "name",
            "url",
            "params",
            "headers",
            "variables",
            "auth",
            "body",
            "variants",
            "docs",
            "base",
            "dotenv",
            "proxy",
        ),
        *("key", "items", "environments"),
    )
)
"""Fields with words of their own, and those that are no text of the file itself."""


class Place(NamedTuple):
    """A text and where it stands."""

    words: str
    """For the person: "The header X-Token"."""
    text: str
    is_name: bool = False
    """It names something, so that no ``{{reference}}`` can stand there."""


def places_of(value: Owner) -> Iterator[Place]:
    """The texts of a request, or of the settings of a folder, a collection or an environment, without its items.

    A name comes before whatever is named by it.
    """
    yield Place("The name", value.name, is_name=True)
    match value:
        case Request():
            yield Place("The URL", value.url)
            yield from _rows(value.params, "parameter")
        case Environment():
            yield Place("The base", value.base, is_name=True)
            yield Place("The name of the .env file", value.dotenv, is_name=True)
            yield Place("The proxy", value.proxy)
    if not isinstance(value, Environment):
        yield from _rows(value.headers, "header")
    yield from _rows(value.variables, "variable")
    if not isinstance(value, Environment) and value.auth is not None:
        yield from _auth(value.auth)
    if isinstance(value, Request):
        yield from _body(value.body)
        for variant in value.variants:
            yield Place("The title of a body", variant.title, is_name=True)
            yield from _body(variant.body) if variant.body is not None else ()
    if not isinstance(value, Environment):
        yield Place("The documentation", value.docs)
    yield from _others(value)


def data_places(data: object, at: str = "") -> Iterator[Place]:
    """Every text of plain data, with the way to it: "The value at http.headers.1.value"."""
    if isinstance(data, str):
        yield Place(f"The value at {at}" if at else "The text", data)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from data_places(value, f"{at}.{key}" if at else str(key))
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data, start=1):
            yield from data_places(value, f"{at}.{number}" if at else str(number))


def _rows(rows: tuple[Param | Header | FormField | Part | Variable, ...], noun: str) -> Iterator[Place]:
    for row in rows:
        yield Place(f"The name of a {noun}", row.name, is_name=True)
        if not (isinstance(row, Variable) and row.secret):  # whose value goes to the keychain
            yield Place(f"The {noun} {row.name}".rstrip(), row.value)
        yield Place(f"The description of {row.name}", row.description)
        if isinstance(row, Part):
            yield Place(f"The file of the {noun} {row.name}", row.file_path)
            yield Place(f"The type of the {noun} {row.name}", row.content_type)
        elif isinstance(row, Variable):
            yield Place(f"The command of the {noun} {row.name}", row.command)


def _auth(auth: Auth) -> Iterator[Place]:
    match auth:
        case BasicAuth():
            yield Place("The user name", auth.username)
            yield Place("The password", auth.password)
        case ApiKeyAuth():
            yield Place("The name of the API key", auth.name, is_name=True)
            yield Place("The API key", auth.value)
        case _:
            yield from (Place("The token", text) for text in _strings(auth))


def _body(body: Body) -> Iterator[Place]:
    for one in fields(body):
        value = getattr(body, one.name)
        if isinstance(value, tuple):
            yield from _rows(value, "field")
        elif type(value) is str:
            yield Place("The body", value)


def _others(value: Owner) -> Iterator[Place]:
    """What has no words of its own here is looked at as well, under the name of its field."""
    for one in fields(value):
        if one.name not in _TOLD:
            words = f"The {one.name.replace('_', ' ')}"
            yield from (Place(words, text) for text in _strings(getattr(value, one.name)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not isinstance(value, Enum):
            yield value
    elif isinstance(value, tuple | frozenset):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
