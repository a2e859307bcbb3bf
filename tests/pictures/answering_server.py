"""A server on loopback that answers as five kinds of API do: it looks at what it is sent and refuses it as they do."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from email.utils import formatdate
from typing import Any

NGINX_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
)
Answer = tuple[str, dict[str, str], str]


class AnsweringServer:
    """``port`` is known after ``start``; one request a connection."""

    def __init__(self) -> None:
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening; the port refuses from now on."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *rows = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rows)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        method, target, _ = line.split(" ")
        status, extra, text = answer(method, target, headers, body)
        fields = {"Date": formatdate(usegmt=True), "Content-Length": str(len(text.encode())), "Connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in (fields | extra).items())
        writer.write(f"HTTP/1.1 {status}\r\n{lines}\r\n{text}".encode())
        await writer.drain()
        writer.close()


def answer(method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
    """What the API behind a path says to a request."""
    match method, target.partition("?")[0]:
        case "POST", "/orders":
            return _order(json.loads(body))
        case _, "/orders":
            return _json("405 Method Not Allowed", {"detail": "Method Not Allowed"}, Allow="GET, POST")
        case "POST", "/graphql":
            return _graphql(json.loads(body)["query"])
        case "GET", "/me":
            return _guarded(headers.get("authorization", ""))
        case _:
            return "502 Bad Gateway", {"Server": "nginx/1.24.0", "Content-Type": "text/html"}, NGINX_PAGE


def _json(status: str, value: object, **headers: str) -> Answer:
    return status, {"Server": "uvicorn", "Content-Type": "application/json", **headers}, json.dumps(value)


def _order(order: dict[str, Any]) -> Answer:
    """Pydantic's complaints about an order."""
    found: list[dict[str, Any]] = []
    if "email" not in order:
        found.append({"type": "missing", "loc": ["body", "email"], "msg": "Field required", "input": order})
    for index, item in enumerate(order.get("items", ())):
        if item["quantity"] < 1:
            found.append(
                {
                    "type": "greater_than_equal",
                    "loc": ["body", "items", index, "quantity"],
                    "msg": "Input should be greater than or equal to 1",
                    "input": item["quantity"],
                    "ctx": {"ge": 1},
                }
            )
    return _json("422 Unprocessable Entity", {"detail": found}) if found else _json("201 Created", {"id": 1042})


def _graphql(query: str) -> Answer:
    """A GraphQL server that knows no field ``emial``."""
    line = next((number for number, text in enumerate(query.splitlines(), 1) if "emial" in text), 0)
    if not line:
        return _json("200 OK", {"data": {"user": {"name": "Maja", "email": "maja@example.com"}}})
    error = {
        "message": 'Cannot query field "emial" on type "User". Did you mean "email"?',
        "locations": [{"line": line, "column": query.splitlines()[line - 1].index("emial") + 1}],
        "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
    }
    return _json("200 OK", {"errors": [error]})


def _guarded(authorization: str) -> Answer:
    """Refuses a token whose time is over."""
    payload = authorization.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    if claims["exp"] > time.time():
        return _json("200 OK", {"sub": claims["sub"]})
    challenge = 'Bearer realm="orders", error="invalid_token", error_description="The access token expired"'
    said = {"error": "invalid_token", "error_description": "The access token expired"}
    return _json("401 Unauthorized", said, **{"WWW-Authenticate": challenge, "X-Request-Id": "7c1f0a9e4b52"})
