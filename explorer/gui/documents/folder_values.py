"""What a folder or the collection gives to the requests in it, as values: read from the tree and put back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from explorer.core.model.collection import Collection, Folder
from explorer.core.model.environment import Variable
from explorer.core.model.request import Auth, InheritAuth, NoAuth, Request
from explorer.core.model.tree import find

FIELDS = ("auth", "headers", "variables", "settings", "docs")

Owner = Folder | Collection
Values = dict[str, Any]


def owner_of(collection: Collection | None, key: str) -> Owner | None:
    """The folder of a key, the collection for the empty one; None when there is none."""
    found = find(collection, key) if collection is not None and key else collection
    return found if isinstance(found, Folder | Collection) else None


def values_of(owner: Owner) -> Values:
    """By field. A folder that says nothing of credentials inherits them; secret variables are not among the rows."""
    return {
        "auth": owner.auth if owner.auth is not None else InheritAuth(),
        "headers": owner.headers,
        "variables": tuple(row for row in owner.variables if not row.secret),
        "settings": owner.settings,
        "docs": owner.docs,
    }


def with_values(owner: Owner, values: Mapping[str, Any]) -> Owner:
    """The folder or collection with some of the fields changed; its secret variables stay behind the others."""
    changes = dict(values)
    if "variables" in changes:
        changes["variables"] = _with_known(owner.variables, changes["variables"])
    if "auth" in changes:
        changes["auth"] = _auth_for(owner, changes["auth"])
    return replace(owner, **changes)


def as_request(values: Mapping[str, Any]) -> Request:
    """The values as a request, for whoever looks for secrets in one."""
    return Request(**values)


def secrets_in(owner: Owner) -> int:
    """How many of its variables are secret."""
    return sum(row.secret for row in owner.variables)


def _auth_for(owner: Owner, auth: Auth) -> Auth | None:
    if isinstance(owner, Folder):
        return None if isinstance(auth, InheritAuth | NoAuth) else auth
    return NoAuth() if isinstance(auth, InheritAuth) else auth


def _with_known(old: tuple[Variable, ...], rows: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """Rows of the table, each with the type its variable had; then what the table does not show."""
    known = {row.name: row for row in old if not row.secret}
    shown = (replace(row, type=known[row.name].type) if row.name in known else row for row in rows)
    return (*shown, *(row for row in old if row.secret))
