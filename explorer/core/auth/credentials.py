"""The value every scheme produces."""

from dataclasses import dataclass, field

from explorer.core.errors import InvalidRequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Headers and query pairs to add, and the texts that must be masked wherever they appear."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


NONE = Credentials()


def refuse_line_breaks(what: str, value: str) -> None:
    """Raises InvalidRequestError, without the value, when it would break the header section."""
    if any(mark in value for mark in "\r\n\0"):
        raise InvalidRequestError(f"The {what} contains a line break; remove it.", field="auth")
