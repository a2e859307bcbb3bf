"""A web application on a loopback port, in a thread of its own with its own event loop.

Imported only when a sandbox starts, because uvicorn and Starlette are slow to import.
"""

import asyncio
import os
import socket
import threading
from typing import Any

import uvicorn

from explorer.core.errors import SandboxError
from explorer.core.sandbox.app import create_app
from explorer.core.sandbox.service import Service

HOST = "127.0.0.1"
_START_LIMIT_S = 10.0
_STOP_LIMIT_S = 5.0
_KEEP_ALIVE_S = 75
_HIGHEST_PORT = 65_535
_NEIGHBOURS = 20


class Serving:
    """A running server; raises ``SandboxError`` when the port cannot be had."""

    def __init__(self, service: Service, port: int) -> None:
        self._socket = _listening_socket(port)
        self.port: int = self._socket.getsockname()[1]
        self._ready = threading.Event()
        self._server = _Server(create_app(service), self._ready)
        self._thread = threading.Thread(target=self._run, name=f"sandbox-{self.port}", daemon=True)
        self._thread.start()
        if not self._ready.wait(_START_LIMIT_S) or not self._thread.is_alive():
            raise SandboxError(f"The sandbox did not start on port {self.port}.")

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        """End within a second; responses under way are cut off."""
        self._server.should_exit = True
        self._thread.join(_STOP_LIMIT_S)

    def _run(self) -> None:
        try:
            with asyncio.Runner() as runner:
                runner.run(self._server.serve(sockets=[self._socket]))
        finally:
            self._socket.close()
            self._ready.set()


class _Server(uvicorn.Server):
    """Silent, without signal handlers (it never runs in the main thread), and quick to end."""

    def __init__(self, app: Any, ready: threading.Event) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=_KEEP_ALIVE_S,
                timeout_graceful_shutdown=0,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets=sockets)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0)


def _listening_socket(port: int) -> socket.socket:
    if not 0 <= port <= _HIGHEST_PORT:
        free = _free_port(0)
        raise SandboxError(f"{port} is not a port; {free} is free.", suggested_port=free)
    try:
        return _bound(port)
    except PermissionError as error:
        free = _free_port(0)
        text = f"Port {port} is reserved by the system; {free} is free."
        raise SandboxError(text, suggested_port=free) from error
    except OSError as error:
        free = _free_port(port)
        raise SandboxError(f"Port {port} is already in use; {free} is free.", suggested_port=free) from error


def _bound(port: int) -> socket.socket:
    # asyncio switches off Nagle's algorithm only on sockets that say they are TCP; with it, answers wait 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # On POSIX this only skips the wait after a close; on Windows it would share the port.
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def _free_port(taken: int) -> int:
    """The next free port after the taken one, else any free one."""
    neighbours = range(taken + 1, min(taken + _NEIGHBOURS, _HIGHEST_PORT) + 1) if taken else ()
    for port in (*neighbours, 0):
        try:
            with _bound(port) as probe:
                return int(probe.getsockname()[1])
        except OSError:
            continue
    return 0
