"""Of the secrets of a collection only what it declares is asked for, and a keychain that refuses is left in peace."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from explorer.core.model.collection import Collection
from explorer.core.model.environment import Environment, Variable
from explorer.core.storage import secret_file
from explorer.core.storage.secret_file import SecretFile
from explorer.core.storage.secrets import Secrets
from explorer.core.storage.stored_secrets import declared_secrets, learn, stored_secrets

SHOP = Collection(
    key="/shop",
    name="Shop",
    environments=(
        Environment(key="a", name="A", variables=(Variable(name="token", secret=True), Variable(name="host"))),
        Environment(key="b", name="B", variables=(Variable(name="token", secret=True),)),
        Environment(key="c", name="C", variables=(Variable(name="run", secret=True, command="pass show x"),)),
    ),
    variables=(Variable(name="key", secret=True),),
)
SHARED = (Variable(name="mine", secret=True),)


class Keychain(KeyringBackend):
    """Keeps values and every question; locked from a number of questions on."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.passwords = {
            ("explorer-http:Shop/A", "token"): "of-a",
            ("explorer-http:Shop/B", "token"): "of-b",
            ("explorer-http:Shop/", "key"): "of-shop",
            ("explorer-http:Shop/A", "host"): "never asked for",
            ("explorer-http:global variables", "mine"): "of-all",
        }
        self.asked: list[tuple[str, str]] = []
        self.locked_after = 99

    def get_password(self, service: str, username: str) -> str | None:
        if len(self.asked) >= self.locked_after:
            raise keyring.errors.KeyringLocked
        self.asked.append((service, username))
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password


@pytest.fixture
def keychain() -> Iterator[Keychain]:
    before = keyring.get_keyring()
    chain = Keychain()
    keyring.set_keyring(chain)
    yield chain
    keyring.set_keyring(before)


def test_what_is_declared_is_asked_for(keychain: Keychain) -> None:
    secrets = Secrets()
    stored = stored_secrets(secrets.get_now, SHOP, SHARED)
    assert sorted(stored.values.values()) == ["of-a", "of-all", "of-b", "of-shop"]
    assert stored.fault == ""
    assert len(keychain.asked) == len(tuple(declared_secrets(SHOP, SHARED))) == 4
    secrets.close()


def test_a_locked_keychain_is_asked_once(keychain: Keychain) -> None:
    keychain.locked_after = 1
    secrets = Secrets()
    stored = stored_secrets(secrets.get_now, SHOP, SHARED)
    assert list(stored.values.values()) == ["of-a"]
    assert "locked" in stored.fault
    secrets.close()


async def test_each_is_learnt_once_in_a_run(keychain: Keychain) -> None:
    secrets, values = Secrets(), dict[tuple[str, str], str]()
    known = {("A", "token"): "read before"}
    for _ in range(2):
        await learn(secrets, SHOP, (), known, values)
    assert values == {("B", "token"): "of-b", ("", "key"): "of-shop"}
    assert len(keychain.asked) == 2
    keychain.locked_after, values = 3, {}
    for _ in range(2):
        await learn(secrets, SHOP, (), {}, values)
    assert values["A", "token"] == "of-a"
    assert len(keychain.asked) == 3, "a locked one is left in peace"
    secrets.close()


async def test_an_encrypted_file_is_asked_once_it_was_opened(
    tmp_path: Path, keychain: Keychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_file, "_COST", 2**10)
    keyring.set_keyring(keyring.backends.fail.Keyring())
    file = SecretFile(tmp_path / "secrets.enc")
    file.open("long enough")
    file.set("explorer-http:Shop/B", "token", "of-b")
    file.close()
    secrets, values = Secrets(file), dict[tuple[str, str], str]()
    await learn(secrets, SHOP, (), {}, values)
    assert values == {}
    await secrets.unlock("long enough")
    await learn(secrets, SHOP, (), {}, values)
    assert values["B", "token"] == "of-b"
    secrets.close()
