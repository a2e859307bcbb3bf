"""Everything the window asks of the core, in one place: sends, library, ledger, sandbox. Heavy imports happen here,
in a thread, after the first paint."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import ExplorerError, HistoryError
from explorer.core.settings import Settings
from explorer.gui.bridge.ledger import Ledger
from explorer.gui.bridge.library import Library
from explorer.gui.bridge.sandbox_control import SandboxControl
from explorer.gui.bridge.sending import Sending
from explorer.gui.bridge.sources import Sources
from explorer.gui.tasks import Tasks

if TYPE_CHECKING:
    from explorer.core.interchange.support_bundle import SupportBundle
    from explorer.core.model.diagnosis import Diagnosis
    from explorer.core.model.exchange import Exchange
    from explorer.core.model.request import Request
    from explorer.core.storage.places import Places
    from explorer.core.workspace import Workspace
    from explorer.gui.bridge.trusts import Trusts

_SPILL_KEPT_S = 24 * 3600.0


class Bridge(QObject):
    """Made before the window, opened after its first paint, closed last."""

    ready = Signal()
    """From here on a request can be sent."""
    notice = Signal(str)
    """A sentence about something kept aside or not available."""
    trust_changed = Signal(object, object)
    """What was trusted at a place before and what is now, as ``Trust`` or None."""

    def __init__(self, places: Places, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = Tasks()
        self.places = places
        self.sending = Sending(self.tasks, self)
        self.library = Library(self.tasks, self)
        self.sources = Sources(self.library, self)
        self.ledger = Ledger(self.tasks, self)
        self.sandbox = SandboxControl(self.tasks, self)
        self._settings = settings
        self._workspace: Workspace | None = None
        self.is_ready = False
        """Whether ``ready`` was sent."""
        self._expects_tls = False
        self.sending.finished.connect(self._recorded)

    @cached_property
    def trusts(self) -> Trusts:
        """Made with the first question about a certificate."""
        from explorer.gui.bridge.trusts import Trusts

        return Trusts(self)

    @property
    def settings(self) -> Settings:
        """The preferences in force."""
        return self._settings

    @property
    def workspace(self) -> Workspace | None:
        """The core's workspace, once it is ready."""
        return self._workspace

    def use_settings(self, settings: Settings) -> None:
        """Take over changed preferences and write them to disk."""
        before, self._settings = self._settings, settings
        if self._workspace is not None:
            self._workspace.settings = settings
        kept = ("history_days", "history_rows", "history_mb")
        if any(getattr(before, name) != getattr(settings, name) for name in kept):
            self._retain()
        self.tasks.start("save settings", self._save_settings())

    async def open(self, folder: Path | None, environment: str, *, with_sandbox: bool) -> None:
        """Load the core, open ``folder`` and, when asked, the sandbox; then announce ``ready``."""
        workspace = await asyncio.to_thread(_make_workspace, self.places, self._settings)
        self._workspace = workspace
        for part in (self.library, self.sources, self.sandbox, self.sending):
            part.set_workspace(workspace)
        if with_sandbox:
            await self.sandbox.started()
        if folder is not None:
            await self.library.opened(folder, environment)
        await self._open_history(workspace)
        self.is_ready = True
        self.ready.emit()
        await workspace.transport.warm_up(tls=False)
        await asyncio.to_thread(_remove_old_bodies, self.places.cache)

    def expect_tls(self) -> None:
        """An https URL was typed: load what TLS needs, once, before it is sent."""
        if self._workspace is not None and not self._expects_tls:
            self._expects_tls = True
            self.tasks.start("warm up TLS", self._workspace.transport.warm_up())

    async def close(self) -> None:
        """Cancel every task, stop the sandbox, close connections and history, in this order."""
        self.ledger.end()
        await self.tasks.close()
        if (used := sys.modules.get("explorer.gui.bridge.workers")) is not None:  # imported with the first long body
            used.end()
        await self.sandbox.close()
        if self._workspace is not None:
            await self._workspace.transport.aclose()
            if self._workspace.history is not None:
                await self._workspace.history.aclose()
            if self._workspace.secrets is not None:
                self._workspace.secrets.close()
        await self.tasks.close()  # what timers of pages started meanwhile

    def automatic_headers(self, request: Request, key: str) -> tuple[tuple[str, str, bool, str], ...]:
        """Name, value, whether it can be switched off, and why: what would be added to this request."""
        from explorer.core.model.tree import inherited
        from explorer.core.transport import automatic_headers

        collection = self._workspace.collection if self._workspace else None
        return automatic_headers(inherited(collection, key, request))

    def curl_command(self, request: Request, key: str) -> str:
        """The request as a curl command; raises UnresolvedVariableError or InvalidRequestError."""
        from explorer.core.interchange.curl import curl_command

        if self._workspace is None:
            return ""
        return curl_command(self._workspace.preview(request, key))

    def support_bundle(self, exchange: Exchange, diagnosis: Diagnosis) -> SupportBundle:
        """Texts for the operator of the API, masked."""
        from explorer import __version__
        from explorer.core.interchange.support_bundle import support_bundle
        from explorer.core.storage.masking import mask_diagnosis, mask_exchange, secrets_of

        secrets = secrets_of(exchange)
        return support_bundle(mask_exchange(exchange, secrets), mask_diagnosis(diagnosis, secrets), __version__)

    async def _open_history(self, workspace: Workspace) -> None:
        history = workspace.history
        if history is None:
            return
        try:
            sentence = await history.ready()
        except HistoryError as error:
            sentence = error.message
        if sentence:
            self.notice.emit(sentence)
            workspace.history_notice_told = True
        self.ledger.set_history(history)
        self._retain()

    def _retain(self) -> None:
        """Let go of what the preferences do not keep; nobody waits for it."""
        if self._workspace is not None and self._workspace.history is not None:
            self.tasks.start("history retain", self.ledger.retain(self._settings))

    def _recorded(self, _document: str, performed: object) -> None:
        self.ledger.refresh()

    async def _save_settings(self) -> None:
        from explorer.core.storage.preferences import save_settings  # late: nothing is written at start

        try:
            await asyncio.to_thread(save_settings, self.places.config, self._settings)
        except ExplorerError as error:
            self.notice.emit(error.message)


def _make_workspace(places: Places, settings: Settings) -> Workspace:
    from explorer.core.storage.history import History
    from explorer.core.storage.secret_commands import AllowedCommands
    from explorer.core.storage.secret_file import NAME, SecretFile
    from explorer.core.storage.secrets import Secrets
    from explorer.core.storage.sources import load_globals
    from explorer.core.storage.trusted_certificates import TrustedCertificates
    from explorer.core.transport import Transport
    from explorer.core.workspace import Workspace

    return Workspace(
        transport=Transport(),
        history=History(places.data, cache=places.cache),
        secrets=Secrets(SecretFile(places.data / NAME)),
        trusted=TrustedCertificates(places.data),
        shared=load_globals(places.data),
        data_folder=places.data,
        allowed_commands=AllowedCommands(places.data),
        settings=settings,
        spill_dir=places.cache,
    )


def _remove_old_bodies(cache: Path) -> None:
    """Bodies that earlier runs spilled to disk; the history keeps its own copies."""
    import tempfile  # late: the start does without it

    limit = time.time() - _SPILL_KEPT_S
    for path in (*cache.glob("body-*"), *Path(tempfile.gettempdir()).glob("body-*.shown")):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()
