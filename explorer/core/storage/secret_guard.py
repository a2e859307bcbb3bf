"""Keeps a stored secret out of files: finds a value that equals one, and puts the variable in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from explorer.core.errors import StorageError
from explorer.core.model.environment import Variable
from explorer.core.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, Request
from explorer.core.storage.secret_fields import Owner, Place, data_places, places_of
from explorer.core.storage.secret_names import is_secret_name

T = TypeVar("T")

SHORTEST = 6
"""A shorter secret is refused only as a whole value: inside a text it may stand there by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A field that holds the value of a secret variable."""

    place: str
    """For the person: "The header X-Token"."""
    variable: str
    secret: str = field(repr=False)
    """The value itself, never for words."""
    is_name: bool = False
    """It names something: a reference cannot stand there."""

    @property
    def sentence(self) -> str:
        """What was refused and why, without the value."""
        return f"{self.place} holds the value of the secret variable {self.variable}, which must not get into a file."

    @property
    def refusal(self) -> str:
        """The same with the way out, for what is not saved."""
        way = "Choose another name" if self.is_name else f"Write {{{{{self.variable}}}}} there instead"
        return f"{self.sentence} {way}; nothing was saved."


def leak_in(value: Owner, secrets: Mapping[str, str], of: str = "", *, besides: Owner | None = None) -> Leak | None:
    """The first field with a secret in it; ``secrets`` are names of variables by their values.

    ``of`` names the item where several are looked at: "“Send”". What stands in ``besides`` already is passed over.
    """
    if not secrets:
        return None
    known = frozenset(places_of(besides)) if besides is not None else frozenset()
    return _first((place for place in places_of(value) if place not in known), secrets, of)


def leak_in_value(text: str, name: str, secrets: Mapping[str, str]) -> Leak | None:
    """The secret that would get into a file as the value of the variable ``name``."""
    return leak_in(Request(variables=(Variable(name=name, value=text),)), secrets)


def leak_in_name(name: str, secrets: Mapping[str, str], words: str = "The name") -> Leak | None:
    """The secret that would get into a file as the name of something; ``words`` say of what."""
    return _first((Place(words, name, is_name=True),), secrets, "")


def leak_in_data(data: object, secrets: Mapping[str, str], of: str) -> Leak | None:
    """The secret in the data of a file, or in its text; short ones may stand in what is not understood by chance."""
    long = {value: name for value, name in secrets.items() if len(value) >= SHORTEST}
    return _first(data_places(data), long, of)


def refuse(leak: Leak | None) -> None:
    """Raises StorageError with the way out when there is one."""
    if leak is not None:
        raise StorageError(leak.refusal)


def _first(places: Iterable[Place], secrets: Mapping[str, str], of: str) -> Leak | None:
    known = {value: name for value, name in secrets.items() if value.strip()}
    if not known:
        return None
    for place in places:
        for value, name in known.items():
            if place.text == value or (len(value) >= SHORTEST and value in place.text):
                owner = f" of {of}" if of and value not in of else ""
                return Leak(place=place.words + owner, variable=name, secret=value, is_name=place.is_name)
    return None


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


def _mapped(value: Any, secret: str, words: str) -> Any:
    if type(value) is str:
        whole = value == secret or len(secret) >= SHORTEST
        return value.replace(secret, words) if whole else value
    if isinstance(value, tuple):
        return tuple(_mapped(one, secret, words) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{one.name: _mapped(getattr(value, one.name), secret, words) for one in fields(value)})
