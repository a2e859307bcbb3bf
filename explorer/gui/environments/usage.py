"""Which requests of a collection refer to a variable, directly or through another variable's value. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.request import Request
from explorer.core.model.tree import inherited, requests_of, walk
from explorer.core.variables import references, texts_of


def count_uses(collection: Collection) -> Mapping[str, int]:
    """Name to number of requests; headers and credentials that a request inherits count as its own."""
    behind = _values(collection)
    uses: Counter[str] = Counter()
    for item in requests_of(collection):
        uses.update(_closure(_names(inherited(collection, item.key, item.request)), behind))
    return uses


def requests_using(collection: Collection, name: str) -> tuple[RequestItem, ...]:
    """Those that ``count_uses`` counts, in tree order."""
    behind = _values(collection)
    return tuple(
        item
        for item in requests_of(collection)
        if name in _closure(_names(inherited(collection, item.key, item.request)), behind)
    )


def _names(request: Request) -> set[str]:
    return {found.name for text in texts_of(request) if "{{" in text for found in references(text)}


def _values(collection: Collection) -> Mapping[str, set[str]]:
    """Names that stand in the values of each variable, over all environments."""
    behind: dict[str, set[str]] = {}
    rows = (
        *collection.variables,
        *(row for one in collection.environments for row in one.variables),
        *(row for one in walk(collection.items) if isinstance(one, Folder) for row in one.variables),
        *(row for one in requests_of(collection) for row in one.request.variables),
    )
    for row in rows:
        if "{{" in row.value:
            behind.setdefault(row.name, set()).update(found.name for found in references(row.value))
    return behind


def _closure(names: Iterable[str], behind: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += behind.get(name, ())
    return found
