"""Which bodies are fonts, by their first bytes."""

from __future__ import annotations

_SIGNS = (b"\x00\x01\x00\x00", b"OTTO", b"wOFF", b"wOF2", b"ttcf")


def is_font(head: bytes) -> bool:
    """TrueType, OpenType, their collections, WOFF and WOFF2."""
    return head[:4] in _SIGNS
