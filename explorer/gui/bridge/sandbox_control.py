"""The embedded sandbox: started on demand, on its usual port or a free one, and what the window shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import SandboxError
from explorer.core.model.environment import Variable

if TYPE_CHECKING:
    from explorer.core.sandbox.server import Sandbox, SandboxInfo
    from explorer.core.workspace import Workspace
    from explorer.gui.tasks import Tasks

USUAL_PORT = 8025
"""The port that the sample environment names."""


class SandboxControl(QObject):
    """Starts and stops the sandbox and points the Sandbox environment at it."""

    changed = Signal(object)
    """SandboxInfo, or None when it stopped."""
    failed = Signal(str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Workspace | None = None
        self._sandbox: Sandbox | None = None

    def set_workspace(self, workspace: Workspace) -> None:
        """The workspace whose Sandbox environment follows the server."""
        self._workspace = workspace

    @property
    def info(self) -> SandboxInfo | None:
        """Where it listens; None when it does not run."""
        return self._sandbox.info if self._sandbox is not None else None

    def values(self) -> dict[str, str]:
        """Variables that the running sandbox sets in its environment; empty when it does not run."""
        return {"base_url": self.info.base_url} if self.info is not None else {}

    def start(self) -> None:
        """Start it unless it runs."""
        if self.info is None and not self._tasks.is_running("sandbox"):
            self._tasks.start("sandbox", self.started())

    def stop(self) -> None:
        """Stop it."""
        self._tasks.start("sandbox", self.close())

    async def started(self) -> None:
        """Start and wait until it answers; a taken port is answered with a free one."""
        from explorer.core.sandbox.server import Sandbox  # late: the server must not delay the first paint

        if self.info is not None:
            return
        sandbox = Sandbox()
        try:
            info = await _start(sandbox)
        except SandboxError as error:
            self.failed.emit(error.message)
            return
        self._sandbox = sandbox
        if self._workspace is not None:
            self._workspace.sandbox = {name: Variable(name=name, value=value) for name, value in self.values().items()}
        self.changed.emit(info)

    async def close(self) -> None:
        """Stop and wait until the port is free."""
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            await sandbox.stop()
            if self._workspace is not None:
                self._workspace.sandbox = {}
            self.changed.emit(None)


async def _start(sandbox: Sandbox) -> SandboxInfo:
    try:
        return await sandbox.start(USUAL_PORT)
    except SandboxError:
        return await sandbox.start(0)
