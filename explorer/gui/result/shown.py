"""What the result panel is given to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from explorer.core.model.checks import Checks
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from explorer.core.model.history import SeenBefore

if TYPE_CHECKING:
    from explorer.core.workspace import Performed


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One exchange with everything the panel says about it."""

    exchange: Exchange
    diagnosis: Diagnosis
    seen: SeenBefore | None = None
    recent_sends: tuple[datetime, ...] = ()
    """Sends to the same host in the last 60 s, this one included; for the request rate of a 429."""
    environment: str = ""
    checks: Checks | None = None
    """What a look at the way found, when the person asked for one; the diagnosis takes it into account then."""

    is_body_coming: bool = False
    """Whether the file of its body is not there yet: the beginning is shown, all of it with the next ``Shown``."""

    @property
    def has_diagnosis(self) -> bool:
        """Whether there is something to say: a failure, an error inside a success, or codes worth explaining."""
        return self.diagnosis.is_error or self.exchange.failure is not None or bool(self.diagnosis.glossary)


def shown_of(performed: Performed) -> Shown:
    """What a finished send shows."""
    return Shown(
        exchange=performed.exchange,
        diagnosis=performed.diagnosis,
        seen=performed.seen,
        recent_sends=performed.recent_sends,
        environment=performed.exchange.environment,
    )
