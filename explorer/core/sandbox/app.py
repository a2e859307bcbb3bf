"""The sandbox as a web application: the API, the fault pages, and the last resort for our own bugs."""

import json
import logging

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer.core.sandbox.checks import Incoming, answer
from explorer.core.sandbox.fault_pages import FAULT_PAGES, callback_sink
from explorer.core.sandbox.refusals import spring_reply
from explorer.core.sandbox.replies import Reply
from explorer.core.sandbox.service import Service, utc_now

LARGEST_BODY_BYTES = 8 * 1024 * 1024
_logger = logging.getLogger(__name__)


def create_app(service: Service) -> ASGIApp:
    """An ASGI application over one service's memory."""

    async def reset(_request: Request) -> Response:
        service.reset()
        return Response(status_code=204)

    own_pages = [*FAULT_PAGES, Route("/reset", reset, methods=["POST"])]
    return ContextHeader(
        Starlette(
            routes=[
                Mount("/_sandbox", routes=own_pages),
                Route("/_callbacks/sms", callback_sink, methods=["GET", "POST", "PUT"]),
                Route("/{path:path}", Api(service)),
            ]
        )
    )


class ContextHeader:
    """Adds ``x-application-context`` to every response, as the service's framework does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_context(message: Message) -> None:
            if message["type"] == "http.response.start":
                port = (scope.get("server") or ("", 0))[1]
                MutableHeaders(scope=message)["x-application-context"] = f"application:sandbox:{port}"
            await send(message)

        await self._app(scope, receive, send_with_context)


class Api:
    """Everything that is not a page of the sandbox itself."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            reply = await self._reply(request)
        except ClientDisconnect:
            return
        await _response(reply)(scope, receive, send)

    async def _reply(self, request: Request) -> Reply:
        path = _path(request)
        body = await _body(request)
        if body is None:
            return spring_reply(413, path, utc_now())
        try:
            return answer(self._service, _incoming(request, path, body))
        except Exception:
            _logger.exception("The sandbox could not answer %s %s", request.method, path)
            return spring_reply(500, path, utc_now())


def _path(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.decode("latin-1").partition("?")[0]


def _incoming(request: Request, path: str, body: bytes) -> Incoming:
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    query = request.scope["query_string"].decode("latin-1")
    return Incoming(method=request.method, path=path, query=query, headers=headers, body=body)


async def _body(request: Request) -> bytes | None:
    """The whole body, or None when it is too large; always read to its end so that the connection can be used again."""
    received, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= LARGEST_BODY_BYTES:
            received += chunk
    return bytes(received) if size <= LARGEST_BODY_BYTES else None


def _response(reply: Reply) -> Response:
    content = b""
    headers = dict(reply.headers)
    if reply.body is not None:
        content = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        headers["Content-Type"] = "application/json"
    return Response(content, status_code=reply.status, headers=headers)
