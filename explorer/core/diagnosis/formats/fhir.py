"""OperationOutcome of HL7 FHIR, JSON and XML. Only issues of severity error or fatal are failures."""

from collections.abc import Iterator

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.words import listed, scalar
from explorer.core.diagnosis.formats.xml_tree import as_plain, local_name
from explorer.core.model.diagnosis import Problem

_FINAL = frozenset(
    listed(
        "invalid structure required value invariant security login unknown expired forbidden suppressed "
        "not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension "
        "too-costly business-rule conflict"
    )
)
_PASSING = frozenset(("transient", "lock-error", "no-store", "timeout", "incomplete", "throttled"))


def recognise(body: ReceivedBody) -> Recognised | None:
    """``resourceType: OperationOutcome``."""
    outcome = _outcome(body)
    if outcome is None:
        return None
    issues = [one for one in _listed(outcome.get("issue")) if _is_failure(one)]
    if not issues and not body.failed:
        return Recognised(format="success", is_error=False, specificity=80)
    problems = tuple(problem for one in issues or _listed(outcome.get("issue")) for problem in _problems(one))
    kind = _plain(issues[0].get("code")) if issues else ""
    return Recognised(
        format="fhir",
        is_error=True,
        code=next((one.code for one in problems if one.code), None),
        message=next((one.message for one in problems if one.message), None),
        problems=problems,
        retryable=True if kind in _PASSING else False if kind in _FINAL and not body.failed else None,
        specificity=80,
    )


def _outcome(body: ReceivedBody) -> dict[str, object] | None:
    if body.kind is BodyKind.XML and body.root is not None and local_name(body.root) == "OperationOutcome":
        plain = as_plain(body.root)
        return plain if isinstance(plain, dict) else None
    members = body.members
    return dict(members) if members.get("resourceType") == "OperationOutcome" else None


def _listed(value: object) -> list[dict[str, object]]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


def _plain(value: object) -> str:
    """JSON has the value, XML wraps it into an attribute ``value``."""
    return scalar(value.get("value")) if isinstance(value, dict) else scalar(value)


def _is_failure(issue: dict[str, object]) -> bool:
    return _plain(issue.get("severity")) in ("error", "fatal", "")


def _problems(issue: dict[str, object]) -> Iterator[Problem]:
    details = issue.get("details") if isinstance(issue.get("details"), dict) else {}
    assert isinstance(details, dict)
    codes = [_plain(one.get("code")) for one in _listed(details.get("coding"))]
    message = _plain(details.get("text")) or _plain(issue.get("diagnostics"))
    places = issue.get("expression") or issue.get("location") or [""]
    code = next((one for one in codes if one), "") or _plain(issue.get("code"))
    for place in places if isinstance(places, list) else [places]:
        yield Problem(field=_plain(place), message=message, code=code)
