"""Reads what a server says about one value, in any API's words: missing, empty, of another type, out of range, not in
a list, unknown, not unique. It knows the words only, never the value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_LONGEST = 1000
# The patterns below are compiled when the first failure is explained: compiling them costs more than a start may.


class Demand(StrEnum):
    """What the server wants of a value."""

    PRESENT = "present"
    FILLED = "filled"
    TYPE = "type"
    FORMAT = "format"
    CHOICE = "choice"
    RANGE = "range"
    LENGTH = "length"
    KNOWN = "known"
    UNIQUE = "unique"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One demand. ``wanted`` is a JSON type, the name of a format, "future" or "past"; the limits may be open."""

    demand: Demand
    wanted: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    exclusive: bool = False
    """Whether the limits themselves are outside."""


_PRESENT = (
    r"\b(?:(?<!not )required|missing|mandatory|needed|left out|absent|lacks?|needs an?|undefined|obligatory"
    r"|must be (?:present|provided|specified|set|given|supplied|included)"
    r"|(?:not|n't|wasn't) (?:provided|specified|supplied|given|present|set|sent|included|found in the request))\b"
)
_FILLED = (
    r"(?:\bnot|n't|\bcannot|\bnever|\bnon)[ -](?:be |contain |allow )?(?:an? )?(?:empty|blank|null|none)\b"
    r"|\bnot allowed to be (?:empty|blank|null)\b|\bis (?:empty|blank|null|none)\b"
    r"|\bholds? no text\b|\b(?:blank|empty|null) (?:field|value|string)?\b"
)
_KNOWN = (
    r"\b(?:unknown|unrecogni[sz]ed|unexpected|undeclared|unsupported|additional|extra|no such|there is no)"
    r" (?:\w+ ){0,2}?(?:field|property|properties|attribute|parameter|param|key|argument|input|member|column)s?\b"
    r"|\bextra forbidden\b|\bis not (?:allowed|permitted|expected|known)(?! to)\b|\bnot a known \w+\b"
    r"|\bproperty doesn'?t exist\b|\bshould not exist\b"
)
_UNIQUE = (
    r"\balready (?:been )?(?:exists?|taken|used|in use|registered|called)\b|\bduplicates?\b"
    r"|\b(?:must|should|has to|have to) be unique\b|\bnot unique\b|\bunique constraint\b"
)
_TYPES = {
    "integer": r"whole number|integers?|int(?:32|64)?|long",
    "number": r"numbers?|numeric|floats?|decimal|double",
    "boolean": r"booleans?|bool|true or false",
    "string": r"strings?|text|str",
    "array": r"arrays?|lists?|sequence",
    "object": r"objects?|dictionary|dict|map(?:ping)?|model attributes",
}
_ANY_TYPE = "|".join(f"(?P<{name}>{words})" for name, words in _TYPES.items())
_EXPECTED_TYPE = rf"\bexpect(?:ed|s|ing)\b:?(?:\W+\w+){{0,3}}?\W+(?:{_ANY_TYPE})\b"
_WANTED_TYPE = (
    rf"\b(?:must|should|has to|have to|needs? to|not|valid|invalid|requires?|wants?|wanted|into|as|cannot \w+)\b"
    rf"(?:\W+\w+){{0,3}}?\W+(?:{_ANY_TYPE})\b(?! (?:of|to|that|is|with|format)\b.*\bcharacters?)"
)
_TYPE_CODE = rf"\b(?:{_ANY_TYPE}) (?:parsing|type|from float)\b|\b(?:type error|not a) (?:\w+ )?$"
_FORMATS = {
    "email": r"e-?mail(?: address)?",
    "uuid": r"uuid|guid",
    "url": r"urls?|uri|https? address",
    "date-time": r"date-?time|timestamp|iso[ -]?8601(?: (?:date|time))?|rfc ?3339(?: (?:date|time))?",
    "date": r"date",
    "ip": r"ip(?:v[46])?(?: address)?",
}
_ANY_FORMAT = "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _FORMATS.items())
_WANTED_FORMAT = (
    rf"\b(?:must|should|has to|have to|needs? to|not|n't|valid|invalid|expect(?:ed|s)?|format|match|parse)\b"
    rf"(?:\W+\w+){{0,4}}?\W+(?:{_ANY_FORMAT})\b|\b(?:{_ANY_FORMAT.replace('?P<', '?P<x_')}) (?:parsing|type|format)\b"
)


