"""Sets an HTML page on lines by its tags. Nothing is repaired: names, attributes and texts keep their characters.

Elements without an end and those whose text is kept as it is follow the HTML standard (§13.1.2 and §13.1.2.1).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from explorer.core.content.view import View

INDENT = "  "
MAX_INDENTS = 60
_STRICT = re.compile(r"</?(?P<name>[a-zA-Z][\w:-]*)(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+>")
"""A tag with signs of its kind in its quoted values."""

_LOOSE = re.compile(r"</?(?P<name>[a-zA-Z][\w:-]*)[^>]*+>")
_BESIDE = re.compile(r"<![^>]*+>|[^<]++|<")
_KEPT = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "pre", "textarea")}
_COMMENT_END = re.compile("-->")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_INLINE = frozenset(
    "a abbr b bdi bdo br cite code em i kbd label mark q s small span strong sub sup u var".split()  # noqa: SIM905
)


_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ENDED_BY_BLOCKS = frozenset({"p"})
_BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main "  # noqa: SIM905
    "menu nav ol p section table ul".split()
)
_ROWS = frozenset({"td", "th", "tr"})
_ENDED_BY = {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "option": frozenset({"option"}),
    "optgroup": frozenset({"option", "optgroup"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tr": _ROWS | {"p"},
    "tbody": _ROWS | {"thead", "tbody", "p"},
    "tfoot": _ROWS | {"thead", "tbody", "p"},
    "body": frozenset({"head"}),
}


def format_html(view: View) -> View:
    """The view with formatted text."""
    return replace(view, text="\n".join(html_lines(view.raw)), is_formatted=True)


def html_lines(text: str) -> Iterator[str]:
    """The page on lines; words and what stands inside a line of words stay together."""
    open_tags = _OpenTags()
    line = ""
    for piece, name, is_whole in _pieces(text):
        if not piece.startswith("<") or not piece.endswith(">") or name in _INLINE:
            line += _BLANKS.sub(" ", piece) if line else piece.lstrip()
            continue
        if line.strip():
            yield open_tags.indent() + line.strip()
        line = ""
        if piece.startswith("</"):
            open_tags.close(name)
            yield open_tags.indent() + piece
            continue
        open_tags.make_room(name)
        yield open_tags.indent() + piece
        if name and not is_whole and not piece.endswith("/>") and name not in _VOID:
            open_tags.open(name)
    if line.strip():
        yield open_tags.indent() + line.strip()


def _pieces(text: str) -> Iterator[tuple[str, str, bool]]:
    """Tags with their names, texts, comments; elements that are kept as they are as a whole. What is looked for in vain
    once is not looked for again: many begins without an end cost one search."""
    at, last_end = 0, text.rfind(">")
    tag, in_vain = _STRICT, set[re.Pattern[str]]()

    def end_of(closing: re.Pattern[str], start: int) -> int:
        found = None if closing in in_vain else closing.search(text, start)
        if found is None:
            in_vain.add(closing)
        return found.end() if found else 0

    while at < len(text):
        end, name, is_whole = 0, "", False
        if text.startswith("<!--", at):
            end = end_of(_COMMENT_END, at + 4)
        elif text[at] == "<" and at < last_end and text[at + 1 : at + 2] not in ("", "!", " "):
            match = tag.match(text, at)
            if match is None and tag is _STRICT and _LOOSE.match(text, at):
                tag = _LOOSE  # a quotation mark without its other one
                match = tag.match(text, at)
            if match is not None:
                end, name = match.end(), match["name"].lower()
                if name in _KEPT and text[at + 1] != "/" and (closed := end_of(_KEPT[name], end)):
                    end, is_whole = closed, True
        if not end:
            beside = _BESIDE.match(text, at) if at <= last_end else None
            end = beside.end() if beside else len(text)
        yield text[at:end], name, is_whole
        at = end


class _OpenTags:
    """What is open at a place. Ends that may be left out are known (HTML §13.1.2.4); others end with their parent."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()

    def indent(self) -> str:
        return INDENT * min(len(self._names), MAX_INDENTS)

    def open(self, name: str) -> None:
        self._names.append(name)
        self._counts[name] += 1

    def close(self, name: str) -> None:
        """An end tag that fits nothing ends nothing."""
        while self._counts[name]:
            ended = self._names.pop()
            self._counts[ended] -= 1
            if ended == name:
                break

    def make_room(self, name: str) -> None:
        """What another element ends by its begin."""
        ended = _ENDED_BY.get(name, _ENDED_BY_BLOCKS if name in _BLOCKS else frozenset())
        while self._names and self._names[-1] in ended:
            self.close(self._names[-1])
