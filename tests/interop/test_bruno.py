"""One folder, two programs: Bruno's command line and Explorer send the same and read what the other writes."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from explorer.core.model.collection import BrokenItem, RequestItem
from explorer.core.model.exchange import Exchange
from explorer.core.model.request import NoBody, Request, RequestSettings
from explorer.core.model.tree import find, requests_of, walk
from explorer.core.storage import collections
from explorer.core.storage.yaml_read import read
from explorer.core.transport import Transport
from explorer.core.workspace import Workspace
from tests.interop.folders import DETAILS, write_shared
from tests.interop.packages import BRUNO, packages
from tests.interop.recording import Seen, recording
from tests.interop.written import AUTHS, BODIES, EXAMPLES, NOT_SENT, write_not_sent, write_own

pytestmark = pytest.mark.timeout(300)
SHARED = (*DETAILS, "graphql", "deep")
WRITTEN = (*BODIES, *AUTHS, "w-rows")
AUTOMATIC = frozenset(
    ("host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "content-type")
)
"""Headers that each program adds by itself and in its own words, unless the person wrote them."""


@dataclass(frozen=True)
class Both:
    """One folder sent by both."""

    folder: Path
    bruno: dict[str, Seen]
    ours: dict[str, Seen]
    results: dict[str, dict[str, Any]]
    """Bruno's report of each request."""
    exchanges: dict[str, Exchange]


@pytest.fixture(scope="module")
def modules() -> Path:
    return packages(BRUNO)


@pytest.fixture(scope="module")
def both(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Both]]:
    """The shared folder and the one that Explorer writes."""
    with recording() as recorder:
        found = {}
        for name, write in (("shared", write_shared), ("written", write_own)):
            folder = tmp_path_factory.mktemp("interop") / name
            write(folder, recorder.url)
            results = sent_by_bruno(modules, folder)
            bruno = recorder.taken()
            exchanges = asyncio.run(sent_by_explorer(folder))
            found[name] = Both(folder, bruno, recorder.taken(), results, exchanges)
        yield found


def sent_by_bruno(modules: Path, folder: Path) -> dict[str, dict[str, Any]]:
    report = folder.parent / "report.json"
    options = ("-r", "--env", "Test", "--format", "json", "--output", str(report))
    command = ["node", str(modules / "@usebruno" / "cli" / "bin" / "bru.js"), "run", *options]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert report.is_file(), ended.stdout + ended.stderr
    (run,) = json.loads(report.read_bytes())
    return {one["name"].rpartition("/")[2]: one for one in run["results"]}


async def sent_by_explorer(folder: Path) -> dict[str, Exchange]:
    collection = collections.load(folder)
    workspace = Workspace(transport=Transport(), folder=folder, collection=collection, environment_name="Test")
    items = list(requests_of(collection))
    try:
        performed = [await workspace.perform(item.request, request_key=item.key) for item in items]
    finally:
        await workspace.transport.aclose()
    return {item.request.name: one.exchange for item, one in zip(items, performed, strict=True)}


def same_on_the_wire(both: Both, case: str) -> None:
    theirs, ours = both.bruno[case], both.ours[case]
    assert ours.method == theirs.method
    assert ours.target == theirs.target
    assert ours.content() == theirs.content()
    assert ours.media_type == theirs.media_type
    asked = {header.name.lower() for header in both.exchanges[case].request.headers if header.enabled}
    for name in asked:
        assert ours.values(name) == theirs.values(name), name
    assert others(ours) == others(theirs)


def others(seen: Seen) -> list[tuple[str, str]]:
    """What came from the person, a folder or the Auth tab."""
    added = AUTOMATIC | {"request-start-time"}
    return sorted((name.lower(), value) for name, value in seen.headers if name.lower() not in added)


@pytest.mark.parametrize("case", SHARED)
def test_a_shared_request_is_the_same_on_the_wire(both: dict[str, Both], case: str) -> None:
    same_on_the_wire(both["shared"], case)


@pytest.mark.parametrize("case", WRITTEN)
def test_what_explorer_writes_bruno_sends_as_explorer_does(both: dict[str, Both], case: str) -> None:
    same_on_the_wire(both["written"], case)


@pytest.mark.parametrize("name", ["shared", "written"])
def test_both_saw_the_same_answers(both: dict[str, Both], name: str) -> None:
    found = both[name]
    theirs = {case: one["response"]["status"] for case, one in found.results.items()}
    ours = {case: one.response.status for case, one in found.exchanges.items() if one.response is not None}
    assert ours == theirs
    assert len(ours) == len(SHARED if name == "shared" else WRITTEN)
    for case, exchange in found.exchanges.items():
        assert exchange.response is not None
        assert json.loads(exchange.response.body.data) == found.results[case]["response"]["data"]


def test_bruno_runs_them_in_the_order_that_explorer_gave_between_its_own_numbers(both: dict[str, Both]) -> None:
    found = both["written"]
    (moved,) = found.folder.rglob("w-query.yml")
    assert read(moved.read_text())["info"]["seq"] == 1.5
    assert [case for case in found.results if case in AUTHS] == ["w-none", "w-query", *(list(AUTHS)[1:-1])]


