"""429, 500 and 503 as this API means them, and the server's own word for a field where no test found the cause."""

from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, likely, ruled_out
from explorer.core.diagnosis.sms import prose
from explorer.core.model.diagnosis import Link

_STATUS_PAGE = Link(title="Sinch status", url="https://status.sinch.com")


def recipients(evidence: Evidence) -> Iterator[Finding]:
    """The limit counts requests; many recipients in one batch are no reason."""
    if evidence.status != 429:
        return
    to = evidence.value("to")
    if isinstance(to, list):
        yield ruled_out("sms.per-recipient", f"A batch counts once for each recipient: this one has {len(to)}")


def fault(evidence: Evidence) -> Iterator[Finding]:
    """500: the API states that nothing was processed."""
    if evidence.status == 500:
        yield likely(
            "sms.500",
            "The service has a fault; nothing in the request explains it",
            headline="The service met an unexpected fault.",
            remedies=(
                remedies.retry("Send it again: nothing was processed"),
                remedies.link("Look at the service’s status", "Open status page", _STATUS_PAGE),
            ),
        )


def unavailable(evidence: Evidence) -> Iterator[Finding]:
    """503: whether the batch was taken is unknown, and the API has no idempotency key."""
    if evidence.status != 503:
        return
    look = remedies.open_request(
        evidence.context, "List batches", "Look whether the batch exists before sending it again"
    )
    yield likely(
        "sms.503",
        "A subsystem of the service is unavailable",
        headline="The service is unavailable for now.",
        remedies=remedies.kept(
            None if evidence.is_idempotent else look,
            remedies.link("Look at the service’s status", "Open status page", _STATUS_PAGE),
        ),
    )


def named(evidence: Evidence) -> Iterator[Finding]:
    """The field the server's text names."""
    field, message = stated_field(evidence), evidence.read.message or ""
    if not field:
        return
    place = locate.find(evidence.request, field, wording.sentence(message).rstrip(".")[:60])
    yield likely(
        "sms.named",
        f"The server objects to `{field}`",
        headline=f"The server objects to `{field}`.",
        field=field,
        place=place,
        remedies=remedies.kept(remedies.restore_field(evidence.request, evidence.context, field)),
        untested=True,
    )


def stated_field(evidence: Evidence) -> str:
    """The field that the error text names in prose, or by quoting the value of a query parameter; else empty."""
    if evidence.status not in (400, 403) or evidence.code_row is None:
        return ""
    known = {row.name for row in evidence.shape} | set(evidence.code_row.fields)
    found = prose.read(evidence.read.message or "", known)
    return found.field or _by_value(evidence, found.value)


def _by_value(evidence: Evidence, value: str) -> str:
    """The query parameter that holds the quoted value."""
    return next((name for name, held in evidence.query if value and held == value), "")
