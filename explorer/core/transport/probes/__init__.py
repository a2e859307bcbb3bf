"""Looks at the way a failed exchange took: resolve, connect, shake hands, greet. Started by a person, never by itself.

Nothing of the request is sent and no credentials are; only the host and port it went to are asked, or the proxy it
went through. Every step has a limit, and cancelling the task ends all of them.
"""

import asyncio
import dataclasses
import time
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial

from explorer.core.model.checks import Checks, ProxyFound, Speech
from explorer.core.transport.probes.handshakes import Contexts, shaken
from explorer.core.transport.probes.knocks import knocked
from explorer.core.transport.probes.lookups import is_routed, looked_up
from explorer.core.transport.probes.pings import pinged
from explorer.core.transport.probes.proxying import proxy_answer, tunnel
from explorer.core.transport.probes.ways import Opener, Target, secured, straight
from explorer.core.transport.sockets import Address
from explorer.core.transport.tls import ByteStream

STEP_LIMIT_S = 5.0


class Step(StrEnum):
    """What is being looked at."""

    LOOKUP = "lookup"
    CONNECT = "connect"
    PROXY = "proxy"
    TLS = "tls"
    GREETING = "greeting"
    CLOCK = "clock"


OnStep = Callable[[Step, Checks], None]


async def looked(target: Target, found: ProxyFound, *, on_step: OnStep, limit_s: float = STEP_LIMIT_S) -> Checks:
    """Everything that can be seen of the way to ``target`` from here, now. ``limit_s`` bounds each step."""
    begun = time.perf_counter()
    checks = Checks(
        at=datetime.now(UTC),
        host=target.host,
        port=target.port,
        scheme=target.scheme,
        through=target.proxy.place if target.proxy else "",
        proxy=found,
        routed=is_routed(),
    )
    on_step(Step.LOOKUP, checks)
    lookup, addresses = await looked_up(*target.first_stop, limit_s)
    checks = dataclasses.replace(checks, lookup=lookup)
    if addresses:
        on_step(Step.CONNECT, checks)
        knocks, address = await knocked(addresses, limit_s)
        checks = dataclasses.replace(checks, knocks=knocks)
        if address is not None:
            checks = await _listened(checks, target, address, on_step, limit_s)
    return dataclasses.replace(checks, duration_s=time.perf_counter() - begun)


async def _listened(checks: Checks, target: Target, address: Address, on_step: OnStep, limit_s: float) -> Checks:
    """What is spoken behind an open port."""
    opened: Opener = partial(straight, address, limit_s)
    if target.proxy is not None:
        on_step(Step.PROXY, checks)
        answer = await proxy_answer(address, target, target.proxy, limit_s)
        checks = dataclasses.replace(checks, proxy_answer=answer)
        if target.is_forwarded or not 200 <= answer.status < 300:
            return checks
        opened = tunnel(address, target, target.proxy, limit_s)
    contexts = await asyncio.to_thread(Contexts, http2=target.http2, accepted=target.accepted)
    return await _spoken(checks, target, opened, contexts, on_step, limit_s)


async def _spoken(
    checks: Checks, target: Target, opened: Opener, contexts: Contexts, on_step: OnStep, limit_s: float
) -> Checks:
    if target.scheme == "https":
        on_step(Step.TLS, checks)
        checks = dataclasses.replace(checks, handshake=await shaken(opened, contexts, target.host, limit_s))
    shake = checks.handshake
    if shake is not None and shake.verify_code and not target.accepted:
        return checks  # a peer nobody vouches for is told nothing
    on_step(Step.GREETING, checks)
    secure = shake is not None and (not shake.error or bool(shake.verify_code))
    way = partial(_in_tls, opened, contexts, target.host, limit_s) if secure else opened
    ping = await pinged(way, target.place, limit_s, secure=secure)
    checks = dataclasses.replace(checks, ping=ping)
    if target.scheme == "http" and ping.speech is not Speech.HTTP:
        on_step(Step.TLS, checks)
        checks = dataclasses.replace(checks, handshake=await shaken(opened, contexts, target.host, limit_s))
    return checks


async def _in_tls(opened: Opener, contexts: Contexts, host: str, limit_s: float) -> ByteStream:
    return await secured(await opened(), contexts.for_ping, host, limit_s)
