"""What a request gains from its authentication: headers, query pairs, and the values to keep secret.

One file per scheme. A request with a scheme that Explorer keeps but cannot perform is not sent.
"""

from typing import assert_never

from explorer.core.auth.api_key import api_key_credentials
from explorer.core.auth.basic import basic_credentials
from explorer.core.auth.bearer import bearer_credentials
from explorer.core.auth.credentials import NONE, Credentials
from explorer.core.errors import InvalidRequestError
from explorer.core.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, InheritAuth, NoAuth, OtherAuth

__all__ = ["Credentials", "basic_credentials", "credentials"]

_NAMES = {
    "oauth2": "OAuth 2.0",
    "oauth1": "OAuth 1.0",
    "awsv4": "AWS Signature",
    "digest": "Digest",
    "ntlm": "NTLM",
    "wsse": "WSSE",
}


def credentials(auth: Auth) -> Credentials:
    """Credentials for a resolved ``auth``. Raises InvalidRequestError (field "auth") for a scheme that Explorer cannot
    perform, and when a value cannot be on the wire."""
    match auth:
        case BasicAuth():
            return basic_credentials(auth.username, auth.password)
        case BearerAuth():
            return bearer_credentials(auth.token)
        case ApiKeyAuth():
            return api_key_credentials(auth)
        case NoAuth() | InheritAuth():
            return NONE
        case OtherAuth():
            message = f"Explorer cannot perform {_NAMES.get(auth.kind, auth.kind)} authentication yet; "
            raise InvalidRequestError(f"{message}choose another kind or None.", field="auth")
        case _:
            assert_never(auth)
