"""Saves one request again and again, as fast as it can, until it is killed: two versions by turns, both large."""

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from explorer.core.model.request import TextBody, TextKind
from explorer.core.storage.collections import read_request, save_request

SIZE = 400_000


def body(letter: str) -> TextBody:
    """A long body of one letter."""
    return TextBody(kind=TextKind.TEXT, text=letter * SIZE)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    request = read_request(path)
    for number in count():
        save_request(path.parent, path.name, replace(request, body=body("ab"[number % 2])))
        print(number, flush=True)
