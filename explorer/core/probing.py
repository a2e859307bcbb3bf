"""A look at the way a failed exchange took, when the person asks for it: the probes, and the clocks of recent answers.

It says what is found now, also about an exchange of last week. Nothing is stored and nothing is sent on.
"""

import asyncio
import contextlib
import dataclasses
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from explorer.core.diagnosis.evidence import url_parts
from explorer.core.diagnosis.rules.clocks import is_elsewhere, server_time
from explorer.core.errors import HistoryError, InvalidRequestError
from explorer.core.model.checks import Checks, ClockReading, ProxyFound
from explorer.core.model.exchange import Exchange, Phase, ResolvedSetting
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.transport.probes import STEP_LIMIT_S, OnStep, Step, looked
from explorer.core.transport.probes.proxying import settings_found
from explorer.core.transport.probes.ways import Target
from explorer.core.transport.proxies import Proxy, proxy_for
from explorer.core.transport.urls import WireUrl, parse_url

RECENT = timedelta(hours=24)
"""Older answers say nothing about the clock of today."""

_PAST_TLS = (Phase.REQUEST, Phase.WAIT, Phase.DOWNLOAD)
_MOST_HOSTS = 5
_MOST_ROWS = 100


async def checks_of(
    exchange: Exchange,
    *,
    settings: tuple[ResolvedSetting, ...],
    http2: bool,
    history: History | None,
    clock_offsets: Mapping[str, float],
    on_step: OnStep | None = None,
    limit_s: float = STEP_LIMIT_S,
) -> Checks | None:
    """What can be seen now of the way ``exchange`` took; None when it went to no host that can be asked.

    ``settings`` are those in force now, of which the proxy's is looked at; ``limit_s`` bounds each step.
    """
    url = _url_of(exchange)
    if url is None:
        return None
    begun, tell = time.perf_counter(), on_step or _untold
    found, proxy = await asyncio.to_thread(_proxies, url, exchange, settings)
    target = Target(
        scheme=url.scheme,
        host=url.host,
        port=url.port,
        proxy=proxy,
        http2=http2,
        accepted=exchange.failure is not None and exchange.failure.phase in _PAST_TLS,
    )
    checks = await looked(target, found, on_step=tell, limit_s=limit_s)
    tell(Step.CLOCK, checks)
    clocks = await _clocks(history, clock_offsets, url.host)
    return dataclasses.replace(checks, clocks=clocks, duration_s=time.perf_counter() - begun)


def _url_of(exchange: Exchange) -> WireUrl | None:
    """Of the last request that went out; a URL that was masked for the history may be none any more."""
    try:
        return parse_url(exchange.sent.url) if exchange.sent else None
    except InvalidRequestError:
        return None


def _proxies(
    url: WireUrl, exchange: Exchange, settings: tuple[ResolvedSetting, ...]
) -> tuple[ProxyFound, Proxy | None]:
    """The settings as they are now, and the proxy the exchange went through."""
    now = next((row for row in settings if row.name == "proxy"), None)
    found = settings_found(url, now.value if now else "", now.origin if now else "", os.environ)
    recorded = next((row.value for row in exchange.settings if row.name == "proxy"), "")
    try:
        return found, proxy_for(url, recorded) if recorded else None
    except InvalidRequestError:
        return found, None


async def _clocks(history: History | None, clock_offsets: Mapping[str, float], host: str) -> tuple[ClockReading, ...]:
    """Of this run first, then of the history's last day; one reading a host."""
    found = {name: ahead_s for name, ahead_s in clock_offsets.items() if _counts(name, host)}
    if history is not None:
        with contextlib.suppress(HistoryError):  # less evidence, no harm
            await _add_recorded(found, history, host)
    return tuple(ClockReading(host=name, ahead_s=ahead_s) for name, ahead_s in found.items())


async def _add_recorded(found: dict[str, float], history: History, host: str) -> None:
    since = datetime.now(UTC) - RECENT
    for row in await history.rows(HistoryQuery(since=since, limit=_MOST_ROWS)):
        name = url_parts(row.url).hostname or ""
        if len(found) >= _MOST_HOSTS:
            return
        if not row.status or name in found or not _counts(name, host):
            continue
        exchange, _ = await history.open(row.id)
        theirs = server_time(exchange.response)
        if theirs is not None:
            ended = exchange.started + timedelta(seconds=exchange.timeline.duration_s)
            found[name] = (theirs - ended).total_seconds()


def _counts(name: str, host: str) -> bool:
    """Whether the clock of a host tells something: another host than the one in question."""
    return bool(name) and name.lower() != host.lower() and is_elsewhere(name)


def _untold(_step: Step, _checks: Checks) -> None:
    pass
