"""Drafts and layout survive a killed program, without their secrets on disk."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.model.request import BasicAuth, BearerAuth, Header, Request
from explorer.core.storage import drafts as drafts_module
from explorer.core.storage.drafts import Draft, Drafts, DraftSecrets
from explorer.core.storage.masking import MASK
from explorer.core.storage.secrets import Secrets
from tests import factories
from tests.core.storage.test_secrets import Keychain, keychain, secrets

__all__ = ["keychain", "secrets"]

ROOT = Path(__file__).parents[3]
SECRET = "hunter2-hunter2"


def draft(tab_id: str = "t1", **changes: object) -> Draft:
    values: dict[str, object] = {"tab_id": tab_id, "request": factories.request(), "key": "Batches/Send a batch.yml"}
    return Draft(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    made = Drafts(tmp_path)
    yield made
    made.close()


def reopened(tmp_path: Path) -> Drafts:
    made = Drafts(tmp_path)
    made.load()
    return made


def test_drafts_and_layout_come_back(drafts: Drafts, tmp_path: Path) -> None:
    assert drafts.load() == ()
    first, second = draft("t1", position=2, unsaved=True), draft("t2", position=1, active=True, collection="/a")
    drafts.put(first)
    drafts.put(second)
    drafts.put(draft("t3"))
    drafts.remove("t3")
    drafts.remove("never there")
    drafts.put_layout({"splitter": "AAAA/w==", "tabs": ["t2", "t1"], "wide": True})
    assert drafts.all() == (second, first)
    drafts.close()
    again = reopened(tmp_path)
    assert again.all() == (second, first)
    assert again.layout == {"splitter": "AAAA/w==", "tabs": ["t2", "t1"], "wide": True}
    assert again.notice == ""


def test_the_last_put_of_a_tab_counts(drafts: Drafts, tmp_path: Path) -> None:
    for number in range(20):
        drafts.put(draft(request=factories.request(name=f"version {number}")))
    drafts.flush()
    assert len((tmp_path / "drafts.jsonl").read_bytes().split()) > 20
    again = reopened(tmp_path)
    assert [item.request.name for item in again.all()] == ["version 19"]
    assert (tmp_path / "drafts.jsonl").read_bytes().count(b"put") == 1


@pytest.mark.parametrize("cut", [1, 2, 40, 200])
def test_a_torn_last_line_is_ignored(drafts: Drafts, tmp_path: Path, cut: int) -> None:
    drafts.put(draft("t1"))
    drafts.put(draft("t2"))
    drafts.close()
    path = tmp_path / "drafts.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    again = reopened(tmp_path)
    assert [item.tab_id for item in again.all()] == (["t1", "t2"] if cut == 1 else ["t1"])
    again.put(draft("t3"))
    again.close()
    assert "t3" in [item.tab_id for item in reopened(tmp_path).all()]


def test_rubbish_lines_do_not_hide_the_others(drafts: Drafts, tmp_path: Path) -> None:
    drafts.put(draft("t1"))
    drafts.close()
    path = tmp_path / "drafts.jsonl"
    rubbish = [b"\xff\x00", b"[1]", b'{"put": {"tab_id": 3}}', b'{"put": null}', b'{"later": 1}', b'{"remove": 5}']
    path.write_bytes(b"\n".join([*rubbish, path.read_bytes(), b'{"layout": [']))
    assert reopened(tmp_path).all() == (draft("t1"),)


def test_a_long_run_does_not_grow_the_file_without_end(
    drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_module, "_COMPACT_AT_BYTES", 20_000)
    drafts.put(draft("other"))
    for number in range(200):
        drafts.put(draft(request=factories.request(docs=f"{number} " + "x" * 1000)))
    drafts.flush()
    assert (tmp_path / "drafts.jsonl").stat().st_size < 40_000
    drafts.put(draft("last"))
    drafts.close()
    assert {item.tab_id for item in reopened(tmp_path).all()} == {"t1", "other", "last"}


def test_a_layout_must_be_plain(drafts: Drafts) -> None:
    with pytest.raises(TypeError):
        drafts.put_layout({"splitter": b"raw"})


KILLED = """
    import sys
    from pathlib import Path
    from explorer.core.storage.drafts import Draft, Drafts
    from explorer.core.model.request import Request

    drafts = Drafts(Path(sys.argv[1]))
    drafts.load()
    number = 0
    while True:
        number += 1
        drafts.put(Draft(tab_id="t", request=Request(name=str(number), docs="x" * 2000)))
        drafts.flush()
        print(number, flush=True)
