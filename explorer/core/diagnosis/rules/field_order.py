"""Two values the server wants in an order, ``endDate must be after startDate``, compared as they were sent."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, ruled_out
from explorer.core.diagnosis.rules.named_fields import in_words
from explorer.core.diagnosis.rules.sent_values import look_up
from explorer.core.diagnosis.rules.value_faults import number_of
from explorer.core.diagnosis.rules.value_fixes import general

_LATER = r"\b(?:after|later than|greater than|larger than|more than|bigger than|follow)"
_EARLIER = r"\b(?:before|earlier than|less than|smaller than|lower than|precede)"
_OTHER = r"(?: or equal to)?\W+(?:the )?['\"`]?([A-Za-z_][\w.]*)"


def compared(evidence: Evidence) -> Iterator[Finding]:
    """Each pair whose order the server names and that can be compared."""
    if evidence.status not in (400, 409, 422) or evidence.code_row is not None:
        return
    for problem in evidence.read.problems[:10]:
        field = problem.field or in_words(evidence, problem.message, problem.code)
        for pattern, later in ((_LATER, True), (_EARLIER, False)):
            found = re.search(pattern + _OTHER, problem.message, re.I)
            if field and found:
                yield from _tested(evidence, field, found[1], later=later)


def _tested(evidence: Evidence, field: str, other_field: str, *, later: bool) -> Iterator[Finding]:
    one, other = look_up(evidence, field), look_up(evidence, other_field)
    if one is None or other is None or not one.present or not other.present or one.name == other.name:
        return
    pair = _pair(one.value, other.value)
    if pair is None:
        return
    wanted = "after" if later else "before"
    if (pair[0] > pair[1]) == later and pair[0] != pair[1]:
        yield ruled_out(f"order.{field}", f"`{one.name}` is not {wanted} `{other.name}`: it is")
        return
    text = f"`{one.name}` ({wording.quoted(one.value)}) is not {wanted} `{other.name}` ({wording.quoted(other.value)})"
    yield confirmed(
        f"order.{field}",
        text,
        headline=f"`{one.name}` is not {wanted} `{other.name}`.",
        field=field,
        place=locate.find(evidence.request, field, f"must be {wanted} {other.name}"),
        remedies=general(evidence, one) or (remedies.advice(f"Set `{one.name}` to a value {wanted} `{other.name}`"),),
    )


def _pair(one: object, other: object) -> tuple[float, float] | None:
    """Both as numbers or both as times; None when they cannot be compared."""
    for read in (number_of, _moment):
        first, second = read(one), read(other)
        if first is not None and second is not None:
            return first, second
    return None


def _moment(value: object) -> float | None:
    try:
        found = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() if found else None
    except (ValueError, OverflowError):
        return None
