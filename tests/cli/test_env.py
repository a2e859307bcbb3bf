"""``explorer env``: what is listed, and what a set changes: one line, or the keychain."""

import getpass
import io
import sys
from pathlib import Path

import keyring
import keyring.errors
import pytest

from explorer.core.storage import secret_file
from explorer.core.storage.secret_file import NAME, SecretFile
from tests.cli.conftest import MemoryKeychain, Run

FILE = """\
# the one for tests
name: Test
variables:
  - name: host   # where
    value: "http://h"
  - name: token
    secret: true
  - {name: number,  value: "012"}
  - name: api_key
    value: literal
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "environments").mkdir(parents=True)
    (root / "opencollection.yml").write_text("info: {name: Shop}\n")
    path = root / "environments" / "Test.yml"
    path.write_text(FILE)
    return path


def test_the_list_masks_secrets(explorer: Run, file: Path) -> None:
    ended = explorer("env", "ls", str(file.parent.parent))
    assert ended.out.splitlines() == [
        "Test",
        "  host = http://h",
        "  token = ••••••••  (secret)",
        "  number = 012",
        "  api_key = ••••••••",
    ]
    (found,) = explorer("env", "ls", str(file.parent), "--json").json["environments"]
    assert [(row["name"], row["secret"]) for row in found["variables"]][1] == ("token", True)
    assert "literal" not in str(found)


def test_a_workspace_lists_those_of_each_collection_and_a_broken_one_is_told(explorer: Run, file: Path) -> None:
    team = file.parent.parent.parent
    (team / "workspace.yml").write_text("info: {name: T, type: workspace}\ncollections: [{name: Shop, path: shop}]\n")
    file.with_name("Bad.yml").write_text("name: Bad\nvariables: {x: y}\n")
    file.write_text("name: Test\nvariables:\n  - name: two\n    value: |-\n      one\n      b = 2\n")
    ended = explorer("env", "ls", str(team))
    assert ended.out.splitlines() == [f"Shop  {team / 'shop'}", "Test", "  two = one", "      b = 2"]
    assert ended.code == 1
    assert "environments/Bad.yml:2:12: “variables” must be a list." in ended.err
    (listed,) = explorer("env", "ls", str(team), "--json").json["collections"]
    assert (listed["name"], [one["name"] for one in listed["environments"]]) == ("Shop", ["Test"])


def test_a_set_changes_its_line(explorer: Run, file: Path) -> None:
    ended = explorer("env", "set", "Test", "host=http://other", "number=013", "-C", str(file.parent))
    assert (ended.code, ended.out) == (0, "")
    assert file.read_text() == FILE.replace('"http://h"', '"http://other"').replace("012", "013")


def test_a_new_variable_comes_last(explorer: Run, file: Path) -> None:
    assert explorer("env", "set", "Test", "new=no", "-C", str(file.parent)).code == 0
    assert file.read_text() == FILE + '  - name: new\n    value: "no"\n'


def test_a_secret_goes_to_the_keychain(explorer: Run, file: Path, keychain: MemoryKeychain) -> None:
    ended = explorer("env", "set", "Test", "token=hunter2", "-C", str(file.parent))
    assert ended.code == 0
    assert "in the keychain" in ended.err
    assert "hunter2" not in ended.out + ended.err
    assert file.read_text() == FILE
    assert keychain.passwords == {("explorer-http:Shop/Test", "token"): "hunter2"}


def test_a_variable_becomes_secret(explorer: Run, file: Path, keychain: MemoryKeychain) -> None:
    assert explorer("env", "set", "Test", "api_key=other", "--secret", "-C", str(file.parent)).code == 0
    assert file.read_text() == FILE.replace("value: literal", "secret: true")
    assert keychain.passwords == {("explorer-http:Shop/Test", "api_key"): "other"}


def test_a_name_alone_takes_standard_input(
    explorer: Run, file: Path, keychain: MemoryKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("pässword\n".encode())))
    assert explorer("env", "set", "Test", "token", "-C", str(file.parent)).code == 0
    assert keychain.passwords == {("explorer-http:Shop/Test", "token"): "pässword"}


def test_without_a_keychain_nothing_changes(explorer: Run, file: Path) -> None:
    ended = explorer("env", "set", "Test", "token=hunter2", "host=x", "-C", str(file.parent))
    assert ended.code == 1
    assert "no keychain" in ended.err
    assert "hunter2" not in ended.err
    assert file.read_text() == FILE


OTHER = "name: Other\nvariables:\n  - {name: other_token, secret: true}\n"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("new=hunter-22", "The variable new"),
        ("new=Bearer hunter-22", "The variable new"),
        ("hunter-22=x", "The name of a variable"),
        ("host=of-another", "The variable host"),
    ],
)
def test_a_stored_secret_is_refused(
    explorer: Run, file: Path, keychain: MemoryKeychain, words: str, place: str
) -> None:
    (file.parent / "Other.yml").write_text(OTHER)
    keychain.passwords |= {
        ("explorer-http:Shop/Test", "token"): "hunter-22",
        ("explorer-http:Shop/Other", "other_token"): "of-another",
        ("explorer-http:Shop/Test", "number"): "013",  # declared by nobody
    }
    ended = explorer("env", "set", "Test", words, "number=013", "-C", str(file.parent))
    assert (ended.code, ended.out) == (1, "")
    assert f"{place} holds the value of the secret variable" in ended.err
    assert "nothing was saved" in ended.err
    assert not any(value in ended.err for value in ("hunter-22", "of-another"))
    assert file.read_text() == FILE
    assert explorer("env", "set", "Test", "new={{token}}", "number=013", "-C", str(file.parent)).code == 0


def test_a_secret_given_now_counts_as_stored(explorer: Run, file: Path, keychain: MemoryKeychain) -> None:
    ended = explorer("env", "set", "Test", "token=hunter-22", "new=hunter-22", "-C", str(file.parent))
    assert ended.code == 1
    assert "The variable new" in ended.err
    assert (file.read_text(), keychain.passwords) == (FILE, {})


class LockedKeychain(MemoryKeychain):
    """One that nobody unlocks."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked


