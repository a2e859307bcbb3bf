"""Ids of the SMS API: 26-character ULIDs, and the shorter ids of older data.

ULID layout: github.com/ulid/spec (48 bits of milliseconds, 80 random bits, Crockford's base 32).
"""

import re
import secrets
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.ASCII)
_OLD = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{12,16}", re.ASCII)


def new_ulid(now: datetime) -> str:
    number = (int(now.timestamp() * 1000) << 80) | secrets.randbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -5, -5))


def is_identifier(text: str) -> bool:
    """A ULID, or 12 to 16 letters, digits, ``-`` and ``_`` with at least one letter."""
    return bool(_ULID.fullmatch(text) or _OLD.fullmatch(text))
