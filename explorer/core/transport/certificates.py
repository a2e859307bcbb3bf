"""Reads the few fields of an X.509 certificate (RFC 5280) that explain a failed verification from its DER bytes.

It checks nothing and knows no keys; the standard library offers these fields only for verified peers.
"""

import hashlib
import ipaddress
from datetime import UTC, datetime

from explorer.core.model.exchange import Certificate

_SEQUENCE, _SET, _OID, _UTC_TIME = 0x30, 0x31, 0x06, 0x17
_VERSION, _EXTENSIONS = 0xA0, 0xA3
_SUBJECT_ALT_NAME = bytes.fromhex("551d11")
_ATTRIBUTES = {
    "550403": "CN",
    "550406": "C",
    "550407": "L",
    "550408": "ST",
    "55040a": "O",
    "55040b": "OU",
    "2a864886f70d010901": "emailAddress",
}

Node = tuple[int, bytes]
"""Tag and content of one DER element."""


def read_certificate(der: bytes) -> Certificate | None:
    """The certificate, or None when the bytes are not one."""
    try:
        ((_, whole),) = _children(der)
        fields = _children(_children(whole)[0][1])
        if fields[0][0] == _VERSION:
            fields = fields[1:]
        not_before, not_after = (_time(node) for node in _children(fields[3][1]))
        return Certificate(
            subject=_name(fields[4][1]),
            issuer=_name(fields[2][1]),
            names=_alternative_names(fields),
            not_before=not_before,
            not_after=not_after,
            sha256=hashlib.sha256(der).digest().hex(":").upper(),
        )
    except (ValueError, IndexError):
        return None


def _children(data: bytes) -> list[Node]:
    nodes = []
    position = 0
    while position < len(data):
        tag, length = data[position], data[position + 1]
        position += 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[position : position + size], "big")
            position += size
        if position + length > len(data):
            raise ValueError("cut")
        nodes.append((tag, data[position : position + length]))
        position += length
    return nodes


def _name(data: bytes) -> str:
    """RFC 4514 order: the most specific attribute first."""
    parts = []
    for _, attributes in _children(data):
        for _, attribute in _children(attributes):
            (_, oid), value = _children(attribute)[:2]
            parts.append(f"{_ATTRIBUTES.get(oid.hex(), _dotted(oid))}={_string(value)}")
    return ", ".join(reversed(parts))


def _dotted(oid: bytes) -> str:
    numbers, value = [], 0
    for octet in oid:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))


def _string(node: Node) -> str:
    tag, data = node
    encoding = {0x1E: "utf-16-be", 0x14: "latin-1"}.get(tag, "utf-8")
    return data.decode(encoding, "replace")


def _time(node: Node) -> datetime:
    """UTCTime has two digits for the year: 50 and later mean 19xx (RFC 5280 §4.1.2.5.1)."""
    tag, data = node
    text = data.decode("ascii")
    if tag == _UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _alternative_names(fields: list[Node]) -> tuple[str, ...]:
    extensions = next((data for tag, data in fields if tag == _EXTENSIONS), None)
    if extensions is None:
        return ()
    for _, extension in _children(_children(extensions)[0][1]):
        parts = _children(extension)
        if parts[0] == (_OID, _SUBJECT_ALT_NAME):
            names = _children(_children(parts[-1][1])[0][1])
            return tuple(text for node in names if (text := _alternative_name(node)))
    return ()


def _alternative_name(node: Node) -> str:
    """DNS names, e-mail and URI as text, IP addresses in their usual form; other kinds are left out."""
    tag, data = node
    if tag in (0x81, 0x82, 0x86):
        return data.decode("latin-1")
    if tag == 0x87 and len(data) in (4, 16):
        return str(ipaddress.ip_address(data))
    return ""
