"""The door: ``Transport.send`` puts a request on the wire and returns what became of it."""

import asyncio
import dataclasses
import importlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from explorer.core.model.exchange import Exchange, Failure, FailureKind, ResolvedSetting
from explorer.core.model.request import Request
from explorer.core.model.trust import TrustPlace
from explorer.core.transport.identifiers import new_id
from explorer.core.transport.options import Progress, SendOptions
from explorer.core.transport.progress import Reporter

if TYPE_CHECKING:
    from explorer.core.transport.engine import Course, Engine

NOTHING_SENT = Failure(kind=FailureKind.UNKNOWN, phase=None, message="Nothing was sent.")


class Transport:
    """Keeps connections between sends. Belongs to the event loop of its first send; close it with ``aclose``."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._loading = asyncio.Lock()

    async def send(
        self,
        *,
        written: Request,
        concrete: Request,
        options: SendOptions,
        environment: str = "",
        request_key: str = "",
        settings: tuple[ResolvedSetting, ...] = (),
        on_progress: Callable[[Progress], None] | None = None,
        on_cancel: Callable[[Exchange], None] | None = None,
    ) -> Exchange:
        """Send ``concrete``; ``written`` is only recorded. Whatever the world does is in the exchange. Of ``settings``
        the row "proxy" gets the proxy in use as its value, without credentials and empty for none.

        Cancelling the task closes the connection, hands ``on_cancel`` the exchange as far as it came (failure
        "cancelled", with what had arrived), and raises CancelledError. Without ``on_cancel`` what arrived is removed.
        """
        engine = await self._loaded()
        exchange_id, started = new_id(), datetime.now(UTC)
        reporter = Reporter(on_progress)

        def told(course: "Course") -> Exchange:
            return Exchange(
                id=exchange_id,
                started=started,
                request=written,
                sent=course.sent,
                outcome=course.outcome or NOTHING_SENT,
                timeline=reporter.recorder.timeline(),
                hops=tuple(course.hops),
                settings=_with_proxy(settings, course.proxy),
                environment=environment,
                request_key=request_key,
            )

        def stopped(course: "Course") -> None:
            if on_cancel is not None:
                on_cancel(told(course))
            elif course.kept is not None and course.kept.body.path is not None:
                course.kept.body.path.unlink(missing_ok=True)

        return told(await engine.run(concrete, options, reporter, stopped))

    async def warm_up(self, *, tls: bool = True) -> None:
        """Load the HTTP library off the loop, ahead of the first send; for ``tls`` the trusted certificates too."""
        engine = await self._loaded()
        if tls:
            await engine.warm_up()

    async def forget(self, place: TrustPlace) -> None:
        """The person's word about this place has changed: close what was connected on it."""
        if self._engine is not None:
            await self._engine.forget(place)

    async def aclose(self) -> None:
        """Close kept connections; the transport can be used again afterwards."""
        if self._engine is not None:
            await self._engine.aclose()

    async def _loaded(self) -> "Engine":
        async with self._loading:
            if self._engine is None:
                module = await asyncio.to_thread(importlib.import_module, "explorer.core.transport.engine")
                engine: Engine = module.Engine()
                self._engine = engine
            return self._engine


def _with_proxy(settings: tuple[ResolvedSetting, ...], proxy: str) -> tuple[ResolvedSetting, ...]:
    """The setting may say "system"; the record says what that came to."""
    return tuple(dataclasses.replace(row, value=proxy) if row.name == "proxy" else row for row in settings)
