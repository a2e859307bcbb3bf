"""Tries every address of a host at the same time and says of each how that ended."""

import asyncio
import errno
import time

from explorer.core.model.checks import Knock, Reach
from explorer.core.transport.failure_tests import UNREACHABLE
from explorer.core.transport.network import address_text
from explorer.core.transport.sockets import Address, connect

MOST = 8
"""Addresses tried of one host."""


async def knocked(addresses: list[Address], limit_s: float) -> tuple[tuple[Knock, ...], Address | None]:
    """One row an address, in the order given, and the first address that accepts connections."""
    tried = addresses[:MOST]
    found = await asyncio.gather(*(_knock(address, limit_s) for address in tried))
    first = next((address for address, one in zip(tried, found, strict=True) if one.reach is Reach.OPEN), None)
    return tuple(found), first


async def _knock(address: Address, limit_s: float) -> Knock:
    begun = time.perf_counter()
    name, reach = "", Reach.OPEN
    try:
        async with asyncio.timeout(limit_s):
            (await connect([address])).close()
    except TimeoutError:
        reach = Reach.SILENT
    except OSError as error:
        reach, name = _reach_of(error), errno.errorcode.get(error.errno or 0, "")
    took_s = time.perf_counter() - begun
    return Knock(address=address_text(address[1]), reach=reach, duration_s=took_s, errno_name=name)


def _reach_of(error: OSError) -> Reach:
    if isinstance(error, ConnectionRefusedError):
        return Reach.REFUSED
    return Reach.NO_ROUTE if error.errno in UNREACHABLE else Reach.FAILED
