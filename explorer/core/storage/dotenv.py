"""Reads a .env file strictly: what it says by name, and each line that says nothing, with its number and the reason.

Names and values as the dotenv packages read them: ``export``, comments, single quotes (as written), double quotes (with
escapes), values over several lines in quotes. Nothing is expanded. Those packages tell faults to a log only.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from explorer.core.storage.atomic import refused

LONGEST_BYTES = 1024 * 1024
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_ASSIGNMENT = re.compile(r"(?:export[ \t]+)?([^=\s#]+)[ \t]*=[ \t]*")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}
_ESCAPE = re.compile(r"\\([nrt\"\\$])")
_QUOTED = {
    '"': re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL),
    "'": re.compile(r"'([^']*)'"),
    "`": re.compile(r"`([^`]*)`"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DotenvFault:
    """A line that cannot be read; lines count from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dotenv:
    """What a file holds; the last of equal names wins."""

    values: dict[str, str] = field(repr=False)
    faults: tuple[DotenvFault, ...] = ()


def read_dotenv(path: Path) -> Dotenv:
    """The values of a file; one that is not there is empty. Raises StorageError when it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LONGEST_BYTES + 1)
    except FileNotFoundError:
        return Dotenv(values={})
    except OSError as error:
        raise refused(error, path) from error
    if len(data) > LONGEST_BYTES:
        return _unreadable(1, "The file is longer than 1 MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _unreadable(data.count(b"\n", 0, error.start) + 1, "The file is not UTF-8 text.")
    return parse_dotenv(text)


def parse_dotenv(text: str) -> Dotenv:
    """The values of a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    values: dict[str, str] = {}
    faults: list[DotenvFault] = []
    position = 0
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        end = _end_of_line(text, position)
        if text[position:end].strip() and not text[position:end].lstrip().startswith("#"):
            name, value, end, reason = _assignment(text, position, end)
            if reason:
                faults.append(DotenvFault(line=line, reason=reason))
            else:
                values[name] = value
        position = end + 1
    return Dotenv(values=values, faults=tuple(faults))


def _assignment(text: str, position: int, end: int) -> tuple[str, str, int, str]:
    """Name, value, where its last line ends, and the reason when it is none."""
    start = position + len(text[position:end]) - len(text[position:end].lstrip())
    match = _ASSIGNMENT.match(text, start, end)
    if match is None:
        return "", "", end, "A line is NAME=value; there is no “=” behind a name here."
    if not _NAME.fullmatch(match[1]):
        return "", "", end, "A name has letters, digits and _ . - and begins with a letter or _."
    quote = text[match.end() : match.end() + 1]
    if quote not in _QUOTED:
        return match[1], _plain(text[match.end() : end]), end, ""
    found = _QUOTED[quote].match(text, match.end())
    if found is None:
        return "", "", end, f"The quotation mark {quote} is not closed."
    end = _end_of_line(text, found.end())
    rest = text[found.end() : end].strip()
    if rest and not rest.startswith("#"):
        return "", "", end, "Something stands behind the closing quotation mark."
    return match[1], _ESCAPE.sub(_escaped, found[1]) if quote == '"' else found[1], end, ""


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES[match[1]]


def _plain(text: str) -> str:
    """A value without quotes ends before a comment."""
    return "" if text.startswith("#") else re.split(r"\s#", text, maxsplit=1)[0].strip()


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _unreadable(line: int, reason: str) -> Dotenv:
    return Dotenv(values={}, faults=(DotenvFault(line=line, reason=reason),))
