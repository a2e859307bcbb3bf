"""``explorer send``: one request through the same path as the window's."""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

from explorer.cli.asked import Asked, asked, variables
from explorer.cli.exit_codes import FAILED, FINE, INTERRUPTED
from explorer.cli.interrupt import stop_on_interrupt
from explorer.cli.output import say, write_json
from explorer.cli.protected import ask_first
from explorer.cli.report import checks_text, print_report, write_body
from explorer.cli.scratch import scratch_folder, without_files
from explorer.cli.secrets_in_use import explained, secrets_for
from explorer.cli.team_catalogs import team_catalogs
from explorer.core.diagnosis.answer import answer
from explorer.core.diagnosis.checked import can_check
from explorer.core.diagnosis.checked.record import checks_json
from explorer.core.errors import HistoryError, UnresolvedVariableError, UsageError
from explorer.core.model.checks import Checks
from explorer.core.model.exchange import Exchange, FailureKind
from explorer.core.settings import Settings
from explorer.core.stopping import until_stopped
from explorer.core.storage.collections import load
from explorer.core.storage.exchange_json import exchange_json
from explorer.core.storage.history import History
from explorer.core.storage.masked_values import mask_value
from explorer.core.storage.masking import secrets_of
from explorer.core.storage.places import places
from explorer.core.storage.secret_commands import AllowedCommands
from explorer.core.storage.sources import load_globals
from explorer.core.storage.trusted_certificates import TrustedCertificates
from explorer.core.transport import Transport
from explorer.core.workspace import Checked, Performed, Workspace


def run(arguments: argparse.Namespace) -> int:
    """Send and print; 0 for a 2xx or 3xx, 130 when Ctrl-C ended it, 1 for any other outcome."""
    with scratch_folder(places().cache) as scratch:
        performed, lasting, checks = asyncio.run(_perform(arguments, asked(arguments, scratch), scratch))
        response = performed.exchange.response
        if arguments.output and response is not None:
            write_body(response.body, Path(arguments.output))
        if arguments.json:
            found = {"checks": checks_json(checks) if checks else None} if arguments.check else {}
            said = {"exchange": exchange_json(lasting), "diagnosis": answer(lasting.id, performed.diagnosis)}
            write_json({**said, **found})
        else:
            print_report(performed, include=arguments.include, with_body=not arguments.output)
            if checks is not None:
                say(checks_text(checks))
    if performed.notice:
        say(f"explorer: {performed.notice}")
    return _exit_code(performed.exchange)


def _exit_code(exchange: Exchange) -> int:
    response, failure = exchange.response, exchange.failure
    if failure is not None and failure.kind is FailureKind.CANCELLED:
        return INTERRUPTED
    return FINE if response is not None and 200 <= response.status < 400 else FAILED


async def _perform(
    arguments: argparse.Namespace, wanted: Asked, scratch: Path
) -> tuple[Performed, Exchange, Checks | None]:
    """What happened, with nothing secret in the finding, the exchange without files that will be gone, and what a
    look at the way found where one was wished for and made sense."""
    workspace = _workspace(arguments, wanted.folder, scratch)
    workspace.catalogs = team_catalogs(wanted.folder) if wanted.folder else ()
    try:
        ask_first(workspace.environment, wanted.request, is_allowed=arguments.yes)
        await workspace.read_secrets()
        with stop_on_interrupt() as stop:
            performed = await workspace.perform(wanted.request, request_key=wanted.key, stop=stop)
            checked = await _checked(workspace, performed.exchange, stop) if arguments.check else None
        secrets = secrets_of(performed.exchange)
        # Servers echo credentials in their messages; the finding is the same for both outputs.
        diagnosis = mask_value(checked.diagnosis if checked else performed.diagnosis, secrets)
        lasting = await _lasting(performed.exchange, workspace.history, scratch)
        checks = mask_value(checked.checks, secrets) if checked else None
        return replace(performed, diagnosis=diagnosis), lasting, checks
    except UnresolvedVariableError as error:
        raise explained(error, workspace) from error
    finally:
        await workspace.transport.aclose()
        if workspace.history is not None:
            await workspace.history.aclose()


async def _checked(workspace: Workspace, exchange: Exchange, stop: asyncio.Event) -> Checked | None:
    """A look at the way after a failure of the connection; None for anything else, and when Ctrl-C ended it."""
    if not can_check(exchange.failure) or stop.is_set():
        return None
    return await until_stopped(workspace.check(exchange), stop)


async def _lasting(exchange: Exchange, history: History | None, scratch: Path) -> Exchange:
    """The exchange without the files of this run: the history's copies in their place, or none."""
    lasting = without_files(exchange, scratch)
    if lasting == exchange or history is None:
        return lasting
    try:
        kept, _ = await history.open(exchange.id)
    except HistoryError:  # it could not be recorded, which the notice says
        return lasting
    return kept


def _workspace(arguments: argparse.Namespace, folder: Path | None, scratch: Path) -> Workspace:
    collection = load(folder) if folder else None
    names = [one.name for one in collection.environments] if collection else []
    if arguments.env and arguments.env not in names:
        known = ", ".join(names) or "none"
        raise UsageError(f"There is no environment {arguments.env}. Known: {known}.")
    return Workspace(
        transport=Transport(),
        history=None if arguments.private else History(places().data),
        settings=Settings(verify_tls=not arguments.insecure),
        spill_dir=scratch,
        folder=folder or Path.cwd(),
        collection=collection,
        environment_name=arguments.env,
        secrets=secrets_for(collection, arguments.env),
        trusted=TrustedCertificates(places().data),
        shared=load_globals(places().data),
        allowed_commands=AllowedCommands(places().data),
        overrides=variables(arguments.var),
    )
