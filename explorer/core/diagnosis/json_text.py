"""Where the keys and values of a JSON text stand. Tolerant: broken JSON gives what could be read, and ``{{names}}``
may stand in or for values. It knows nothing of requests."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
_SINGLE = re.compile(r"'(?:\\.|[^'\\\n])*'")
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}")
_WORD = re.compile(r"(?:\{\{[^{}\n]*\}\}|[^\s,:\[\]{}\"])+")
_REST_OF_LINE = re.compile(r"[^\n]*")
_DEEPEST = 100
LONGEST = 300_000
"""Characters; longer texts are not scanned."""


class Kind(StrEnum):
    """What a value is."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    WORD = "word"
    """A number, true, false, null, or a bare ``{{name}}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value and the span of its text."""

    kind: Kind
    start: int
    end: int
    members: "tuple[Member, ...]" = ()
    items: "tuple[Node, ...]" = ()
    _names: "_Names | None" = field(default=None, compare=False, repr=False)
    """Of an object."""

    def child(self, segment: str) -> "Node | None":
        """The member of this name (the last one, as parsers take it) or the element with this index."""
        if self.kind is Kind.OBJECT:
            return self._names.exact.get(segment) if self._names else None
        if self.kind is Kind.ARRAY and segment.isdecimal() and len(segment) < 9 and int(segment) < len(self.items):
            return self.items[int(segment)]
        return None

    def places(self, key: str) -> "Sequence[int]":
        """The numbers of the members with this name; parsers allow several."""
        return self._names.places.get(key, ()) if self._names else ()

    def alike(self, segment: str) -> "Node | None":
        """The only member whose name differs in case and separators alone."""
        return self._names.by_style.get(folded(segment)) if self._names else None


class _Names:
    """The members of an object by name, drawn up at the first look: there may be very many keys, and many problems
    that name one."""

    def __init__(self, members: "list[Member]") -> None:
        self._members = members

    @cached_property
    def exact(self) -> dict[str, Node]:
        return {one.key: one.value for one in self._members}

    @cached_property
    def places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, one in enumerate(self._members):
            found.setdefault(one.key, []).append(index)
        return found

    @cached_property
    def by_style(self) -> dict[str, Node | None]:
        found: dict[str, Node | None] = {}
        for one in self._members:
            style = folded(one.key)
            found[style] = None if style in found else one.value
        return found


def folded(name: str) -> str:
    """A name without its case and separators."""
    return name.replace("_", "").replace("-", "").lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A key of an object with the span of the key's text, and its value."""

    key: str
    key_start: int
    key_end: int
    value: Node


@lru_cache(maxsize=4)
def scan(text: str) -> Node | None:
    """The tree of a JSON text; None when it is empty, too long or begins with no value."""
    if len(text) > LONGEST:
        return None
    return _Scanner(text).value(0)


def walk(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every value below and including ``node`` with its path."""
    yield path, node
    for member in node.members:
        yield from walk(member.value, (*path, member.key))
    for index, item in enumerate(node.items):
        yield from walk(item, (*path, str(index)))


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class _Scanner:
    """Reads forward once; ``position`` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def value(self, depth: int) -> Node | None:
        self._skip_blanks()
        sign = self.text[self.position : self.position + 1]
        if sign in ("{", "[") and not _TEMPLATE.match(self.text, self.position) and depth < _DEEPEST:
            return self._object(depth) if sign == "{" else self._array(depth)
        if sign in ('"', "'"):
            start, end = self._string()
            return Node(kind=Kind.STRING, start=start, end=end)
        word = _WORD.match(self.text, self.position)
        if not word:
            return None
        self.position = word.end()
        return Node(kind=Kind.WORD, start=word.start(), end=word.end())

    def _object(self, depth: int) -> Node:
        start, members = self.position, list[Member]()
        self.position += 1
        while not self._ends("}"):
            member = self._member(depth)
            if member is None:
                break
            members.append(member)
        end = self._closed("}")
        return Node(kind=Kind.OBJECT, start=start, end=end, members=tuple(members), _names=_Names(members))

    def _member(self, depth: int) -> Member | None:
        key = self._key()
        if key is None:
            return None
        name, start, end = key
        self._skip_blanks()
        if self.text[self.position : self.position + 1] == ":":
            self.position += 1
        value = self.value(depth + 1)
        if value is None:
            return None
        return Member(key=name, key_start=start, key_end=end, value=value)

    def _key(self) -> tuple[str, int, int] | None:
        if self.text[self.position : self.position + 1] in ('"', "'"):
            start, end = self._string()
            return unquoted(self.text[start:end]), start, end
        word = _WORD.match(self.text, self.position)
        if not word:
            return None
        self.position = word.end()
        return word.group(), word.start(), word.end()

    def _array(self, depth: int) -> Node:
        start, items = self.position, list[Node]()
        self.position += 1
        while not self._ends("]"):
            item = self.value(depth + 1)
            if item is None:
                break
            items.append(item)
        return Node(kind=Kind.ARRAY, start=start, end=self._closed("]"), items=tuple(items))

    def _string(self) -> tuple[int, int]:
        start = self.position
        pattern = _STRING if self.text[start] == '"' else _SINGLE
        whole = pattern.match(self.text, start) or _REST_OF_LINE.match(self.text, start)
        self.position = whole.end() if whole else len(self.text)
        return start, self.position

    def _ends(self, bracket: str) -> bool:
        """Skips blanks and commas; true at the closing bracket, at another one, and at the end of the text."""
        self._skip_blanks()
        while self.text[self.position : self.position + 1] == ",":
            self.position += 1
            self._skip_blanks()
        return self.text[self.position : self.position + 1] in (bracket, "}", "]", "")

    def _closed(self, bracket: str) -> int:
        if self.text[self.position : self.position + 1] == bracket:
            self.position += 1
        return self.position

    def _skip_blanks(self) -> None:
        blank = _BLANK.match(self.text, self.position)
        self.position = blank.end() if blank else self.position


_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_LEADING, _TRAILING = re.compile(r"[dD][89abAB]..", re.DOTALL), re.compile(r"[dD][c-fC-F]..", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)


def unquoted(token: str) -> str:
    """The text of a quoted token; escapes that cannot be read are left as they are."""
    inner = token[1:-1] if len(token) > 1 and token[-1] == token[0] else token[1:]
    plain = _ESCAPE.sub(_unescaped, inner)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in inner else plain


def offsets(token: str) -> tuple[int, ...]:
    """For each character of ``unquoted(token)``, and for its end, where it stands in the token."""
    end = len(token) - 1 if len(token) > 1 and token[-1] == token[0] else len(token)
    found, place = list[int](), 1
    while place < end:
        match = _ESCAPE.match(token, place, end)
        found.append(place)
        place = (match.end() if match else place + 1) + (_second_half(token, match, end) if match else 0)
    return (*found, end)


def _second_half(token: str, match: re.Match[str], end: int) -> int:
    """The length of the escape behind this one when both are one character (a pair of surrogates)."""
    after = _ESCAPE.match(token, match.end(), end)
    paired = after and _LEADING.fullmatch(match[1] or "") and _TRAILING.fullmatch(after[1] or "")
    return len(after[0]) if after and paired else 0


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _SIMPLE_ESCAPES.get(match[2], match[2])
