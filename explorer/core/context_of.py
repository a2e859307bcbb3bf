"""Draws together what is known around one exchange, for its diagnosis: history, hosts, variables, collection."""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.diagnosis.context import Context, RequestRef, VariableInfo
from explorer.core.diagnosis.evidence import url_parts
from explorer.core.errors import HistoryError
from explorer.core.hosts import Hosts
from explorer.core.model.checks import Checks
from explorer.core.model.collection import Collection
from explorer.core.model.environment import Environment
from explorer.core.model.exchange import Exchange
from explorer.core.model.tree import requests_of
from explorer.core.storage.history import History
from explorer.core.variables import VariableValue

RECENT_WINDOW_S = 60.0
"""How far back sends to the same host count as recent (the request rate of a 429)."""

_T = TypeVar("_T")


async def context_of(
    exchange: Exchange,
    *,
    request_key: str,
    used: tuple[VariableValue, ...],
    collection: Collection | None,
    environment: Environment,
    history: History | None,
    hosts: Hosts,
    catalogs: tuple[ApiCatalog, ...],
    checks: Checks | None,
) -> Context:
    """The surroundings; the hosts remember what this exchange tells of its own."""
    last_success, recent = await _past(exchange, request_key, history)
    environments = collection.environments if collection else ()
    return Context(
        now=datetime.now(UTC),
        catalogs=catalogs,
        clock_offsets=hosts.compared_clocks(exchange),
        accepted=hosts.accepted_token(exchange),
        environment=environment if environment.name else None,
        environments=tuple(one.name for one in environments if one.name != environment.name),
        variables=tuple(
            VariableInfo(name=one.name, value=one.value, origin=one.origin, secret=one.secret) for one in used
        ),
        last_success=last_success,
        recent_sends=(*recent, exchange.started),
        requests=tuple(
            RequestRef(key=item.key, name=item.request.name, method=item.request.method, url=item.request.url)
            for item in (requests_of(collection) if collection else ())
        ),
        checks=checks,
    )


async def _past(
    exchange: Exchange, request_key: str, history: History | None
) -> tuple[Exchange | None, tuple[datetime, ...]]:
    """The last success before this exchange, and the recent sends to its host."""
    if history is None or exchange.sent is None:
        return None, ()
    host, written = url_parts(exchange.sent.url).netloc.rpartition("@")[2], exchange.request
    last_success = await _or_none(history.last_success(request_key, written.method, written.url))
    if last_success is not None and last_success.started > exchange.started:
        last_success = None  # an older exchange is explained again: it knew nothing of what came later
    since = datetime.now(UTC) - timedelta(seconds=RECENT_WINDOW_S)
    return last_success, await _or_none(history.recent_sends(host, since)) or ()


async def _or_none(lookup: Awaitable[_T]) -> _T | None:
    """A look-up in the history that may fail without harm: the diagnosis goes on with less evidence."""
    try:
        return await lookup
    except HistoryError:
        return None
