"""404, 405 and the 400 for a malformed plan id: the path compared with the API's, segment by segment."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.apis_of import nearest_path
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.diagnosis.sms import access
from explorer.core.diagnosis.template_text import Stretch, path_segments
from explorer.core.model.diagnosis import Remedy

_PLAN = re.compile(r"^[A-Za-z0-9_.-]+$")
_ID = re.compile(r"^[A-Za-z0-9_-]{12,26}$")
_LISTS = {"batch": "List batches", "group": "List groups", "inbound": "List inbounds"}
_RETENTION_DAYS = 14


def prefix(evidence: Evidence) -> Iterator[Finding]:
    """A path without ``/xms/v1/{plan}``, or with a doubled part of it."""
    if evidence.status != 404 or evidence.match is None or evidence.match.below is not None:
        return
    wanted = "/xms/v1/{service_plan_id}/…"
    yield confirmed(
        "sms.path",
        f"The path is {wording.quoted(evidence.url.path)}; the API’s paths begin with `{wanted}`",
        headline=f"The path does not begin with `{wanted}`.",
        place=locate.authority(evidence.request, "xms/v1 and the service plan ID follow here"),
        remedies=_with_prefix(evidence),
    )


def _with_prefix(evidence: Evidence) -> tuple[Remedy, ...]:
    """Adds a missing ``/xms`` before ``/v1``."""
    parts = path_segments(evidence.request.url)
    if parts and parts[0].text == "v1":
        stretch = Stretch(text="v1", start=parts[0].start, end=parts[0].end)
        return remedies.kept(remedies.replace_in_url(evidence.request, stretch, "xms/v1", "Put `/xms` before `/v1`"))
    return ()


def misspelt(evidence: Evidence) -> Iterator[Finding]:
    """A path that is none of the API's, with the nearest one."""
    match = evidence.match
    if evidence.status not in (404, 405) or match is None or match.below is None:
        return
    if match.allowed:
        yield ruled_out("sms.path", "The path is misspelt: it is one of the API’s")
        return
    shown = "/" + "/".join(match.below)
    near = nearest_path(match.api, match.below)
    if near is None:
        yield from _odd_path(evidence, shown)
        return
    index, right = near
    from_end = len(match.below) - 1 - index
    place = locate.path_segment(evidence.request, from_end, right, f"did you mean {right}?")
    yield confirmed(
        "sms.path",
        f"The API has no path {wording.quoted(shown)}; the nearest word is `{right}`",
        headline=f"`{match.below[index]}` is not part of the API. The nearest is `{right}`.",
        place=place,
        remedies=_respelt(evidence, from_end, right),
    )


def _odd_path(evidence: Evidence, shown: str) -> Iterator[Finding]:
    if shown.endswith("/") and shown != "/":
        text = "The path ends in `/`, which makes it another path"
        yield likely(
            "sms.path", text, headline=text + ".", place=locate.path_segment(evidence.request, 0, "path", "no / here")
        )
    else:
        text = f"The API has no path {wording.quoted(shown)}"
        yield confirmed(
            "sms.path",
            text,
            headline=text + ".",
            place=locate.path_segment(evidence.request, 0, "path", "unknown path"),
        )


def _respelt(evidence: Evidence, from_end: int, right: str) -> tuple[Remedy, ...]:
    parts = path_segments(evidence.request.url)
    if from_end >= len(parts) or "{{" in parts[-1 - from_end].text:
        return (remedies.advice(f"Write `{right}`"),)
    return remedies.kept(remedies.replace_in_url(evidence.request, parts[-1 - from_end], right, f"Write `{right}`"))


