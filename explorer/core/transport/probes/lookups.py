"""Asks the system's resolver for a name, and the system's routing table whether there is any network."""

import asyncio
import socket
import time

from explorer.core.model.checks import Lookup
from explorer.core.transport.evidence import RESOLVER_ERRORS
from explorer.core.transport.sockets import Address, is_address, resolve

_ELSEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation (RFC 5737, RFC 3849), which belong to nobody."""


async def looked_up(host: str, port: int, limit_s: float) -> tuple[Lookup | None, list[Address]]:
    """What the resolver says, and the addresses to try; no lookup where the host is an address itself."""
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(limit_s):
            found = await resolve(host, port)
    except TimeoutError:
        return Lookup(name=host, duration_s=time.perf_counter() - begun, error="timeout"), []
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        name = RESOLVER_ERRORS.get(number or 0, "invalid")
        words = str(getattr(error, "strerror", "") or error)
        return Lookup(name=host, duration_s=time.perf_counter() - begun, error=name, words=words), []
    took_s = time.perf_counter() - begun
    addresses = tuple(dict.fromkeys(str(place[0]) for _, place in found))
    return None if is_address(host) else Lookup(name=host, addresses=addresses, duration_s=took_s), found


def is_routed() -> bool | None:
    """Whether the system knows a way out. Nothing is sent: connecting a datagram socket only chooses the way."""
    answers = [_has_way(family, address) for family, address in _ELSEWHERE]
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _has_way(family: int, address: str) -> bool | None:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            try:
                sock.connect((address, 9))
            except OSError:
                return False
            return True
    except OSError:  # this family is switched off
        return None
