"""The API's rules in the order in which they are tried; the order breaks ties between equally sure causes."""

from collections.abc import Iterable

from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Rule
from explorer.core.diagnosis.sms import access, formats, limits, load, paths, references
from explorer.core.model.diagnosis import Cause

RULES: tuple[Rule, ...] = (
    limits.types,
    limits.required,
    limits.sizes,
    limits.expiry,
    limits.binary,
    formats.values,
    formats.query,
    formats.raw_plus,
    formats.path_ids,
    references.unknown_group,
    references.missing_callback,
    references.campaign,
    references.number_type,
    references.blocked,
    references.states,
    access.own_token,
    access.project_id,
    access.other_plan,
    access.region,
    access.rights,
    paths.malformed_plan,
    paths.update_hint,
    paths.prefix,
    paths.misspelt,
    paths.feedback,
    paths.recipient,
    paths.unknown_id,
    load.recipients,
    load.fault,
    load.unavailable,
    load.named,
)

_BELOW = {"sms.feedback-off": "delivery_feedback", "sms.retention": "batches"}
"""Causes that belong to some paths only, by a segment of those."""


def fitting(evidence: Evidence, causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """The catalog's causes without those that belong to other paths."""
    below = evidence.match.below if evidence.match else None
    return tuple(cause for cause in causes if cause.id not in _BELOW or _BELOW[cause.id] in (below or ()))
