"""Hides what must not be read over a shoulder or copied by accident: credentials, and every secret value."""

from __future__ import annotations

from explorer.core.model.exchange import Headers

MASK = "••••••"
_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"})


def masked(text: str, secrets: tuple[str, ...]) -> str:
    """The text with every secret replaced, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        if secret:
            text = text.replace(secret, MASK)
    return text


def masked_headers(headers: Headers, secrets: tuple[str, ...]) -> Headers:
    """Field lines with credentials and secrets hidden; a scheme's name stays readable."""
    return tuple((name, _value(name, masked(value, secrets))) for name, value in headers)


def _value(name: str, value: str) -> str:
    if name.lower() not in _CREDENTIALS or not value:
        return value
    scheme, blank, rest = value.partition(" ")
    return f"{scheme} {MASK}" if blank and rest and name.lower().endswith("authorization") else MASK
