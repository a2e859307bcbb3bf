"""The blocks of YAML, two blanks deep, with their comments beside what they stood beside (YAML 1.2.2, §6 and §8).

Nothing becomes a value: lines go through with what is open, and only white space changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer.core.content.yaml_flow import WIDTH, FlowLines, end_on_line
from explorer.core.content.yaml_signs import (
    ALIAS,
    BEHIND,
    BLOCK,
    COLON,
    GOING_ON,
    KEY,
    MARK,
    PLAIN,
    PROPERTIES,
    QUOTED,
    SIMPLE_ENTRY,
    Lines,
    YamlError,
)

_LONGEST_KEY = 1024
"""YAML 1.2.2, §7.4.2."""
_MOST_LEVELS = 1000
_BLANKS = " \t"
_SECOND = "a second colon in a text without quotation marks"


def yaml_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines without their ends, laid out. Raises YamlError behind the last one that is."""
    return _Blocks(lines).run()


class _Blocks:
    """Goes through the lines with what is open: the columns of lists and mappings, as they came and as they are
    written."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = Lines(lines)
        self._out: list[str] = []
        self._columns, self._places, self._are_lists = [-1], [-2], [False]
        self._awaits_value = True
        """Whether the last entry, or the document, has no value yet."""
        self._goes_on = False
        """Whether the last value is a plain text, which a deeper line goes on with."""
        self._may_have_directives = True
        self._flow: FlowLines | None = None
        self._waiting: list[tuple[int, str]] = []
        """Comments and empty lines since the last line, with their columns."""
        self._waiting_from = 0
        self._levels: dict[int, int] = {}
        """What was open when they came: columns, and where they are written."""
        self._is_behind_block = False
        self._node: tuple[int, int] | None = None
        """Column and place of what begins on the line now."""
        self._begun = 0
        """The line where it begins."""

    def run(self) -> Iterator[str]:
        try:
            while self._lines.advance():
                if not self._is_quickly_put(self._lines.line):
                    self._take(self._lines.line)
                yield from self._out
                self._out.clear()
                if self._flow is not None:
                    flow, self._flow = self._flow, None
                    yield from flow.run()
                    self._close(flow)
        except YamlError:
            yield from self._out
            raise
        self._hand_out_waiting()
        yield from self._out

    def _is_quickly_put(self, line: str) -> bool:
        """Whether it was the next entry of the list or mapping that is open, with nothing odd about it."""
        found = SIMPLE_ENTRY.match(line)
        if found is None:
            return False
        column, is_list, place = found.end(1), found[2] is not None, self._places[-1]
        if column > self._columns[-1] and self._awaits_value:
            place += 2
            self._push(column, place, is_list=is_list)
        elif column != self._columns[-1] or is_list != self._are_lists[-1]:
            return False
        if self._waiting:
            self._hand_out_waiting((column, place))
        line = line.rstrip(" ")
        self._out.append(line if place == column else " " * place + line[column:])
        self._goes_on = is_list or found[4] is not None
        self._awaits_value = line[-1] == ":"
        self._may_have_directives = self._is_behind_block = False
        return True

    def _take(self, line: str) -> None:
        text = line.lstrip(" ")
        column = len(line) - len(text)
        self._begun, self._node = self._lines.number, None
        sign = text.lstrip(_BLANKS)[:1]
        if not sign or sign == "#":
            self._wait(column, text.strip(_BLANKS))
            self._goes_on = self._goes_on and not sign
            return
        if not column and sign in "-.%" and self._is_mark(text):
            return
        if self._goes_on and column > self._columns[-1]:
            self._go_on_with(column, text)
        elif text[0] == "\t" and self._columns[-1] >= 0:
            raise self._error(column, "a tab where only blanks can indent")
        else:
            self._put_node(column, text)

    def _wait(self, column: int, text: str) -> None:
        if not self._waiting:
            self._waiting_from = self._lines.number
            self._levels = dict(zip(self._columns[1:], self._places[1:], strict=True))
        self._waiting.append((column, text))

    def _is_mark(self, text: str) -> bool:
        """Whether it was a line that ends or begins a document, or tells how to read one."""
        if text[0] == "%":
            if self._may_have_directives:
                self._emit(text.rstrip(_BLANKS))
            return self._may_have_directives
        if not MARK.match(text):
            return False
        self._hand_out_waiting()
        del self._columns[1:], self._places[1:], self._are_lists[1:]
        self._awaits_value, self._goes_on = True, False
        self._may_have_directives = text[0] == "."
        rest = text[3:].lstrip(_BLANKS)
        if text[0] == "." and not BEHIND.match(text, 3):
            raise self._error(len(text) - len(rest), "something behind the end of a document")
        if rest and rest[0] not in "[{" and KEY.match(rest):
            raise self._error(len(text) - len(rest), "a key on the line that begins a document")
        self._put_value(text[3:], text[:3], 3)
        return True

    def _go_on_with(self, column: int, text: str) -> None:
        found = GOING_ON.match(text, len(text) - len(text.lstrip(_BLANKS)))
        assert found is not None
        at = found.end()
        if not BEHIND.match(text, at):
            raise self._error(column + at, "a key that is indented like a part of the text above it")
        is_all = at == len(text.rstrip(_BLANKS))
        place = column if len(self._columns) == 1 else self._places[-1] + 2
        text = text.lstrip(_BLANKS)
        self._emit(" " * max(place, 2 * bool(MARK.match(text))) + text.rstrip(_BLANKS))
        self._goes_on = is_all

    def _put_node(self, column: int, text: str) -> None:
        columns = self._columns
        may_begin = self._awaits_value
        while columns[-1] > column:
            self._pop()
            may_begin = False
        is_item = text[0] == "-" and text[1:2] in ("", " ", "\t")
        if columns[-1] < column:
            if not may_begin:
                raise self._error(column, self._why_not_here())
            # At the beginning of a line, a text could be taken for the mark of a document.
            place = column if MARK.match(text) else self._places[-1] + 2
            self._node = (column, place)
            self._put_content(column, text, place, is_new=True)
            return
        if is_item and not self._are_lists[-1]:
            if not may_begin:
                raise self._error(column, "a list item among keys")
            self._push(column, self._places[-1], is_list=True)
        elif not is_item and self._are_lists[-1]:
            self._pop()
            if columns[-1] != column:
                raise self._error(column, "a line without a dash among list items")
        self._node = (column, self._places[-1])
        self._put_content(column, text, self._places[-1], is_new=False)

    def _why_not_here(self) -> str:
        if len(self._columns) == 1:
            return "a second value in one document"
        return "an indentation that does not fit the lines above"

    def _put_content(self, column: int, text: str, place: int, *, is_new: bool) -> None:
        out = " " * place
        while text[0] in "-?:" and text[1:2] in ("", " ", "\t"):
            is_list = text[0] == "-"
            self._enter(column, place, is_list=is_list, is_new=is_new)
            rest = text[1:].lstrip(_BLANKS)
            if not rest or rest[0] == "#":
                self._await(out + text)
                return
            gap = text[1 : len(text) - len(rest)]
            if "\t" in gap and (KEY.match(rest) or (rest[0] in "-?:" and rest[1:2] in ("", " ", "\t"))):
                raise self._error(column + 1, "a tab where only blanks can indent")
            out, column, text, is_new = f"{out}{text[0]} ", column + 1 + len(gap), rest, True
            place = len(out)
        if end := self._key_end(text):
            self._enter(column, place, is_list=False, is_new=is_new)
            self._put_value(text[end:], out + text[:end], column + end)
        elif is_new:
            self._put_value(text, out, column)
        else:
            raise self._error(column, "a key without a colon")

    def _enter(self, column: int, place: int, *, is_list: bool, is_new: bool) -> None:
        """Begin a list or mapping, or go on with it."""
        if is_new:
            self._push(column, place, is_list=is_list)
        elif self._are_lists[-1] != is_list:
            raise self._error(column, "a key among list items")

    def _key_end(self, text: str) -> int:
        """Behind the colon of a key; 0 without one."""
        properties = PROPERTIES.match(text)
        start = properties.end() if properties else 0
        if text[start : start + 1] in ("[", "{"):
            end = end_on_line(text, start, _LONGEST_KEY)
            colon = COLON.match(text, end) if end else None
            return colon.end() if colon else 0
        found = KEY.match(text)
        return found.end() if found else 0

    def _put_value(self, rest: str, out: str, column: int) -> None:
        """What stands behind ``out`` on its line; ``column`` is where it came."""
        text = rest.lstrip(_BLANKS)
        if text and text[0] in "&!":
            found = PROPERTIES.match(text)
            assert found is not None
            out += rest[: len(rest) - len(text)] + found[0].rstrip(_BLANKS)
            column += len(rest) - len(text) + len(found[0].rstrip(_BLANKS))
            rest = text[len(found[0].rstrip(_BLANKS)) :]
            text = rest.lstrip(_BLANKS)
        if not text or text[0] == "#":
            self._await(out + rest)
            return
        column += len(rest) - len(text)
        lead = rest[: len(rest) - len(text)]
        self._awaits_value = self._goes_on = self._may_have_directives = False
        match text[0]:
            case "[" | "{":
                self._put_flow(text, out, lead, column)
            case '"' | "'":
                self._put_quoted(text, out + lead, column)
            case "|" | ">":
                self._put_block(text, out + lead, column)
            case _:
                self._put_plain(text, out + lead, column)

    def _await(self, line: str) -> None:
        """Write a line that ends before its value."""
        self._emit(line.rstrip(_BLANKS))
        self._awaits_value, self._goes_on, self._may_have_directives = True, False, False

    def _put_plain(self, text: str, out: str, column: int) -> None:
        found = ALIAS.match(text) if text[0] == "*" else PLAIN.match(text)
        if found is None:
            raise self._error(column, f"unexpected {text.split()[0][:20]}")
        if not BEHIND.match(text, found.end()):
            at = column + found.end()
            raise self._error(at, _SECOND if COLON.match(text, found.end()) else "text behind a value")
        self._emit(out + text.rstrip(_BLANKS))
        self._goes_on = text[0] != "*" and found.end() == len(text.rstrip(_BLANKS))

    def _put_quoted(self, text: str, out: str, column: int) -> None:
        found = QUOTED.match(text)
        if found is not None:
            self._check_behind(column, text, found.end())
            self._emit(out + text.rstrip(_BLANKS))
            return
        try:
            start = len(self._lines.line) - len(text)
            texts, end = self._lines.quoted(start, " " * max(self._places[-1] + 2, 2))
        except YamlError as error:
            raise YamlError(error.reason, error.place, self._rest()) from None
        last = self._lines.line
        self._check_behind(0, last, end)
        self._emit(out + texts[0])
        self._out += texts[1:]
        self._out[-1] += last[end:].rstrip(_BLANKS)

    def _check_behind(self, column: int, text: str, end: int) -> None:
        if not BEHIND.match(text, end) and text[end] != "#":  # other readers want no blank before it
            is_key = COLON.match(text, end) is not None
            raise self._error(column + end, "a key that does not stand by itself" if is_key else "text behind a value")

    def _put_flow(self, text: str, out: str, lead: str, column: int) -> None:
        is_root = len(self._columns) == 1
        end = 0 if is_root else end_on_line(text, 0, WIDTH - len(out) - len(lead))
        if end:
            self._check_behind(column, text, end)
            self._emit(out + lead + text.rstrip(_BLANKS))
            return
        base = max(self._places[-1] + 2, 0)
        if out and out[-1] != " ":
            self._emit(out)
            out = " " * base
        else:
            self._hand_out_waiting(self._node)
        start = len(self._lines.line) - len(text)
        self._flow = FlowLines(self._lines, start, out, base, opens_all=is_root)

    def _close(self, flow: FlowLines) -> None:
        """Go on behind a list or mapping that was opened."""
        line = self._lines.line
        if not BEHIND.match(line, flow.at) and line[flow.at] != "#":
            self._out = [flow.text]
            place = (self._lines.number, flow.at)
            raise YamlError("text behind a value", place, place)
        self._out = [flow.text + line[flow.at :].rstrip(_BLANKS)]

    def _put_block(self, text: str, out: str, column: int) -> None:
        found = BLOCK.match(text)
        if found is None or not BEHIND.match(text, found.end()):
            raise self._error(column, f"unexpected text behind {text[0]}")
        self._emit(out + text.rstrip(_BLANKS))
        digit = int(found[1] or found[2] or 0)
        if len(self._columns) == 1:
            self._keep_up_to_mark()
        else:
            self._put_block_lines(digit, self._places[-1] + (digit or 2))
        self._is_behind_block = True

    def _keep_up_to_mark(self) -> None:
        while self._lines.advance():
            if MARK.match(self._lines.line):
                self._lines.give_back()
                return
            self._out.append(self._lines.line)

    def _put_block_lines(self, digit: int, place: int) -> None:
        outside = self._columns[-1]
        indent, most = outside + digit if digit else 0, 0
        while self._lines.advance():
            line = self._lines.line
            text = line.lstrip(" ")
            column = len(line) - len(text)
            if not text:
                most = max(most, column)
                self._out.append(" " * place + line[indent:] if indent and column > indent else "")
                continue
            if not indent and column > outside:
                indent = column
                if most > indent:
                    number = self._lines.number
                    raise YamlError("a line less deep than the empty ones above", (number, column), (number, 0))
            if column < max(indent, outside + 1):
                self._lines.give_back()
                return
            self._out.append(" " * place + line[indent:])

    def _emit(self, line: str) -> None:
        if self._waiting:
            self._hand_out_waiting(self._node)
        self._is_behind_block = False
        self._out.append(line)

    def _hand_out_waiting(self, node: tuple[int, int] | None = None) -> None:
        """Write comments beside what they stood beside; ``node`` is the column and place of what comes now."""
        levels = self._levels | dict(zip(self._columns[1:], self._places[1:], strict=True))
        if node is not None:
            levels[node[0]] = node[1]
        deepest = max(levels, default=-1)
        for column, text in self._waiting:
            if not text or column in levels:
                self._out.append(" " * levels[column] + text if text else "")
                continue
            near = max((one for one in levels if one <= column), default=-1)
            # Deeper than all else, it is about what is not there yet. Behind a block text it would become its line.
            inside = 2 * (column > near == deepest >= 0 and not self._is_behind_block)
            self._out.append(" " * (levels.get(near, 0) + inside) + text)
        self._waiting.clear()

    def _push(self, column: int, place: int, *, is_list: bool) -> None:
        if len(self._columns) > _MOST_LEVELS:
            raise self._error(column, "nested too deeply")
        self._columns.append(column)
        self._places.append(place)
        self._are_lists.append(is_list)

    def _pop(self) -> None:
        self._columns.pop()
        self._places.pop()
        self._are_lists.pop()

    def _rest(self) -> tuple[int, int]:
        """From where on the text is not laid out."""
        return (self._waiting_from if self._waiting else self._begun, 0)

    def _error(self, column: int, reason: str) -> YamlError:
        return YamlError(reason, (self._lines.number, column), self._rest())
