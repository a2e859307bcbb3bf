"""Puts the remedies of an exchange in order, best first: what the findings offer, then pauses and retries, then the
catalog's general words."""

from collections.abc import Iterable
from dataclasses import replace

from explorer.core.diagnosis import failures, outcomes, remedies, wording
from explorer.core.diagnosis.catalog_reader import statuses
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding
from explorer.core.model.diagnosis import Remedy, RemedyKind, Retry, Standing

_MOST = 5
_FIRST_PAUSE_S = 5.0
_LIMITS = (420, 429)
_LOOK_FIRST = "Look whether"
"""How the catalogs begin ways out that are for requests which may have had an effect."""


def collect(evidence: Evidence, found: tuple[Finding, ...], retry: Retry, *, is_error: bool) -> tuple[Remedy, ...]:
    """The remedies; each title once, plain advice last."""
    if not is_error:
        return ()
    own = [replace(fix, cause_id=one.cause.id) for one in found if _stands(one) for fix in one.remedies]
    certain = {one.cause.id for one in found if one.cause.standing is Standing.CONFIRMED}
    enough = bool(certain and own)
    if evidence.failure is not None:
        look = outcomes.ways(evidence, retry)
        every = [*own, *look, *_without_words(failures.ways_out(evidence, evidence.failure), leave_out=enough)]
    else:
        looks = outcomes.ways(evidence, retry) if evidence.status >= 500 else ()
        every = [
            *(looks if not retry.safe else ()),
            *_pause_first(evidence, retry),
            *own,
            *looks,
            *_again(evidence, retry),
            *_without_words(_general(evidence), leave_out=enough),
        ]
    every = [_without_looking(fix) if evidence.is_idempotent else fix for fix in every]
    unique: dict[tuple[object, ...], Remedy] = {}
    for fix in every:
        if not any(fix.title == one.title for one in unique.values()):
            unique.setdefault(_key(fix), fix)
    ordered = sorted(unique.values(), key=lambda fix: _is_words(fix) and fix.cause_id not in certain)
    return tuple(ordered[:_MOST])


def _without_looking(fix: Remedy) -> Remedy:
    """What can be repeated needs no look whether it was done."""
    return remedies.retry("Send it again") if _is_words(fix) and fix.title.startswith(_LOOK_FIRST) else fix


def _is_words(fix: Remedy) -> bool:
    return fix.kind is RemedyKind.ADVICE


def _without_words(fixes: Iterable[Remedy], *, leave_out: bool) -> list[Remedy]:
    """Plain words are left out where the cause is certain and has a way out of its own."""
    return [fix for fix in fixes if not (leave_out and _is_words(fix))]


def _stands(one: Finding) -> bool:
    return one.cause.standing is not Standing.RULED_OUT


def _key(fix: Remedy) -> tuple[object, ...]:
    """What two remedies have in common that would do the same."""
    if fix.edits:
        return (fix.edits,)
    if fix.kind in (RemedyKind.RETRY, RemedyKind.OPEN_ENVIRONMENTS):
        return (fix.kind,)
    return (fix.kind, fix.link.url if fix.link else fix.target or fix.title)


def _pause_first(evidence: Evidence, retry: Retry) -> list[Remedy]:
    """A limit passes with time, so waiting comes before everything else."""
    if retry.retryable is not True or (evidence.status not in _LIMITS and retry.after_s is None):
        return []
    if retry.after_s is not None:
        return [remedies.wait(retry.after_s, f"Wait {wording.seconds(retry.after_s)}, as {_asker(retry)} asks")]
    return [remedies.wait(_FIRST_PAUSE_S, "Wait, and double the pause if it is refused again")]


def _asker(retry: Retry) -> str:
    return "`Retry-After`" if retry.source.startswith("Retry-After") else "the server"


def _again(evidence: Evidence, retry: Retry) -> list[Remedy]:
    """Sending it again, for faults of the server; never where it would fail again."""
    if evidence.status in _LIMITS or retry.after_s is not None or retry.retryable is False or evidence.status < 408:
        return []
    if not retry.safe:
        return [remedies.retry("Look whether the work was done, then send it again")]
    return [remedies.retry("Send it again")] if evidence.status >= 408 else []


def _general(evidence: Evidence) -> list[Remedy]:
    """The catalog's fixes, with the requests of the open collection."""
    of_api = evidence.api.statuses.get(evidence.status) if evidence.api else None
    row = evidence.code_row if evidence.code_row and evidence.code_row.causes else of_api
    fixes = row.fixes if row else _of_status(evidence.status)
    return [fixed for fix in fixes if (fixed := remedies.in_context(fix, evidence.context))]


def _of_status(status: int) -> tuple[Remedy, ...]:
    row = statuses().get(status)
    return row.fixes if row else ()
