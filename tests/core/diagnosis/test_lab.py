"""The failure lab, sent over the real transport to the real sandbox: every request is explained as its row says."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace

from explorer import assets
from explorer.core.diagnosis import Context, RequestRef, diagnose
from explorer.core.model.collection import Collection, Folder, Item, RequestItem
from explorer.core.model.diagnosis import Diagnosis, Standing
from explorer.core.model.exchange import Exchange
from explorer.core.model.request import InheritAuth, Request
from explorer.core.sandbox.server import Sandbox
from explorer.core.storage.collections import load
from explorer.core.transport import SendOptions, Transport
from explorer.core.variables import Variables, resolve, scope_of

_WITHOUT_FIELD = ("blocked_account", "syntax_invalid_json")


def requests(items: tuple[Item, ...]) -> Iterator[RequestItem]:
    for item in items:
        if isinstance(item, RequestItem):
            yield item
        elif isinstance(item, Folder):
            yield from requests(item.items)


def variables(collection: Collection, base_url: str) -> Variables:
    environment = next(one for one in collection.environments if one.name == "Sandbox")
    rows = tuple(replace(row, value=base_url) if row.name == "base_url" else row for row in environment.variables)
    return Variables(scopes=(scope_of("environment Sandbox", rows),), environment="Sandbox")


async def send(transport: Transport, request: Request, values: Variables) -> Exchange:
    """One answer; the sandbox's own limit is waited out, which the lab's 429 never meets by chance."""
    concrete = resolve(request, values).request
    exchange = await transport.send(written=request, concrete=concrete, options=SendOptions(), environment="Sandbox")
    if (
        exchange.response
        and exchange.response.status == 429
        and not any(h.name == "X-Sandbox-Fault" for h in request.headers)
    ):
        await asyncio.sleep(1.1)
        return await transport.send(written=request, concrete=concrete, options=SendOptions(), environment="Sandbox")
    return exchange


def check(title: str, status: int, code: str | None, found: Diagnosis) -> None:
    assert found.status is not None, title
    assert found.status.code == status, title
    if status < 400:
        assert not found.is_error, title
        return
    assert (found.is_error, found.code) == (True, code), title
    assert found.headline != found.status.meaning, f"{title}: {found.headline}"
    assert found.causes[0].standing in (Standing.CONFIRMED, Standing.LIKELY), title
    assert found.remedies, title
    if code and code not in _WITHOUT_FIELD:
        assert any(problem.place for problem in found.problems), title


async def test_every_request_of_the_lab_is_explained() -> None:
    collection = load(assets.path("examples/sinch-sms"))
    saved = {item.key: item.request for item in requests(collection.items)}
    refs = tuple(RequestRef(key=key, name=one.name, method=one.method, url=one.url) for key, one in saved.items())
    sandbox, transport = Sandbox(), Transport()
    try:
        values = variables(collection, (await sandbox.start(0)).base_url)
        for row in json.loads(assets.text("examples/failure-lab.json")):
            written = saved[row["key"]]
            request = replace(written, auth=collection.auth) if isinstance(written.auth, InheritAuth) else written
            found = diagnose(await send(transport, request, values), Context(requests=refs))
            check(row["title"], row["status"], row["code"], found)
    finally:
        await transport.aclose()
        await sandbox.stop()
