"""Sets Markdown for reading: tables with their columns under each other, one empty line around headings, blocks of code
and before lists. Only white space changes, and what it is rendered to stays the same (CommonMark 0.31, tables of GFM).

Quotations, lists and markup are left as they came: there an empty line means something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum

from explorer.core.content.markdown_markup import begins_block, end_of, is_tag_alone
from explorer.core.content.markdown_table import columns_of, is_delimiter, is_row, table_lines
from explorer.core.content.view import View

_FENCE = re.compile(r" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)\Z")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|\Z)")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|\Z)")
_ITEM_IN_TEXT = re.compile(r"(?:[-+*]|1[.)]) {1,4}[^ \t]")
"""An item that may follow a text without an empty line (§5.3)."""
_QUOTE = re.compile(r" {0,3}>")
_CODE = re.compile(r"(?: {4}| {0,3}\t)")
_MOST_FRONT_LINES = 1000


_SIGNS_OF_CODE = ("```", "~~~", "<")


def _end_of_fence(mark: str, lead: str) -> re.Pattern[str]:
    return re.compile(rf"\A{lead}{mark[0]}{{{len(mark)},}}[ \t]*\Z")


class _Inside(Enum):
    NOTHING = 0
    """Behind an empty line, a heading or a block."""
    TEXT = 1
    CODE = 2
    """Indented lines."""
    CONTAINER = 3
    """A list or quotation."""


def format_markdown(view: View) -> View:
    """The view with formatted text."""
    source = view.raw.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return replace(view, text="\n".join(markdown_lines(source)), is_formatted=True)


def markdown_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines without their ends, set for reading."""
    return _Blocks(lines).run()


