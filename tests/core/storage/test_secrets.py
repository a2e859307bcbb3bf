"""Secrets in a keychain, and without one."""

import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from explorer.core.errors import SecretError
from explorer.core.storage import secret_file
from explorer.core.storage.secret_file import SecretFile
from explorer.core.storage.secrets import Secrets


class Keychain(keyring.backend.KeyringBackend):
    """In memory; refuses on request."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[tuple[str, str], str] = {}
        self.threads: set[str] = set()
        self.error: Exception | None = None

    def _ask(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        try:
            del self.values[service, username]
        except KeyError:
            raise keyring.errors.PasswordDeleteError("not there") from None


@pytest.fixture
def keychain() -> Iterator[Keychain]:
    before = keyring.core._keyring_backend
    made = Keychain()
    keyring.set_keyring(made)
    yield made
    keyring.core._keyring_backend = before


@pytest.fixture
def secrets() -> Iterator[Secrets]:
    made = Secrets()
    yield made
    made.close()


async def test_values_live_in_the_keychain_by_scope_and_name(keychain: Keychain, secrets: Secrets) -> None:
    assert await secrets.get("shop/Sandbox", "token") is None
    await secrets.set("shop/Sandbox", "token", "one")
    await secrets.set("shop/Staging", "token", "two")
    assert await secrets.get("shop/Sandbox", "token") == "one"
    assert keychain.values[("explorer-http:shop/Staging", "token")] == "two"
    await secrets.delete("shop/Sandbox", "token")
    await secrets.delete("shop/Sandbox", "token")
    assert await secrets.get("shop/Sandbox", "token") is None
    assert await secrets.is_persistent()
    assert secrets.notice == ""
    assert all(name.startswith("secrets") for name in keychain.threads)


def test_other_threads_may_wait_for_it(keychain: Keychain, secrets: Secrets) -> None:
    secrets.set_now("a", "b", "c")
    assert secrets.get_now("a", "b") == "c"
    secrets.delete_now("a", "b")
    assert keychain.values == {}
    assert secrets.is_persistent_now()


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
async def test_without_a_keychain_values_last_for_this_run(
    keychain: Keychain, secrets: Secrets, backend: type[keyring.backend.KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    await secrets.set("a", "b", "c")
    assert await secrets.get("a", "b") == "c"
    await secrets.delete("a", "b")
    await secrets.delete("a", "b")
    assert await secrets.get("a", "b") is None
    assert not await secrets.is_persistent()
    assert secrets.notice.startswith("No keychain is available")
    assert keychain.values == {}


async def test_a_keychain_that_writes_in_the_clear_is_not_used(keychain: Keychain, secrets: Secrets) -> None:
    plain = type("PlaintextKeyring", (Keychain,), {"__module__": "keyrings.alt.file"})()
    keyring.set_keyring(plain)
    await secrets.set("a", "b", "c")
    assert plain.values == {}
    assert not await secrets.is_persistent()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (keyring.errors.KeyringLocked("locked"), "The keychain is locked"),
        (keyring.errors.KeyringError("value hunter2"), "could not store the secret"),
        (OSError("hunter2"), "could not store the secret"),
    ],
)
async def test_a_refusal_is_a_sentence_without_the_secret(
    keychain: Keychain, secrets: Secrets, error: Exception, words: str
) -> None:
    keychain.error = error
    with pytest.raises(SecretError, match=words) as caught:
        await secrets.set("a", "b", "hunter2")
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(secrets)


async def test_after_closing_nothing_is_asked(keychain: Keychain, secrets: Secrets) -> None:
    secrets.close()
    with pytest.raises(SecretError, match="closed"):
        await secrets.get("a", "b")


async def test_without_a_keychain_a_passphrase_opens_a_file_that_outlives_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_file, "_COST", 2**10)
    before = keyring.core._keyring_backend
    keyring.set_keyring(keyring.backends.fail.Keyring())
    first, second = (Secrets(SecretFile(tmp_path / "secrets.enc")) for _ in range(2))
    try:
        assert await first.has_choice()
        assert not first.has_file
        await first.set("C/E", "token", "s3cr3t")  # before the choice: for this run
        await first.unlock("correct horse")
        assert await first.is_persistent()
        assert second.has_file
        assert await second.get("C/E", "token") is None
        with pytest.raises(SecretError, match="does not open"):
            await second.unlock("wrong passphrase")
        await second.unlock("correct horse")
        assert await second.get("C/E", "token") == "s3cr3t"
        await second.delete("C/E", "token")
        assert await second.get("C/E", "token") is None
    finally:
        keyring.core._keyring_backend = before
        for one in (first, second):
            one.close()


async def test_with_a_keychain_there_is_nothing_to_choose(keychain: Keychain, tmp_path: Path) -> None:
    secrets = Secrets(SecretFile(tmp_path / "secrets.enc"))
    assert not await secrets.has_choice()
    await secrets.unlock("correct horse")
    assert not secrets.has_file
    secrets.close()
