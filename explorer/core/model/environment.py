"""Named values, and how requests are sent under their name."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A row of an environment. A secret's value lives in the keychain; ``value`` is empty then."""

    name: str
    value: str = field(default="", repr=False)
    secret: bool = False
    enabled: bool = True
    description: str = ""


class EnvironmentShape(StrEnum):
    """Shape of the mark, so that environments differ by more than colour."""

    CIRCLE = "circle"
    SQUARE = "square"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Named values. ``key`` is its file relative to the collection ("environments/Sandbox.yml")."""

    key: str
    name: str
    variables: tuple[Variable, ...] = ()
    color: str = ""
    """A status family's name (ok, client, server, ...) or empty."""
    shape: EnvironmentShape = EnvironmentShape.CIRCLE
    verify_tls: bool = True
    proxy: str = ""
    """Proxy URL; "system" takes the system's; empty means none."""
    timeout_s: float = 30.0
    retries: int = 0
    """Automatic retries after 429 and 503."""
    confirm_methods: tuple[str, ...] = ()
    """Methods that ask before they are sent; not empty marks the environment protected."""
