"""Changes a YAML text in place so that it reads as other data: only the lines of changed values differ afterwards.

Comments, key order, quoting and unknown keys of everything else stay, byte for byte. The result is read back before it
is handed out; a text too intricate to be edited (odd layouts) is written anew instead, unless that would lose anchors.
"""

from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from explorer.core.storage.yaml_flow import Splice, flow_splices
from explorer.core.storage.yaml_long import shortened
from explorer.core.storage.yaml_nodes import compose, data_of, is_merge, same
from explorer.core.storage.yaml_read import read, read_strictly
from explorer.core.storage.yaml_scalars import YamlError
from explorer.core.storage.yaml_write import entry, item_text, rendered, value_text

SHARED = (
    "The change touches a value that YAML anchors (&) share with other places; "
    "Explorer leaves the file as it is: change it in a text editor."
)


class _Intricate(Exception):  # noqa: N818 - not an error: the text is written anew
    pass


def edited(text: str, data: dict[str, Any]) -> str:
    """``text`` changed as little as possible so that it reads as ``data``; raises YamlError when it is not YAML,
    and when the change touches what anchors, aliases or merge keys share."""
    short = shortened(text)
    now, wanted = (text, data) if short is None else (short.text, short.data(data))
    root = compose(now)
    if same(data_of(root), wanted):
        return text
    try:
        result = _Editor(now).result(root, wanted)
    except _Intricate:
        return _written_anew(root, data)
    if short is not None:
        result = short.restored(result)
    return result if _reads_as(result, data, strictly=short is None) else _written_anew(root, data)


def _written_anew(root: Node | None, data: dict[str, Any]) -> str:
    if root is not None and _shares(root, set()):
        raise YamlError(SHARED)
    return rendered(data)


def _shares(node: Node, seen: set[int]) -> bool:
    """Whether an anchor stands in the tree."""
    if id(node) in seen or getattr(node, "anchor", None):
        return True
    seen.add(id(node))
    children = [one for item in node.value for one in (item if isinstance(item, tuple) else (item,))]
    return not isinstance(node, ScalarNode) and any(_shares(child, seen) for child in children)


def _reads_as(text: str, data: Any, *, strictly: bool) -> bool:
    """The complete reader would take seconds for what is long; the quick one is never wrong, only unsure at times."""
    try:
        return same(read_strictly(text) if strictly else read(text), data)
    except YamlError:
        return False


