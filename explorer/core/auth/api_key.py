"""A vendor's key in a header or in the query."""

from typing import assert_never

from explorer.core.auth.credentials import NONE, Credentials, refuse_line_breaks
from explorer.core.model.request import ApiKeyAuth, KeyPlacement


def api_key_credentials(auth: ApiKeyAuth) -> Credentials:
    """The key where its placement says; nothing while it has no name."""
    if not auth.name:
        return NONE
    secrets = (auth.value,) if auth.value else ()
    pairs = ((auth.name, auth.value),)
    match auth.placement:
        case KeyPlacement.HEADER:
            refuse_line_breaks("API key", auth.value)
            return Credentials(headers=pairs, secrets=secrets)
        case KeyPlacement.QUERY:
            return Credentials(query=pairs, secrets=secrets)
        case _:
            assert_never(auth.placement)
