"""401: token and service plan do not belong together. Values of tokens are looked at and never repeated."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.diagnosis.masked import is_masked
from explorer.core.diagnosis.rules import tokens
from explorer.core.model.diagnosis import Remedy

_USUAL_TOKEN = re.compile(r"^[0-9a-f]{32}$")
_PROJECT_HOST = re.compile(r"^zt\.")
_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


def own_token(evidence: Evidence) -> Iterator[Finding]:
    """A JSON Web Token or OAuth token where the plain host wants the plan's API token."""
    host = evidence.url.hostname or ""
    token = tokens.read(evidence.header("Authorization") or "").token.strip()
    if evidence.status != 401 or not token or is_masked(token) or _PROJECT_HOST.match(host):
        return
    if tokens.jwt_claims(token) is not None:
        yield confirmed(
            "sms.jwt",
            "The token is a JSON Web Token; this host takes the API token of the service plan",
            headline="The token is of the wrong kind: this host takes the API token of the service plan.",
            place=locate.credentials("API token of the service plan expected"),
            remedies=_dashboard(evidence),
        )
    elif not _USUAL_TOKEN.match(token):
        yield possible(
            "sms.token-shape",
            "The token does not look like an API token: those have 32 hexadecimal characters",
            untested=True,
        )
    else:
        yield ruled_out(
            "sms.token-shape", "The token does not look like an API token: it has 32 hexadecimal characters"
        )


def other_plan(evidence: Evidence) -> Iterator[Finding]:
    """A token of another plan; nothing measures it from here, so it stays likely."""
    if evidence.status != 401 or not evidence.header("Authorization"):
        return
    yield likely(
        "sms.token-other-plan",
        "The token belongs to another service plan",
        headline="The token is not valid for this service plan.",
        place=locate.in_header(evidence.request, "Authorization")
        or locate.credentials("not valid for this service plan"),
        remedies=(
            remedies.open_environments("Check `token` and `service_plan_id` of the environment"),
            *_dashboard(evidence),
        ),
        untested=True,
    )


def region(evidence: Evidence) -> Iterator[Finding]:
    """A plan lives in one region; the host names which."""
    host = evidence.url.hostname or ""
    if evidence.status not in (401, 404) or evidence.api is None:
        return
    if host in ("127.0.0.1", "localhost", "::1"):
        yield ruled_out("sms.region", "The service plan is in another region than the host: the host is this computer")
    if not host.endswith("sms.api.sinch.com"):
        return
    first = host.split(".")[0]
    if first in evidence.api.regions:
        yield possible("sms.region", f"The service plan is in another region than `{first}`")
    elif first == "sms":
        yield likely("sms.region", "The host names no region; a service plan answers only in its own")


def project_id(evidence: Evidence) -> Iterator[Finding]:
    """A project id where the service plan id belongs."""
    plan = plan_segment(evidence)
    if (
        evidence.status in (401, 404)
        and plan
        and _UUID.match(plan)
        and not (evidence.url.hostname or "").startswith("zt.")
    ):
        yield likely(
            "sms.project-id",
            "The ID in the path looks like a project ID; this host takes a service plan ID",
            place=locate.in_path(evidence.request, "service_plan_id", "service plan ID expected"),
        )


def rights(evidence: Evidence) -> Iterator[Finding]:
    """403 is read as a matter of rights; with this API it never is."""
    if evidence.status == 403 and evidence.code_row is not None:
        yield ruled_out("sms.rights", "The token lacks a right: this API answers 401 then")


def plan_segment(evidence: Evidence) -> str:
    """The service plan id of the path; empty when the API's prefix is not there."""
    if evidence.match is None or evidence.match.below is None:
        return ""
    parts = evidence.segments
    place = len(parts) - len(evidence.match.below) - 1
    return parts[place] if 0 <= place < len(parts) else ""


def _dashboard(evidence: Evidence) -> tuple[Remedy, ...]:
    page = evidence.api.dashboard if evidence.api else None
    return (
        (remedies.link("Compare service plan ID and token with the dashboard", "Open dashboard", page),) if page else ()
    )
