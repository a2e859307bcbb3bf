"""What is looked for in a text: plain words or a regular expression, with or without regard to case, whole words."""

from __future__ import annotations

import re
from dataclasses import dataclass


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
        return re.compile(term, re.MULTILINE if self.is_case_sensitive else re.MULTILINE | re.IGNORECASE)


def fault(wanted: Wanted) -> str:
    """Why a regular expression cannot be used; empty when it can."""
    try:
        wanted.pattern()
    except (re.error, OverflowError, RecursionError) as error:
        return str(error) or "too deep"
    return ""
