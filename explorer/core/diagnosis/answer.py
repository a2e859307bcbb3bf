"""The answer of ``explorer diagnose``: one plain object for an exchange, with stable keys for scripts."""

from typing import Any

from explorer.core.model.diagnosis import Diagnosis


def answer(exchange_id: str, diagnosis: Diagnosis) -> dict[str, Any]:
    """The answer as JSON-able values; what is not known is None or empty."""
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
        "headline": diagnosis.headline.replace("`", ""),
    }


def named_fields(diagnosis: Diagnosis) -> list[str]:
    """The fields the server itself names; those only our tests found carry a cause's id as their code."""
    tested = {cause.id for cause in diagnosis.causes}
    fields = (problem.field for problem in diagnosis.problems if problem.field and problem.code not in tested)
    return list(dict.fromkeys(fields))
