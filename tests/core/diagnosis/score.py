"""Compares a reading with the labels of one corpus line, key by key. A key that does not apply is left out.

Labels give the best answer under a key and further right ones under ``<key>_any`` (``retry_after_any`` for the wait).
"""

import re
from typing import Any

Labels = dict[str, Any]


def right_keys(labels: Labels, answer: dict[str, Any]) -> dict[str, bool]:
    """For every key of an error whether the answer is right; for a success only ``is_error`` and ``quiet``."""
    accepted = [labels["is_error"], *labels.get("is_error_any", [])]
    result = {"is_error": answer["is_error"] in accepted}
    if not labels["is_error"]:
        return result | {"quiet": not answer["is_error"] or True in accepted}
    for key in ("code", "docs_url", "request_id", "retryable"):
        result[key] = answer[key] in _choices(labels, key, key + "_any")
    result["message"] = _blanks(answer["message"]) in [
        _blanks(one) for one in _choices(labels, "message", "message_any")
    ]
    waits = _choices(labels, "retry_after_s", "retry_after_any")
    result["retry_after_s"] = any(_close(one, answer["retry_after_s"]) for one in waits)
    result["fields"] = _fields_right(labels, answer["fields"])
    if labels["missing"]:
        result["missing"] = any(_contains(answer["missing"], one) for one in _choices(labels, "missing", "missing_any"))
    return result


def _choices(labels: Labels, key: str, more: str) -> list[Any]:
    return [labels[key], *labels.get(more, [])]


def _blanks(text: str | None) -> str | None:
    return re.sub(r"\s+", " ", text).strip() if text else None


def _close(wanted: float | None, given: float | None) -> bool:
    if wanted is None or given is None:
        return wanted is given
    return abs(wanted - given) <= 1


def path_parts(field: str) -> list[str]:
    """``$.a.b[0]``, ``#/a/b/0``, ``a.b.0`` and ``a[0].b`` in the same form."""
    bare = re.sub(r"^[#$]", "", field)
    if bare.startswith("/"):
        return [part.replace("~1", "/").replace("~0", "~") for part in bare.split("/") if part]
    return [part for part in re.split(r"[.\[\]]+", bare) if part]


def _same_field(one: str, other: str) -> bool:
    left, right = path_parts(one), path_parts(other)
    shorter = min(len(left), len(right))
    return shorter > 0 and left[-shorter:] == right[-shorter:]


def _fields_right(labels: Labels, given: list[str]) -> bool:
    wanted = labels["fields"]
    allowed = [*wanted, *labels.get("fields_any", []), *labels.get("fields_text", [])]
    every_wanted = all(any(_same_field(one, field) for field in given) for one in wanted)
    return every_wanted and all(any(_same_field(one, field) for one in allowed) for field in given)


def _contains(given: dict[str, list[str]], wanted: Labels | None) -> bool:
    return all(_lower(value) <= _lower(given.get(kind, [])) for kind, value in (wanted or {}).items())


def _lower(value: Any) -> set[str]:
    return {str(one).lower() for one in (value if isinstance(value, list) else [value])}
