"""Where the elements and attributes of an XML text stand. Tolerant, as a template may break the rules of XML; it
resolves nothing, and knows nothing of requests."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST = 300_000
"""Characters; longer texts are not scanned."""

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<![^<>]*>"
    r"|</\s*(?P<closed>[^\s<>]+)\s*>"
    r"""|<(?P<opened>[^\s<>/!?]+)(?P<attributes>(?:"[^"<]*"|'[^'<]*'|[^<>"'])*)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/<>"']+)\s*=\s*("[^"<]*"|'[^'<]*')""")


@dataclass(slots=True, kw_only=True)
class Element:
    """An element: its tag, and what stands between its tags."""

    name: str
    start: int
    inner_start: int
    inner_end: int
    end: int
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Local name to the span of the value without its quotes."""
    children: "list[Element]" = field(default_factory=list)

    def span(self, text: str) -> tuple[int, int]:
        """The text of an element that holds text alone, else its first tag."""
        inner = text[self.inner_start : self.inner_end]
        if self.children or not inner.strip():
            return self.start, self.inner_start
        start = self.inner_start + len(inner) - len(inner.lstrip())
        return start, start + len(inner.strip())


@lru_cache(maxsize=4)
def scan(text: str) -> Element | None:
    """A nameless element around the whole text; None when the text is too long or has no element."""
    if len(text) > LONGEST:
        return None
    whole = Element(name="", start=0, inner_start=0, inner_end=len(text), end=len(text))
    opened = [whole]
    for match in _TOKEN.finditer(text):
        if match["opened"]:
            _open(opened, match)
        elif match["closed"]:
            _close(opened, match)
    return whole if whole.children else None


def find(text: str, path: Sequence[str], *, from_one: bool) -> tuple[int, int] | None:
    """The span of the element or attribute (``@name``) of this path; numbers count from 1 in XPath, else from 0."""
    whole = scan(text)
    if whole is None:
        return None
    *above, last = path
    if last.startswith("@"):
        element, left = _walk(whole, above, from_one=from_one)
        return element.attributes.get(local(last[1:])) if not left else None
    element, left = _walk(whole, path, from_one=from_one)
    return None if left or element is whole else element.span(text)


def end_of_parent(text: str, path: Sequence[str], *, from_one: bool) -> int | None:
    """Where an absent element would go: behind what the deepest element of the path that is there has in it."""
    whole = scan(text)
    if whole is None:
        return None
    element, left = _walk(whole, path, from_one=from_one)
    if element is whole:
        element = whole.children[0]
    if not left or element.inner_start == element.end:
        return None
    return element.inner_start + len(text[element.inner_start : element.inner_end].rstrip())


def local(name: str) -> str:
    """A name without its namespace's prefix."""
    return name.rpartition(":")[2]


def _open(opened: list[Element], match: re.Match[str]) -> None:
    empty = match["attributes"].rstrip().endswith("/")
    offset = match.start("attributes")
    spans = {
        local(one[1]): (offset + one.start(2) + 1, offset + one.end(2) - 1)
        for one in _ATTRIBUTE.finditer(match["attributes"])
    }
    inner_end = match.end() if empty else opened[0].end
    element = Element(
        name=local(match["opened"].rstrip("/")),
        start=match.start(),
        inner_start=match.end(),
        inner_end=inner_end,
        end=inner_end,
        attributes=spans,
    )
    opened[-1].children.append(element)
    if not empty:
        opened.append(element)


def _close(opened: list[Element], match: re.Match[str]) -> None:
    """Ends the innermost element of this name and whatever was left open in it."""
    name = local(match["closed"])
    if all(element.name != name for element in opened[1:]):
        return
    while len(opened) > 1:
        element = opened.pop()
        element.inner_end, element.end = match.start(), match.end()
        if element.name == name:
            return


def _walk(whole: Element, path: Sequence[str], *, from_one: bool) -> tuple[Element, Sequence[str]]:
    """The deepest element of the path that is there, and what is left of the path."""
    found = [whole]
    for index, part in enumerate(path):
        if part.isdecimal():
            deeper = _numbered(found, int(part[:8]) - from_one)
        else:
            deeper = _named(found[0], part) or (_below(whole, part) if index == 0 else [])
        if not deeper:
            return found[0], path[index:]
        found = deeper
    return found[0], ()


def _named(parent: Element, part: str) -> list[Element]:
    name = local(part)
    exact = [child for child in parent.children if child.name == name]
    return exact or [child for child in parent.children if _folded(child.name) == _folded(name)]


def _below(whole: Element, part: str) -> list[Element]:
    """The first element of this name, level by level: a path may begin below the envelope."""
    level = whole.children
    while level:
        for element in level:
            named = _named(element, part)
            if named:
                return named
        level = [child for element in level for child in element.children]
    return []


def _numbered(found: list[Element], number: int) -> list[Element]:
    """One of several of the same name, or a child of the only one; the last one for a number beyond the end."""
    rows = found if len(found) > 1 or not found[0].children else found[0].children
    return [rows[min(max(number, 0), len(rows) - 1)]]


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()
