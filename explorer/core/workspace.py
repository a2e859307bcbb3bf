"""What is open, and the one way to send: ``Workspace.perform`` tells the whole story of a request.

The window, the command line and the tests call it. It owns no widgets and no sockets; it hands values from one
part of the core to the next.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.core.context_of import context_of
from explorer.core.descriptions import Descriptions
from explorer.core.diagnosis import diagnose, plugins
from explorer.core.diagnosis.catalog_rows import ApiCatalog
from explorer.core.diagnosis.context import Context
from explorer.core.errors import ExplorerError, HistoryError, SecretError
from explorer.core.hosts import Hosts
from explorer.core.model.checks import Checks
from explorer.core.model.collection import Collection
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.exchange import Exchange, SentRequest
from explorer.core.model.history import SeenBefore
from explorer.core.model.request import Request
from explorer.core.model.tree import inherited, settings_above
from explorer.core.model.trust import TrustPlace
from explorer.core.performed import Checked, Performed, Plan
from explorer.core.scopes import (
    Surroundings,
    captured_secrets,
    process_scope,
    scopes_of,
    secret_rows,
)
from explorer.core.settings import Settings
from explorer.core.settings_in_force import settings_in_force
from explorer.core.stopping import stopped_before, until_stopped
from explorer.core.storage.history import History
from explorer.core.storage.known_secrets import speakable
from explorer.core.storage.secret_commands import AllowedCommands
from explorer.core.storage.secrets import Secrets
from explorer.core.storage.sources import NOT_ALLOWED, command_value, process_values, read_dotenv_files
from explorer.core.storage.stored_secrets import Declared, learn, secret_scope
from explorer.core.storage.trusted_certificates import TrustedCertificates
from explorer.core.transport import Progress, SendOptions, Transport, prepare
from explorer.core.variables import Scope, Variables, VariableValue, resolve, resolve_text

SANDBOX_ENVIRONMENT = "Sandbox"
"""The environment of the sample collection whose addresses follow the running sandbox."""

NO_ENVIRONMENT = Environment(key="", name="")

if TYPE_CHECKING:
    from explorer.core.transport.probes import OnStep

__all__ = ["SANDBOX_ENVIRONMENT", "Checked", "OnProgress", "Performed", "Plan", "Workspace"]

OnProgress = Callable[[Progress], None]


@dataclass(slots=True, kw_only=True)
class Workspace:
    """The open collection, the active environment, and the parts a send passes through."""

    transport: Transport
    history: History | None = None
    secrets: Secrets | None = None
    trusted: TrustedCertificates | None = None
    """The certificates the person trusts, of all collections and environments."""
    settings: Settings = Settings()
    spill_dir: Path | None = None
    folder: Path | None = None
    collection: Collection | None = None
    environment_name: str = ""
    catalogs: tuple[ApiCatalog, ...] = ()
    """What the team knows of its own APIs (``.explorer/catalog.toml``); a diagnosis takes them into account."""
    secret_values: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """(owner: environment name or one of ``scopes``, variable name) to value, from the keychain or a program."""
    shared: tuple[Variable, ...] = ()
    """The global variables of this computer."""
    data_folder: Path | None = None
    """Where they are kept."""
    captured: dict[str, dict[str, Variable]] = field(default_factory=dict, repr=False)
    """Environment name to values that were taken from responses during this run; the description says from which."""
    allowed_commands: AllowedCommands | None = None
    source_faults: dict[tuple[str, str], str] = field(default_factory=dict)
    """Why a secret of (owner, name) could not be had, as a sentence."""
    guarded_secrets: dict[Declared, str] = field(default_factory=dict, repr=False)
    """Values that nothing in use asked for, only known to keep them out of files; empty where there was none."""
    source_notices: tuple[str, ...] = ()
    """Sentences about lines of .env files that cannot be read."""
    process: tuple[Scope, ...] = ()
    overrides: dict[str, Variable] = field(default_factory=dict)
    """Values given for this run that win over all others (``--var`` of the command line)."""
    sandbox: dict[str, Variable] = field(default_factory=dict)
    """Where the running sandbox listens; wins in the environment called Sandbox only."""
    hosts: Hosts = field(default_factory=Hosts)
    """What earlier answers of this run told about their hosts."""
    descriptions: Descriptions = Descriptions()
    """The API descriptions beside the collection, as they were last read."""
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
        request = replace(request, variants=())  # what is not sent has no place in the history
        plan = self.plan(request, request_key)
        plan = await asyncio.to_thread(self._checked, plan)
        exchange = await self._send(request, request_key, plan, stop, on_progress)
        before, folder = self.descriptions, self.folder if self.collection else None
        self.descriptions = await before.renewed(folder)
        context = await self._context(exchange, request_key, plan.resolved.used)
        diagnosis = await asyncio.to_thread(_finding, exchange, context)
        notice, seen = await self._record(exchange, diagnosis)
        fresh = self.descriptions.sentences if self.descriptions is not before else ()
        trusted = self.trusted.news() if self.trusted else ""
        notice = " ".join(filter(None, (notice, trusted, *plugins.news(), *fresh)))
        return Performed(
            exchange=exchange, diagnosis=diagnosis, seen=seen, recent_sends=context.recent_sends, notice=notice
        )

    async def check(
        self, exchange: Exchange, on_step: "OnStep | None" = None, *, limit_s: float = 5.0
    ) -> Checked | None:
        """Look now at the way a failed exchange took, and explain it again with what was found; None when it went to
        no host that can be asked. The person starts this; each step is over after ``limit_s``, and cancelling the task
        ends every one."""
        from explorer.core import probing  # late: most sends need no look

        environments = self.collection.environments if self.collection else ()
        environment = next((one for one in environments if one.name == exchange.environment), NO_ENVIRONMENT)
        checks = await probing.checks_of(
            exchange,
            settings=settings_in_force(exchange.request.settings, environment, self.settings),
            http2=self.settings.http2,
            history=self.history,
            clock_offsets=self.hosts.clock_offsets,
            on_step=on_step,
            limit_s=limit_s,
        )
        if checks is None:
            return None
        used: tuple[VariableValue, ...] = ()
        with contextlib.suppress(ExplorerError):  # a variable of an older exchange may be gone
            used = self.plan(exchange.request, exchange.request_key).resolved.used
        context = await self._context(exchange, exchange.request_key, used, checks)
        return Checked(checks=checks, diagnosis=await asyncio.to_thread(_finding, exchange, context))

    @property
    def environment(self) -> Environment:
        """The active environment; an empty one when none is active."""
        environments = self.collection.environments if self.collection else ()
        return next((one for one in environments if one.name == self.environment_name), NO_ENVIRONMENT)

    def trust_place(self, host: str, port: int, environment: str) -> TrustPlace:
        """Where a certificate of this host is trusted, in one environment of what is open."""
        folder = str(self.folder.resolve()) if self.collection and self.folder else ""
        return TrustPlace(host=host.lower(), port=port, environment=environment, collection=folder)

    async def read_secrets(self) -> None:
        """Fetch the secret values that the active environment sees, each once, and read the .env files again."""
        values, self.source_notices = await asyncio.to_thread(
            read_dotenv_files, self.folder if self.collection else None, self.environment.dotenv
        )
        self.process = (
            process_scope(".env file", values, listed=True),
            process_scope("process environment", process_values(), listed=False),
        )
        for owner, row in self._secret_rows():
            if (owner, row.name) not in self.secret_values:
                await self._read_secret(owner, row)

    async def guard_secrets(self) -> None:
        """Learn the secrets that nothing in use has asked for yet, so that none of them gets into a file."""
        if self.secrets is not None:
            await learn(self.secrets, self.collection, self.shared, self.secret_values, self.guarded_secrets)

    def waiting_commands(self) -> tuple[str, ...]:
        """Programs that give values to the active environment and that the person was not asked about. Reads a file."""
        folder, allowed = self.folder, self.allowed_commands
        if folder is None or allowed is None:
            return ()
        commands = dict.fromkeys(row.command for _, row in self._secret_rows() if row.command)
        return tuple(one for one in commands if not allowed.allows(folder, one))

    def has_secrets(self) -> bool:
        """Whether the active environment sees secrets that the keychain holds."""
        return any(not row.command for _, row in self._secret_rows())

    def source_failures(self) -> tuple[str, ...]:
        """Why programs that may run gave no value, as sentences."""
        return tuple(one for one in self.source_faults.values() if not one.endswith(NOT_ALLOWED))

    def forget_sources(self, environment: Environment) -> None:
        """Values of programs are asked for anew where the environment names other ones now."""
        before = {row.name: row.command for row in self._named(environment.key).variables}
        for row in environment.variables:
            if row.command != before.get(row.name, ""):
                self.secret_values.pop((environment.name, row.name), None)
                self.source_faults.pop((environment.name, row.name), None)

    def capture(self, name: str, value: str) -> None:
        """Keep a value that was taken from a response, for this run and the active environment."""
        self.captured.setdefault(self.environment.name, {})[name] = Variable(name=name, value=value)

    async def keep_secret(self, environment: str, name: str, value: str) -> None:
        """Put a secret value of an environment or another owner into the keychain; raises SecretError."""
        self.secret_values[(environment, name)] = value
        self.source_faults.pop((environment, name), None)
        if self.secrets is not None:
            await self.secrets.set(self.secret_scope(environment), name, value)

    def secret_scope(self, environment: str) -> str:
        """What tells one environment's secrets from another's in the keychain."""
        return secret_scope(self.collection, environment)

    def variables(self, request_key: str = "", own: tuple[Variable, ...] = ()) -> Variables:
        """Everything that the request of this key can refer to, in the order of ``scopes``; ``own`` are its own."""
        environment = self.environment
        around = Surroundings(
            collection=self.collection,
            environment=environment.name,
            overrides=self.overrides,
            captured=self.captured.get(environment.name, {}),
            sandbox=self.sandbox if environment.name == SANDBOX_ENVIRONMENT else {},
            shared=self.shared,
            process=self.process,
        )
        return Variables(
            scopes=scopes_of(around, request_key, own, self._secret_of),
            environment=environment.name,
            faults={name: sentence for (_, name), sentence in self.source_faults.items()},
        )

    def secret_names(self) -> dict[str, str]:
        """The name of every stored secret that is known, by its value: none of them may get into a file."""
        known = {**self.guarded_secrets, **self.secret_values}
        return captured_secrets(self.captured) | {value: name for (_, name), value in known.items() if value}

    def plan(self, request: Request, request_key: str = "") -> Plan:
        """The concrete request and its options; raises UnresolvedVariableError."""
        resolved = resolve(
            inherited(self.collection, request_key, request), self.variables(request_key, request.variables)
        )
        above = settings_above(self.collection, request_key)
        settings = settings_in_force(request.settings, self.environment, self.settings, above)
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
            unpacked_limit_bytes=self.settings.unpacked_mb * 10**6,
            keeps_events_open=not request.settings.timeout_s,
        )
        return Plan(resolved=resolved, options=options, settings=settings)

    def preview(self, request: Request, request_key: str = "") -> SentRequest:
        """What would go on the wire; raises UnresolvedVariableError or InvalidRequestError."""
        plan = self.plan(request, request_key)
        return prepare(plan.resolved.request, plan.options)

    def resolved_url(self, request: Request, request_key: str = "") -> str:
        """The URL with every known reference replaced."""
        return resolve_text(request.url, self.variables(request_key, request.variables))

    def _checked(self, plan: Plan) -> Plan:
        """The plan with the trusted certificates in force; raises InvalidRequestError. Looks at files."""
        prepare(plan.resolved.request, plan.options)
        if self.trusted is None:
            return plan
        place = self.trust_place("", 0, self.environment.name)
        trusts = self.trusted.in_force(place.environment, place.collection)
        return replace(plan, options=replace(plan.options, trusts=trusts)) if trusts else plan

    def _named(self, key: str) -> Environment:
        environments = self.collection.environments if self.collection else ()
        return next((one for one in environments if one.key == key), NO_ENVIRONMENT)

    def _secret_of(self, owner: str, name: str) -> str:
        return self.secret_values.get((owner, name), "")

    def _secret_rows(self) -> Iterator[tuple[str, Variable]]:
        return secret_rows(self.collection, self.environment_name, self.shared)

    async def _read_secret(self, owner: str, row: Variable) -> None:
        """From its program, else from the keychain."""
        if row.command:
            await self._ask_program(owner, row)
        elif self.secrets is not None:
            self.source_faults.pop((owner, row.name), None)
            try:
                value = await self.secrets.get(self.secret_scope(owner), row.name)
            except SecretError as error:  # everything else works without it
                self.source_faults[(owner, row.name)] = error.message
                return
            if value is not None:
                self.secret_values[(owner, row.name)] = value

    async def _ask_program(self, owner: str, row: Variable) -> None:
        folder, allowed = self.folder, self.allowed_commands
        if folder is None or allowed is None:
            return
        value, fault = await asyncio.to_thread(command_value, row.command, folder, allowed)
        if fault:
            self.source_faults[(owner, row.name)] = fault
        else:
            self.secret_values[(owner, row.name)] = value
            self.source_faults.pop((owner, row.name), None)

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
        exchange = await until_stopped(sending, stop)
        if exchange is not None:
            return exchange
        if snapshots:
            return snapshots[0]
        return stopped_before(
            request,
            request_key=request_key,
            sent=prepare(plan.resolved.request, plan.options),
            settings=plan.settings,
            started=started,
            environment=self.environment.name,
        )

    async def _context(
        self, exchange: Exchange, request_key: str, used: tuple[VariableValue, ...], checks: Checks | None = None
    ) -> Context:
        return await context_of(
            exchange,
            request_key=request_key,
            used=used,
            collection=self.collection,
            environment=self.environment,
            history=self.history,
            hosts=self.hosts,
            catalogs=(*self.catalogs, *self.descriptions.catalogs),
            checks=checks,
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


def _finding(exchange: Exchange, context: Context) -> Diagnosis:
    return speakable(diagnose(exchange, context), exchange)
