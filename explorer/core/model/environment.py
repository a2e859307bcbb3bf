"""Named values, and how requests are sent under their name."""

from dataclasses import dataclass, field
from enum import StrEnum


class VariableType(StrEnum):
    """What a value is meant to be (OpenCollection ``type``). It is sent as it is written whatever its type."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    OBJECT = "object"
    """JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A row of an environment. A secret's value lives in the keychain; ``value`` is empty then."""

    name: str
    value: str = field(default="", repr=False)
    secret: bool = False
    enabled: bool = True
    description: str = ""
    type: VariableType = VariableType.STRING
    command: str = field(default="", repr=False)
    """A program with its arguments whose output is the value ("op read op://vault/item/token"); secret then."""


class EnvironmentShape(StrEnum):
    """Shape of the mark, so that environments differ by more than colour."""

    CIRCLE = "circle"
    SQUARE = "square"


_USUAL_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "POST", "PUT", "PATCH", "DELETE"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Named values. ``key`` is its file relative to the collection ("environments/Sandbox.yml")."""

    key: str
    name: str
    variables: tuple[Variable, ...] = ()
    base: str = ""
    """Name of the environment whose values hold where this one has none (OpenCollection ``extends``)."""
    dotenv: str = ""
    """A .env file, relative to the collection, for ``{{process.env.NAME}}`` (OpenCollection ``dotEnvFilePath``)."""
    color: str = ""
    """A status family's name (ok, client, server, ...) or empty."""
    file_color: str = ""
    """The colour that the file names for every program (OpenCollection ``color``); shown where ``color`` is empty."""
    shape: EnvironmentShape = EnvironmentShape.CIRCLE
    verify_tls: bool = True
    proxy: str = ""
    """Proxy URL; "system" takes the system's; empty means none."""
    timeout_s: float = 30.0
    retries: int = 0
    """Automatic retries after 429 and 503."""
    confirm_methods: tuple[str, ...] = ()
    """Methods that ask before they are sent; not empty marks the environment protected."""

    def asks_before(self, method: str) -> bool:
        """Whether to ask before sending. A protected one asks as well for unusual methods: PURGE, MOVE."""
        wanted = method.upper()
        named = {one.upper() for one in self.confirm_methods}
        return wanted in named or (bool(named) and wanted not in _USUAL_METHODS)
