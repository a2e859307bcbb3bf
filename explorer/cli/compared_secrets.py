"""Stored secrets that a value of the command line is compared with. Only what is declared is asked for."""

import getpass
import sys
from collections.abc import Sequence

from explorer.cli.output import say
from explorer.core.model.collection import Collection
from explorer.core.model.environment import Variable
from explorer.core.storage.places import places
from explorer.core.storage.secret_file import NAME, SecretFile
from explorer.core.storage.secrets import Secrets
from explorer.core.storage.sources import load_globals
from explorer.core.storage.stored_secrets import declared_secrets, stored_secrets

_NOT_COMPARED = "What is written was not compared with the stored secrets."


def opened_secrets() -> Secrets:
    """The keychain; where there is none, the encrypted file of the window, whose passphrase is asked for at a terminal.

    Raises SecretError when the passphrase is wrong.
    """
    secrets = Secrets(SecretFile(places().data / NAME))
    if not secrets.is_persistent_now() and secrets.has_file and sys.stdin is not None and sys.stdin.isatty():
        passphrase = getpass.getpass("Passphrase of the encrypted file of secrets (empty to go on without it): ")
        if passphrase:
            secrets.unlock_now(passphrase)
    return secrets


def known_secrets(collections: Sequence[Collection], secrets: Secrets | None = None) -> dict[str, str]:
    """The names of the declared secrets by their values; on standard error what could not be asked, and why."""
    shared = load_globals(places().data)
    declaring = [(one, rows) for one, rows in ((None, shared), *((one, ()) for one in collections)) if _any(one, rows)]
    if not declaring:
        return {}
    chain = secrets or opened_secrets()
    try:
        return _read(chain, declaring)
    finally:
        if secrets is None:
            chain.close()


def _any(collection: Collection | None, shared: tuple[Variable, ...]) -> bool:
    return any(True for _ in declared_secrets(collection, shared))


def _read(secrets: Secrets, declaring: list[tuple[Collection | None, tuple[Variable, ...]]]) -> dict[str, str]:
    if not secrets.is_persistent_now():
        where = "the encrypted file of secrets was not opened" if secrets.has_file else "there is none on this computer"
        say(f"explorer: The keychain was not asked: {where}. {_NOT_COMPARED}")
        return {}
    names: dict[str, str] = {}
    for collection, shared in declaring:
        stored = stored_secrets(secrets.get_now, collection, shared)
        names |= {value: name for (_, name), value in stored.values.items()}
        if stored.fault:
            say(f"explorer: {stored.fault} {_NOT_COMPARED}")
            break
    return names
