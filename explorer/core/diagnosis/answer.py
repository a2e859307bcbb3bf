"""The answer of ``explorer diagnose``: one plain object for an exchange, with stable keys for scripts."""

from typing import Any

from explorer.core.model.diagnosis import Cause, Diagnosis, Edit, Remedy


def answer(exchange_id: str, diagnosis: Diagnosis) -> dict[str, Any]:
    """The answer as JSON-able values; what is not known is None or empty. Texts are plain, without backticks."""
    return {
        "id": exchange_id,
        "format": diagnosis.format,
        "is_error": diagnosis.is_error,
        "code": diagnosis.code,
        "message": diagnosis.message,
        "fields": named_fields(diagnosis),
        "docs_url": diagnosis.docs_url,
        "request_id": diagnosis.request_id,
        "retryable": diagnosis.retry.retryable,
        "retry_after_s": diagnosis.retry.after_s,
        "missing": {name: list(values) for name, values in diagnosis.missing} or None,
        "headline": _plain(diagnosis.headline),
        "layer": diagnosis.layer.value,
        "causes": [_cause(one) for one in diagnosis.causes],
        "remedies": [_remedy(one) for one in diagnosis.remedies],
    }


def named_fields(diagnosis: Diagnosis) -> list[str]:
    """The fields the server itself names; those only our tests found carry a cause's id as their code."""
    tested = {cause.id for cause in diagnosis.causes}
    fields = (problem.field for problem in diagnosis.problems if problem.field and problem.code not in tested)
    return list(dict.fromkeys(fields))


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "id": cause.id,
        "text": _plain(cause.text),
        "standing": cause.standing.value,
        "evidence": _plain(cause.evidence) or None,
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    """With all that is needed to carry it out without Explorer's window."""
    return {
        "kind": remedy.kind.value,
        "title": _plain(remedy.title),
        "action": remedy.action or None,
        "edits": [_edit(one) for one in remedy.edits],
        "after_s": remedy.after_s or None,
        "link": {"title": remedy.link.title, "url": remedy.link.url} if remedy.link else None,
        "target": remedy.target or None,
        "cause": remedy.cause_id or None,
    }


def _edit(edit: Edit) -> dict[str, Any]:
    """``start`` and ``end`` are offsets in the text of the body or URL as written; None where a name says the place."""
    placed = edit.start >= 0
    return {
        "target": edit.target.value,
        "name": edit.name or None,
        "before": edit.before,
        "after": edit.after,
        "start": edit.start if placed else None,
        "end": edit.end if placed else None,
    }


def _plain(text: str) -> str:
    return text.replace("`", "")
