"""Waiting for a send that the person may stop, and what is recorded when it was stopped before it began."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import TypeVar

from explorer.core.model.exchange import Exchange, Failure, FailureKind, ResolvedSetting, SentRequest, Timeline
from explorer.core.model.request import Request
from explorer.core.transport import new_id

_T = TypeVar("_T")


async def until_stopped(sending: Awaitable[_T], stop: asyncio.Event | None) -> _T | None:
    """What the send gives, or None when ``stop`` was set first; it is cancelled then, as when we are cancelled. A send
    that ends all the same counts as ended."""
    if stop is None:
        return await sending
    send = asyncio.ensure_future(sending)
    waiting = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({send, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (send, waiting):
            task.cancel()
        await asyncio.gather(send, waiting, return_exceptions=True)
    return None if send.cancelled() else send.result()


def stopped_before(
    request: Request,
    *,
    request_key: str,
    sent: SentRequest,
    settings: tuple[ResolvedSetting, ...],
    started: datetime,
    environment: str,
) -> Exchange:
    """Stopped before the transport began: it was still being loaded."""
    elapsed_s = (datetime.now(UTC) - started).total_seconds()
    return Exchange(
        id=new_id(),
        started=started,
        request=request,
        sent=sent,
        outcome=Failure(
            kind=FailureKind.CANCELLED,
            phase=None,
            message=f"Cancelled after {elapsed_s:.1f} s.",
            detail="cancelled by the person",
            request_sent=False,
        ),
        timeline=Timeline(duration_s=elapsed_s),
        settings=settings,
        environment=environment,
        request_key=request_key,
    )
