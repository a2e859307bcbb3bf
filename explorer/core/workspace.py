"""What is open, and the one way to send: ``Workspace.perform`` tells the whole story of a request.

The window, the command line and the tests call it. It owns no widgets and no sockets; it hands values from one
part of the core to the next.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from explorer.core.diagnosis import diagnose, plugins
from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.diagnosis.context import AcceptedToken, Context, RequestRef, VariableInfo
from explorer.core.diagnosis.rules import jwts
from explorer.core.diagnosis.rules.clocks import server_time
from explorer.core.errors import HistoryError
from explorer.core.model.collection import Collection
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.exchange import Exchange, Failure, FailureKind, ResolvedSetting, SentRequest, Timeline
from explorer.core.model.history import SeenBefore
from explorer.core.model.request import Request
from explorer.core.model.tree import inherited, requests_of
from explorer.core.settings import Settings
from explorer.core.storage.history import History
from explorer.core.storage.secrets import Secrets
from explorer.core.transport import Progress, SendOptions, Transport, new_id, prepare
from explorer.core.variables import Resolved, Scope, Variables, resolve, resolve_text, scope_of

RECENT_WINDOW_S = 60.0
"""How far back sends to the same host count as recent (the request rate of a 429)."""

SANDBOX_ENVIRONMENT = "Sandbox"
"""The environment of the sample collection whose addresses follow the running sandbox."""

NO_ENVIRONMENT = Environment(key="", name="")

_T = TypeVar("_T")

MOST_CLOCKS = 20
"""Hosts whose clocks are remembered."""

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """One finished send with everything known about it."""

    exchange: Exchange
    diagnosis: Diagnosis
    seen: SeenBefore | None = None
    recent_sends: tuple[datetime, ...] = ()
    notice: str = ""
    """Sentences when the exchange could not be recorded, or, once, when the history's file or a plug-in was set
    aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A request made ready: concrete, with the options it will be sent with."""

    resolved: Resolved
    options: SendOptions
    settings: tuple[ResolvedSetting, ...]


@dataclass(slots=True, kw_only=True)
class Workspace:
    """The open collection, the active environment, and the parts a send passes through."""

    transport: Transport
    history: History | None = None
    secrets: Secrets | None = None
    settings: Settings = Settings()
    spill_dir: Path | None = None
    folder: Path | None = None
    collection: Collection | None = None
    environment_name: str = ""
    catalogs: tuple[ApiCatalog, ...] = ()
    """What the team knows of its own APIs (``.explorer/catalog.toml``); a diagnosis takes them into account."""
    secret_values: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """(environment name, variable name) to value, read from the keychain."""
    overrides: dict[str, Variable] = field(default_factory=dict)
    """Values given for this run that win over all others (``--var`` of the command line)."""
    sandbox: dict[str, Variable] = field(default_factory=dict)
    """Where the running sandbox listens; wins in the environment called Sandbox only."""
    clock_offsets: dict[str, float] = field(default_factory=dict)
    """Host to the seconds its ``Date`` was ahead of this clock when it last answered; newest last."""
    accepted_tokens: dict[str, AcceptedToken] = field(default_factory=dict)
    """Host to the token it took last, described, never kept."""
    history_notice_told: bool = False
    """Whether the history's own notice was handed out; it is news once."""

    async def perform(
        self,
        request: Request,
        *,
        request_key: str = "",
        stop: asyncio.Event | None = None,
        on_progress: OnProgress | None = None,
    ) -> Performed:
        """Resolve, send, diagnose, record. Raises UnresolvedVariableError or InvalidRequestError before anything
        is sent; whatever happens on the wire is in the exchange."""
        plan = self.plan(request, request_key)
        await asyncio.to_thread(prepare, plan.resolved.request, plan.options)
        exchange = await self._send(request, request_key, plan, stop, on_progress)
        context = await self._context(exchange, request_key, plan)
        diagnosis = await asyncio.to_thread(diagnose, exchange, context)
        notice, seen = await self._record(exchange, diagnosis)
        notice = " ".join(filter(None, (notice, *plugins.news())))
        return Performed(
            exchange=exchange, diagnosis=diagnosis, seen=seen, recent_sends=context.recent_sends, notice=notice
        )

    @property
    def environment(self) -> Environment:
        """The active environment; an empty one when none is active."""
        environments = self.collection.environments if self.collection else ()
        return next((one for one in environments if one.name == self.environment_name), NO_ENVIRONMENT)

    async def read_secrets(self) -> None:
        """Fetch the secret values of the active environment from the keychain, once."""
        environment, secrets = self.environment, self.secrets
        if secrets is None:
            return
        for row in environment.variables:
            known = (environment.name, row.name) in self.secret_values
            if row.secret and not known:
                value = await secrets.get(self.secret_scope(environment.name), row.name)
                if value is not None:
                    self.secret_values[(environment.name, row.name)] = value

    async def keep_secret(self, environment: str, name: str, value: str) -> None:
        """Put a secret value into the keychain; raises SecretError."""
        self.secret_values[(environment, name)] = value
        if self.secrets is not None:
            await self.secrets.set(self.secret_scope(environment), name, value)

    def secret_scope(self, environment: str) -> str:
        """What tells one environment's secrets from another's in the keychain."""
        return f"{self.collection.name if self.collection else ''}/{environment}"

    def variables(self) -> Variables:
        """Everything a request can refer to, narrowest scope first."""
        environment = self.environment
        rows = tuple(
            replace(row, value=self.secret_values.get((environment.name, row.name), "")) if row.secret else row
            for row in environment.variables
        )
        rows = tuple(row for row in rows if row.value or not row.secret)
        collection = self.collection.variables if self.collection else ()
        return Variables(
            scopes=(
                Scope(name="command line", values=self.overrides),
                Scope(name="running sandbox", values=self.sandbox if environment.name == SANDBOX_ENVIRONMENT else {}),
                scope_of(f"environment {environment.name}", rows),
                scope_of("collection", collection),
            ),
            environment=environment.name,
        )

    def plan(self, request: Request, request_key: str = "") -> Plan:
        """The concrete request and its options; raises UnresolvedVariableError."""
        resolved = resolve(inherited(self.collection, request_key, request), self.variables())
        settings = self._settings(request)
        values = {setting.name: setting.value for setting in settings}
        options = SendOptions(
            timeout_s=float(values["timeout_s"]),
            follow_redirects=values["follow_redirects"] == "True",
            max_redirects=int(values["max_redirects"]),
            verify_tls=values["verify_tls"] == "True",
            proxy=values["proxy"],
            http2=self.settings.http2,
            folder=self.folder,
            secrets=resolved.secrets,
            spill_dir=self.spill_dir,
        )
        return Plan(resolved=resolved, options=options, settings=settings)

    def preview(self, request: Request, request_key: str = "") -> SentRequest:
        """What would go on the wire; raises UnresolvedVariableError or InvalidRequestError."""
        plan = self.plan(request, request_key)
        return prepare(plan.resolved.request, plan.options)

    def resolved_url(self, request: Request) -> str:
        """The URL with every known reference replaced."""
        return resolve_text(request.url, self.variables())

    async def _send(
        self,
        request: Request,
        request_key: str,
        plan: Plan,
        stop: asyncio.Event | None,
        on_progress: OnProgress | None,
    ) -> Exchange:
        started = datetime.now(UTC)
        snapshots: list[Exchange] = []
        sending = self.transport.send(
            written=request,
            concrete=plan.resolved.request,
            options=plan.options,
            environment=self.environment.name,
            request_key=request_key,
            settings=plan.settings,
            on_progress=on_progress,
            on_cancel=snapshots.append,
        )
        exchange = await _until(sending, stop)
        if exchange is not None:
            return exchange
        if snapshots:
            return snapshots[0]
        return _stopped_before(request, request_key, plan, started, self.environment.name)

    async def _context(self, exchange: Exchange, request_key: str, plan: Plan) -> Context:
        collection = self.collection
        now = datetime.now(UTC)
        last_success: Exchange | None = None
        recent: tuple[datetime, ...] = ()
        if self.history is not None and exchange.sent is not None:
            host = urlsplit(exchange.sent.url).netloc.rpartition("@")[2]
            written = exchange.request
            last_success = await _or_none(self.history.last_success(request_key, written.method, written.url))
            recent = await _or_none(self.history.recent_sends(host, now - timedelta(seconds=RECENT_WINDOW_S))) or ()
        offsets = self._compared_clocks(exchange)
        accepted = self._accepted_token(exchange)
        return Context(
            now=now,
            clock_offsets=offsets,
            accepted=accepted,
            catalogs=self.catalogs,
            environment=self.environment if self.environment.name else None,
            environments=tuple(
                one.name for one in (collection.environments if collection else ()) if one.name != self.environment_name
            ),
            variables=tuple(
                VariableInfo(name=one.name, value=one.value, origin=one.origin, secret=one.secret)
                for one in plan.resolved.used
            ),
            last_success=last_success,
            recent_sends=(*recent, exchange.started),
            requests=tuple(
                RequestRef(key=item.key, name=item.request.name, method=item.request.method, url=item.request.url)
                for item in (requests_of(collection) if collection else ())
            ),
        )

    async def _record(self, exchange: Exchange, diagnosis: Diagnosis) -> tuple[str, SeenBefore | None]:
        if self.history is None or self.settings.private:
            return "", None
        try:
            await self.history.record(exchange, diagnosis)
            return self._history_notice(), await self.history.seen(exchange, diagnosis)
        except HistoryError as error:
            return error.message, None

    def _history_notice(self) -> str:
        """What the history has to say about its file (an unreadable one was set aside), the first time it is known."""
        if self.history is None or self.history_notice_told or not self.history.notice:
            return ""
        self.history_notice_told = True
        return self.history.notice

    def _compared_clocks(self, exchange: Exchange) -> tuple[tuple[str, float], ...]:
        """What other answers said of the time, and from now on this one's too."""
        others = tuple(self.clock_offsets.items())
        theirs = server_time(exchange.response)
        host = urlsplit(exchange.sent.url).hostname if exchange.sent else None
        if theirs is not None and host:
            ours = exchange.started + timedelta(seconds=exchange.timeline.duration_s)
            self.clock_offsets.pop(host, None)
            self.clock_offsets[host] = (theirs - ours).total_seconds()
            for oldest in tuple(self.clock_offsets)[:-MOST_CLOCKS]:
                del self.clock_offsets[oldest]
        return others

    def _accepted_token(self, exchange: Exchange) -> AcceptedToken | None:
        """The token this host took before; from now on this exchange's, if it was taken."""
        host = urlsplit(exchange.sent.url).netloc.rpartition("@")[2] if exchange.sent else ""
        before = self.accepted_tokens.get(host)
        taken = jwts.accepted(exchange) if exchange.response and exchange.response.status < 300 else None
        if taken is not None:
            self.accepted_tokens[host] = taken
        return before

    def _settings(self, request: Request) -> tuple[ResolvedSetting, ...]:
        """Each setting in force with its origin: the request's own, else the environment's, else preferences."""
        own, preferences, environment = request.settings, self.settings, self.environment
        origin = f"environment {environment.name}"
        shared = preferences if not environment.name else replace(preferences, timeout_s=environment.timeout_s)
        base = "preferences" if not environment.name else origin
        verify = preferences.verify_tls and environment.verify_tls
        return (
            _setting("timeout_s", own.timeout_s, shared.timeout_s, base),
            _setting("follow_redirects", own.follow_redirects, preferences.follow_redirects, "preferences"),
            _setting("max_redirects", own.max_redirects, preferences.max_redirects, "preferences"),
            _setting("verify_tls", None, verify, "preferences" if not preferences.verify_tls else base),
            _setting("proxy", None, environment.proxy if environment.name else "system", base),
        )