class _Blocks:
    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._ahead: list[str] = []
        self._inside = _Inside.NOTHING
        self._blanks: list[str] = []
        """Empty lines that are not written yet."""
        self._has_code_inside = False
        """Whether the list or quotation has code or markup in it, to which an empty line behind it might belong."""
        self._until: re.Pattern[str] | None = None
        """What ends a block that began beside the text of a list, perhaps outside of it."""
        self._is_first = True
        self._wants_blank = False
        """Whether an empty line must stand before the next one."""

    def run(self) -> Iterator[str]:
        yield from self._front()
        while (line := self._next()) is not None:
            if not line.strip(" \t"):
                self._blanks.append(line)
                continue
            yield from self._block(line)
        yield from self._blanks

    def _next(self) -> str | None:
        return self._ahead.pop(0) if self._ahead else next(self._lines, None)

    def _peek(self) -> str:
        if not self._ahead:
            line = next(self._lines, None)
            if line is None:
                return ""
            self._ahead.append(line)
        return self._ahead[0]

    def _front(self) -> Iterator[str]:
        """What stands before the text between two lines of dashes, as it came."""
        first = self._next()
        if first is None:
            return
        front = [first]
        while first.rstrip(" \t") == "---" and len(front) < _MOST_FRONT_LINES and (line := self._next()) is not None:
            front.append(line)
            if line.rstrip(" \t") in ("---", "..."):
                yield from front
                self._is_first = False
                return
        self._ahead = front

    def _block(self, line: str) -> Iterator[str]:
        if self._inside is _Inside.CONTAINER and not self._ends_container(line):
            self._look_inside(line)
            yield from self._kept_blanks()
            yield line
        elif not self._is_in_text() and _CODE.match(line):
            yield from self._lead() if self._inside is not _Inside.CODE else self._kept_blanks()
            self._inside = _Inside.CODE
            yield line
        elif fence := _FENCE.match(line):
            yield from self._fenced(line, fence[1] or fence[2])
        elif begins_block(line) or (not self._is_in_text() and is_tag_alone(line)):
            yield from self._markup(line)
        elif is_tag_alone(line):
            yield from self._text_or_markup(line)
        elif _HEADING.match(line):
            yield from self._lead(wants_blank=True)
            yield line
            self._behind_block()
        elif _QUOTE.match(line) or (_ITEM.match(line) and not _RULE.match(line)):
            yield from self._container(line)
        else:
            yield from self._text(line)

    def _ends_container(self, line: str) -> bool:
        if self._until is not None or line[0] in " \t":
            return False
        if _RULE.match(line):
            return bool(self._blanks) or not self._has_code_inside
        if _ITEM.match(line) or _QUOTE.match(line):
            return False
        if self._blanks:
            return True
        return not self._has_code_inside and bool(_HEADING.match(line) or _FENCE.match(line) or begins_block(line))

    def _look_inside(self, line: str) -> None:
        self._has_code_inside |= any(sign in line for sign in _SIGNS_OF_CODE)
        if self._until is not None:
            if self._until.search(line):
                self._until = None
        elif fence := _FENCE.match(line):
            self._until = _end_of_fence(fence[1] or fence[2], r"\s*")
        else:
            end, is_over = end_of(line)
            self._until = None if is_over else end

    def _is_in_text(self) -> bool:
        """Whether the line goes on with a text, unless it is something that may interrupt one."""
        return self._inside is _Inside.TEXT and not self._blanks

    def _kept_blanks(self) -> Iterator[str]:
        yield from self._blanks
        self._blanks.clear()

    def _lead(self, *, wants_blank: bool = False) -> Iterator[str]:
        """The empty line before a block, one for many."""
        if self._inside is _Inside.CONTAINER:
            # How many there are may mean something to what is in the list.
            wants_blank = wants_blank and not self._has_code_inside
            yield from self._blanks or [""] * wants_blank
        elif (self._blanks or wants_blank or self._wants_blank) and not self._is_first:
            yield ""
        self._blanks.clear()
        self._is_first = self._wants_blank = False

    def _behind_block(self) -> None:
        self._inside, self._wants_blank = _Inside.NOTHING, True

    def _fenced(self, line: str, mark: str) -> Iterator[str]:
        yield from self._lead(wants_blank=True)
        yield line
        end = _end_of_fence(mark, " {0,3}")
        while (inside := self._next()) is not None:
            yield inside
            if end.match(inside):
                break
        self._behind_block()

    def _markup(self, line: str) -> Iterator[str]:
        """Up to its end, or to an empty line where it has none of its own."""
        yield from self._lead()
        yield line
        end, is_over = end_of(line)
        while not is_over and (inside := self._next()) is not None:
            if end is None and not inside.strip(" \t"):
                self._blanks.append(inside)
                break
            yield inside
            is_over = end is not None and end.search(inside) is not None
        self._inside = _Inside.NOTHING

    def _text_or_markup(self, line: str) -> Iterator[str]:
        """What goes on with a text, but is markup where the line before it was none: nothing is done up to the next
        empty line, or to the end where code might begin in between."""
        yield line
        is_lost = False
        while (inside := self._next()) is not None and (is_lost or inside.strip(" \t")):
            is_lost = is_lost or _FENCE.match(inside) is not None or end_of(inside)[0] is not None
            yield inside
        if inside is not None:
            self._blanks.append(inside)

    def _container(self, line: str) -> Iterator[str]:
        yield from self._lead(wants_blank=self._is_in_text() and _ITEM_IN_TEXT.match(line) is not None)
        yield line
        self._inside = _Inside.CONTAINER
        self._has_code_inside = any(sign in line for sign in _SIGNS_OF_CODE)

    def _text(self, line: str) -> Iterator[str]:
        is_new = not self._is_in_text()
        yield from self._lead()
        self._inside = _Inside.TEXT
        if is_new and line.lstrip(" ").startswith("|") and is_delimiter(self._peek(), columns_of(line)):
            yield from self._table(line)
        else:
            yield line

    def _table(self, header: str) -> Iterator[str]:
        delimiter = self._next()
        assert delimiter is not None
        yield from table_lines(header, delimiter, self._rows())

    def _rows(self) -> Iterator[str]:
        while is_row(self._peek()):
            row = self._next()
            assert row is not None
            yield row
