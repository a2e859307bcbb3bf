"""A finding: a cause after its test, with what follows from it (headline, field, ways out). Rules return findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from explorer.core.diagnosis.evidence import Evidence
from explorer.core.model.diagnosis import Cause, Place, Remedy, Standing

_ORDER = (Standing.CONFIRMED, Standing.LIKELY, Standing.POSSIBLE, Standing.RULED_OUT)
_MOST_RULED_OUT = 3
_MOST_STANDING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A tested cause. ``headline`` is used when this is the best finding of the exchange."""

    cause: Cause
    headline: str = ""
    effect: str = ""
    """Replaces the usual effect line; empty: the usual one."""
    field: str = ""
    """The field at fault as the API spells it; empty when it is none or the place says it all."""
    place: Place | None = None
    also: Place | None = None
    """A second place that belongs to it: the bracket that is not closed."""
    remedies: tuple[Remedy, ...] = ()
    untested: bool = False
    """Whether it is the catalog's general word, with no test behind it."""
    only_fact: bool = False
    """Whether it says what happened and not yet why: the general causes stay beside it when it is confirmed."""


Rule = Callable[[Evidence], Iterable[Finding]]


def finding(id: str, standing: Standing, text: str, **rest: object) -> Finding:
    """A finding in one line; ``rest`` are the other fields of Finding."""
    made = Finding(cause=Cause(id=id, text=text, standing=standing))
    return replace(made, **rest) if rest else made  # type: ignore[arg-type]


def confirmed(id: str, text: str, **rest: object) -> Finding:
    """The test found the cause."""
    return finding(id, Standing.CONFIRMED, text, **rest)


def likely(id: str, text: str, **rest: object) -> Finding:
    """The evidence speaks for the cause."""
    return finding(id, Standing.LIKELY, text, **rest)


def possible(id: str, text: str, **rest: object) -> Finding:
    """Nothing speaks against the cause."""
    return finding(id, Standing.POSSIBLE, text, **rest)


def ruled_out(id: str, text: str, **rest: object) -> Finding:
    """The test speaks against the cause; the text says what was measured."""
    return finding(id, Standing.RULED_OUT, text, **rest)


def from_catalog(causes: Iterable[Cause]) -> tuple[Finding, ...]:
    """The catalog's general causes as untested findings."""
    return tuple(Finding(cause=cause, untested=True) for cause in causes)


def ranked(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Best first, each cause once; general causes only where no test confirmed one; few ruled-out ones at the end."""
    everything = tuple(found)
    tested = {one.cause.id for one in everything if not one.untested}
    first: dict[str, Finding] = {}
    for one in sorted(everything, key=_rank):
        if not (one.untested and one.cause.id in tested):
            first.setdefault(one.cause.id, one)
    kept = list(first.values())
    if any(one.cause.standing is Standing.CONFIRMED and not (one.untested or one.only_fact) for one in kept):
        kept = [one for one in kept if not one.untested]
    standing = [one for one in kept if one.cause.standing is not Standing.RULED_OUT]
    out = [one for one in kept if one.cause.standing is Standing.RULED_OUT]
    return (*standing[:_MOST_STANDING], *out[:_MOST_RULED_OUT])


def _rank(one: Finding) -> tuple[int, bool]:
    return _ORDER.index(one.cause.standing), one.untested
