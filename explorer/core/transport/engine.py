"""Runs a whole redirect chain over kept connections. Importing this module loads the HTTP library.

``Transport`` imports it in a thread with the first send, so that starting the program does not pay for it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from explorer.core.errors import InvalidRequestError
from explorer.core.model.exchange import Failure, FailureKind, Outcome, Response, SentRequest
from explorer.core.model.exchange import Hop as AnsweredHop
from explorer.core.model.request import FileBody, MultipartBody, Request
from explorer.core.model.trust import TrustPlace
from explorer.core.transport.failures import failure
from explorer.core.transport.hop import Hop
from explorer.core.transport.options import SendOptions
from explorer.core.transport.pools import Pools
from explorer.core.transport.prepared import Prepared, prepared
from explorer.core.transport.progress import Reporter
from explorer.core.transport.redirects import BadRedirectError, Redirect, redirect
from explorer.core.transport.urls import UnsupportedSchemeError


@dataclass(slots=True)
class Course:
    """What has happened so far in one chain."""

    outcome: Outcome | None = None
    sent: SentRequest | None = None
    hops: list[AnsweredHop] = field(default_factory=list)
    proxy: str = ""
    """URL of the proxy of the last request, without credentials; empty for none."""
    kept: Response | None = None
    """What had arrived of the last answer when the send was cancelled."""
    request_begun: bool = False
    """Whether any byte of the last request may have left."""


class Engine:
    """Sends requests of one event loop."""

    def __init__(self) -> None:
        self._pools = Pools()

    async def run(
        self, concrete: Request, options: SendOptions, reporter: Reporter, on_cancel: Callable[[Course], None]
    ) -> Course:
        """Follow the chain to its end; nothing that goes wrong is raised. When the task is cancelled, ``on_cancel`` is
        told how far it came, and CancelledError goes on."""
        course = Course()
        try:
            first = await _off_loop(prepared, concrete, options)
            course.outcome = await self._follow(first, options, reporter, course)
        except InvalidRequestError as error:
            course.outcome = unsendable(error)
        except asyncio.CancelledError:
            course.outcome = cancelled(course, reporter)
            on_cancel(course)
            raise
        return course

    async def warm_up(self) -> None:
        """Make what the first https request with usual settings will need."""
        await self._pools.get("https", SendOptions(), None)

    async def forget(self, place: TrustPlace) -> None:
        """Close idle connections that were made on the person's word about this place."""
        await self._pools.forget(place)

    async def aclose(self) -> None:
        """Close every kept connection."""
        await self._pools.aclose()

    async def _follow(self, ready: Prepared, options: SendOptions, reporter: Reporter, course: Course) -> Outcome:
        while True:
            hop = Hop(ready, options, self._pools, reporter)
            course.sent = ready.sent()
            try:
                outcome = await hop.outcome()
            finally:
                course.sent = _as_sent(ready, course.sent, hop.attempt.speaks_http2)
                course.proxy = hop.proxy.text if hop.proxy else ""
                course.request_begun = hop.attempt.request_begun
                course.kept = hop.kept
            if isinstance(outcome, Failure) or not options.follow_redirects:
                return outcome
            step = _next(ready, outcome, hop)
            if not isinstance(step, Redirect):
                return step or outcome
            if len(course.hops) >= options.max_redirects:
                return _too_many(hop, outcome, options.max_redirects)
            course.hops.append(AnsweredHop(sent=course.sent, response=outcome, note=step.note))
            reporter.recorder.next_hop()
            ready = step.prepared


def unsendable(error: InvalidRequestError) -> Failure:
    """A request that could not be put on the wire, as a failure without a phase."""
    kinds = {"url": FailureKind.INVALID_URL, "proxy": FailureKind.PROXY_REFUSED}
    kind = kinds.get(error.field, FailureKind.INVALID_HEADER)
    if isinstance(error, UnsupportedSchemeError):
        kind = FailureKind.UNSUPPORTED_SCHEME
    if error.field in ("body", "auth", "method"):
        kind = FailureKind.UNKNOWN
    return Failure(kind=kind, phase=None, message=error.message, detail=f"InvalidRequestError: {error.message}")


def cancelled(course: Course, reporter: Reporter) -> Failure:
    """The end of a send that was stopped; ends the open phase."""
    phase = reporter.recorder.break_off()
    return Failure(
        kind=FailureKind.CANCELLED,
        phase=phase,
        message=f"Cancelled after {reporter.recorder.elapsed_s:.1f} s.",
        detail="cancelled by the person",
        request_sent=course.request_begun or bool(course.hops),
        partial=course.kept,
    )


def _next(ready: Prepared, response: Response, hop: Hop) -> Redirect | Failure | None:
    try:
        return redirect(ready, response)
    except BadRedirectError as error:
        return failure(error, hop.attempt, phase=None, secrets=ready.secrets, partial=response)


def _too_many(hop: Hop, response: Response, limit: int) -> Failure:
    attempt = hop.attempt
    return Failure(
        kind=FailureKind.TOO_MANY_REDIRECTS,
        phase=None,
        message=f"The server redirected more than {limit} times.",
        detail=f"{limit + 1} answers with Location; the last one points to {response.header('location')}",
        host=attempt.host,
        port=attempt.port,
        request_sent=True,
        partial=response,
    )


def _as_sent(ready: Prepared, sent: SentRequest, speaks_http2: bool) -> SentRequest:
    return ready.sent("HTTP/2") if speaks_http2 else sent


async def _off_loop(
    prepare: Callable[[Request, SendOptions], Prepared], concrete: Request, options: SendOptions
) -> Prepared:
    """In a thread when files must be looked at: a network drive may take its time."""
    if isinstance(concrete.body, FileBody | MultipartBody):
        return await asyncio.to_thread(prepare, concrete, options)
    return prepare(concrete, options)
