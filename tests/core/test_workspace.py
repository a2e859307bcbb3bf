"""``Workspace.perform``: resolve, send, diagnose, record; against real servers, with a real history."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from explorer.core.errors import InvalidRequestError, UnresolvedVariableError
from explorer.core.model.collection import Collection, RequestItem
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.exchange import FailureKind, Phase
from explorer.core.model.request import (
    BearerAuth,
    Header,
    InheritAuth,
    NoAuth,
    OtherAuth,
    Request,
    RequestSettings,
    TextBody,
    TextKind,
)
from explorer.core.model.trust import granted
from explorer.core.settings import Settings
from explorer.core.storage.history import History, HistoryQuery
from explorer.core.storage.secret_commands import AllowedCommands
from explorer.core.storage.trusted_certificates import TrustedCertificates
from explorer.core.transport import Transport
from explorer.core.workspace import Workspace
from tests.core.transport.servers import answering, closed_port, ok, read_request, running
from tests.core.transport.test_tls import self_signed

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
Make = Callable[..., Workspace]


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[Make]:
    made: list[Workspace] = []

    def workspace(**changes) -> Workspace:
        values = {"transport": Transport(), "history": History(tmp_path / "data"), "spill_dir": tmp_path / "cache"}
        made.append(Workspace(**(values | changes)))
        return made[-1]

    yield workspace
    for one in made:
        await one.transport.aclose()
        if one.history is not None:
            await one.history.aclose()


def environment(name: str = "Test", **values: str) -> Environment:
    rows = tuple(Variable(name=key, value=value) for key, value in values.items())
    return Environment(key=f"environments/{name}.yml", name=name, variables=rows)


def collection(*items: RequestItem, **changes) -> Collection:
    return replace(Collection(key="/c", name="Shop", items=items), **changes)


async def test_the_whole_story(make: Make) -> None:
    async with answering(NOT_FOUND) as server:
        workspace = make(
            collection=collection(
                environments=(environment(base=server.url, what="orders"),), auth=BearerAuth(token="t")
            ),
            environment_name="Test",
        )
        request = Request(
            url="{{base}}/{{what}}", headers=(Header(name="X-What", value="{{what}}"),), auth=InheritAuth()
        )
        performed = await workspace.perform(request, request_key="a.yml")
    assert server.requests[0].startswith(b"GET /orders HTTP/1.1\r\n")
    assert b"X-What: orders\r\n" in server.requests[0]
    assert b"Authorization: Bearer t\r\n" in server.requests[0]
    exchange = performed.exchange
    assert exchange.request == request, "the request stays as it was written"
    assert (exchange.environment, exchange.request_key) == ("Test", "a.yml")
    assert performed.diagnosis.is_error
    assert performed.diagnosis.label == "404"
    assert performed.notice == ""
    assert performed.seen is not None
    assert performed.seen.count_here == 1
    stored, found = await workspace.history.open(exchange.id)
    assert stored.response.status == 404
    assert found == performed.diagnosis


async def test_it_is_recorded_when_perform_returns_also_a_failure(make: Make) -> None:
    workspace = make()
    performed = await workspace.perform(Request(url=f"http://127.0.0.1:{closed_port()}/", auth=NoAuth()))
    assert performed.exchange.failure.kind is FailureKind.CONNECTION_REFUSED
    (row,) = await workspace.history.rows(HistoryQuery(limit=5))
    assert row.id == performed.exchange.id


async def test_unresolved_names_stop_it_all_at_once(make: Make) -> None:
    async with answering(ok()) as server:
        workspace = make(collection=collection(environments=(environment(),)), environment_name="Test")
        request = Request(
            url=f"{server.url}/{{{{a}}}}", headers=(Header(name="X", value="{{b}} {{a}}"),), auth=NoAuth()
        )
        with pytest.raises(UnresolvedVariableError) as caught:
            await workspace.perform(request)
        assert server.connections == 0
    assert caught.value.names == ("a", "b")
    assert caught.value.environment == "Test"
    assert await workspace.history.rows(HistoryQuery(limit=5)) == ()


@pytest.mark.parametrize(
    "request_", [Request(url="http://", auth=NoAuth()), Request(url="http://h/", method="GE T", auth=NoAuth())]
)
async def test_what_cannot_be_sent_is_refused(make: Make, request_: Request) -> None:
    with pytest.raises(InvalidRequestError):
        await make().perform(request_)


async def test_stop_gives_a_cancelled_exchange_that_is_recorded(make: Make) -> None:
    hung_up = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        await reader.read()
        hung_up.set()

    workspace, stop = make(), asyncio.Event()
    async with running(silent) as server:
        sending = asyncio.ensure_future(workspace.perform(Request(url=server.url, auth=NoAuth()), stop=stop))
        await asyncio.sleep(0.1)
        stop.set()
        performed = await asyncio.wait_for(sending, 3)
        await asyncio.wait_for(hung_up.wait(), 3)
    failure, timeline = performed.exchange.failure, performed.exchange.timeline
    assert (failure.kind, failure.phase, failure.request_sent) == (FailureKind.CANCELLED, Phase.WAIT, True)
    assert [span.phase for span in timeline.spans] == [Phase.CONNECT, Phase.REQUEST, Phase.WAIT]
    assert timeline.duration_s >= timeline.spans[-1].end_s > 0
    assert performed.diagnosis.nodes[1].caption.startswith("Reached in ")
    assert len(await workspace.history.rows(HistoryQuery(limit=5))) == 1


async def test_stop_before_anything_was_sent(make: Make) -> None:
    workspace, stop = make(), asyncio.Event()
    stop.set()
    async with answering(ok()) as server:
        performed = await workspace.perform(Request(url=server.url, auth=NoAuth()), stop=stop)
        assert server.requests == []
    assert performed.exchange.failure.kind is FailureKind.CANCELLED
    assert not performed.exchange.failure.request_sent
    assert [node.caption for node in performed.diagnosis.nodes][:2] == ["Ready, not sent", "Not reached"]


async def test_a_history_set_aside_is_told_once(make: Make, tmp_path: Path) -> None:
    async with answering(ok()) as server:
        request = Request(url=server.url, auth=NoAuth())
        first = make()
        await first.perform(request)
        await first.history.aclose()
        (tmp_path / "data" / "history.sqlite").write_bytes(b"not a database at all" * 100)
        workspace = make(history=History(tmp_path / "data"))
        notices = [(await workspace.perform(request)).notice for _ in range(2)]
    assert notices == [workspace.history.notice, ""]
    assert notices[0]


async def test_without_a_proxy_none_is_blamed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    workspace = make()
    performed = await workspace.perform(Request(url=f"http://127.0.0.1:{closed_port()}/", auth=NoAuth()))
    assert not any("is set" in cause.text for cause in performed.diagnosis.causes if "no proxy" not in cause.text)
    monkeypatch.setenv("http_proxy", f"http://me:hidden@127.0.0.1:{closed_port()}")
    performed = await workspace.perform(Request(url="http://far.example/", auth=NoAuth()))
    assert performed.diagnosis.headline.startswith("The proxy `127.0.0.1:")
    assert {row.name: row.value for row in performed.exchange.settings}["proxy"].startswith("http://127.0.0.1:")


async def test_credentials_that_cannot_be_made_stop_the_send(make: Make) -> None:
    async with answering(ok()) as server:
        with pytest.raises(InvalidRequestError, match="Digest"):
            await make().perform(Request(url=server.url, auth=OtherAuth(kind="digest")))
        assert server.connections == 0


async def test_cancelling_the_task_itself_is_passed_on(make: Make) -> None:
    async with answering(b"") as server:
        task = asyncio.ensure_future(make().perform(Request(url=server.url, auth=NoAuth())))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_variables_win_by_how_near_they_are(make: Make) -> None:
    shared = (Variable(name="a", value="collection"), Variable(name="b", value="collection"))
    workspace = make(
        collection=collection(environments=(environment("Sandbox", a="environment"),), variables=shared),
        environment_name="Sandbox",
    )
    assert workspace.resolved_url(Request(url="{{a}} {{b}}")) == "environment collection"
    workspace.sandbox = {"a": Variable(name="a", value="sandbox")}
    assert workspace.resolved_url(Request(url="{{a}}")) == "sandbox"
    workspace.overrides = {"a": Variable(name="a", value="given")}
    assert workspace.resolved_url(Request(url="{{a}}")) == "given"


async def test_the_running_sandbox_is_for_its_own_environment_only(make: Make) -> None:
    workspace = make(
        collection=collection(environments=(environment("Live", base_url="https://live.example"),)),
        environment_name="Live",
    )
    workspace.sandbox = {"base_url": Variable(name="base_url", value="http://127.0.0.1:1")}
    assert workspace.resolved_url(Request(url="{{base_url}}/x")) == "https://live.example/x"


async def test_settings_tell_where_they_come_from(make: Make) -> None:
    own = environment("Slow")
    own = replace(own, timeout_s=7.0, verify_tls=False)
    workspace = make(
        collection=collection(environments=(own,)), environment_name="Slow", settings=Settings(max_redirects=3)
    )
    plan = workspace.plan(Request(url="http://h/", auth=NoAuth(), settings=RequestSettings(follow_redirects=False)))
    found = {row.name: (row.value, row.origin) for row in plan.settings}
    assert found["timeout_s"] == ("7.0", "environment Slow")
    assert found["follow_redirects"] == ("False", "request")
    assert found["max_redirects"] == ("3", "preferences")
    assert found["verify_tls"] == ("False", "environment Slow")
    assert (plan.options.timeout_s, plan.options.verify_tls, plan.options.max_redirects) == (7.0, False, 3)


async def test_a_timeout_of_zero_inherits(make: Make) -> None:
    """Other programs write 0 for "not set"."""
    workspace = make(collection=collection(environments=(replace(environment("Slow"), timeout_s=7.0),)))
    workspace.environment_name = "Slow"
    plan = workspace.plan(Request(url="http://h/", auth=NoAuth(), settings=RequestSettings(timeout_s=0.0)))
    assert plan.options.timeout_s == 7.0
    assert {row.name: row.origin for row in plan.settings}["timeout_s"] == "environment Slow"


async def test_secret_variables_are_used_and_masked(make: Make) -> None:
    rows = (Variable(name="key", value="", secret=True),)
    secret = Environment(key="e.yml", name="Test", variables=rows)
    async with answering(ok()) as server:
        workspace = make(collection=collection(environments=(secret,)), environment_name="Test")
        with pytest.raises(UnresolvedVariableError):
            await workspace.perform(Request(url=f"{server.url}/?k={{{{key}}}}", auth=NoAuth()))
        await workspace.keep_secret("Test", "key", "very-secret-value")
        performed = await workspace.perform(Request(url=f"{server.url}/?k={{{{key}}}}", auth=NoAuth()))
    assert b"k=very-secret-value" in server.requests[0]
    assert "very-secret-value" in performed.exchange.sent.secrets
    stored, _ = await workspace.history.open(performed.exchange.id)
    assert "very-secret-value" not in repr(stored)
    assert "very-secret-value" not in stored.sent.url


async def test_the_same_failure_is_known_again(make: Make) -> None:
    async with answering(ok(b"{}"), NOT_FOUND) as server:
        workspace = make()
        request = Request(url=f"{server.url}/x", auth=NoAuth())
        assert not (await workspace.perform(request, request_key="x.yml")).diagnosis.is_error
        first = await workspace.perform(request, request_key="x.yml")
        second = await workspace.perform(request, request_key="x.yml")
    assert first.diagnosis.fingerprint == second.diagnosis.fingerprint != ""
    assert (first.seen.count_here, second.seen.count_here) == (1, 2)
    assert second.seen.last_success_id
    assert len(second.recent_sends) == 3


async def test_private_mode_records_nothing(make: Make) -> None:
    async with answering(ok()) as server:
        workspace = make(settings=Settings(private=True))
        performed = await workspace.perform(Request(url=server.url, auth=NoAuth()))
    assert (performed.notice, performed.seen) == ("", None)
    assert await workspace.history.rows(HistoryQuery(limit=5)) == ()


async def test_a_history_that_cannot_be_written_is_said_and_nothing_is_lost(make: Make, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where a folder should be")
    async with answering(ok(b"answer")) as server:
        workspace = make(history=History(tmp_path / "blocked"))
        performed = await workspace.perform(Request(url=server.url, auth=NoAuth()))
    assert performed.exchange.response.body.data == b"answer"
    assert performed.notice.endswith(".")


async def test_preview_is_what_is_sent(make: Make) -> None:
    async with answering(ok()) as server:
        workspace = make()
        request = Request(method="POST", url=f"{server.url}/a b?c=d%20e", auth=NoAuth())
        preview = workspace.preview(request)
        performed = await workspace.perform(request)
    assert (preview.method, preview.url, preview.headers) == (
        performed.exchange.sent.method,
        performed.exchange.sent.url,
        performed.exchange.sent.headers,
    )


async def test_values_of_files_and_the_process_are_sent_and_masked(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FROM_PROCESS", "pr0cess-value")
    (tmp_path / ".env").write_text("FROM_FILE=f1le-value\nnonsense")
    async with answering(NOT_FOUND) as server:
        workspace = make(
            folder=tmp_path,
            collection=collection(environments=(environment(base=server.url),)),
            environment_name="Test",
        )
        await workspace.read_secrets()
        header = Header(name="X", value="{{process.env.FROM_FILE}} {{process.env.FROM_PROCESS}}")
        performed = await workspace.perform(Request(url="{{base}}", headers=(header,)))
    assert workspace.source_notices[0].startswith(".env, line 2: ")
    sent = performed.exchange.sent
    assert sent is not None
    assert ("X", "f1le-value pr0cess-value") in sent.headers
    assert workspace.history is not None
    recorded, _ = await workspace.history.open(performed.exchange.id)
    assert not any(value in str(recorded.sent) for value in ("f1le-value", "pr0cess-value"))


async def test_a_program_is_waited_for_consent_then_gives_its_value(make: Make, tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-c", "print('s3cr3t')"])
    one = Environment(key="e", name="Test", variables=(Variable(name="token", secret=True, command=command),))
    allowed = AllowedCommands(tmp_path / "data")
    workspace = make(
        folder=tmp_path,
        collection=collection(environments=(one,)),
        environment_name="Test",
        allowed_commands=allowed,
    )
    await workspace.read_secrets()
    assert workspace.waiting_commands() == (command,)
    with pytest.raises(UnresolvedVariableError, match="was not allowed to run yet"):
        workspace.plan(Request(url="{{token}}"))
    allowed.allow(tmp_path, command)
    assert workspace.waiting_commands() == ()
    await workspace.read_secrets()
    plan = workspace.plan(Request(url="http://h/{{token}}"))
    assert plan.resolved.secrets == ("s3cr3t",)
    assert workspace.secret_names() == {"s3cr3t": "token"}


async def test_a_captured_value_holds_in_its_environment(make: Make) -> None:
    environments = (environment("One", id="own"), environment("Two", id="other"))
    workspace = make(collection=collection(environments=environments), environment_name="One")
    workspace.capture("id", "captured")
    request = Request(url="http://h/{{id}}", variables=(Variable(name="id", value="mine"),))
    assert workspace.resolved_url(request) == "http://h/captured"
    workspace.environment_name = "Two"
    assert workspace.resolved_url(request) == "http://h/mine"
    found = workspace.variables().lookup("id")
    assert found is not None
    assert (found.value, found.origin) == ("other", "environment Two")


async def test_an_api_description_beside_the_collection_is_used_and_read_again(make: Make, tmp_path: Path) -> None:
    refused = b"HTTP/1.1 422 Unprocessable Content\r\nContent-Length: 0\r\n\r\n"
    file = tmp_path / ".explorer" / "openapi.yaml"
    file.parent.mkdir()
    described = (Path(__file__).parents[1] / "data" / "openapi" / "pets.yaml").read_text("utf-8")
    file.write_text(described, "utf-8")
    body = TextBody(kind=TextKind.JSON, text='{"name": "Rex", "kind": "dog", "owner": {}}')
    async with answering(refused) as server:
        workspace = make(collection=collection(), folder=tmp_path)
        request = Request(method="POST", url=f"{server.url}/v2/pets", body=body, auth=NoAuth())
        first = await workspace.perform(request)
        file.write_text("openapi: [", "utf-8")
        broken = [await workspace.perform(request) for _ in range(2)]
        file.unlink()
        gone = await workspace.perform(request)
    assert first.diagnosis.headline.startswith("`owner.email` is missing")
    assert first.diagnosis.problems[0].place is not None
    assert first.diagnosis.remedies[0].edits[0].after == '"email": "ann@example.com"'
    assert first.diagnosis.status.api_meaning == "The shelter does not take this pet."
    assert first.notice == ""
    assert broken[0].notice.startswith(".explorer/openapi.yaml is not used.")
    assert broken[1].notice == "", "it is news once"
    assert "owner" not in broken[0].diagnosis.headline
    assert (gone.notice, workspace.descriptions.catalogs) == ("", ())


async def test_a_trusted_certificate_counts_in_its_place_until_its_time(make: Make, tmp_path: Path) -> None:
    clock = [datetime.now(UTC)]
    trusted = TrustedCertificates(tmp_path / "data", lambda: clock[0])
    async with answering(ok(b"{}"), tls=self_signed(tmp_path)) as server:
        environments = (environment("Test"), environment("Live"))
        shop = collection(environments=environments)
        workspace = make(collection=shop, folder=tmp_path, environment_name="Test", trusted=trusted)
        request = Request(url=server.secure_url, auth=NoAuth())
        refused = (await workspace.perform(request)).exchange.failure
        place = workspace.trust_place("LOCALHOST", server.port, "Test")
        assert (place.host, place.collection) == ("localhost", str(tmp_path))
        trust = granted(refused, place, clock[0])
        trusted.put(trust)
        performed = await workspace.perform(request)
        assert performed.exchange.response.tls.trusted_until == trust.until
        stored, _ = await workspace.history.open(performed.exchange.id)
        assert stored.response.tls == performed.exchange.response.tls
        assert any("trusted by you" in span.note for span in stored.timeline.spans)

        for changes in ({"environment_name": "Live"}, {"folder": tmp_path / "cache"}, {"collection": None}):
            other = make(**{"collection": shop, "folder": tmp_path, "environment_name": "Test", **changes})
            other.trusted = trusted
            assert (await other.perform(request)).exchange.failure.kind is FailureKind.TLS_SELF_SIGNED, changes
        clock[0] = trust.until - timedelta(seconds=1)
        assert (await workspace.perform(request)).exchange.response is not None
        clock[0] = trust.until
        ended = await workspace.perform(request)
        assert ended.exchange.failure.kind is FailureKind.TLS_SELF_SIGNED
        assert len(server.requests) == 2
