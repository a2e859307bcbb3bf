"""What a request becomes on its way through the workspace: a plan, an exchange with all that is known about it."""

from dataclasses import dataclass
from datetime import datetime

from explorer.core.model.checks import Checks
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange, ResolvedSetting
from explorer.core.model.history import SeenBefore
from explorer.core.transport import SendOptions
from explorer.core.variables import Resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """One finished send with everything known about it."""

    exchange: Exchange
    diagnosis: Diagnosis
    seen: SeenBefore | None = None
    recent_sends: tuple[datetime, ...] = ()
    notice: str = ""
    """Sentences when the exchange could not be recorded, or, once, when the history's file or a plug-in was set
    aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a look at the way found, and the explanation that takes it into account."""

    checks: Checks
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A request made ready: concrete, with the options it will be sent with."""

    resolved: Resolved
    options: SendOptions
    settings: tuple[ResolvedSetting, ...]
