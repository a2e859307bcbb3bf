"""Bearer tokens in the Authorization header (RFC 6750 §2.1). The token is sent as given, never corrected."""

from explorer.core.auth.credentials import NONE, Credentials, refuse_line_breaks


def bearer_credentials(token: str) -> Credentials:
    """``Authorization: Bearer``; nothing for an empty token."""
    refuse_line_breaks("token", token)
    if not token:
        return NONE
    return Credentials(headers=(("Authorization", f"Bearer {token}"),), secrets=(token,))
