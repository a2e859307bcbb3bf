"""What is looked for in a text: plain words or a regular expression, with or without regard to case, whole words."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import AnyStr


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A term and how to read it."""

    term: str
    is_regex: bool = False
    is_case_sensitive: bool = False
    is_whole_word: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether looking for the characters alone is enough."""
        return not self.is_regex and not self.is_whole_word

    def pattern(self, *, has_returns: bool = False) -> re.Pattern[str]:
        """Raises re.error for a regular expression that is none. Where lines end in CR LF, ``has_returns`` makes $ and
        \\n take these together."""
        term = self.term if self.is_regex else re.escape(self.term)
        if has_returns and self.is_regex:
            term = _with_returns(term)
        lead, term = _flags_apart(term)
        if self.is_whole_word:
            term = rf"(?<!\w)(?:{term})(?!\w)"
        return _compiled(lead + term, re.MULTILINE if self.is_case_sensitive else re.MULTILINE | re.IGNORECASE)

    @property
    def is_wide(self) -> bool:
        """Whether a match may go on for as long as the text does."""
        return self.is_regex and _WIDE.search(self.term) is not None

    def byte_pattern(self) -> re.Pattern[bytes]:
        """For bytes: the term in UTF-8, and where it reads as pairs of hexadecimal digits also the bytes they stand
        for. Raises re.error for a regular expression that is none."""
        text = self.term.encode("utf-8", "replace")
        term = text if self.is_regex else re.escape(text)
        lead, term = _flags_apart(term)
        if self.is_whole_word:
            term = rb"(?<!\w)(?:%s)(?!\w)" % term
        term = term if self.is_case_sensitive else b"(?i:%s)" % term
        if not self.is_regex and (match := _PAIRS.fullmatch(self.term.strip())):
            # What is written in pairs is meant as bytes; "cafe" may be either.
            digits = re.sub(r"[\s:,]+", "", match[1])
            exact = re.escape(bytes.fromhex(digits))
            term = exact + b"|" + term if digits == self.term else exact
        return _compiled(lead + term, re.DOTALL)


def _flags_apart(term: AnyStr) -> tuple[AnyStr, AnyStr]:
    """Flags for all of an expression, which must stand at its very beginning, and the rest."""
    form = r"(?:\(\?[a-zA-Z]+\))*"
    match = re.match(form if isinstance(term, str) else form.encode(), term)
    assert match is not None
    return match[0], term[match.end() :]


_WIDE = re.compile(r"(?:\.|\[\^[^\]]*\]|\\[DSW]|\))(?:[*+]|\{\d*,\})")
"""Repeats what almost any character fits."""

_LINE_ENDS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
_WITH_RETURNS = {r"\n": r"(?:\r?\n)", "$": r"(?=\r?$)"}


def _with_returns(term: str) -> str:
    term, plain = _LINE_ENDS.sub(lambda match: _WITH_RETURNS.get(match[0], match[0]), term), term
    try:
        _compiled(term, 0)
    except re.error:
        return plain  # what looks behind must have one width
    return term


_PAIRS = re.compile(r"(?:0x)?([0-9a-fA-F]{2}(?:[\s:,]*[0-9a-fA-F]{2})*)")


def _compiled(term: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "possible nested set": what is typed is meant as it stands
        return re.compile(term, flags)


def fault(wanted: Wanted, *, is_for_bytes: bool = False) -> str:
    """Why a regular expression cannot be used; empty when it can. Positions count from 1, in what was typed."""
    try:
        if is_for_bytes:
            if wanted.is_regex:
                _compiled(wanted.term.encode("utf-8", "replace"), 0)
            wanted.byte_pattern()
        else:
            if wanted.is_regex:
                _compiled(wanted.term, 0)
            wanted.pattern()
    except re.error as error:
        where = f" at position {error.pos + 1}" if error.pos is not None else ""
        return f"{error.msg}{where}"
    except (OverflowError, RecursionError) as error:
        return str(error) or "too deep"
    return ""
