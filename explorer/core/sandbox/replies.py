"""The answer of the sandbox before it becomes HTTP."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int = 200
    body: Any = None
    """A JSON value; None means no body at all (the API never answers ``null``)."""
    headers: tuple[tuple[str, str], ...] = ()
