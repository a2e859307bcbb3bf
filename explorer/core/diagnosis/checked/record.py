"""A check as JSON-able values with stable keys, for scripts."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from explorer.core.diagnosis.checked.lines import lines
from explorer.core.model.checks import Checks


def checks_json(checks: Checks) -> dict[str, Any]:
    """The facts as they are in ``model.checks``, and the same in words; times in seconds and as ISO 8601."""
    rows = lines(checks)
    summary = [{"about": one.title, "text": one.text.replace("`", ""), "state": one.state.value} for one in rows]
    return {**_plain(checks), "summary": summary}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return round(value, 6) if isinstance(value, float) else value
