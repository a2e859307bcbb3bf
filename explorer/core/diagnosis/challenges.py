"""Reads WWW-Authenticate and Proxy-Authenticate (RFC 9110 §11.2 to §11.6.1), also the broken ones met in the wild."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"?'
_PIECE = re.compile(
    rf"(?P<parameter>(?P<name>{_TOKEN}\*?)\s*=(?!=*\s*(?:,|$))\s*(?P<value>{_QUOTED}|[^\s,\"][^,\"]*|))"
    rf"|(?P<quoted>{_QUOTED})"
    r"|(?P<word>[^\s,\"=]+=*)"
    r"|(?P<comma>,)",
    re.S,
)
_SCHEME = re.compile(rf"{_TOKEN}$")
_LONGEST = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One challenge: a scheme as spelt, its parameters (names in lower case) and its token68, if any."""

    scheme: str
    parameters: tuple[tuple[str, str], ...] = ()
    token: str = ""

    def parameter(self, name: str) -> str | None:
        """The value of a parameter, unquoted; None when absent."""
        return next((value for key, value in self.parameters if key == name), None)


def read_challenges(values: Iterable[str]) -> tuple[Challenge, ...]:
    """All challenges of all field lines, in order; never fails. A value without any scheme gives none."""
    return tuple(challenge for value in values for challenge in _of_line(value[:_LONGEST]))


def _of_line(line: str) -> list[Challenge]:
    reader = _Reader()
    for piece in _PIECE.finditer(line):
        reader.take(piece)
    return reader.challenges()


class _Reader:
    """Collects pieces: a word that is first, or follows a comma, begins a challenge; any other belongs to it."""

    def __init__(self) -> None:
        self._found: list[tuple[str, list[tuple[str, str]], str]] = []
        self._fresh = True

    def take(self, piece: re.Match[str]) -> None:
        if piece["comma"]:
            self._fresh = True
        elif piece["parameter"] is not None:
            self._take_parameter(piece["name"].lower(), piece["value"])
        elif piece["word"]:
            self._take_word(piece["word"])
        else:
            self._fresh = False

    def _take_parameter(self, name: str, value: str) -> None:
        self._fresh = False
        if self._found:
            self._found[-1][1].append((name, _unquoted(value)))

    def _take_word(self, word: str) -> None:
        if self._fresh or not self._found:
            if _SCHEME.match(word):
                self._found.append((word, [], ""))
        else:
            scheme, parameters, token = self._found[-1]
            self._found[-1] = (scheme, parameters, token or word)
        self._fresh = False

    def challenges(self) -> list[Challenge]:
        return [
            Challenge(scheme=scheme, parameters=tuple(parameters), token=token)
            for scheme, parameters, token in self._found
        ]


def _unquoted(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    inner = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
    return re.sub(r"\\(.)", r"\1", inner, flags=re.S)