def test_a_keychain_that_is_locked_or_absent_is_told(explorer: Run, file: Path) -> None:
    ended = explorer("env", "set", "Test", "number=013", "-C", str(file.parent))
    assert ended.code == 0
    assert "there is none on this computer. What is written was not compared with the stored secrets." in ended.err
    keyring.set_keyring(LockedKeychain())
    ended = explorer("env", "set", "Test", "number=014", "-C", str(file.parent))
    assert ended.code == 0
    assert "The keychain is locked." in ended.err
    assert "was not compared" in ended.err
    assert "014" in file.read_text()


def test_without_declared_secrets_no_keychain_is_asked(explorer: Run, file: Path) -> None:
    keyring.set_keyring(LockedKeychain())
    file.write_text("name: Test\nvariables:\n  - name: a\n    value: b\n")
    ended = explorer("env", "set", "Test", "a=c", "-C", str(file.parent))
    assert (ended.code, ended.err.count("\n")) == (0, 1)


def test_the_encrypted_file_is_compared_with_its_passphrase(
    explorer: Run, file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_file, "_COST", 2**10)
    stored = SecretFile(home / "data" / NAME)
    stored.open("long enough")
    stored.set("explorer-http:Shop/Test", "token", "hunter-22")
    stored.close()
    words = ("env", "set", "Test", "new=hunter-22", "-C", str(file.parent))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "long enough")
    assert "The variable new holds the value of the secret variable token" in explorer(*words).err
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "wrong")
    assert explorer(*words).code == 1
    assert file.read_text() == FILE
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "")
    ended = explorer(*words)
    assert ended.code == 0
    assert "the encrypted file of secrets was not opened" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Nowhere", "a=b"), "Known: Test"),
        (("Test", "=b"), "one has no name"),
        (("Test", "a b=c"), "is no name"),
        (("Test", "{{a}}=c"), "is no name"),
        (("Test",), "NAME"),
    ],
)
def test_what_cannot_be_meant(explorer: Run, file: Path, words: tuple[str, ...], said: str) -> None:
    ended = explorer("env", "set", *words, "-C", str(file.parent))
    assert ended.code == 2
    assert said in ended.err
    assert file.read_text() == FILE
