"""The first line of a diagnosis: one sentence that names the field or the cause."""

from collections.abc import Iterable

from explorer.core.diagnosis import failures, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding
from explorer.core.model.diagnosis import Problem, Retry, Standing, StatusMeaning

_LONGEST = 160
_SURE = (Standing.CONFIRMED, Standing.LIKELY)


def headline(
    evidence: Evidence,
    found: tuple[Finding, ...],
    problems: tuple[Problem, ...],
    status: StatusMeaning | None,
    retry: Retry,
    *,
    is_error: bool,
) -> str:
    """The best finding's headline, else the code's, the server's own words, the status's meaning."""
    if not is_error:
        return _success(evidence, status)
    if evidence.failure is not None:
        return _of_findings(found) or failures.headline(evidence, evidence.failure)
    if evidence.status in (429, 420):
        return _limit(retry)
    sure = _of_findings(one for one in found if one.cause.standing is Standing.CONFIRMED)
    stated = _of_problems(evidence.read.problems)
    own = (sure, _of_findings(found), stated) if evidence.code_row else (sure, stated, _of_findings(found))
    candidates = (*own, _of_code(evidence), _of_message(evidence), _of_problems(problems))
    return next((text for text in candidates if text), _by_status(evidence, status))


def _by_status(evidence: Evidence, status: StatusMeaning | None) -> str:
    if evidence.status < 400:
        return "The body reports a failure."
    return status.meaning if status else "The request failed."


def _success(evidence: Evidence, status: StatusMeaning | None) -> str:
    operation = evidence.operation
    if operation is not None and operation.id == "send" and evidence.status == 201:
        return "The batch was accepted. It is not delivered yet."
    return status.meaning if status else "The request succeeded."


def _limit(retry: Retry) -> str:
    if retry.retryable is False:
        return "A quota is used up."
    if retry.after_s is None:
        return "Too many requests."
    return f"Too many requests. The server asks for a pause of {wording.seconds(retry.after_s)}."


def _of_findings(found: Iterable[Finding]) -> str:
    return next((one.headline for one in found if one.headline and one.cause.standing in _SURE), "")


def _of_code(evidence: Evidence) -> str:
    return evidence.code_row.summary.split(". ")[0].rstrip(".") + "." if evidence.code_row else ""


def _of_problems(problems: tuple[Problem, ...]) -> str:
    first = next((one for one in problems if one.field and one.message), None)
    return f"`{first.field}`: {_short(first.message)}" if first else ""


def _of_message(evidence: Evidence) -> str:
    """The server's own words; a body of a single word ("ok", "Forbidden") says less than the status."""
    words = evidence.read.message or ""
    if words and not (evidence.read.format == "plain" and len(words.split()) == 1):
        return _short(words)
    return f"The server answers {wording.quoted(evidence.read.code)}." if evidence.read.code else ""


def _short(text: str) -> str:
    line = wording.sentence(" ".join(text.replace("`", "'").split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