class _Editor:
    """Collects splices while two trees, the one in the text and the wanted one, are walked side by side."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._break = "\r\n" if "\r\n" in text else "\n"
        self._splices: list[Splice] = []

    def result(self, root: Node | None, data: dict[str, Any]) -> str:
        if root is None or not data:
            raise _Intricate
        if inner := flow_splices(root, data):
            self._splices += inner
        elif _is_block(root, MappingNode):
            self._mapping(root, data)
        else:
            raise _Intricate
        pieces: list[str] = []
        at = 0
        for splice in sorted(self._splices, key=lambda one: (one.start, one.end)):
            if splice.start < at:
                raise _Intricate
            pieces += (self._text[at : splice.start], splice.text.replace("\n", self._break))
            at = splice.end
        return "".join((*pieces, self._text[at:]))

    def _value(self, node: Node, new: Any, after: int, indent: int, key: str | None) -> None:
        """Make ``node``, which stands behind the colon or dash that ends at ``after``, read as ``new``."""
        old = data_of(node)
        if same(old, new):
            return
        if inner := flow_splices(node, new):
            self._splices += inner
        elif isinstance(new, dict) and _is_block(node, MappingNode) and old.keys() & new.keys():
            self._mapping(node, new)
        elif isinstance(new, list) and new and _is_block(node, SequenceNode):
            self._sequence(node, new)
        else:
            style = node.style if isinstance(node, ScalarNode) else None
            text = item_text(new, indent) if key is None else value_text(new, indent, key=key, style=style)
            self._replace(after, self._end(node, after), text)

    def _replace(self, start: int, end: int, text: str) -> None:
        """A comment at the end of the line moves to the end of the first new line."""
        first, line_break, rest = text.partition("\n")
        line_end = self._line_end(end)
        if not rest:
            self._splices.append(Splice(start=start, end=end, text=text))
            return
        comment = self._text[end:line_end].rstrip()
        self._splices.append(Splice(start=start, end=line_end, text=first + comment + line_break + rest))

    def _mapping(self, node: Node, new: dict[str, Any]) -> None:
        indent = node.start_mark.column
        old = {str(key.value): (key, value) for key, value in node.value}
        if any(is_merge(key, value) for key, value in node.value):
            raise _Intricate
        if len(old) != len(node.value) or not old.keys() & new.keys():
            raise _Intricate
        for name, (key, value) in old.items():
            after = self._colon(key)
            if name in new:
                self._value(value, new[name], after, indent, name)
            else:
                self._remove(key.start_mark.index, self._end(value, after), self._following(node, key))
        self._insert_entries(old, new, indent)

    def _insert_entries(self, old: dict[str, tuple[Node, Node]], new: dict[str, Any], indent: int) -> None:
        previous: str | None = None
        for name, value in new.items():
            if name in old:
                previous = name
                continue
            text = entry(name, value, indent)
            if previous is None:
                first = next(iter(old.values()))[0].start_mark.index
                self._splices.append(Splice(start=first, end=first, text=f"{text}\n{' ' * indent}"))
                continue
            key, last = old[previous]
            self._insert_line(self._end(last, self._colon(key)), " " * indent + text)

    def _sequence(self, node: Node, new: list[Any]) -> None:
        import difflib  # late: only what is saved is compared

        items: list[Node] = list(node.value)
        old_marks = [repr(data_of(item)) for item in items]
        matcher = difflib.SequenceMatcher(None, old_marks, [repr(item) for item in new], autojunk=False)
        opcodes = matcher.get_opcodes()
        leaving = {at for kind, start, end, *_ in opcodes if kind != "equal" for at in range(start, end)}
        written = {old_marks[at]: self._source(items[at]) for at in leaving}
        for _, start, end, new_start, new_end in opcodes:
            shared = min(end - start, new_end - new_start)
            for offset in range(shared):
                item = items[start + offset]
                self._value(item, new[new_start + offset], self._dash(item), self._column(self._dash(item) - 1), None)
            for item in items[start + shared : end]:
                self._remove(self._dash(item) - 1, self._end(item, self._dash(item)), None)
            self._insert_items(items, start + shared, new[new_start + shared : new_end], written)

    def _source(self, item: Node) -> str:
        """An item as it is written, from its dash on, with the comments in its lines."""
        dash = self._dash(item)
        return self._text[dash - 1 : self._line_end(self._end(item, dash))].replace("\r\n", "\n")

    def _insert_items(self, items: list[Node], at: int, values: list[Any], written: dict[str, str]) -> None:
        """An item that goes to another place of the list goes there as it was ``written``."""
        if not values:
            return
        first = self._dash(items[0]) - 1
        indent = self._column(first)
        margin = " " * indent
        texts = []
        for value in values:
            moved = written.get(repr(value), "")
            stays = moved and _reads_as(margin + moved, [value], strictly=True)
            texts.append(moved if stays else f"-{item_text(value, indent)}")
        if at == 0:
            before = "".join(f"{text}\n{margin}" for text in texts)
            self._splices.append(Splice(start=first, end=first, text=before))
            return
        last = items[at - 1]
        self._insert_line(self._end(last, self._dash(last)), "\n".join(margin + text for text in texts))

    def _insert_line(self, after: int, text: str) -> None:
        """Whole lines after the line that holds the character ``after``."""
        line_end = self._line_end(after)
        if line_end == len(self._text):
            self._splices.append(Splice(start=line_end, end=line_end, text="\n" + text))
        else:
            start = line_end + len(self._break)
            self._splices.append(Splice(start=start, end=start, text=text + "\n"))

    def _remove(self, start: int, end: int, following: int | None) -> None:
        """Take out whole lines; the first entry behind a dash gives its place to the one that follows."""
        if self._text[self._line_start(start) : start].strip(" "):
            if following is None:
                raise _Intricate
            self._splices.append(Splice(start=start, end=following, text=""))
            return
        line_end = self._line_end(end)
        whole = min(line_end + len(self._break), len(self._text))
        self._splices.append(Splice(start=self._line_start(start), end=whole, text=""))

    def _following(self, node: Node, key: Node) -> int | None:
        keys = [one.start_mark.index for one, _ in node.value]
        return next((index for index in keys if index > key.start_mark.index), None)

    def _end(self, node: Node, after: int) -> int:
        """Index behind the last character of a value, without the blank lines that follow it."""
        if isinstance(node, ScalarNode):
            if node.start_mark.index == node.end_mark.index:
                return after
            return after + len(self._text[after : node.end_mark.index].rstrip())
        if not _is_block(node, type(node)):
            return int(node.end_mark.index)
        last = node.value[-1]
        return (
            self._end(last[1], self._colon(last[0])) if isinstance(last, tuple) else self._end(last, self._dash(last))
        )

    def _colon(self, key: Node) -> int:
        """Index behind the colon of a key."""
        return self._text.index(":", key.end_mark.index) + 1

    def _dash(self, item: Node) -> int:
        """Index behind the dash of an item."""
        return self._text.rindex("-", 0, item.start_mark.index) + 1

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        found = self._text.find(self._break, index)
        return found if found >= 0 else len(self._text)

    def _column(self, index: int) -> int:
        return index - self._line_start(index)


def _is_block(node: Node, kind: type[Node]) -> bool:
    """Whether it is a collection in block style with something in it."""
    return isinstance(node, kind) and not getattr(node, "flow_style", True) and bool(node.value)
