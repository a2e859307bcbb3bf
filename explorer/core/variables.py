"""``{{name}}`` to value: where each value comes from, whether it is secret, and every missing name at once.

It knows nothing of files: scopes are handed in, narrowest first (``workspace`` says in which order). Values may refer
to other variables; a cycle counts as unresolved. Dynamic values begin with ``$`` and go before every scope.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from explorer.core.errors import UnresolvedVariableError
from explorer.core.model.environment import Variable
from explorer.core.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FileBody,
    FormBody,
    GraphQLBody,
    MultipartBody,
    Request,
    TextBody,
)

_REFERENCE = re.compile(r"\{\{\s*([$\w][\w.$-]*)\s*\}\}")
_DEPTH_LIMIT = 32


class Reference(NamedTuple):
    """A ``{{name}}`` in a text; ``start`` and ``end`` span it with its braces."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableValue:
    """A value that was looked up, and where it came from."""

    name: str
    value: str = field(repr=False)
    origin: str
    """"environment Sandbox", "collection", "dynamic"."""
    secret: bool = False


class Scope(NamedTuple):
    """Values of one origin; ``name`` is shown to the person."""

    name: str
    values: Mapping[str, Variable]
    listed: bool = True
    """Whether its names are offered when one is typed; those of the process environment are too many."""


