"""Where the fields of a GraphQL document stand. It reads names and brackets only, so broken documents and documents
with ``{{names}}`` give what could be read; it knows nothing of requests."""

import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r'"""(?:.*?)(?:"""|\Z)|"(?:\\.|[^"\\\n])*"?|#[^\n]*|\{\{[^{}\n]*\}\}|\.\.\.|\w+|[{}()\[\]:@$]', re.DOTALL
)
_VARIABLE = re.compile(r"\{\{[^{}\n]*\}\}")
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[A-Za-z_]\w*")

Span = tuple[int, int]


def at(document: str, line: int, column: int) -> Span | None:
    """The word, else the character, at a line and column that count from 1; None outside the document."""
    lines = re.split(r"\r\n|\n|\r", document)
    ends = [match.end() for match in re.finditer(r"\r\n|\n|\r", document)]
    if not (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1):
        return None
    start = (ends[line - 2] if line > 1 else 0) + column - 1
    word = _WORD.match(document, start)
    return (start, word.end()) if word else (start, min(start + 1, len(document)))


def as_typed(sent: str, typed: str, span: Span) -> Span | None:
    """The span in the typed document of a span in the sent one, whose variables have their values.

    Before the first and behind the last variable the texts are the same; between, the same word is counted out."""
    names = [match.span() for match in _VARIABLE.finditer(typed)]
    first, last = (names[0][0], names[-1][1]) if names else (len(typed), 0)
    longer = len(sent) - len(typed)
    if span[1] <= first:
        return span
    if span[0] >= last + longer:
        return span[0] - longer, span[1] - longer
    return _same_word(sent, typed, span)


def _same_word(sent: str, typed: str, span: Span) -> Span | None:
    word = sent[span[0] : span[1]]
    whole = re.compile(rf"\b{re.escape(word)}\b" if _WORD.fullmatch(word) else re.escape(word))
    before = sum(1 for match in whole.finditer(sent) if match.start() < span[0])
    found = [match.span() for match in whole.finditer(typed)] if word.strip() else []
    return found[before] if before < len(found) else None


def of_path(document: str, path: Sequence[str]) -> Span | None:
    """The field (its alias, if it has one) of a path of an error; numbers in the path are elements of the answer."""
    wanted = tuple(part for part in path if not part.isdecimal())
    if not wanted:
        return None
    return next((span for own, span in _fields(document) if own == wanted), None)


def _fields(document: str) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Every field of every selection with its path, in order; fragments count as what they are spread in."""
    above, last, brackets = list[str | None](), None, 0
    before = ""
    for match in _TOKEN.finditer(document):
        token = match.group()
        if token in "()[]":
            brackets = max(brackets + (1 if token in "([" else -1), 0)
        elif brackets:
            continue
        elif token == "{":
            above.append(last)
            last = None
        elif token == "}":
            last = above.pop() if above else None
        elif above and _NAME.fullmatch(token):
            named = before not in ("...", "... on", ":", "@")
            if named:
                last = token
                yield (*(one for one in above if one), token), match.span()
            elif before == "...":
                last = None
            token = "... on" if before == "..." and token == "on" else token
        before = token
