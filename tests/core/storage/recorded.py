"""Numbered exchanges with findings, minutes apart, for tests of the history."""

from datetime import datetime, timedelta
from typing import Any

from explorer.core.model.diagnosis import Diagnosis, Layer
from explorer.core.model.exchange import Exchange
from tests import factories

FIRST = datetime.now().astimezone(factories.UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=3)


def exchange(number: int, **changes: Any) -> Exchange:
    """The exchange with this number; a higher one is a minute later."""
    started = FIRST + timedelta(minutes=number)
    values = {"id": f"{number:032x}", "started": started} | changes
    return factories.exchange(values.pop("outcome", None), **values)


def failed(label: str = "400", title: str = "syntax_constraint_violation", **changes: Any) -> Diagnosis:
    """The finding of a failure."""
    values: dict[str, Any] = {
        "headline": f"{title}.",
        "effect": "",
        "layer": Layer.REQUEST,
        "is_error": True,
        "label": label,
        "title": title,
        "code": title,
        "fingerprint": f"{label}-{title}",
    }
    return Diagnosis(**values | changes)


def succeeded() -> Diagnosis:
    """The finding of a success."""
    return factories.diagnosis()