_SIDE = (
    r"\bin (?:the )?(?P<side>future|past)\b|\b(?P<adjective>future|past) (?:date|time|moment|timestamp)s?\b"
    r"|\b(?:(?P<later>after|later than|greater than)|(?P<earlier>before|earlier than|less than))"
    r" (?:or equal to )?(?:now\b|today\b|the current (?:date|time)|current (?:date|time))"
)
_BEFORE_SIDE = 60
_DENIAL = r"(?:\bnot|n't|\bcannot|\bnever|\bno)\b"
_CLAIM = (
    r"\b(?:must|should|shall|has to|have to|needs? to|required?|expect(?:ed|s)?|only|wants?"
    r"|provide|choose|pick|enter|use)\b"
)
_CLAIM_BEHIND = r"\s+(?:is |was )?(?:required|expected|needed)\b"
_OF_API = r"\b(?:support|deprecat|remov|version|discontinu)"
_STATE = r"\b(?:is|are|was|were|lies|set|specified|given|already|found)\b[^.;]*$|^\W*$"


def read(message: str, code: str = "") -> tuple[Complaint, ...]:
    """Every demand in the words of a message and its code, the most telling first; nothing where none is read."""
    said = " ".join(message.split())[:_LONGEST]
    words = f"{said} {_spelt_out(code)}"
    return tuple(_demands(said, words))


def _demands(said: str, words: str) -> Iterator[Complaint]:
    known = bool(re.search(_KNOWN, words, re.I))
    if re.search(_PRESENT, words, re.I):
        yield Complaint(demand=Demand.PRESENT)
    if re.search(_FILLED, words, re.I):
        known = False
        yield Complaint(demand=Demand.FILLED)
    if known:
        yield Complaint(demand=Demand.KNOWN)
    if re.search(_UNIQUE, words, re.I):
        yield Complaint(demand=Demand.UNIQUE)
    side = _side(words)
    if side:
        yield Complaint(demand=Demand.TIME, wanted=side)
    yield from (one for one in _kinds(words) if not (side and one.wanted in ("date", "date-time")))
    choices = tuple(listed_values(said))
    if choices:
        yield Complaint(demand=Demand.CHOICE, choices=choices)
    yield from limits(said)


def _side(words: str) -> str:
    """The side of now on which a time has to be: "must be in the future", "is in the past"; empty when it is unsaid."""
    found = re.search(_SIDE, words, re.I)
    if not found:
        return ""
    told = (found["side"] or found["adjective"] or ("future" if found["later"] else "past")).lower()
    clause = re.split(r"[.;](?:\s|$)", words[: found.start()][-_BEFORE_SIDE:])[-1]
    if re.search(_OF_API, clause, re.I):
        return ""
    other = "past" if told == "future" else "future"
    if re.search(_DENIAL, clause, re.I) or re.match(r"\s+(?:\w+ )?(?:is|are) not\b", words[found.end() :], re.I):
        return other
    if re.search(_CLAIM, clause, re.I) or re.match(_CLAIM_BEHIND, words[found.end() :], re.I):
        return told
    return other if re.search(_STATE, clause, re.I) else ""


def _kinds(words: str) -> Iterator[Complaint]:
    formatted = re.search(_WANTED_FORMAT, words, re.I)
    if formatted:
        name = next(key for key, value in formatted.groupdict().items() if value).removeprefix("x_")
        yield Complaint(demand=Demand.FORMAT, wanted=name.replace("_", "-"))
    found = (
        re.search(_EXPECTED_TYPE, words, re.I)
        or re.search(_WANTED_TYPE, words, re.I)
        or re.search(_TYPE_CODE, words, re.I)
    )
    kind = next((name for name, value in found.groupdict().items() if value), "") if found else ""
    if kind:
        yield Complaint(demand=Demand.TYPE, wanted=kind)


