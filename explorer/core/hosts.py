"""What the answers of this run told about their hosts: their clocks, and the tokens they took. In memory only."""

from dataclasses import dataclass, field
from datetime import timedelta

from explorer.core.diagnosis.context import AcceptedToken
from explorer.core.diagnosis.evidence import url_parts
from explorer.core.diagnosis.rules.clocks import server_time
from explorer.core.model.exchange import Exchange

MOST_CLOCKS = 20
"""Hosts whose clocks are remembered."""


@dataclass(slots=True, kw_only=True)
class Hosts:
    """Asking about an exchange also remembers it."""

    clock_offsets: dict[str, float] = field(default_factory=dict)
    """Host to the seconds its ``Date`` was ahead of this clock when it last answered; newest last."""
    accepted_tokens: dict[str, AcceptedToken] = field(default_factory=dict)
    """Host to the token it took last, described, never kept."""

    def compared_clocks(self, exchange: Exchange) -> tuple[tuple[str, float], ...]:
        """What other answers said of the time, and from now on this one's too."""
        others = tuple(self.clock_offsets.items())
        theirs = server_time(exchange.response)
        host = url_parts(exchange.sent.url).hostname if exchange.sent else None
        if theirs is not None and host:
            ours = exchange.started + timedelta(seconds=exchange.timeline.duration_s)
            self.clock_offsets.pop(host, None)
            self.clock_offsets[host] = (theirs - ours).total_seconds()
            for oldest in tuple(self.clock_offsets)[:-MOST_CLOCKS]:
                del self.clock_offsets[oldest]
        return others

    def accepted_token(self, exchange: Exchange) -> AcceptedToken | None:
        """The token this host took before; from now on this exchange's, if it was taken."""
        host = url_parts(exchange.sent.url).netloc.rpartition("@")[2] if exchange.sent else ""
        before = self.accepted_tokens.get(host)
        taken = _taken(exchange) if exchange.response and exchange.response.status < 300 else None
        if taken is not None:
            self.accepted_tokens[host] = taken
        return before


def _taken(exchange: Exchange) -> AcceptedToken | None:
    if exchange.sent is None or not any(name.lower() == "authorization" for name, _ in exchange.sent.headers):
        return None
    from explorer.core.diagnosis.rules import jwts  # late: most requests carry no token

    return jwts.accepted(exchange)
