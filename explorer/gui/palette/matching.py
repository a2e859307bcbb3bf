"""Fuzzy matching: letters in order, with a preference for whole pieces and the beginnings of words. Pure.

Built for a list of a few thousand items at every key: what can be known before typing is kept in a Candidate.
"""

import re
from dataclasses import dataclass

from explorer.gui.palette.sources import PaletteItem

_WORD_START = re.compile(r"(?:(?<=[^a-z0-9])|^)[a-z0-9]|(?<=[^0-9])[0-9]")

AT_WORD_START = 300
INSIDE_WORD = 200
BESIDE_TITLE = 100
SCATTERED = 50
"""What a typed word is worth by where it was found; the grade of a match is its worst word."""

_NOT_FIRST = 10
"""What a find loses that does not begin the title."""
_FARTHEST = 40
"""Letters scattered wider than this lose nothing more, so that grades never mix."""

_SPREAD = 3
"""Scattered letters may take up three times the room of the word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item made ready for matching."""

    item: PaletteItem
    title: str
    beside: str
    """Method, label and place: found there, an item ranks below those found by title."""
    starts: frozenset[int]
    """Where words begin in ``title``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A found item; ``positions`` are the letters of its title that were typed."""

    item: PaletteItem
    score: int
    positions: tuple[int, ...]


def candidate(item: PaletteItem) -> Candidate:
    """An item with its letters lowered and its word starts noted."""
    title = item.title.lower()
    if len(title) != len(item.title):  # A few letters grow when they are lowered; positions must fit the title.
        title = "".join(letter.lower()[:1] for letter in item.title)
    beside = f"{item.method} {item.label} {item.detail}".lower()
    starts = frozenset(found.start() for found in _WORD_START.finditer(title))
    return Candidate(item=item, title=title, beside=beside, starts=starts)


def best(query: str, candidates: tuple[Candidate, ...], limit: int) -> tuple[Match, ...]:
    """The best matches, best first; equal ones keep their order. An empty query takes the first ones."""
    words = query.lower().split()
    if not words:
        return tuple(Match(item=one.item, score=0, positions=()) for one in candidates[:limit])
    found = [(score, one) for one in candidates if (score := _score(words, one))]
    found.sort(key=_best_first)
    return tuple(Match(item=one.item, score=score, positions=_positions(words, one)) for score, one in found[:limit])


def _best_first(found: tuple[int, Candidate]) -> int:
    return -found[0]


def _score(words: list[str], one: Candidate) -> int:
    """0 when a word is nowhere to be found."""
    worst = AT_WORD_START
    for word in words:
        grade = _grade(word, one)
        if not grade:
            return 0
        worst = min(worst, grade)
    return worst


def _grade(word: str, one: Candidate) -> int:
    at = _find(word, one)
    if at >= 0:
        return (AT_WORD_START if at in one.starts else INSIDE_WORD) - (_NOT_FIRST if at else 0)
    if word in one.beside:
        return BESIDE_TITLE
    letters = _scattered(word, one)
    return SCATTERED - min(letters[-1] - letters[0] - len(word), _FARTHEST) if letters else 0


def _find(word: str, one: Candidate) -> int:
    """Where the word stands in the title, at the beginning of a word if it can; -1 for nowhere."""
    first = at = one.title.find(word)
    while at >= 0 and at not in one.starts:
        at = one.title.find(word, at + 1)
    return at if at >= 0 else first


def _scattered(word: str, one: Candidate) -> tuple[int, ...]:
    """The letters of the word in order, the first at the beginning of a word; empty when they are not there."""
    for start in sorted(one.starts) if word[0] in one.title else ():
        if one.title[start] == word[0]:
            for leap in (True, False):
                letters = _following(word, start, one, leap=leap)
                if letters and _is_close(letters, one):
                    return letters
    return ()


def _is_close(letters: tuple[int, ...], one: Candidate) -> bool:
    """Initials may stand anywhere; other letters that lie far apart are found by chance."""
    spread = letters[-1] - letters[0] + 1
    return spread <= _SPREAD * len(letters) or one.starts.issuperset(letters)


def _following(word: str, start: int, one: Candidate, *, leap: bool) -> tuple[int, ...]:
    """Letters after ``start``. Leaping goes to a word's beginning where the next letter does not stand beside."""
    letters, at = [start], start
    for letter in word[1:]:
        following = one.title.find(letter, at + 1)
        if following < 0:
            return ()
        if leap and following != at + 1:
            starts = (place for place in one.starts if place > at and one.title[place] == letter)
            following = min(starts, default=following)
        letters.append(following)
        at = following
    return tuple(letters)


def _positions(words: list[str], one: Candidate) -> tuple[int, ...]:
    places: set[int] = set()
    for word in words:
        at = _find(word, one)
        if at >= 0:
            places.update(range(at, at + len(word)))
        elif word not in one.beside:
            places.update(_scattered(word, one))
    return tuple(sorted(places))
