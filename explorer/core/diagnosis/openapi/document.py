"""An OpenAPI document as a tree that may hold anything: local references are followed, allOf is merged. It never
raises and never goes out: a reference to another file is named and left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_LONGEST_CHAIN = 20
_DEEPEST = 12
_MOST_STEPS = 5_000
"""Schemas looked at for one operation."""
_MOST_NODES = 2_000_000

_NOT_OF_IT = ("example", "examples", "default", "enum", "const")

Seen = frozenset[str]
"""References that are being followed; one that is met again is a cycle."""

NONE_SEEN: Seen = frozenset()


def mapping(value: object) -> Mapping[str, Any]:
    """The value when it is an object, else an empty one; keys become text (a status may be written as a number)."""
    if not isinstance(value, Mapping):
        return {}
    return value if all(isinstance(key, str) for key in value) else {text(key): one for key, one in value.items()}


def listed(value: object) -> Sequence[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def text(value: object) -> str:
    """A scalar as it would be written in JSON; empty for null, lists and objects."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""


def words(value: object) -> str:
    """A text on one line; empty when it is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """A number that is not a truth value, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if abs(found) < float("inf") else None


@dataclass(slots=True, kw_only=True)
class Document:
    """A parsed document with what was found wrong in it."""

    root: Mapping[str, Any]
    faults: dict[str, None] = field(default_factory=dict)
    """Sentences, each once, in the order found."""
    steps: int = 0
    """Since the last operation began."""
    error_schemas: set[str] = field(default_factory=set)
    """References of error schemas whose codes were taken: most answers share one."""

    def fault(self, sentence: str) -> None:
        """Keeps a sentence about the document."""
        self.faults.setdefault(sentence)

    def check_references(self) -> None:
        """Tells of references that lead nowhere; what examples hold is none of the document's own."""
        found: dict[str, None] = {}
        open_nodes: list[object] = [self.root]
        done: set[int] = set()
        while open_nodes and len(done) < _MOST_NODES:
            node = open_nodes.pop()
            if id(node) in done:
                continue
            done.add(id(node))
            if isinstance(node, Mapping):
                reference = node.get("$ref")
                if isinstance(reference, str):
                    found.setdefault(reference)
                open_nodes.extend(
                    one for key, one in node.items() if isinstance(one, dict | list) and key not in _NOT_OF_IT
                )
            elif isinstance(node, list):
                open_nodes.extend(one for one in node if isinstance(one, dict | list))
        for reference in found:
            self._target(reference)

    def follow(self, node: object, seen: Seen = NONE_SEEN) -> tuple[Mapping[str, Any], Seen]:
        """The object a node is or refers to, and the references on the way; an empty object for a cycle."""
        found = mapping(node)
        for _ in range(_LONGEST_CHAIN):
            reference = found.get("$ref")
            if not isinstance(reference, str):
                return found, seen
            if reference in seen:
                return {}, seen
            seen = seen | {reference}
            found = mapping(self._target(reference))
        return {}, seen

    def schema(self, node: object, seen: Seen = NONE_SEEN, depth: int = 0) -> tuple[Mapping[str, Any], Seen]:
        """A schema with its references followed and its allOf merged: properties and required of all parts."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            self.fault("The API description is too large to be used as a whole; some fields are not checked.")
            return {}, seen
        if depth > _DEEPEST:
            return {}, seen
        own, seen = self.follow(node, seen)
        parts = listed(own.get("allOf"))
        if not parts:
            return own, seen
        merged = dict(own)
        merged.pop("allOf")
        for part in parts:
            inner, seen_inside = self.schema(part, seen, depth + 1)
            seen = seen | seen_inside
            merged = joined(merged, inner)
        return merged, seen

    def _target(self, reference: str) -> object:
        if not reference.startswith("#"):
            self.fault("References to other files or addresses in the API description are not followed.")
            return None
        value: object = self.root
        for part in reference[1:].split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            items = listed(value)
            if items and name.isascii() and name.isdecimal() and len(name) < 9 and int(name) < len(items):
                value = items[int(name)]
            elif name in mapping(value):
                value = mapping(value)[name]
            else:
                self.fault(f"The API description refers to `{reference[:80]}`, which is not in it.")
                return None
        return value


def joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Both objects in one; the first one's keywords win, of members that both have too."""
    both = {**other, **one}
    first, second = mapping(one.get("properties")), mapping(other.get("properties"))
    both["properties"] = {**second, **first}
    for name in first.keys() & second.keys():
        mine, theirs = first[name], second[name]
        if isinstance(mine, dict) and isinstance(theirs, dict) and "$ref" not in mine and "$ref" not in theirs:
            both["properties"][name] = {**theirs, **mine}
    both["required"] = [*listed(one.get("required")), *listed(other.get("required"))]
    return both
