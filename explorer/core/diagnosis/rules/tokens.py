"""Reads an Authorization value without judging it: scheme, token, and the times inside a JSON Web Token (RFC 7519)."""

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_PLACEHOLDER = re.compile(
    r"(?i)^(<.*>|\[.*\]|\{.*\}|your[-_ ].*|.*[-_ ]here|changeme|change_me|placeholder|todo"
    r"|x{3,}|\.{3,}|token|secret|api[-_]?key)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An Authorization value in its parts."""

    scheme: str
    token: str = field(repr=False)
    """Everything after the scheme and one blank, as sent."""


def read(value: str) -> Credentials:
    """Scheme and rest (RFC 9110 section 11.4)."""
    scheme, _, token = value.lstrip().partition(" ")
    return Credentials(scheme=scheme, token=token)


def is_placeholder(text: str) -> bool:
    """Whether a value looks like an example that was never replaced."""
    return bool(_PLACEHOLDER.match(text.strip()))


def jwt_claims(token: str) -> dict[str, Any] | None:
    """The payload of a JSON Web Token, unverified; None when the token is none."""
    parts = token.strip().split(".")
    if len(parts) != 3 or not parts[0].startswith("eyJ"):
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def moment(claims: dict[str, Any], name: str) -> datetime | None:
    """A NumericDate claim as a time (RFC 7519 section 2)."""
    number = claims.get(name)
    if not isinstance(number, int | float) or isinstance(number, bool) or not 0 < number < 1e11:
        return None
    return datetime.fromtimestamp(number, tz=UTC)
