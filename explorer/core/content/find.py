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

    def pattern(self) -> re.Pattern[str]:
        """Raises re.error for a regular expression that is none."""
        term = self.term if self.is_regex else re.escape(self.term)
        if self.is_whole_word:
            term = rf"(?<!\w)(?:{term})(?!\w)"
        return _compiled(term, re.MULTILINE if self.is_case_sensitive else re.MULTILINE | re.IGNORECASE)

    def byte_pattern(self) -> re.Pattern[bytes]:
        """For bytes: the term in UTF-8, and where it reads as pairs of hexadecimal digits also the bytes they stand
        for. Raises re.error for a regular expression that is none."""
        text = self.term.encode("utf-8", "replace")
        term = text if self.is_regex else re.escape(text)
        if self.is_whole_word:
            term = rb"(?<!\w)(?:%s)(?!\w)" % term
        term = term if self.is_case_sensitive else b"(?i:%s)" % term
        if not self.is_regex and (match := _PAIRS.fullmatch(self.term.strip())):
            # What is written in pairs is meant as bytes; "cafe" may be either.
            digits = re.sub(r"[\s:,]+", "", match[1])
            exact = re.escape(bytes.fromhex(digits))
            term = exact + b"|" + term if digits == self.term else exact
        return _compiled(term, re.DOTALL)


_PAIRS = re.compile(r"(?:0x)?([0-9a-fA-F]{2}(?:[\s:,]*[0-9a-fA-F]{2})*)")


def _compiled(term: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "possible nested set": what is typed is meant as it stands
        return re.compile(term, flags)


def fault(wanted: Wanted) -> str:
    """Why a regular expression cannot be used; empty when it can. Positions count from 1, in what was typed."""
    try:
        if wanted.is_regex:
            _compiled(wanted.term, 0)
        wanted.pattern()
        wanted.byte_pattern()
    except re.error as error:
        where = f" at position {error.pos + 1}" if error.pos is not None else ""
        return f"{error.msg}{where}"
    except (OverflowError, RecursionError) as error:
        return str(error) or "too deep"
    return ""
