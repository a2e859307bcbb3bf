"""HTTP Basic authentication (RFC 7617), always in UTF-8."""

from base64 import b64encode

from explorer.core.auth.credentials import Credentials
from explorer.core.errors import InvalidRequestError


def basic_credentials(username: str, password: str) -> Credentials:
    """``Authorization: Basic``. A colon in the name cannot be expressed (RFC 7617 §2): InvalidRequestError."""
    if ":" in username:
        raise InvalidRequestError("A user name for Basic authentication cannot contain a colon.", field="auth")
    pair = f"{username}:{password}".encode("utf-8", "surrogatepass")
    token = b64encode(pair).decode("ascii")
    secrets = tuple(value for value in (password, token) if value)
    return Credentials(headers=(("Authorization", f"Basic {token}"),), secrets=secrets)
