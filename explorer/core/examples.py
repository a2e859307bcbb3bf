"""A saved example looked at as an exchange: its answer is explained as if it had come just now.

What a file does not keep is not made up: neither times nor connections. Variables and credentials are those of today,
secrets masked.
"""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from explorer.core.context_of import context_of
from explorer.core.diagnosis import diagnose
from explorer.core.errors import ExplorerError
from explorer.core.hosts import Hosts
from explorer.core.model.collection import RequestItem
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.example import Example, ExampleBodyKind, ExampleResponse
from explorer.core.model.exchange import Content, Exchange, Headers, Response, SentRequest
from explorer.core.model.request import Request, TextBody
from explorer.core.model.tree import inherited
from explorer.core.storage.masking import mask_exchange
from explorer.core.workspace import Workspace

_ID = "example"
_MEDIA_TYPES = {
    ExampleBodyKind.JSON: "application/json",
    ExampleBodyKind.XML: "application/xml",
    ExampleBodyKind.HTML: "text/html",
    ExampleBodyKind.TEXT: "text/plain",
}


def request_of(item: RequestItem, example: Example) -> Request:
    """The request of an example, with credentials and settings of the request it belongs to."""
    return example.request.on(item.request) if example.request is not None else item.request


def draft_of(workspace: Workspace, item: RequestItem, example: Example) -> Request:
    """The same as a request of its own, with everything it has from the folders around it."""
    return inherited(workspace.collection, item.key, request_of(item, example))


async def explained(workspace: Workspace, item: RequestItem, example: Example) -> tuple[Exchange, Diagnosis]:
    """The example as an exchange, and the finding about its answer."""
    request = request_of(item, example)
    sent = await asyncio.to_thread(_sent, workspace, request, item.key)
    response = response_of(example)
    exchange = mask_exchange(
        Exchange(
            id=_ID,
            started=_moment(response.headers),
            request=request,
            sent=sent,
            outcome=response,
            environment=workspace.environment.name,
            request_key=item.key,
        )
    )
    context = await context_of(
        exchange,
        request_key=item.key,
        used=(),
        collection=workspace.collection,
        environment=workspace.environment,
        history=None,
        hosts=Hosts(),
        catalogs=(*workspace.catalogs, *workspace.descriptions.catalogs),
        checks=None,
    )
    return exchange, await asyncio.to_thread(diagnose, exchange, context)


def response_of(example: Example) -> Response:
    """The answer of an example; a status that is not stated reads as 200, as it does in Bruno."""
    kept = example.response or ExampleResponse()
    headers = kept.headers
    if not any(name.lower() == "content-type" for name, _ in headers) and kept.body_kind in _MEDIA_TYPES:
        headers = (*headers, ("Content-Type", _MEDIA_TYPES[kept.body_kind]))
    return Response(
        status=kept.status or 200,
        reason=kept.reason,
        http_version="",
        headers=headers,
        body=Content.of((kept.body or "").encode()),
    )


def _sent(workspace: Workspace, request: Request, key: str) -> SentRequest:
    """What would go out today; where that cannot be said, the request as it is written."""
    try:
        return workspace.preview(request, key)
    except ExplorerError:
        body = request.body.text.encode() if isinstance(request.body, TextBody) else b""
        headers = tuple((row.name, row.value) for row in request.headers if row.enabled)
        return SentRequest(
            method=request.method,
            url=workspace.resolved_url(request, key),
            headers=headers,
            body=Content.of(body),
        )


def _moment(headers: Headers) -> datetime:
    """When the answer came, by its own clock; without one now."""
    stated = next((value for name, value in headers if name.lower() == "date"), "")
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return datetime.now(UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
