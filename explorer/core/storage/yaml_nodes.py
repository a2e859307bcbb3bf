"""YAML text -> nodes with positions (ruamel.yaml), nodes -> plain data, and the parser's complaints in plain words.

It is slow (a millisecond for a small file) and complete; ``yaml_read`` comes here only when it must.
"""

from collections.abc import Hashable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from explorer.core.storage.yaml_scalars import YamlError, plain_value

_STRING_TAG = "tag:yaml.org,2002:str"
_CORE_TAGS = "tag:yaml.org,2002:"
_PLAIN_WORDS = (
    ("mapping values are not allowed", "A colon stands where no value can begin; text that holds “: ” needs quotes."),
    ("found character '\\t'", "A tab is used for indentation; YAML allows only spaces there."),
    ("found unexpected end of stream", "A quote is opened and never closed."),
    ("could not find expected ':'", "A key has no colon after it, or a quote or bracket is never closed."),
    ("expected <block end>", "The indentation does not fit the lines above, or a quote is in the wrong place."),
    ("expected ',' or", "A bracket or brace is opened and never closed, or a comma is missing."),
    ("expected the node content", "A bracket or brace is never closed, or a value is missing."),
    ("did not find expected", "The indentation does not fit the lines above."),
    ("found undefined alias", "An alias (*name) refers to an anchor that does not exist."),
    ("expected a single document", "The file holds more than one YAML document."),
)


def compose(text: str) -> Node | None:
    """The root node, None for an empty text; raises YamlError."""
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _explained(error) from error
    except ReaderError as error:
        line, column = _place(text, int(error.position))
        raise YamlError("The file holds a control character YAML does not allow.", line=line, column=column) from error
    except RecursionError as error:
        raise YamlError("The values are nested too deeply.") from error
    except (YAMLError, ValueError) as error:
        raise YamlError(f"The YAML is not valid: {error}.") from error
    return root


def data_of(node: Node | None) -> Any:
    """Plain data for a node; an alias gives the very object of its anchor. Raises YamlError."""
    try:
        return _Reader().value(node) if node is not None else None
    except RecursionError as error:
        raise YamlError("The values are nested too deeply.") from error


def same(old: Any, new: Any) -> bool:
    """Whether two values are equal, also deep inside; to Python 1 and true are, to YAML they are not."""
    if old is new:
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(same(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same, old, new))
    return bool(old == new) and isinstance(old, bool) is isinstance(new, bool)


def place_of(text: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    """Line and column of the value at ``path``, or of the nearest value around it."""
    node = compose(text)
    for step in path:
        inner = _child(node, step)
        if inner is None:
            break
        node = inner
    return (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (0, 0)


class _Reader:
    """Remembers finished nodes, so that aliases cost nothing, and unfinished ones, so that a loop is seen."""

    def __init__(self) -> None:
        self._done: dict[int, Any] = {}
        self._open: set[int] = set()

    def value(self, node: Node) -> Any:
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if id(node) in self._done:
            return self._done[id(node)]
        if id(node) in self._open:
            raise _at(node, "An alias refers to a value that contains it.")
        self._open.add(id(node))
        result = self._mapping(node) if isinstance(node, MappingNode) else [self.value(item) for item in node.value]
        self._done[id(node)] = result
        return result

    def _mapping(self, node: MappingNode) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        merged: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            if is_merge(key_node, value_node):
                for source in _sources(value_node):
                    merged = {**self.value(source), **merged}
                continue
            key = self.value(key_node)
            if not isinstance(key, Hashable):
                raise _at(key_node, "A key is a list or a table; only text can be a key.")
            if key in result:
                raise _at(key_node, f"The key “{key}” stands twice in the same place.")
            result[key] = self.value(value_node)
        return {**merged, **result}


def is_merge(key: Node, value: Node) -> bool:
    """Whether an entry is a merge key (yaml.org/type/merge.html): ``<<`` with a table, or a list of tables."""
    if not isinstance(key, ScalarNode) or key.style or key.value != "<<":
        return False
    sources = _sources(value)
    return bool(sources) and all(isinstance(source, MappingNode) for source in sources)


def _sources(value: Node) -> list[Node]:
    return list(value.value) if isinstance(value, SequenceNode) else [value]


def _scalar(node: ScalarNode) -> Any:
    text = str(node.value)
    tag = str(node.tag)
    if node.style in ("'", '"', "|", ">") or tag == _STRING_TAG or not tag.startswith(_CORE_TAGS):
        return text
    return plain_value(text)


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: Node = node.value[step]
        return found
    return None


def _at(node: Node, reason: str) -> YamlError:
    return YamlError(reason, line=node.start_mark.line + 1, column=node.start_mark.column + 1)


def _explained(error: MarkedYAMLError) -> YamlError:
    mark = error.problem_mark or error.context_mark
    words = f"{error.problem or ''} {error.context or ''}".strip()
    reason = next((ours for theirs, ours in _PLAIN_WORDS if theirs in words), f"The YAML is not valid: {words}.")
    return YamlError(reason, line=mark.line + 1 if mark else 0, column=mark.column + 1 if mark else 0)


def _place(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