def test_what_stays_in_the_file_untouched_works_in_bruno(both: dict[str, Both]) -> None:
    results = both["shared"].results
    assert [one["status"] for one in results["plain"]["assertionResults"]] == ["pass"]
    assert [one["status"] for one in results["json"]["testResults"]] == ["pass"]
    assert [one["status"] for one in results["graphql"]["assertionResults"]] == ["pass"]


@pytest.fixture(scope="module")
def rewritten(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """A folder of Explorer's, the same as Bruno writes it after reading it, and what it read."""
    folder = tmp_path_factory.mktemp("rewritten")
    before, after = folder / "before", folder / "after"
    write_own(before, "http://127.0.0.1:1")
    write_not_sent(before)
    script = Path(__file__).with_name("filestore.js")
    command = ["node", str(script), str(modules), str(before), str(after)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    return before, after, json.loads(ended.stdout)


def test_brunos_reader_takes_every_file(rewritten: tuple[Path, Path, dict[str, Any]]) -> None:
    before, _, found = rewritten
    files = {path.relative_to(before).as_posix() for path in before.rglob("*.yml")}
    assert set(found) == files
    modes = {one["name"]: one["request"]["auth"]["mode"] for one in found.values() if one.get("type") == "http-request"}
    assert {kind: modes[kind] for kind in NOT_SENT} == {kind: kind for kind in NOT_SENT}
    (graphql,) = (one for one in found.values() if one.get("type") == "graphql-request")
    assert graphql["request"]["body"]["graphql"] == {
        "query": "query {\n  me { id }\n}\n",
        "variables": '{"id": "{{who}}"}',
    }
    assert found["environments/Test.yml"]["variables"][3]["secret"] is True


def test_what_bruno_rewrites_explorer_reads(rewritten: tuple[Path, Path, dict[str, Any]]) -> None:
    before, after = (collections.load(path) for path in rewritten[:2])
    assert not [item for item in walk(after.items) if isinstance(item, BrokenItem)]
    theirs, ours = ({item.key: item.request for item in requests_of(one)} for one in (after, before))
    assert theirs.keys() == ours.keys()
    for key, known in ours.items():
        assert comparable(theirs[key], known) == comparable(known, known)
    for kind, fields in NOT_SENT.items():
        auth = read((rewritten[1] / f"{kind}.yml").read_text())["http"]["auth"]
        assert {name: auth[name] for name in ("type", *fields)} == {"type": kind, **fields}
    assert [one.key for one in walk(after.items)] == [one.key for one in walk(before.items)]
    assert (after.headers, after.auth, after.variables) == (before.headers, before.auth, before.variables)
    (environment,), (known,) = after.environments, before.environments
    assert environment.variables == known.variables


def test_brunos_reader_takes_the_examples_that_explorer_writes(rewritten: tuple[Path, Path, dict[str, Any]]) -> None:
    found = rewritten[2]["w-json.yml"]["examples"]
    assert [one["name"] for one in found] == [one.name for one in EXAMPLES]
    first, written = found[0], EXAMPLES[0]
    assert written.request is not None
    assert written.response is not None
    assert first["description"] == written.description
    assert (first["request"]["url"], first["request"]["method"]) == (written.request.url, "POST")
    assert [(row["name"], row["value"], row["enabled"]) for row in first["request"]["headers"]] == [
        (row.name, row.value, row.enabled) for row in written.request.headers
    ]
    assert [(row["name"], row["value"], row["type"]) for row in first["request"]["params"]] == [
        (row.name, row.value, row.kind.value) for row in written.request.params
    ]
    assert first["request"]["body"]["json"] == '{\n  "no": "{{who}} 012"\n}\n'
    assert (first["response"]["status"], first["response"]["statusText"]) == (404, "Not Found")
    assert [(row["name"], row["value"]) for row in first["response"]["headers"]] == list(written.response.headers)
    assert first["response"]["body"] == {"type": "json", "content": written.response.body}
    assert [one["request"]["body"]["mode"] for one in found[1:]] == ["formUrlEncoded", "multipartForm", "file"]


def test_examples_that_bruno_writes_are_read_as_they_were(rewritten: tuple[Path, Path, dict[str, Any]]) -> None:
    item = find(collections.load(rewritten[1]), "w-json.yml")
    assert isinstance(item, RequestItem)
    assert item.examples == EXAMPLES


def comparable(request: Request, known: Request) -> Request:
    """Bruno keeps no blanks at the end of docs, and fills in the settings that a file leaves out."""
    is_set = known.settings != RequestSettings()
    return replace(request, docs=request.docs.strip(), settings=request.settings if is_set else known.settings)


def test_what_bruno_rewrites_explorer_sends_again(both: dict[str, Both], modules: Path) -> None:
    """The bodies above are bodies: a reader that loses them all would agree with itself."""
    sent = both["written"].exchanges
    assert {type(sent[name].request.body) for name in BODIES} >= {type(body) for body in BODIES.values()}
    assert not any(isinstance(sent[name].request.body, NoBody) for name in BODIES)
