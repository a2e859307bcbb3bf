"""Sends of the window: one per document at a time, with progress, cancel and refusal as signals."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.core.errors import ExplorerError

if TYPE_CHECKING:
    from explorer.core.model.request import Request
    from explorer.core.transport import Progress
    from explorer.core.workspace import Workspace
    from explorer.gui.tasks import Tasks


@dataclass(slots=True)
class _Flight:
    stop: asyncio.Event


class Sending(QObject):
    """Starts, follows and stops sends. A document is known by its id."""

    started = Signal(str)
    progressed = Signal(str, object)
    """Document id, ``transport.Progress``."""
    finished = Signal(str, object)
    """Document id, ``workspace.Performed``."""
    refused = Signal(str, object)
    """Document id, ExplorerError: nothing was sent."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Workspace | None = None
        self._flights: dict[str, _Flight] = {}

    def set_workspace(self, workspace: Workspace) -> None:
        """Until this is called nothing can be sent."""
        self._workspace = workspace

    def is_ready(self) -> bool:
        """Whether a send could start now."""
        return self._workspace is not None

    def is_under_way(self, document: str) -> bool:
        """Whether this document waits for an answer."""
        return document in self._flights

    def send(self, document: str, request: Request, request_key: str) -> None:
        """Send; does nothing while this document's last send is under way."""
        if self._workspace is None or document in self._flights:
            return
        self._flights[document] = _Flight(stop=asyncio.Event())
        self.started.emit(document)
        self._tasks.start(f"send {document}", self._send(self._workspace, document, request, request_key))

    def cancel(self, document: str) -> None:
        """Stop; the exchange so far is recorded and shown as cancelled."""
        flight = self._flights.get(document)
        if flight is not None:
            flight.stop.set()

    async def _send(self, workspace: Workspace, document: str, request: Request, request_key: str) -> None:
        try:
            performed = await workspace.perform(
                request,
                request_key=request_key,
                stop=self._flights[document].stop,
                on_progress=partial(self._progress, document),
            )
        except ExplorerError as error:
            self._flights.pop(document, None)
            self.refused.emit(document, error)
        else:
            self._flights.pop(document, None)
            self.finished.emit(document, performed)
        finally:
            self._flights.pop(document, None)

    def _progress(self, document: str, progress: Progress) -> None:
        self.progressed.emit(document, progress)
