"""Plain data of a file against the facts of the published schema: what does not fit, and where it stands."""

from collections.abc import Iterator
from typing import Any, NamedTuple, assert_never

from explorer.core.storage.collection_facts import ByType, Leaf, OrVariants, Shape, Table, Words
from explorer.core.storage.collection_shape import Where
from explorer.core.storage.yaml_scalars import Numeral


class Misfit(NamedTuple):
    """One thing that does not fit; ``is_harmless`` when everybody reads the rest as it is meant."""

    where: Where
    reason: str
    is_harmless: bool = False


def misfits(value: Any, shape: Shape, where: Where = ()) -> Iterator[Misfit]:
    """Everything in ``value`` that ``shape`` does not allow."""
    match shape:
        case Leaf():
            yield from _leaf(value, shape, where)
        case Words():
            if value not in shape.allowed:
                yield Misfit(where, f"{_named(where)} must be {' or '.join(shape.allowed)}.")
        case Table():
            yield from _table(value, shape, where)
        case ByType():
            yield from _by_type(value, shape, where)
        case OrVariants():
            if isinstance(value, list):
                variant = Table(
                    keys={"title": Leaf.TEXT, "selected": Leaf.FLAG, "body": shape.shape}, needed=("title",)
                )
                yield from misfits(value, [variant], where)
            else:
                yield from misfits(value, shape.shape, where)
        case list():
            if not isinstance(value, list):
                yield Misfit(where, f"{_named(where)} must be a list.")
            else:
                for at, item in enumerate(value):
                    yield from misfits(item, shape[0], (*where, at))
        case _:
            assert_never(shape)


def _table(value: Any, shape: Table, where: Where) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield Misfit(where, f"{_named(where)} must hold names with values.")
        return
    for key, item in value.items():
        if key in shape.keys:
            yield from misfits(item, shape.keys[key], (*where, key))
        else:
            reason = f"“{key}” is not part of OpenCollection in this place; other programs may drop it."
            yield Misfit((*where, key), reason, is_harmless=True)
    for key in shape.needed:
        if key not in value:
            yield Misfit(where, f"{_named(where)} has no “{key}”.")


def _by_type(value: Any, shape: ByType, where: Where) -> Iterator[Misfit]:
    if isinstance(value, str) and value in shape.words:
        return
    kind = value.get("type") if isinstance(value, dict) else None
    if isinstance(kind, str) and kind in shape.tables:
        yield from misfits(value, shape.tables[kind], where)
    elif isinstance(kind, str):
        yield Misfit((*where, "type"), f"“{kind}” is not a type that {_named(where)} can have.")
    else:
        words = "".join(f" be {word} or" for word in shape.words)
        yield Misfit(where, f"{_named(where)} must{words} hold a type.")


def _leaf(value: Any, leaf: Leaf, where: Where) -> Iterator[Misfit]:
    if _fits(value, leaf):
        return
    if isinstance(value, bool | Numeral) and leaf in (Leaf.TEXT, Leaf.PROSE, Leaf.VALUE):
        shown = value.source if isinstance(value, Numeral) else str(value).lower()
        kind = "number" if isinstance(value, Numeral) else "truth value"
        yield Misfit(where, f"{_named(where)} must be text; other programs read {shown} as a {kind}. Put it in quotes.")
    else:
        yield Misfit(where, f"{_named(where)} must be {leaf.value}.")


def _fits(value: Any, leaf: Leaf) -> bool:
    match leaf:
        case Leaf.TEXT:
            return isinstance(value, str)
        case Leaf.FLAG:
            return isinstance(value, bool)
        case Leaf.NUMBER:
            return isinstance(value, Numeral)
        case Leaf.PROSE:
            return value is None or isinstance(value, str) or (isinstance(value, dict) and "content" in value)
        case Leaf.FLAG_OR_INHERIT:
            return isinstance(value, bool) or value == "inherit"
        case Leaf.NUMBER_OR_INHERIT:
            return isinstance(value, Numeral) or value == "inherit"
        case Leaf.VALUE:
            return isinstance(value, str | list) or (isinstance(value, dict) and isinstance(value.get("data"), str))
        case Leaf.TEXTS:
            texts = value if isinstance(value, list) else [value]
            return all(isinstance(one, str) for one in texts)
        case Leaf.ANY:
            return True
        case _:
            assert_never(leaf)


def _named(where: Where) -> str:
    """The value in words: its key, or the entry of the list it is."""
    if not where:
        return "The file"
    last = where[-1]
    return f"Entry {last + 1} of “{where[-2]}”" if isinstance(last, int) else f"“{last}”"
