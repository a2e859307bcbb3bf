"""Changes of single values inside ``{flow}`` and ``[flow]`` collections, which otherwise stay as they are laid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explorer.core.storage.yaml_nodes import data_of, is_merge, same
from explorer.core.storage.yaml_write import flow_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """The characters ``start`` to ``end`` become ``text``."""

    start: int
    end: int
    text: str


def flow_splices(node: Node, new: Any) -> list[Splice] | None:
    """What makes a flow collection read as ``new``; None when more than single values differ."""
    if not getattr(node, "flow_style", False):
        return None
    try:
        return list(_inside(node, new))
    except _OtherShapeError:
        return None


class _OtherShapeError(Exception):
    pass


def _inside(node: Node, new: Any) -> Iterator[Splice]:
    old = data_of(node)
    if same(old, new):
        return
    if isinstance(node, MappingNode) and isinstance(new, dict):
        keys = [str(key.value) for key, _ in node.value]
        if set(keys) != new.keys() or any(is_merge(key, value) for key, value in node.value):
            raise _OtherShapeError
        for key, value in zip(keys, (value for _, value in node.value), strict=True):
            yield from _inside(value, new[key])
    elif isinstance(node, SequenceNode) and isinstance(new, list) and len(new) == len(node.value):
        for item, wanted in zip(node.value, new, strict=True):
            yield from _inside(item, wanted)
    elif isinstance(node, ScalarNode) and not isinstance(new, dict | list):
        if node.start_mark.index == node.end_mark.index:
            raise _OtherShapeError
        yield Splice(start=node.start_mark.index, end=node.end_mark.index, text=flow_text(new, style=node.style))
    else:
        raise _OtherShapeError
