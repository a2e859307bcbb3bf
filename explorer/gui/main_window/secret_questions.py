"""Questions about secrets: whether a program may run, where secrets are kept, and the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.gui import dialogs

if TYPE_CHECKING:
    from explorer.gui.main_window.window import MainWindow

_SAFE = (
    "There is no keychain on this computer. An encrypted file keeps secrets between runs and wants a passphrase each "
    "time Explorer starts; a lost passphrase cannot be replaced."
)


class SecretQuestions(QObject):
    """Each question is one dialog; "no" leaves everything as it is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sources = window.bridge.sources
        self._reason = ""
        self._sources.refused.connect(self._ask_again)

    async def ask_commands(self, commands: tuple[str, ...]) -> None:
        """Whether programs that the collection names may run on this computer."""
        listed = "\n\n".join(commands)
        title = "Run this command to read a secret?" if len(commands) == 1 else "Run these commands to read secrets?"
        text = (
            f"{listed}\n\nThis environment names it as the source of a secret variable. Explorer runs it without a "
            "shell and remembers your answer on this computer for this collection."
        )
        if await dialogs.confirm(self._window, title, text, "Allow"):
            self._sources.allow(commands)

    async def ask_choice(self) -> None:
        """Where secrets are kept when there is no keychain."""
        if await dialogs.confirm(self._window, "Keep secrets in an encrypted file?", _SAFE, "Set passphrase"):
            await self.ask_passphrase("Choose a passphrase of at least 8 characters.")
        else:
            self._window.notify("Secrets are kept until Explorer is closed.")

    async def ask_passphrase(self, label: str = "Passphrase of the encrypted file of secrets") -> None:
        """Open the file; a wrong passphrase is told and asked for again."""
        words = await dialogs.ask_secret(self._window, "Secrets", f"{self._reason}\n{label}".strip())
        self._reason = ""
        if words is not None:
            self._sources.unlock(words)

    def _ask_again(self, reason: str) -> None:
        self._reason = reason
        self._window.bridge.tasks.start("ask for passphrase", self.ask_passphrase())
