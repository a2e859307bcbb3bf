"""Failures of other APIs than the sample's, each provoked for real on a server of ours."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING

from explorer.core.model.request import BearerAuth, GraphQLBody, Header, Request, TextBody, TextKind
from tests.pictures.answering_server import AnsweringServer
from tests.pictures.stage import Stage

if TYPE_CHECKING:
    from tests.pictures.screenshots import Camera

ORDER = """{
  "customer": "c-204",
  "items": [
    { "sku": "tea-green", "quantity": 2 },
    { "sku": "tea-black", "quantity": 0 }
  ],
  "note": "Leave it at the door"
}"""
QUERY = "query User($id: ID!) {\n  user(id: $id) {\n    name\n    emial\n  }\n}"
_JSON = (Header(name="Content-Type", value="application/json"),)


async def situations(stage: Stage, camera: Camera) -> None:
    """14 to 19: a FastAPI 422, a GraphQL 200, an expired token, a 405, an nginx page, a refused connection."""
    server = AnsweringServer()
    await server.start()
    base = f"http://127.0.0.1:{server.port}"
    for name, request in requests(base):
        await _show(stage, camera, name, request)
    await server.stop()
    await _show(stage, camera, "19-refused", Request(name="List orders", url=f"{base}/orders"))


def requests(base: str) -> tuple[tuple[str, Request], ...]:
    """The pictures' names and what is sent for them."""
    graphql = GraphQLBody(query=QUERY, variables='{ "id": "7" }')
    return (
        ("14-fields-422", _post("Create an order", f"{base}/orders", ORDER)),
        ("15-graphql-200", Request(name="Read a user", method="POST", url=f"{base}/graphql", body=graphql)),
        ("16-token-401", Request(name="Who am I", url=f"{base}/me", auth=BearerAuth(token=_token(-3 * 3600)))),
        ("17-method-405", Request(name="Delete all orders", method="DELETE", url=f"{base}/orders")),
        ("18-gateway-502", Request(name="Daily report", url=f"{base}/reports/daily")),
    )


async def _show(stage: Stage, camera: Camera, name: str, request: Request) -> None:
    page = stage.window.new_request(request)
    await stage.settle(0.2)
    page.composer.bar.url.clearFocus()
    await stage.send(page)
    await camera.take(name)
    stage.window.desk.close_now(page.document)


def _post(name: str, url: str, text: str) -> Request:
    body = TextBody(kind=TextKind.JSON, text=text)
    return Request(name=name, method="POST", url=url, headers=_JSON, body=body)


def _token(seconds_left: float) -> str:
    """An unsigned JSON Web Token; nobody checks its signature here."""
    now = int(time.time())
    claims = {"sub": "maja", "aud": "orders", "iat": now - 4 * 3600, "exp": now + int(seconds_left)}
    parts = (json.dumps(one).encode() for one in ({"alg": "HS256", "typ": "JWT"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + ".c2lnbmF0dXJl"
