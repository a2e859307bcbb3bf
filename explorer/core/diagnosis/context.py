"""What may be known around an exchange when it is explained. Everything is optional; nothing is looked up here."""

from dataclasses import dataclass, field
from datetime import datetime

from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.model.checks import Checks
from explorer.core.model.environment import Environment
from explorer.core.model.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableInfo:
    """A variable in force when the request was resolved."""

    name: str
    value: str = field(repr=False)
    origin: str = ""
    """"environment Sandbox", "collection", "dynamic"."""
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRef:
    """A saved request of the open collection; ``url`` is its template."""

    key: str
    name: str
    method: str = "GET"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedToken:
    """A token that a host took in this run, without the token: what it said of itself, and what tells it again."""

    sha256: str
    at: datetime
    audience: tuple[str, ...] = ()
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of one exchange."""

    now: datetime | None = None
    environment: Environment | None = None
    environments: tuple[str, ...] = ()
    """Names of the other environments."""
    variables: tuple[VariableInfo, ...] = ()
    last_success: Exchange | None = None
    recent_sends: tuple[datetime, ...] = ()
    """Sends to the same host in the last 60 s, this one included."""
    requests: tuple[RequestRef, ...] = ()
    clock_offsets: tuple[tuple[str, float], ...] = ()
    """Host and seconds by which its ``Date`` was ahead of this computer's clock, for other recent answers; newest
    last."""
    accepted: AcceptedToken | None = None
    """The token this host took last; the one of ``last_success`` is masked once it was recorded."""
    api: str = ""
    """Id of the API's catalog when it is known; empty: told from the exchange."""
    catalogs: tuple[ApiCatalog, ...] = ()
    """Catalogs the person added, first one first; their rows win over the built-in ones."""

    checks: Checks | None = None
    """What was found when the person asked to look at the way; None while nobody did."""

    def variable(self, name: str) -> VariableInfo | None:
        """The variable of this name, or None."""
        return next((one for one in self.variables if one.name == name), None)
