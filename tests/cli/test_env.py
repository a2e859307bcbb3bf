"""``explorer env``: what is listed, and what a set changes: one line, or the keychain."""

import io
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("words", "said"), [(("Nowhere", "a=b"), "Known: Test"), (("Test", "=b"), "one has no name"), (("Test",), "NAME")]
)
def test_what_cannot_be_meant(explorer: Run, file: Path, words: tuple[str, ...], said: str) -> None:
    ended = explorer("env", "set", *words, "-C", str(file.parent))
    assert ended.code == 2
    assert said in ended.err
    assert file.read_text() == FILE
