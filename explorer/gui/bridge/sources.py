"""Where secret values come from: programs that must be allowed, a keychain or a file that must be opened."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import ExplorerError
from explorer.gui.bridge.library import Library

if TYPE_CHECKING:
    from explorer.core.storage.secrets import Secrets
    from explorer.core.workspace import Workspace


class Sources(QObject):
    """Asks through signals; the window answers with ``allow``, ``unlock`` or not at all. Each question comes once."""

    commands_waiting = Signal(object)
    """Commands that would give values to the active environment, as a tuple of str."""
    passphrase_requested = Signal()
    """There is an encrypted file of secrets, and the active environment has secrets."""
    choice_requested = Signal()
    """A secret was set and there is no keychain: keep it for this run, or in an encrypted file."""
    notice = Signal(str)
    """A line of a .env file that cannot be read, or a program that failed."""
    refused = Signal(str)
    """Why the encrypted file was not opened."""
    unlocked = Signal()

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._workspace: Workspace | None = None
        self._asked: set[str] = set()
        self._told: set[str] = set()
        self._choice_asked = False
        library.secrets_read.connect(self._look)
        library.secret_kept.connect(self._offer_choice)

    def set_workspace(self, workspace: Workspace) -> None:
        """The workspace whose secrets are read."""
        self._workspace = workspace

    def allow(self, commands: tuple[str, ...]) -> None:
        """Remember that these may run, and run them."""
        self._library.run(self._allow(commands))

    def unlock(self, passphrase: str) -> None:
        """Open the encrypted file, or make it."""
        self._library.run(self._unlock(passphrase))

    def _look(self) -> None:
        self._library.run(self._looked())

    def _offer_choice(self) -> None:
        self._library.run(self._offered())

    async def _looked(self) -> None:
        """Ask and tell what the last reading brought up."""
        workspace = self._workspace
        if workspace is None:
            return
        for sentence in (*workspace.source_notices, *workspace.source_failures()):
            if sentence not in self._told:
                self._told.add(sentence)
                self.notice.emit(sentence)
        waiting = await asyncio.to_thread(workspace.waiting_commands)
        fresh = tuple(one for one in waiting if one not in self._asked)
        self._asked.update(fresh)
        if fresh:
            self.commands_waiting.emit(fresh)
        secrets = workspace.secrets
        if secrets is not None and workspace.has_secrets() and not self._choice_asked and await _is_locked(secrets):
            self._choice_asked = True
            self.passphrase_requested.emit()

    async def _offered(self) -> None:
        secrets = self._workspace.secrets if self._workspace else None
        if secrets is not None and not self._choice_asked and await secrets.has_choice():
            self._choice_asked = True
            self.choice_requested.emit()

    async def _allow(self, commands: tuple[str, ...]) -> None:
        workspace = self._workspace
        if workspace is None or workspace.allowed_commands is None or workspace.folder is None:
            return
        for command in commands:
            await asyncio.to_thread(workspace.allowed_commands.allow, workspace.folder, command)
        await self._read_again()

    async def _unlock(self, passphrase: str) -> None:
        secrets = self._workspace.secrets if self._workspace else None
        if secrets is None:
            return
        try:
            await secrets.unlock(passphrase)
        except ExplorerError as error:
            self.refused.emit(error.message)
            return
        self.unlocked.emit()
        await self._read_again()

    async def _read_again(self) -> None:
        if self._workspace is not None:
            await self._workspace.read_secrets()
            self._library.environment_changed.emit(self._workspace.environment_name)
            await self._looked()


async def _is_locked(secrets: Secrets) -> bool:
    """Whether a file of an earlier run waits for its passphrase."""
    return await secrets.has_choice() and secrets.has_file
