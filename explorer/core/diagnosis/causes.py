"""Candidate causes of an exchange that went wrong: a registry of rules, each tested over the evidence, then ranked."""

from explorer.core.diagnosis import failures, framing
from explorer.core.diagnosis.catalog_reader import statuses
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, Rule, from_catalog, ranked
from explorer.core.diagnosis.rules import (
    bodies,
    changes,
    clocks,
    credentials,
    encoding,
    field_order,
    gateways,
    graphql,
    idempotency,
    jwts,
    leftovers,
    limits_told,
    load,
    maintenance,
    methods,
    paths,
    preconditions,
    schema,
    signed_times,
    sizes,
    stages,
    stated,
    surroundings,
    variables,
    versions,
)
from explorer.core.diagnosis.sms import rules as sms_rules
from explorer.core.model.diagnosis import Cause

GENERAL: tuple[Rule, ...] = (
    variables.left_in,
    bodies.broken_json,
    gateways.plain_http,
    gateways.proxy,
    gateways.portal,
    methods.lost_in_redirect,
    jwts.times,
    signed_times.compared,
    stages.token,
    jwts.audience,
    jwts.issuer,
    jwts.scopes,
    jwts.accepted_before,
    surroundings.token,
    credentials.other_environment,
    credentials.missing,
    credentials.doubled,
    credentials.scheme,
    credentials.token_text,
    graphql.errors,
    bodies.encoding,
    bodies.no_body,
    encoding.double,
    encoding.plus,
    idempotency.keys,
    preconditions.failed,
    preconditions.required,
    leftovers.api_key,
    leftovers.values,
    leftovers.no_value,
    field_order.compared,
    stated.values,
    schema.fields,
    paths.nearest,
    variables.empty,
    variables.blanks,
    variables.path_leftovers,
    encoding.blanks,
    bodies.content_type,
    bodies.mislabelled,
    bodies.accept,
    sizes.body,
    sizes.url,
    sizes.headers,
    methods.not_allowed,
    versions.ended,
    versions.warned,
    surroundings.host,
    changes.address,
    changes.values,
    limits_told.limited,
    load.burst,
    load.others,
    maintenance.announced,
    clocks.skew,
    gateways.answered,
    gateways.other_server,
    gateways.page,
    bodies.body_on_get,
    framing.surplus,
)
"""In the order in which equally sure causes are shown: what spoils everything else comes first."""

BY_API: dict[str, tuple[Rule, ...]] = {"sinch-sms": sms_rules.RULES}


def examine(evidence: Evidence, *, is_error: bool) -> tuple[Finding, ...]:
    """The causes of an exchange, best first; none for a success."""
    if evidence.failure is not None:
        return ranked(_about(evidence, failures.examine(evidence, evidence.failure)))
    if not is_error:
        return ()
    rules = (*BY_API.get(evidence.api.id if evidence.api else "", ()), *GENERAL)
    found = [one for rule in rules for one in rule(evidence)]
    return ranked(_about(evidence, (*found, *from_catalog(_general_causes(evidence)))))


def _about(evidence: Evidence, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without the catalog's words about variables where the request uses none."""
    if variables.names(evidence.request):
        return found
    return tuple(one for one in found if not (one.untested and one.cause.id.endswith("variable")))


def _general_causes(evidence: Evidence) -> tuple[Cause, ...]:
    """The catalog's causes: of the code, else of the status as the API means it, else of the status."""
    if evidence.code_row and evidence.code_row.causes:
        return evidence.code_row.causes
    of_api = evidence.api.statuses.get(evidence.status) if evidence.api else None
    if of_api and of_api.causes:
        return sms_rules.fitting(evidence, of_api.causes)
    row = statuses().get(evidence.status)
    return row.causes if row else ()
