"""The lines of a fix preview: the lines an edit touches, before and after."""

_MOST_LINES = 6
_WIDEST = 160


def of_text(text: str, start: int, end: int, after: str) -> tuple[str, ...]:
    """Preview of replacing ``text[start:end]`` by ``after``; each line begins with "-" or "+"."""
    first = text.rfind("\n", 0, start) + 1
    newline = text.find("\n", end)
    last = newline if newline >= 0 else len(text)
    old = text[first:last].split("\n")
    new = (text[first:start] + after + text[end:last]).split("\n")
    return of_lines(old, new)


def of_texts(before: str, after: str) -> tuple[str, ...]:
    """Preview of a whole text that became another one."""
    return of_lines(before.split("\n"), after.split("\n"))


def of_lines(old: list[str], new: list[str]) -> tuple[str, ...]:
    """The lines that differ, the equal ones around them left out."""
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return (*_marked("-", old), *_marked("+", new))


def _marked(sign: str, lines: list[str]) -> list[str]:
    shown = [sign + _short(line) for line in lines[:_MOST_LINES]]
    return shown + ([sign + "…"] if len(lines) > _MOST_LINES else [])


def _short(line: str) -> str:
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"