def scope_of(name: str, variables: tuple[Variable, ...]) -> Scope:
    """A scope from the enabled rows of an environment or collection; the last of equal names wins."""
    return Scope(name=name, values={row.name: row for row in variables if row.enabled and row.name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """Everything a request can refer to. ``scopes`` stand narrowest first."""

    scopes: tuple[Scope, ...] = ()
    environment: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Why a name has no value although it should have one, by name: a sentence."""

    def lookup(self, name: str) -> VariableValue | None:
        """The value with its own references replaced, or None when there is none or it refers to a missing one."""
        return self._lookup(name, ())

    def why_missing(self, name: str) -> str:
        """Why a name that is set has no value all the same: a sentence; empty when it is not set at all."""
        line = self.missing_line(name)
        fault = self.faults.get(line[-1], "")
        if fault or len(line) == 1:
            return fault
        first, *_, last = written = [f"{{{{{one}}}}}" for one in line]
        if line.index(line[-1]) == len(line) - 1:
            return f"{first} refers to {last}, which has no value."
        circle = written[line.index(line[-1]) :]
        by_way = f" by way of {' and '.join(circle[1:-1])}" if len(circle) > 2 else ""
        return f"{first} refers to {'itself' if first == last else f'{last}, which refers to itself'}{by_way}."

    def missing_line(self, name: str) -> tuple[str, ...]:
        """From a name without a value to the one that is at fault: not set, or in the line before (a circle)."""
        line = [name]
        while line[-1] not in line[:-1] and line[-1] not in self.faults:
            found = self._row(line[-1])
            inner = (one.name for one in references(found[0].value)) if found else iter(())
            missing = next((one for one in inner if self.lookup(one) is None), None)
            if missing is None:
                break
            line.append(missing)
        return tuple(line)

    def names(self) -> tuple[str, ...]:
        """Every name that can be written, in alphabetical order, dynamic ones last."""
        from explorer.core.dynamic_values import dynamic_names  # late: see _dynamic

        named = {name for scope in self.scopes if scope.listed for name in scope.values}
        return (*sorted(named), *dynamic_names())

    def _lookup(self, name: str, inside: tuple[str, ...]) -> VariableValue | None:
        made = _dynamic(name)
        if made is not None:
            return VariableValue(name=name, value=made, origin="dynamic")
        found = self._row(name)
        return self._expand(*found, inside) if found else None

    def _row(self, name: str) -> tuple[Variable, str] | None:
        """The row that counts, and the name of its scope."""
        return next(((one.values[name], one.name) for one in self.scopes if name in one.values), None)

    def _expand(self, row: Variable, origin: str, inside: tuple[str, ...]) -> VariableValue | None:
        if row.name in inside or len(inside) > _DEPTH_LIMIT:
            return None
        secret, parts, position = row.secret, list[str](), 0
        for reference in references(row.value):
            inner = self._lookup(reference.name, (*inside, row.name))
            if inner is None:
                return None
            secret = secret or inner.secret
            parts += (row.value[position : reference.start], inner.value)
            position = reference.end
        text = "".join((*parts, row.value[position:]))
        return VariableValue(name=row.name, value=text, origin=origin, secret=secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A concrete request, the values that went into it, and the secret ones among them."""

    request: Request
    used: tuple[VariableValue, ...]
    secrets: tuple[str, ...] = field(repr=False)


def references(text: str) -> tuple[Reference, ...]:
    """Every reference in ``text``, in order."""
    return tuple(Reference(name=match[1], start=match.start(), end=match.end()) for match in _REFERENCE.finditer(text))


def resolve_text(text: str, variables: Variables) -> str:
    """``text`` with every known reference replaced; unknown ones stay as they are."""
    return _Resolver(variables).text(text)


def resolve(request: Request, variables: Variables) -> Resolved:
    """The concrete request; raises UnresolvedVariableError that names every missing variable."""
    resolver = _Resolver(variables)
    concrete = _resolved_request(request, resolver)
    if resolver.missing:
        reasons = tuple(filter(None, map(variables.why_missing, resolver.missing)))
        raise UnresolvedVariableError(tuple(resolver.missing), variables.environment, reasons)
    used = tuple(resolver.used.values())
    secrets = tuple(value.value for value in used if value.secret and value.value)
    return Resolved(request=concrete, used=used, secrets=secrets)


def texts_of(request: Request) -> Iterator[str]:
    """Every text of a request in which a reference may stand and which goes on the wire."""
    yield request.url
    yield from (param.value for param in request.params if param.enabled)
    for header in request.headers:
        if header.enabled:
            yield header.name
            yield header.value
    yield from _auth_texts(request.auth)
    yield from _body_texts(request.body)


class _Resolver:
    """Replaces references in one request; a dynamic value is made anew at each place, a named one once."""

    def __init__(self, variables: Variables) -> None:
        self.missing: dict[str, None] = {}
        self.used: dict[str, VariableValue] = {}
        self._variables = variables

    def text(self, text: str) -> str:
        return _REFERENCE.sub(self._value, text) if "{{" in text else text

    def _value(self, match: re.Match[str]) -> str:
        name = match[1]
        known = self.used.get(name)
        found = known if known is not None and known.origin != "dynamic" else None
        found = found or self._variables.lookup(name)
        if found is None:
            self.missing[name] = None
            return match[0]
        self.used[name] = found
        return found.value


def _resolved_request(request: Request, resolver: _Resolver) -> Request:
    return replace(
        request,
        url=resolver.text(request.url),
        params=tuple(
            replace(param, value=resolver.text(param.value)) if param.enabled else param for param in request.params
        ),
        headers=tuple(
            replace(header, name=resolver.text(header.name), value=resolver.text(header.value))
            if header.enabled
            else header
            for header in request.headers
        ),
        auth=_resolved_auth(request.auth, resolver),
        body=_resolved_body(request.body, resolver),
    )


def _resolved_auth(auth: Auth, resolver: _Resolver) -> Auth:
    match auth:
        case BasicAuth():
            return BasicAuth(username=resolver.text(auth.username), password=resolver.text(auth.password))
        case BearerAuth():
            return BearerAuth(token=resolver.text(auth.token))
        case ApiKeyAuth():
            return replace(auth, name=resolver.text(auth.name), value=resolver.text(auth.value))
        case _:
            return auth


def _resolved_body(body: Body, resolver: _Resolver) -> Body:
    text = resolver.text
    match body:
        case TextBody():
            return replace(body, text=text(body.text))
        case FormBody():
            return FormBody(
                fields=tuple(
                    replace(row, name=text(row.name), value=text(row.value)) if row.enabled else row
                    for row in body.fields
                )
            )
        case MultipartBody():
            return MultipartBody(
                parts=tuple(
                    replace(row, name=text(row.name), value=text(row.value), file_path=text(row.file_path))
                    if row.enabled
                    else row
                    for row in body.parts
                )
            )
        case FileBody():
            return replace(body, file_path=text(body.file_path))
        case GraphQLBody():
            return GraphQLBody(query=text(body.query), variables=text(body.variables))
        case _:
            return body


def _auth_texts(auth: Auth) -> tuple[str, ...]:
    match auth:
        case BasicAuth():
            return (auth.username, auth.password)
        case BearerAuth():
            return (auth.token,)
        case ApiKeyAuth():
            return (auth.name, auth.value)
        case _:
            return ()


def _body_texts(body: Body) -> tuple[str, ...]:
    match body:
        case TextBody():
            return (body.text,)
        case FormBody():
            return tuple(text for row in body.fields if row.enabled for text in (row.name, row.value))
        case MultipartBody():
            return tuple(text for row in body.parts if row.enabled for text in (row.name, row.value, row.file_path))
        case FileBody():
            return (body.file_path,)
        case GraphQLBody():
            return (body.query, body.variables)
        case _:
            return ()


def _dynamic(name: str) -> str | None:
    """A value that is made anew, or None when the name is not one of those."""
    if not name.startswith("$"):
        return None
    from explorer.core.dynamic_values import (
        dynamic_value,
        is_dynamic,
    )  # late: no window needs them before it is typed in

    return dynamic_value(name) if is_dynamic(name) else None
