"""What a handler is given, and how an operation of the API is described; free of the web framework."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from explorer.core.sandbox.query import QueryField
from explorer.core.sandbox.replies import Reply
from explorer.core.sandbox.state import PlanState
from explorer.core.sandbox.validation import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request: whose plan, which resource, what was asked."""

    plan: PlanState
    now: datetime
    ids: Mapping[str, str] = field(default_factory=dict)
    """Values of the placeholders in the operation's path."""
    query: Mapping[str, str] = field(default_factory=dict)
    """Decoded parameters; a repeated one is joined with commas."""
    body: Mapping[str, Any] = field(default_factory=dict)


def _no_rules(_call: Call) -> None:
    """A body whose fields do not limit each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a body must be like."""

    fields: Callable[[Call], tuple[Field, ...]]
    """The fields, which may depend on the body itself (the message type)."""
    rules: Callable[[Call], None] = _no_rules
    """Limits between fields; raises ``Refusal``. Runs before formats are checked, so values may be malformed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One row of the API: method and path below ``/xms/v1/{service_plan_id}``."""

    method: str
    path: str
    handler: Callable[[Call], Reply]
    form: Form | None = None
    """None when the operation takes no body."""
    query: tuple[QueryField, ...] = ()
