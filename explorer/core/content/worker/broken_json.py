"""Formats broken JSON up to its error: what is open is closed for the formatter and opened again behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
_CLOSERS = {ord("{"): b"}", ord("["): b"]"}
_PARTIAL = re.compile(rb"[\w+.\-]*\Z")
_MOST_ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Beginning:
    """``text`` is formatted; ``rest`` is the byte of the body from which on it is shown as it came."""

    text: bytes
    rest: int


def beginning(data: bytes, offset: int) -> Beginning | None:
    """What stands before the error at ``offset``; None when not even that can be formatted."""
    from msgspec import DecodeError
    from msgspec.json import format as format_json

    cut = _token_start(data, offset)
    whole = data[:cut].rstrip()
    closers = _closers(whole)
    for added, left_out in ((b"", b""), (b"", b","), (b"null", b""), (b":null", b"")):
        if left_out and not whole.endswith(left_out):
            continue
        try:
            text = format_json(whole.removesuffix(left_out) + added + closers, indent=2)
        except (DecodeError, RecursionError):
            continue
        return Beginning(_without_closers(text, closers, added) + left_out, cut)
    return None


def _token_start(data: bytes, offset: int) -> int:
    """The begin of the string, number or word in which the error lies."""
    head = data[:offset]
    if b'"' in _STRING.sub(b"", head):
        at = head.rfind(b'"')
        while at > 0 and _is_escaped(head, at):
            at = head.rfind(b'"', 0, at)
        return max(at, 0)
    match = _PARTIAL.search(head, max(0, len(head) - 1000))
    return match.start() if match else offset


def _is_escaped(data: bytes, at: int) -> bool:
    slashes = at - len(data[max(0, at - 100) : at].rstrip(b"\\")) - max(0, at - 100)
    return slashes % 2 == 1


def _closers(text: bytes) -> bytes:
    """What closes everything that is open at the end of ``text``."""
    brackets = _STRING.sub(b"", text).translate(None, _NOT_BRACKETS)
    for _ in range(_MOST_ROUNDS):
        shorter = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    return b"".join(_CLOSERS.get(sign, b"") for sign in reversed(brackets))


def _without_closers(text: bytes, closers: bytes, added: bytes) -> bytes:
    for sign in reversed(closers):
        text = text.rstrip().removesuffix(bytes([sign]))
    text = text.rstrip()
    if added:
        text = text.removesuffix(b"null").rstrip()
    return text.removesuffix(b":") if added == b":null" else text
