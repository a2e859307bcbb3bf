"""The encrypted file: what goes in comes out, with the passphrase only."""

import stat
from pathlib import Path

import pytest

from explorer.core.errors import SecretError
from explorer.core.storage import secret_file
from explorer.core.storage.secret_file import SecretFile

PASSPHRASE = "correct horse"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_file, "_COST", 2**10)


def opened(path: Path, passphrase: str = PASSPHRASE) -> SecretFile:
    file = SecretFile(path)
    file.open(passphrase)
    return file


def test_values_come_back_with_the_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secrets.enc"
    file = SecretFile(path)
    assert not file.exists
    file.open(PASSPHRASE)
    file.set("C/Prod", "token", "s3cr3t-välue")
    assert file.exists
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"s3cr3t" not in path.read_bytes()
    assert b"token" not in path.read_bytes()
    again = opened(path)
    assert again.get("C/Prod", "token") == "s3cr3t-välue"
    again.delete("C/Prod", "token")
    assert opened(path).get("C/Prod", "token") is None


def test_a_wrong_passphrase_is_told_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "secrets.enc"
    opened(path).set("a", "b", "value")
    before = path.read_bytes()
    file = SecretFile(path)
    with pytest.raises(SecretError, match="The passphrase does not open the file of secrets") as caught:
        file.open("wrong horse")
    assert not file.is_open
    assert caught.value.__cause__ is None
    assert path.read_bytes() == before


def test_short_passphrases_and_damaged_files(tmp_path: Path) -> None:
    path = tmp_path / "secrets.enc"
    with pytest.raises(SecretError, match="at least 8"):
        SecretFile(path).open("short")
    for text in ("{}", "nothing", '{"version": 1, "salt": "AAAA", "nonce": "?", "data": ""}'):
        path.write_text(text)
        with pytest.raises(SecretError):
            SecretFile(path).open(PASSPHRASE)


def test_equal_content_is_sealed_anew(tmp_path: Path) -> None:
    path = tmp_path / "secrets.enc"
    file = opened(path)
    file.set("a", "b", "c")
    first = path.read_bytes()
    file.set("a", "b", "c")
    assert path.read_bytes() != first


def test_a_refused_write_keeps_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = opened(tmp_path / "secrets.enc")
    file.set("a", "b", "old")
    monkeypatch.setattr("os.replace", _refused)
    with pytest.raises(SecretError, match="could not be written"):
        file.set("a", "b", "new")
    assert file.get("a", "b") == "old"


def _refused(*_: object) -> None:
    raise OSError(28, "No space left on device")
