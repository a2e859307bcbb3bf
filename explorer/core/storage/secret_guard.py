"""Keeps a stored secret out of files: finds a value that equals one, and puts the variable in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from explorer.core.model.environment import Variable
from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FormField,
    Header,
    Param,
    Part,
    Request,
)
from explorer.core.storage.secret_names import is_secret_name

T = TypeVar("T")

SHORTEST = 6
"""A shorter secret is refused only as a whole value: inside a text it may stand there by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A field that holds the value of a secret variable."""

    field: str
    """For the person: "The header X-Token"."""
    variable: str

    @property
    def sentence(self) -> str:
        """What was refused and why, without the value."""
        return f"{self.field} holds the value of the secret variable {self.variable}, which must not get into a file."

    @property
    def refusal(self) -> str:
        """The same with the way out, for what is not saved."""
        return f"{self.sentence} Write {{{{{self.variable}}}}} there instead; nothing was saved."


def leak_in(request: Request, secrets: Mapping[str, str]) -> Leak | None:
    """The first field with a secret in it; ``secrets`` are values by variable name."""
    known = {name: value for name, value in secrets.items() if value.strip()}
    if not known:
        return None
    for place, text in _fields(request):
        for name, value in known.items():
            if text == value or (len(value) >= SHORTEST and value in text):
                return Leak(field=place, variable=name)
    return None


def leak_in_value(text: str, name: str, secrets: Mapping[str, str]) -> Leak | None:
    """The secret that would get into a file as the value of the variable ``name``."""
    return leak_in(Request(variables=(Variable(name=name, value=text),)), secrets)


def with_variable(value: T, secret: str, name: str) -> T:
    """``value`` with ``{{name}}`` wherever the secret stands."""
    result: T = _mapped(value, secret, "{{" + name + "}}")
    return result


def literal_secret(request: Request, before: Request | None = None) -> str:
    """The same for a whole request, its headers too ("header Cookie"); what ``before`` has already is passed over."""
    typed = literal_credential(request.auth)
    if typed and (before is None or before.auth != request.auth):
        return typed
    known = before.headers if before is not None else ()
    fresh = (one for one in request.headers if one not in known and one.value and "{{" not in one.value)
    return next((f"header {one.name}" for one in fresh if is_secret_name(one.name)), "")


def literal_credential(auth: Auth) -> str:
    """What of the credentials is typed as it is rather than as a ``{{reference}}``; empty when nothing is."""
    match auth:
        case BearerAuth():
            name, value = "token", auth.token
        case BasicAuth():
            name, value = "password", auth.password
        case ApiKeyAuth():
            name, value = "API key", auth.value
        case _:
            return ""
    return name if value and "{{" not in value else ""


def _fields(request: Request) -> Iterator[tuple[str, str]]:
    yield "The name", request.name
    yield "The URL", request.url
    for rows, words in ((request.params, "The parameter"), (request.headers, "The header")):
        yield from _rows(rows, words)
    yield from _rows(request.variables, "The variable")
    yield from _auth(request.auth)
    yield from _body(request.body)
    for variant in request.variants:
        yield "The title of a body", variant.title
        yield from _body(variant.body) if variant.body is not None else ()
    yield "The documentation", request.docs


def _rows(rows: tuple[Param | Header | FormField | Part | Variable, ...], words: str) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield f"{words} {row.name}".rstrip(), row.value
        yield f"The description of {row.name}", row.description


def _auth(auth: Auth) -> Iterator[tuple[str, str]]:
    match auth:
        case BasicAuth():
            yield "The user name", auth.username
            yield "The password", auth.password
        case ApiKeyAuth():
            yield "The API key", auth.value
        case _:
            yield from (("The token", text) for text in _texts(auth))


def _body(body: Body) -> Iterator[tuple[str, str]]:
    for one in fields(body):
        value = getattr(body, one.name)
        if isinstance(value, tuple):
            yield from _rows(value, "The field")
        elif type(value) is str:
            yield "The body", value


def _texts(value: Any) -> Iterator[str]:
    return (text for one in fields(value) if isinstance(text := getattr(value, one.name), str))


def _mapped(value: Any, secret: str, words: str) -> Any:
    if type(value) is str:
        whole = value == secret or len(secret) >= SHORTEST
        return value.replace(secret, words) if whole else value
    if isinstance(value, tuple):
        return tuple(_mapped(one, secret, words) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{one.name: _mapped(getattr(value, one.name), secret, words) for one in fields(value)})
