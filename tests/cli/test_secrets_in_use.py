"""``explorer send`` and ``explorer show`` find the secrets of the window, and say why one has no value."""

import getpass
import sys
from pathlib import Path

import pytest

from explorer.core.storage import secret_file
from explorer.core.storage.secret_file import NAME, SecretFile
from tests.cli.conftest import MemoryKeychain, Run
from tests.journeys.threaded import answering

REQUEST = (
    "info: {name: R, type: http}\nhttp: {method: GET, url: '{{host}}/', headers: [{name: A, value: '{{token}}'}]}\n"
)


@pytest.fixture
def request_file(tmp_path: Path) -> str:
    root = tmp_path / "shop"
    (root / "environments").mkdir(parents=True)
    (root / "opencollection.yml").write_text("info: {name: Shop}\n")
    (root / "environments" / "Base.yml").write_text("name: Base\nvariables:\n  - {name: token, secret: true}\n")
    (root / "environments" / "Test.yml").write_text("name: Test\nextends: Base\n")
    (root / "R.yml").write_text(REQUEST)
    return str(root / "R.yml")


def test_the_encrypted_file_is_opened_with_its_passphrase(
    explorer: Run, request_file: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_file, "_COST", 2**10)
    stored = SecretFile(home / "data" / NAME)
    stored.open("long enough")
    stored.set("explorer-http:Shop/Base", "token", "hunter-22")
    stored.close()
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    asked: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda prompt: asked.append(prompt) or "long enough")
    with answering(b"HTTP/1.1 204 No Content\r\n\r\n") as server:
        words = (request_file, "--env", "Test", "--var", f"host={server.url}")
        assert explorer("send", *words).code == 0
        assert b"hunter-22" in server.requests[0]
        shown = explorer("show", *words)
    assert (shown.code, "hunter-22" in shown.out) == (0, False)
    assert len(asked) == 2
    explorer("send", "http://127.0.0.1:9/")
    assert len(asked) == 2, "what needs no secret asks for no passphrase"
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "")
    assert "the encrypted file of secrets was not opened" in explorer("show", *words).err


def test_without_a_value_it_says_that_the_name_is_a_secret(
    explorer: Run, request_file: str, keychain: MemoryKeychain
) -> None:
    ended = explorer("send", request_file, "--env", "Test", "--var", "host=http://127.0.0.1:9")
    assert ended.code == 2
    assert "{{token}} is a secret: the keychain of this computer has no value for it." in ended.err


def test_without_a_keychain_it_says_so(explorer: Run, request_file: str) -> None:
    ended = explorer("show", request_file, "--env", "Test", "--var", "host=http://h")
    assert ended.code == 2
    assert "there is no keychain on this computer" in ended.err
    assert explorer("show", request_file, "--env", "Test", "--var", "host=http://h", "--var", "token=x").code == 0
