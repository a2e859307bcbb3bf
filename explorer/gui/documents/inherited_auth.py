"""Words for the credentials that a request inherits."""

from __future__ import annotations

from explorer.core.model.collection import Collection
from explorer.core.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, OtherAuth
from explorer.core.model.tree import auth_origin


def words_for_auth(collection: Collection | None, key: str) -> str:
    """ "Bearer {{token}} from Sinch SMS"; empty when there is nothing to inherit. Literal secrets are not shown."""
    auth, origin = auth_origin(collection, key)
    words = _words(auth)
    return f"{words} from {origin}" if words else ""


def _words(auth: Auth) -> str:
    match auth:
        case BearerAuth():
            return f"Bearer {_reference(auth.token)}"
        case BasicAuth():
            return f"Basic as {auth.username}"
        case ApiKeyAuth():
            return f"API key {auth.name}"
        case OtherAuth():
            return f"{auth.kind} (kept, not sent yet)"
        case _:
            return ""


def _reference(token: str) -> str:
    return token if token.startswith("{{") else "token"
