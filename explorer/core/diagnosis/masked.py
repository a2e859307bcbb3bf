"""Knows the sign that stands for a credential in a recorded exchange: such a value can neither be compared nor given
back."""

_SIGN = "••••"


def is_masked(value: object) -> bool:
    """Whether a text, or the text of a value, holds the sign."""
    return _SIGN in value if isinstance(value, str) else _SIGN.encode() in value if isinstance(value, bytes) else False