def unknown_id(evidence: Evidence) -> Iterator[Finding]:
    """A right path with an id that no resource has."""
    match = evidence.match
    if evidence.status != 404 or match is None or not match.below or len(match.below) < 2 or not match.allowed:
        return
    id = match.below[1]
    kind = {"batches": "batch", "groups": "group", "inbounds": "inbound message"}.get(match.below[0], "resource")
    is_feedback = match.below[-1] == "delivery_feedback"
    is_recipient = len(match.below) == 4
    place = locate.path_segment(
        evidence.request, len(match.below) - 2, f"{kind.split()[0]}_id", f"no {kind} has this ID"
    )
    ways = _list_ways(evidence, kind.split()[0])
    yield likely(
        "sms.id-unknown",
        f"No {kind} of this service plan has the ID {wording.quoted(id)}",
        headline=f"No {kind} has the ID {wording.quoted(id)}." if not is_feedback and not is_recipient else "",
        place=place,
        remedies=ways,
    )
    if not _ID.match(id):
        yield likely(
            "sms.id-shape", f"{wording.quoted(id)} does not look like an ID: those have 12 to 26 letters and digits"
        )
    if kind == "batch":
        yield possible(
            "sms.retention", f"The batch is older than the {_RETENTION_DAYS} days for which batches are kept"
        )
    yield possible("sms.other-plan", f"The {kind} belongs to another service plan or region")


def feedback(evidence: Evidence) -> Iterator[Finding]:
    """The puzzling 404: the batch is there, but was sent without ``feedback_enabled``."""
    if evidence.status != 404 or evidence.operation is None or evidence.operation.id != "feedback":
        return
    yield likely(
        "sms.feedback-off",
        "The batch was sent without `feedback_enabled: true`, and then takes no feedback",
        headline="The batch is unknown, or it was sent without `feedback_enabled`.",
        place=locate.path_segment(evidence.request, 1, "batch_id", "sent with feedback_enabled?"),
        remedies=remedies.kept(
            remedies.open_request(evidence.context, "Retrieve a batch", "See whether the batch has `feedback_enabled`"),
            remedies.open_request(evidence.context, "Send a batch", "Send a batch with `feedback_enabled: true`"),
        ),
    )


def recipient(evidence: Evidence) -> Iterator[Finding]:
    """The report of one recipient who is not in the batch."""
    if evidence.status != 404 or evidence.operation is None or evidence.operation.id != "recipient_report":
        return
    number = evidence.match.below[3] if evidence.match and evidence.match.below else ""
    yield likely(
        "sms.not-a-recipient",
        f"{wording.quoted(number)} is not a recipient of the batch",
        headline=f"The batch is unknown, or {wording.quoted(number)} is not one of its recipients.",
        place=locate.path_segment(evidence.request, 0, "recipient", "a recipient of the batch?"),
        remedies=remedies.kept(
            remedies.open_request(evidence.context, "Batch report", "See the recipients of the batch")
        ),
    )


def update_hint(evidence: Evidence) -> Iterator[Finding]:
    """405 for PATCH: this API updates with POST on the id."""
    match = evidence.match
    if evidence.status != 405 or match is None or evidence.method != "PATCH" or "POST" not in match.allowed:
        return
    yield confirmed(
        "http.method",
        "The API has no `PATCH`; an update is a `POST` on the ID",
        headline="The API has no `PATCH`. An update is a `POST` on the ID.",
        place=locate.method(evidence.request, "POST updates"),
        remedies=(remedies.change_method(evidence.request, "POST", "Use `POST` on the ID to update"),),
    )


def malformed_plan(evidence: Evidence) -> Iterator[Finding]:
    """400 with another body shape: characters in the plan id that are not allowed."""
    plan = access.plan_segment(evidence)
    if evidence.status != 400 or not plan or _PLAN.match(plan):
        return
    yield confirmed(
        "sms.plan-characters",
        f"The service plan ID {wording.quoted(plan)} holds characters that are not allowed",
        headline="The service plan ID holds characters that are not allowed.",
        place=locate.in_path(evidence.request, "service_plan_id", "letters and digits only")
        or locate.path_segment(
            evidence.request,
            len(evidence.match.below or ()) if evidence.match else 0,
            "service_plan_id",
            "letters and digits only",
        ),
        remedies=(remedies.open_environments("Check `service_plan_id` of the environment"),),
    )


def _list_ways(evidence: Evidence, kind: str) -> tuple[Remedy, ...]:
    name = _LISTS.get(kind, "")
    plural = {"batch": "batches", "group": "groups", "inbound": "inbound messages"}.get(kind, "resources")
    return remedies.kept(
        remedies.open_request(evidence.context, name, f"See which {plural} this service plan has"),
        remedies.restore_field(evidence.request, evidence.context, f"{kind}_id"),
    )
