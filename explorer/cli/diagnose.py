"""``explorer diagnose``: recorded exchanges in, findings out."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from explorer.core.diagnosis import diagnose
from explorer.core.diagnosis.answer import answer
from explorer.core.errors import UsageError
from explorer.core.interchange.exchange_lines import exchanges_from_lines
from explorer.core.interchange.har import exchanges_from_har, is_har
from explorer.core.model.exchange import Exchange


def run(arguments: argparse.Namespace) -> int:
    """Print one JSON object a line; raises UsageError when the file is neither JSON Lines nor HAR."""
    for exchange in _exchanges(arguments.file):
        print(json.dumps(answer(exchange.id, diagnose(exchange)), ensure_ascii=False))
    return 0


def _exchanges(name: str) -> Iterable[Exchange]:
    text = _read(name)
    return exchanges_from_har(text, name) if is_har(text) else exchanges_from_lines(text, name)


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from error
    return data.decode("utf-8-sig", "replace")
