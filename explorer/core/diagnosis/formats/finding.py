"""What the structure of an error document yields: candidates with ranks, so that parts can be read one by one and
joined. The lowest rank wins; among equals the first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from explorer.core.model.diagnosis import Problem

SUBCODE, EXPLICIT, WEAK = 0, 10, 50
"""Ranks of codes: refining another one, under a name for codes, under a name that may be one."""
STATED, LOOSE, PHRASE, LEFT_OVER = 0, 20, 60, 70
"""Ranks of messages: under a name for messages, a sentence elsewhere, a status phrase, a code nobody wanted."""
ITEM = 30
"""Added to what one of several faults says."""

MOST_PROBLEMS = 200

Candidates = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Everything that was found, nothing decided."""

    codes: Candidates = ()
    messages: Candidates = ()
    problems: tuple[Problem, ...] = ()
    docs_url: str = ""

    @property
    def code(self) -> str | None:
        """The best code."""
        return _best(self.codes)

    @property
    def message(self) -> str | None:
        """The best message."""
        return _best(self.messages)

    def as_item(self) -> "Finding":
        """The same as one of several."""
        return replace(self, codes=_shifted(self.codes), messages=_shifted(self.messages))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.codes or self.messages or self.problems)


def _best(candidates: Candidates) -> str | None:
    return min(candidates, key=lambda one: one[0])[1] if candidates else None


def _shifted(candidates: Candidates) -> Candidates:
    return tuple((rank + ITEM, text) for rank, text in candidates)


def joined(findings: Iterable[Finding]) -> Finding:
    """All candidates of all findings, in order; problems without repeats, at most 200."""
    found = tuple(findings)
    problems = dict.fromkeys(problem for finding in found for problem in finding.problems)
    return Finding(
        codes=tuple(one for finding in found for one in finding.codes),
        messages=tuple(one for finding in found for one in finding.messages),
        problems=tuple(problems)[:MOST_PROBLEMS],
        docs_url=next((finding.docs_url for finding in found if finding.docs_url), ""),
    )
