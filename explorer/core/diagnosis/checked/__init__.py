"""Causes of a transport failure after a look at the way: what was found confirms some and rules others out.

The rules read ``Context.checks``; without a check they find nothing. What they find takes the place of what was only
thought of the same cause before, and keeps its ways out.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from explorer.core.diagnosis.checked import addresses, certificates, proxies, spoken
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding
from explorer.core.model.checks import Checks
from explorer.core.model.diagnosis import Standing
from explorer.core.model.exchange import Failure, FailureKind

Rule = Callable[[Evidence, Failure, Checks], Iterable[Finding]]

RULES: tuple[Rule, ...] = (*proxies.RULES, *addresses.RULES, *certificates.RULES, *spoken.RULES)

NOT_ON_THE_WAY = frozenset(
    {
        FailureKind.CANCELLED,
        FailureKind.UNSUPPORTED_SCHEME,
        FailureKind.INVALID_URL,
        FailureKind.INVALID_HEADER,
        FailureKind.POOL_TIMEOUT,
        FailureKind.DECODING,
        FailureKind.TOO_MANY_REDIRECTS,
        FailureKind.BAD_REDIRECT,
        FailureKind.UNKNOWN,
    }
)
"""Failures about which a look at the way to the host says nothing."""


_UNSURE = (Standing.LIKELY, Standing.POSSIBLE)


def can_check(failure: Failure | None) -> bool:
    """Whether looking at the way may tell more about a failure: it went to a host."""
    return failure is not None and failure.kind not in NOT_ON_THE_WAY and bool(failure.host)


def findings(evidence: Evidence, failure: Failure) -> tuple[Finding, ...]:
    """What the check says; nothing when there was none."""
    checks = evidence.context.checks
    if checks is None or not can_check(failure):
        return ()
    return tuple(one for rule in RULES for one in rule(evidence, failure, checks))


def over(looked: Iterable[Finding], thought: Iterable[Finding]) -> tuple[Finding, ...]:
    """Both, where what was looked at replaces what was thought of the same cause; new causes come first."""
    by_id = {one.cause.id: one for one in looked}
    known = {one.cause.id for one in thought}
    fresh = tuple(one for one in by_id.values() if one.cause.id not in known)
    return (*fresh, *(_joined(one, by_id.get(one.cause.id)) for one in thought))


def _joined(thought: Finding, looked: Finding | None) -> Finding:
    surer = looked is not None and thought.cause.standing is Standing.CONFIRMED and looked.cause.standing in _UNSURE
    if looked is None or surer:
        return thought
    return replace(
        looked,
        headline=looked.headline or thought.headline,
        place=looked.place or thought.place,
        remedies=looked.remedies or thought.remedies,
    )
