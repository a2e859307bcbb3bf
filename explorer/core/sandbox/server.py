"""Starting and stopping the sandbox. The window's event loop is never held: the server has its own thread."""

import asyncio
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from explorer.core.sandbox.plans import SANDBOX_PLAN_ID, SANDBOX_TOKEN

if TYPE_CHECKING:
    from explorer.core.sandbox.serving import Serving

__all__ = ["SANDBOX_PLAN_ID", "SANDBOX_TOKEN", "Sandbox", "SandboxInfo", "serve_forever"]

_SIGNAL_LOOK_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxInfo:
    """Where a running sandbox is and how to be let in."""

    base_url: str
    """``http://127.0.0.1:PORT``, without ``/xms/v1`` and without a slash at the end."""
    service_plan_id: str
    token: str = field(repr=False)
    port: int


class Sandbox:
    """One embedded SMS API. Several can run at once; each has its own data.

    ``clock`` gives aware UTC times and decides what has been delivered; ``burst_limit`` is how many requests a second a
    plan may make. Both have sensible defaults and are there for tests and demonstrations.
    """

    def __init__(self, *, clock: Callable[[], datetime] | None = None, burst_limit: int | None = None) -> None:
        self._clock = clock
        self._burst_limit = burst_limit
        self._lock = threading.Lock()
        self._serving: Serving | None = None

    @property
    def info(self) -> SandboxInfo | None:
        """None while it does not run."""
        serving = self._serving
        return _info(serving.port) if serving is not None and serving.is_alive else None

    async def start(self, port: int = 0) -> SandboxInfo:
        """Serve on 127.0.0.1; port 0 takes any free one. A running sandbox just says where it is.

        Raises ``SandboxError`` naming the port and the next free one when it is taken.
        """
        return await asyncio.to_thread(self.start_blocking, port)

    async def stop(self) -> None:
        """End within a second, even with open connections; the data is forgotten."""
        await asyncio.to_thread(self.stop_blocking)

    def start_blocking(self, port: int = 0) -> SandboxInfo:
        """``start`` for callers without an event loop."""
        with self._lock:
            running = self.info
            if running is not None:
                return running
            self._serving = _serve(self._clock, self._burst_limit, port)
            return _info(self._serving.port)

    def stop_blocking(self) -> None:
        """``stop`` for callers without an event loop."""
        with self._lock:
            serving, self._serving = self._serving, None
            if serving is not None:
                serving.close()


def serve_forever(port: int, announce: Callable[[SandboxInfo], None]) -> None:
    """Run until Ctrl-C or SIGTERM, for the command line; must be called in the main thread.

    ``announce`` is called once, when requests are taken. Raises ``SandboxError`` like ``Sandbox.start``.
    """
    ended = threading.Event()
    sandbox = Sandbox()
    previous = {number: signal.signal(number, lambda *_: ended.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        announce(sandbox.start_blocking(port))
        # Waiting in short steps, because on Windows a signal does not end a wait.
        while not ended.wait(_SIGNAL_LOOK_S) and sandbox.info is not None:
            pass
    finally:
        sandbox.stop_blocking()
        for number, handler in previous.items():
            signal.signal(number, handler)


def _serve(clock: Callable[[], datetime] | None, burst_limit: int | None, port: int) -> "Serving":
    # Imported here because uvicorn and Starlette cost more to import than the rest of a start together.
    from explorer.core.sandbox.service import BURST_LIMIT, Service, utc_now
    from explorer.core.sandbox.serving import Serving

    limit = BURST_LIMIT if burst_limit is None else burst_limit
    return Serving(Service(clock=clock or utc_now, burst_limit=limit), port)


def _info(port: int) -> SandboxInfo:
    return SandboxInfo(
        base_url=f"http://127.0.0.1:{port}", service_plan_id=SANDBOX_PLAN_ID, token=SANDBOX_TOKEN, port=port
    )