"""


def test_a_killed_program_loses_nothing_that_was_flushed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(30):
            last = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        last = max([last, *map(int, process.stdout.read().split())])
    (found,) = reopened(tmp_path).all()
    assert int(found.request.name) >= last


def test_a_put_reaches_the_file_without_being_asked(drafts: Drafts, tmp_path: Path) -> None:
    drafts.put(draft("t1"))
    deadline = drafts_module.time.monotonic() + 5
    path = tmp_path / "drafts.jsonl"
    while not (path.exists() and b"t1" in path.read_bytes()):
        assert drafts_module.time.monotonic() < deadline
        drafts_module.time.sleep(0.005)


def test_a_disk_that_refuses_is_said_and_nothing_is_lost_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    made = Drafts(tmp_path / "file")
    assert made.load() == ()
    made.put(draft())
    made.put_layout({})
    made.flush()
    assert made.notice.startswith("Unsaved changes cannot be kept for the next start: ")
    assert made.all() == (draft(),)
    made.close()


SECRETIVE = Request(
    url=f"https://user:{SECRET}@a.test/?api_key={SECRET}",
    headers=(Header(name="X-Api-Key", value=SECRET), Header(name="Accept", value="{{type}}")),
    auth=BearerAuth(token=SECRET),
)


def test_without_a_keychain_literal_credentials_are_masked(drafts: Drafts, tmp_path: Path) -> None:
    drafts.put(draft(request=SECRETIVE))
    drafts.close()
    assert SECRET.encode() not in (tmp_path / "drafts.jsonl").read_bytes()
    (found,) = reopened(tmp_path).all()
    assert found.request.auth == BearerAuth(token=MASK)
    assert drafts.all()[0].request == SECRETIVE


def test_with_a_keychain_they_come_back(tmp_path: Path, keychain: Keychain, secrets: Secrets) -> None:
    made = Drafts(tmp_path, secrets=DraftSecrets(secrets))
    made.load()
    made.put(draft(request=SECRETIVE))
    made.put(draft("plain", request=factories.request()))
    made.close()
    assert SECRET.encode() not in (tmp_path / "drafts.jsonl").read_bytes()
    again = Drafts(tmp_path, secrets=DraftSecrets(secrets))
    assert {item.tab_id: item.request for item in again.load()} == {"t1": SECRETIVE, "plain": factories.request()}
    again.put(draft(request=replace(SECRETIVE, auth=BasicAuth(username="u", password="{{p}}"), url="", headers=())))
    again.close()
    assert keychain.values == {}
    assert again.notice == ""
    again.put(draft(request=SECRETIVE))
    again.remove("t1")
    again.close()
    assert keychain.values == {}
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_value_of_a_secret_variable_is_kept_like_a_credential(
    tmp_path: Path, keychain: Keychain, secrets: Secrets
) -> None:
    typed = replace(factories.request(), url="http://h/pass-phrase", docs="It is pass-phrase.")
    made = Drafts(tmp_path, secrets=DraftSecrets(secrets, lambda: ("pass-phrase",)))
    made.load()
    made.put(draft(request=typed))
    made.close()
    assert b"pass-phrase" not in (tmp_path / "drafts.jsonl").read_bytes()
    assert Drafts(tmp_path, secrets=DraftSecrets(secrets)).load()[0].request == typed


def test_a_keychain_that_forgot_or_refuses_leaves_the_mask(
    tmp_path: Path, keychain: Keychain, secrets: Secrets
) -> None:
    made = Drafts(tmp_path, secrets=DraftSecrets(secrets))
    made.put(draft(request=SECRETIVE))
    made.close()
    keychain.error = OSError("no")
    (found,) = Drafts(tmp_path, secrets=DraftSecrets(secrets)).load()
    assert found.request.auth == BearerAuth(token=MASK)
    made.put(draft("t2", request=SECRETIVE))
    made.close()
    assert made.notice == "The keychain could not store the secret (OSError)."
    keychain.error = None
    keychain.values.clear()
    (found, _) = Drafts(tmp_path, secrets=DraftSecrets(secrets)).load()
    assert found.request.auth == BearerAuth(token=MASK)


def test_the_journal_is_readable_json(drafts: Drafts, tmp_path: Path) -> None:
    drafts.put(draft())
    drafts.close()
    (line,) = (tmp_path / "drafts.jsonl").read_text().split("\n")[1:-1]
    assert json.loads(line)["put"]["request"]["name"] == "Send a batch"
