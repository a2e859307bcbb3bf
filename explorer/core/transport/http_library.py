"""The HTTP library, loaded lean: without HTTP/2 until TLS is used, and with the locks of asyncio.

httpcore imports h2 for its table of contents alone, 4 MB and 15 ms that plain HTTP never needs, and waits through
anyio, whose asyncio backend is another 7 MB. Only asyncio runs here, so its own locks do; they also take less than
half of the time per request. Everything of this package takes ``httpcore`` from here.
"""

import asyncio
import contextlib
import sys
from typing import Any


def _load() -> None:
    """Import httpcore with none of ``httpcore._async.http2``: the library imports that again when it needs it."""
    held = sys.modules.get("h2")
    if held is None:
        sys.modules["h2"] = None  # type: ignore[assignment]  # how Python is told that a module is not there
    try:
        import httpcore  # noqa: F401
    finally:
        if held is None:
            del sys.modules["h2"]


class _Event(asyncio.Event):
    async def wait(self, timeout: float | None = None) -> bool:  # type: ignore[override]  # noqa: ASYNC109
        try:
            async with asyncio.timeout(timeout):
                return await super().wait()
        except TimeoutError as error:
            raise httpcore.PoolTimeout from error


class _Semaphore(asyncio.Semaphore):
    async def release(self) -> None:  # type: ignore[override]  # the library awaits it
        super().release()


def _take_locks_of_asyncio() -> None:
    # A cancelled task is told so once, unlike one in a cancelled scope of anyio: what it still awaits needs no shield.
    ours = {
        "AsyncLock": asyncio.Lock,
        "AsyncEvent": _Event,
        "AsyncSemaphore": _Semaphore,
        "AsyncShieldCancellation": contextlib.nullcontext,
    }
    for name, module in list(sys.modules.items()):
        if name == "httpcore._synchronization" or name.startswith("httpcore._async."):
            for known in ours.keys() & vars(module).keys():
                setattr(module, known, ours[known])


_load()
import h11  # noqa: E402
import httpcore as httpcore  # noqa: E402

_take_locks_of_asyncio()


def left_over(response: httpcore.Response) -> tuple[int, bool]:
    """After the end of a body: how many bytes beyond it the library holds, and whether more may be waited for, because
    the connection is over with this response. The library keeps them for the next response of the connection."""
    stream: Any = getattr(response.stream, "_stream", None)
    state = getattr(getattr(stream, "_connection", None), "_h11_state", None)
    if state is None:  # HTTP/2, where a body has its own frames
        return 0, False
    data, is_closed = state.trailing_data
    return len(data), not is_closed and state.their_state is h11.MUST_CLOSE
