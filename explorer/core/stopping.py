"""Waiting for a send that the person may stop."""

import asyncio
from collections.abc import Awaitable

from explorer.core.model.exchange import Exchange


async def until_stopped(sending: Awaitable[Exchange], stop: asyncio.Event | None) -> Exchange | None:
    """The exchange, or None when ``stop`` was set first; the send is cancelled then, as when we are cancelled. A send
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
