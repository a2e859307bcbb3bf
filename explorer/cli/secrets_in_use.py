"""The secrets a request of the command line sees: where they are asked for, and why one has no value."""

from explorer.cli.compared_secrets import opened_secrets
from explorer.core.errors import UnresolvedVariableError
from explorer.core.model.collection import Collection
from explorer.core.scopes import lineage
from explorer.core.storage.secrets import Secrets
from explorer.core.workspace import Workspace


def secrets_for(collection: Collection | None, environment: str) -> Secrets:
    """The keychain; the encrypted file, with a question for its passphrase, only where a secret may be wanted.

    Raises SecretError when the passphrase is wrong.
    """
    return opened_secrets() if _declared(collection, environment) else Secrets()


def explained(error: UnresolvedVariableError, workspace: Workspace) -> UnresolvedVariableError:
    """The same, with a sentence for names that are declared as secrets and have no value here."""
    secrets = workspace.secrets
    declared = _declared(workspace.collection, workspace.environment_name)
    missing = [f"{{{{{name}}}}}" for name in error.names if name in declared]
    if not missing or secrets is None or workspace.source_faults:
        return error
    if secrets.is_persistent_now():
        where = "the keychain of this computer has no value for it"
    elif secrets.has_file:
        where = "the encrypted file of secrets was not opened"
    else:
        where = "there is no keychain on this computer; --var gives a value for one run"
    reason = f"{', '.join(missing)} {'is a secret' if len(missing) == 1 else 'are secrets'}: {where}."
    return UnresolvedVariableError(error.names, error.environment, (*error.reasons, reason))


def _declared(collection: Collection | None, environment: str) -> frozenset[str]:
    """Names of the secrets that the environment, those it is derived from and the collection keep in a keychain."""
    rows = [*collection.variables] if collection else []
    for one in lineage(collection.environments if collection else (), environment):
        rows += one.variables
    return frozenset(row.name for row in rows if row.secret and row.enabled and not row.command)
