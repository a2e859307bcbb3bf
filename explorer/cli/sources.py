"""Bytes from a named file or from standard input, with a sentence when there are none to be had."""

import sys
from pathlib import Path

from explorer.core.errors import UsageError

STANDARD_INPUT = "-"


def read_source(name: str) -> bytes:
    """All bytes of a file; ``-`` is standard input. Raises UsageError."""
    if name == STANDARD_INPUT and sys.stdin is None:
        raise UsageError("Standard input is closed.")
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{shown_name(name)} cannot be read: {error.strerror}.") from error


def shown_name(name: str) -> str:
    """The name for a sentence."""
    return "Standard input" if name == STANDARD_INPUT else name
