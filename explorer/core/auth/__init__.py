"""What a request gains from its authentication: headers, query pairs, and the values to keep secret.

One file per scheme. Schemes that Explorer keeps but cannot perform add nothing.
"""

from typing import assert_never

from explorer.core.auth.api_key import api_key_credentials
from explorer.core.auth.basic import basic_credentials
from explorer.core.auth.bearer import bearer_credentials
from explorer.core.auth.credentials import NONE, Credentials
from explorer.core.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, InheritAuth, NoAuth, OtherAuth

__all__ = ["Credentials", "basic_credentials", "credentials"]


def credentials(auth: Auth) -> Credentials:
    """Credentials for a resolved ``auth``. Raises InvalidRequestError when a value cannot be on the wire."""
    match auth:
        case BasicAuth():
            return basic_credentials(auth.username, auth.password)
        case BearerAuth():
            return bearer_credentials(auth.token)
        case ApiKeyAuth():
            return api_key_credentials(auth)
        case NoAuth() | InheritAuth() | OtherAuth():
            return NONE
        case _:
            assert_never(auth)