def _setting(name: str, own: object, inherited_value: object, origin: str) -> ResolvedSetting:
    if own is not None:
        return ResolvedSetting(name=name, value=str(own), origin="request")
    return ResolvedSetting(name=name, value=str(inherited_value), origin=origin)


async def _until(sending: Awaitable[Exchange], stop: asyncio.Event | None) -> Exchange | None:
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


async def _or_none(lookup: Awaitable[_T]) -> _T | None:
    """A look-up in the history that may fail without harm: the diagnosis goes on with less evidence."""
    try:
        return await lookup
    except HistoryError:
        return None


def _stopped_before(request: Request, request_key: str, plan: Plan, started: datetime, environment: str) -> Exchange:
    """Stopped before the transport began: it was still being loaded."""
    elapsed_s = (datetime.now(UTC) - started).total_seconds()
    return Exchange(
        id=new_id(),
        started=started,
        request=request,
        sent=prepare(plan.resolved.request, plan.options),
        outcome=Failure(
            kind=FailureKind.CANCELLED,
            phase=None,
            message=f"Cancelled after {elapsed_s:.1f} s.",
            detail="cancelled by the person",
            request_sent=False,
        ),
        timeline=Timeline(duration_s=elapsed_s),
        settings=plan.settings,
        environment=environment,
        request_key=request_key,
    )
