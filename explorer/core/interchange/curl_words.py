"""The words of curl commands as a shell would hand them over: POSIX shells with ``$'...'``, and cmd with its carets."""

import re

from explorer.core.errors import UsageError

_FIRST_SIGN = re.compile(r"['\"^]")
_CMD_LINE = re.compile(r"[ \t]\^\r?\n")
_ENDS = frozenset((";", "&", "&&", "||"))
_REST = re.compile(r"\||[12&]?>{1,2}")
"""A pipe or a redirection: what follows is not for curl."""
_ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_NUMBERED = re.compile(r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})")
_UNCLOSED = "This curl command has an unclosed quote."


def commands(text: str) -> tuple[tuple[str, ...], ...]:
    """The words after ``curl`` of each command in a text; raises UsageError for an unclosed quote."""
    words = _cmd_words(text) if _is_cmd(text) else _Posix(text).words()
    found: list[list[str]] = []
    current: list[str] | None = None
    for word, quoted in words:
        if not quoted and (word in _ENDS or word == "\n"):
            current = None
        elif current is None:
            if _is_curl(word):
                current = []
                found.append(current)
        elif not quoted and _REST.match(word):
            current = []  # for nobody
        else:
            current.append(word)
    return tuple(tuple(one) for one in found)


def _is_cmd(text: str) -> bool:
    """Carets before quotes, or double quotes with carets at the ends of lines: no other shell writes so."""
    first = _FIRST_SIGN.search(text)
    return first is not None and (first[0] == "^" or (first[0] == '"' and _CMD_LINE.search(text) is not None))


def _is_curl(word: str) -> bool:
    return word in ("curl", "curl.exe") or word.endswith(("/curl", "\\curl.exe"))


class _Posix:
    """One pass over the letters. A word is told with whether any part of it was quoted."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._at = 0
        self._word: list[str] = []
        self._started = self._quoted = False
        self._found: list[tuple[str, bool]] = []

    def words(self) -> list[tuple[str, bool]]:
        while self._at < len(self._text):
            self._step(self._text[self._at])
        self._end_word()
        return self._found

    def _step(self, letter: str) -> None:
        following = self._text[self._at + 1 : self._at + 2]
        if letter in "\\`" and following == "\n":
            self._at += 2  # a backtick continues the line in PowerShell, whose quotes are close enough
        elif letter in " \t\n":
            self._at += 1
            self._end_word()
            if letter == "\n":
                self._found.append(("\n", False))
        elif letter == "'":
            self._take(self._until("'", self._at + 1))
        elif letter == "$" and following == "'":
            self._ansi()
        elif letter == '"' or (letter == "$" and following == '"'):
            self._at += letter == "$"
            self._double()
        elif letter == "\\" and following:
            self._add(following, 2)
            self._quoted = True
        else:
            self._add(letter, 1)

    def _add(self, text: str, step: int) -> None:
        self._word.append(text)
        self._started = True
        self._at += step

    def _take(self, text: str) -> None:
        self._word.append(text)
        self._started = self._quoted = True

    def _until(self, quote: str, start: int) -> str:
        end = self._text.find(quote, start)
        if end < 0:
            raise UsageError(_UNCLOSED)
        self._at = end + 1
        return self._text[start:end]

    def _ansi(self) -> None:
        r"""``$'...'``: backslash escapes as in C; \u and \U give letters, \x and octal give bytes of UTF-8."""
        at, found = self._at + 2, bytearray()
        while at < len(self._text) and self._text[at] != "'":
            if self._text[at] == "\\":
                text, at = _escaped(self._text, at + 1)
            else:
                text, at = self._text[at].encode("utf-8", "surrogatepass"), at + 1
            found += text
        if at >= len(self._text):
            raise UsageError(_UNCLOSED)
        self._at = at + 1
        self._take(found.decode("utf-8", "replace"))

    def _double(self) -> None:
        at, found = self._at + 1, []
        while at < len(self._text) and self._text[at] != '"':
            if self._text.startswith("\\\n", at):
                at += 2
                continue
            if self._text[at] == "\\" and self._text[at + 1 : at + 2] in ('"', "\\", "$", "`"):
                at += 1
            found.append(self._text[at])
            at += 1
        if at >= len(self._text):
            raise UsageError(_UNCLOSED)
        self._at = at + 1
        self._take("".join(found))

    def _end_word(self) -> None:
        if self._started:
            self._found.append(("".join(self._word), self._quoted))
        self._word, self._started, self._quoted = [], False, False


def _escaped(text: str, at: int) -> tuple[bytes, int]:
    numbered = _NUMBERED.match(text, at)
    if numbered is not None:
        small, letter, large, octal = numbered.groups()
        if small or octal:
            return bytes([int(small, 16) if small else int(octal, 8) & 0xFF]), numbered.end()
        number = int(letter or large, 16)
        return (chr(number) if number < 0x110000 else "�").encode("utf-8", "replace"), numbered.end()
    letter = text[at : at + 1]
    return _ESCAPES.get(letter, f"\\{letter}").encode(), at + 1


def _cmd_words(text: str) -> list[tuple[str, bool]]:
    """What cmd makes of a line, cut as a Windows program cuts its command line (backslashes count before quotes)."""
    line, found = _without_carets(text.replace("\r\n", "\n")), list[tuple[str, bool]]()
    word: list[str] = []
    started = inside = quoted = False
    at = 0
    while at < len(line):
        letter = line[at]
        count = len(line) - at - len(line[at:].lstrip("\\")) if letter == "\\" else 0
        if count and line[at + count : at + count + 1] == '"':
            word.append("\\" * (count // 2) + ('"' if count % 2 else ""))
            at += count + count % 2
            started = True
        elif letter == '"':
            inside, started, quoted = not inside, True, True
            at += 1
        elif letter in " \t\n" and not inside:
            if started:
                found.append(("".join(word), quoted))
            if letter == "\n":
                found.append(("\n", False))
            word, started, quoted = [], False, False
            at += 1
        else:
            word.append(letter)
            started = True
            at += 1
    if inside:
        raise UsageError(_UNCLOSED)
    return [*found, ("".join(word), quoted)] if started else found


def _without_carets(text: str) -> str:
    """A caret takes the meaning of the next letter away; before a line break it takes the line break."""
    found: list[str] = []
    at, inside = 0, False
    while at < len(text):
        letter = text[at]
        if letter != "^" or inside or at + 1 == len(text):
            inside ^= letter == '"'
            found.append(letter)
            at += 1
        elif text[at + 1] != "\n":
            found.append(text[at + 1])
            at += 2
        else:
            # Two line breaks after a caret stand for one within a value.
            doubled = text[at + 2 : at + 3] == "\n"
            found.append("\n" if doubled else "")
            at += 3 if doubled else 2
    return "".join(found)
