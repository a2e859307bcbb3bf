"""The ways a secret value may be spelled in bytes (escaped, percent-encoded, in Base64) and their replacement.

It knows nothing of requests; which values are secret is ``masking``'s business.
"""

import base64
import binascii
import json
import re
from functools import lru_cache
from urllib.parse import quote, quote_plus

MASK = "••••••••"
MASK_BYTES = MASK.encode()

SHORTEST = 4
"""Values shorter than this are not searched for: they would blot out half of every text."""

_SHORTEST_BASE64 = 8
_SHORTEST_HEX = 6
_PATTERN_LIMIT_BYTES = 64 * 1024
"""Up to here partly percent-encoded spellings are searched for as well; longer data gets the fixed spellings."""

_BASIC = re.compile(rb"(?i)(\bbasic(?:\s|%20|\+)+)([A-Za-z0-9+/_-]{4,}(?:=|%3D){0,2})")


def mask_bytes(data: bytes, secrets: tuple[str, ...]) -> bytes:
    """``data`` with every spelling of every secret of at least SHORTEST characters replaced by the mask."""
    if not secrets or not data:
        return data
    if b"asic" in data or b"ASIC" in data:
        data = _BASIC.sub(lambda match: _masked_basic(match, secrets), data)
    for form in spellings(secrets):
        if form in data:
            data = data.replace(form, MASK_BYTES)
    if b"%" in data and len(data) <= _PATTERN_LIMIT_BYTES:
        for pattern in _patterns(secrets):
            data = pattern.sub(MASK_BYTES, data)
    return data


def mask(text: str, secrets: tuple[str, ...]) -> str:
    """``text`` with every spelling of every secret replaced by the mask."""
    if not secrets or not text:
        return text
    data = text.encode("utf-8", "surrogatepass")
    masked = mask_bytes(data, secrets)
    return text if masked is data else masked.decode("utf-8", "surrogatepass")


@lru_cache(maxsize=64)
def spellings(secrets: tuple[str, ...]) -> tuple[bytes, ...]:
    """All fixed byte spellings of the secrets, longest first, so that none hides part of another."""
    found: set[bytes] = set()
    for secret in secrets:
        if len(secret) >= SHORTEST and secret not in MASK:
            found.update(_encoded(secret))
            found.update(_escaped(secret))
            found.update(_base64_cores(_utf8(secret)))
    return tuple(sorted(found, key=len, reverse=True))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _encoded(secret: str) -> set[bytes]:
    found = {_utf8(secret)}
    for charset in ("latin-1", "utf-16-le", "utf-16-be"):
        try:
            found.add(secret.encode(charset))
        except UnicodeEncodeError:
            continue
    return found


def _escaped(secret: str) -> set[bytes]:
    import html  # late: it brings a table of 2,231 entities, and a window has no secrets yet when it starts

    data = _utf8(secret)
    texts = {quote(data, safe=""), quote(data, safe="/:@!$&'()*+,;=~?"), quote_plus(data)}
    texts |= {_lower_hex(text) for text in texts}
    texts |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    texts |= {json.dumps(text)[1:-1] for text in texts}  # JSON in a text of JSON, as logs and queues have it
    texts |= {text.replace("/", "\\/") for text in texts}
    if len(data) >= _SHORTEST_HEX:
        texts |= {data.hex(), data.hex().upper()}
    texts |= {html.escape(secret), html.escape(secret, quote=False), repr(secret)[1:-1], repr(data)[2:-1]}
    return {_utf8(text) for text in texts}


def _lower_hex(text: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda match: match.group().lower(), text)


def _base64_cores(data: bytes) -> set[bytes]:
    """What of the Base64 of a longer text is fixed by ``data`` alone, for its three possible offsets."""
    cores: set[bytes] = set()
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + data)
        start = (offset * 8 + 5) // 6
        end = (offset + len(data)) * 8 // 6
        core = encoded[start:end]
        if len(core) >= _SHORTEST_BASE64:
            cores |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    return cores


@lru_cache(maxsize=64)
def _patterns(secrets: tuple[str, ...]) -> tuple[re.Pattern[bytes], ...]:
    ordered = sorted((secret for secret in secrets if len(secret) >= SHORTEST), key=len, reverse=True)
    return tuple(re.compile(b"".join(map(_byte_pattern, _utf8(secret)))) for secret in ordered)


def _byte_pattern(byte: int) -> bytes:
    space = rb"|\+" if byte == 0x20 else b""
    return rb"(?:%s|%%(?i:%02x)%s)" % (re.escape(bytes([byte])), byte, space)


def _masked_basic(match: re.Match[bytes], secrets: tuple[str, ...]) -> bytes:
    decoded = decoded_basic(match.group(2).decode("ascii"))
    if any(_utf8(secret) in decoded for secret in secrets if len(secret) >= SHORTEST):
        return match.group(1) + MASK_BYTES
    return match.group()


def decoded_basic(credentials: str) -> bytes:
    """The "user:password" of Basic credentials (RFC 7617 §2), or nothing when it is no Base64."""
    text = credentials.replace("%3D", "").rstrip("=").replace("-", "+").replace("_", "/")
    if len(text) % 4 == 1:  # a stray character behind it
        text = text[:-1]
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
