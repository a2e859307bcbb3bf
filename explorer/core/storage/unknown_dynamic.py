"""References that begin with ``$`` and that nothing can give a value: neither a dynamic name nor a variable."""

import re
from collections.abc import Container, Iterator
from difflib import get_close_matches

from explorer.core.dynamic_values import dynamic_names, is_dynamic
from explorer.core.model.collection import Collection, Folder
from explorer.core.model.environment import Environment
from explorer.core.model.request import InheritAuth, Request
from explorer.core.variables import references, texts_of

_LEAST_LIKENESS = 0.6


def unknown_dynamic(value: Request | Folder | Collection | Environment, known: Container[str]) -> tuple[str, ...]:
    """The unknown names in what a request sends, or in what others give to requests; ``known`` are variables."""
    found = (one.name for text in _texts(value) if "$" in text for one in references(text))
    return tuple(
        dict.fromkeys(name for name in found if name.startswith("$") and name not in known and not is_dynamic(name))
    )


def places_of_reference(text: str, name: str) -> Iterator[int]:
    """Where ``{{name}}`` stands in the text of a file."""
    return (one.start() for one in re.finditer(r"\{\{\s*" + re.escape(name) + r"\s*\}\}", text))


def reason_for(name: str) -> str:
    """Why it is a fault, with the name that was probably meant."""
    by_folded = {one.lower(): one for one in dynamic_names()}
    near = get_close_matches(name.lower(), by_folded, 1, _LEAST_LIKENESS)
    meant = f" The nearest name is {{{{{by_folded[near[0]]}}}}}." if near else ""
    return f"There is no dynamic value {{{{{name}}}}}, and no variable of this name.{meant}"


def _texts(value: Request | Folder | Collection | Environment) -> Iterator[str]:
    if isinstance(value, Request):
        yield from texts_of(value)
    elif not isinstance(value, Environment):
        auth = value.auth if value.auth is not None else InheritAuth()
        yield from texts_of(Request(headers=value.headers, auth=auth))
    yield from (row.value for row in value.variables if row.enabled and not row.secret)