def _spelt_out(code: str) -> str:
    """``value_error.missing`` and ``FieldValueRequired`` as words."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code[:100])
    return " ".join(re.split(r"[\W_]+", parted))


_QUOTED = r"'([^']{1,60})'|\"([^\"]{1,60})\"|`([^`]{1,60})`|[“‘]([^”’]{1,60})[”’]"
_LISTING = (
    r"\b(?:one of|among|any of|allowed values?(?: are)?|enum\w*|values accepted for \w+ \w+"
    r"|choose from|choices are|input should be|literal"
    r"|(?:permitted|accepted|valid|possible|supported|available)"
    r"(?: (?:values|options|choices|types)\b|(?=:)))[^:\[(\w'\"`]*"
    r"(?:(?:the )?(?:following|values?|are|is|these)\b[^:\[(\w'\"`]*)*"
)
_BEING = r"\b(?:must|should|has to|have to|can|may)(?: only)? be (?:either )?"
_ITEM = r"[\w.+/-]{1,40}"
_BARE = rf"\s*({_ITEM}(?:\s*[,|]\s*{_ITEM})*(?:,?\s+(?:or|and)\s+{_ITEM})?)\s*(?:[.;\])]|$)"
_NO_ITEMS = frozenset(
    ("more", "less", "greater", "fewer", "higher", "lower", "above", "below", "equal", "longer", "shorter", "later")
)


def listed_values(said: str) -> list[str]:
    """The values a sentence lists as the ones allowed."""
    for listing in re.finditer(_LISTING, said, re.I):
        rest = re.split(r"(?<=[\w\])'\"])[.;](?:\s|$)|\b(?:but|got|received|not)\b", said[listing.end() :])[0]
        found = _quoted(rest) or _bare(rest, least=1 if re.match(r"\s*[:\[(]", rest) else 2)
        if found:
            return found
    being = re.search(_BEING, said, re.I)
    if not being:
        return []
    quoted = re.match(r"(?:[^\w'\"`]*(?:'[^']+'|\"[^\"]+\"|`[^`]+`)[\s,]*(?:or\s+)?){2,}", said[being.end() :])
    return _quoted(quoted.group()) if quoted else _bare(said[being.end() :], least=2)


def _quoted(text: str) -> list[str]:
    return [next(part for part in match.groups() if part) for match in re.finditer(_QUOTED, text)]


def _bare(text: str, *, least: int) -> list[str]:
    found = re.match(_BARE, text.lstrip(" :[("), re.I)
    items = [one.strip() for one in re.split(r"\s*[,|]\s*|\s+(?:or|and)\s+", found[1]) if one.strip()] if found else []
    items = [re.sub(r"^(?:or|and)\s+", "", one) for one in items]
    return [] if len(items) < least or _NO_ITEMS & {one.lower() for one in items} else items


_NUMBER = r"(-?\d+(?:[.,]\d+)*|zero|one)"
_LENGTH = (
    r"\b(?:(?:character|char|letter|item|element|entr(?:y|ies)|byte|digit|symbol)s?|\d values)\b"
    r"|\blength\b|\blong(?:er)?\b|\bshort(?:er)?\b|too long|too short"
)
_BETWEEN = rf"\b(?:between|from|in the range(?: of)?|range)\s*[\[(]?{_NUMBER}\s*(?:and|to|-|–|\.\.|,)\s*{_NUMBER}"
_TO = rf"\b{_NUMBER}\s*(?:to|-|–)\s*{_NUMBER}\s+(?:character|item|element|letter|digit)"
_MORE = r"(?:greater|more|longer|larger|higher|bigger|above|over|later|exceed)"
_LESS = r"(?:less|fewer|shorter|smaller|lower|below|under)"
_DENIED = r"(?:\bnot|n't|\bcannot|\bno)(?: \w+)??(?: be| have| contain)? "
_LIMITS: tuple[tuple[str, str, bool], ...] = (
    (rf"{_MORE} than or equal(?: to)?(?: the minimum of)? {_NUMBER}", "least", False),
    (rf"{_LESS} than or equal(?: to)?(?: the maximum of)? {_NUMBER}", "most", False),
    (rf"{_DENIED}{_MORE}(?: than)? {_NUMBER}", "most", False),
    (rf"{_DENIED}{_LESS}(?: than)? {_NUMBER}", "least", False),
    (rf"{_NUMBER} or (?:more|greater|higher|above)", "least", False),
    (rf"{_NUMBER} or (?:less|fewer|lower|below)", "most", False),
    (rf"(?:at least|minimum(?: \w+)?(?: of| is|:)?|>=|≥|no {_LESS} than) {_NUMBER}", "least", False),
    (
        rf"(?:at most|up to|within|maximum(?: \w+)?(?: of| is|:)?|max(?:imum)?:?|<=|≤|no {_MORE} than|limit(?: of| is)?"
        rf"|exceeds?(?: the)?(?: \w+){{0,2}}(?: of)?) {_NUMBER}",
        "most",
        False,
    ),
    (rf"\b(?:is|are|was) {_MORE} than {_NUMBER}", "most", False),
    (rf"\b(?:is|are|was) {_LESS} than {_NUMBER}", "least", False),
    (rf"(?:{_MORE} than|(?<![<>=])>(?!=)) {_NUMBER}", "least", True),
    (rf"(?:{_LESS} than|(?<![<>=])<(?!=)) {_NUMBER}", "most", True),
)


def limits(said: str) -> Iterator[Complaint]:
    """Limits of a number, a text or a list."""
    demand = Demand.LENGTH if re.search(_LENGTH, said, re.I) else Demand.RANGE
    both = re.search(_BETWEEN, said, re.I) or re.search(_TO, said, re.I)
    if both:
        yield Complaint(demand=demand, least=_number(both[1]), most=_number(both[2]))
        return
    exact = re.search(rf"\bexactly {_NUMBER}\b", said, re.I)
    if exact:
        yield Complaint(demand=demand, least=_number(exact[1]), most=_number(exact[1]))
        return
    for side in ("least", "most"):
        for pattern, its_side, exclusive in _LIMITS:
            found = re.search(pattern, said, re.I) if its_side == side else None
            if found and not _taken(said, found, side):
                yield _limit(demand, side, _number(found[1]), exclusive)
                break
    if demand is Demand.RANGE and re.search(r"\bpositive\b", said, re.I):
        yield Complaint(demand=demand, least=0, exclusive=True)
    elif demand is Demand.RANGE and re.search(r"\bnon-?negative\b|\bnot be negative\b", said, re.I):
        yield Complaint(demand=demand, least=0)


def _taken(said: str, found: re.Match[str], side: str) -> bool:
    """Whether the same words say the opposite when read with what stands before them."""
    other = (
        one
        for pattern, its_side, _ in _LIMITS[:10]
        if its_side != side and (one := re.search(pattern, said, re.I)) is not None
    )
    return any(one.start() < found.start() < one.end() for one in other)


def _limit(demand: Demand, side: str, number: float, exclusive: bool) -> Complaint:
    if side == "least":
        return Complaint(demand=demand, least=number, exclusive=exclusive)
    return Complaint(demand=demand, most=number, exclusive=exclusive)


def _number(text: str) -> float:
    named = {"zero": 0.0, "one": 1.0}
    plain = text.lower()
    if plain in named:
        return named[plain]
    grouped = re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain)
    return float(
        plain.replace(",", "") if grouped else plain.replace(",", ".") if plain.count(",") == 1 else _digits(plain)
    )


def _digits(text: str) -> str:
    """The number at the beginning of a text such as ``1.2.3``."""
    found = re.match(r"-?\d+(?:\.\d+)?", text)
    return found.group() if found else "0"
