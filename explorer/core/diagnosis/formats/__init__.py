"""Reads what any API says about a failure: ``read`` gives one shape for all bodies and headers. It judges the response
only, never the request that caused it, and it never fails."""

from dataclasses import replace

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody, received
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.registry import reading_of
from explorer.core.model.exchange import Exchange, Response

__all__ = ["BodyKind", "ReceivedBody", "Recognised", "read"]


def read(exchange: Exchange) -> Recognised:
    """The reading of a response; for a transport failure that of the part that had arrived, with format "transport"."""
    response = exchange.outcome if isinstance(exchange.outcome, Response) else exchange.outcome.partial
    if response is None:
        return Recognised(format="transport", is_error=True)
    found = reading_of(received(exchange, response))
    if isinstance(exchange.outcome, Response):
        return found
    return replace(found, format="transport", is_error=True, retryable=None, retry_after_s=None)
