"""Serves response bodies of any size on loopback, made as they are sent: ``python -m tests.benchmarks.body_server``.

The path says what: /pretty/100, /minified/100 and /objects/23 are so many megabytes of JSON; see ``_UNITS`` and
``_WHOLE`` for the other kinds.
"""

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count as counting
from itertools import takewhile

ROW = {"id": 17, "name": "Ada Lovelace", "tags": ["a", "b"], "price": 12.5, "note": "plain words, nothing wrong"}
PORTION_BYTES = 256 * 1024
_MINIFIED = json.dumps(ROW, separators=(",", ":")).encode()
_PRETTY = json.dumps([ROW], indent=2)[1:-2].encode()
_ELEMENT = (
    b'<item id="17" kind="x"><name>Ada Lovelace</name><tags><tag>a</tag><tag>b</tag></tags><price>12.5</price></item>'
)

_UNITS = {
    "pretty": (b"[", _PRETTY + b",", _PRETTY + b"\n]"),
    "objects": (b"[", b'{"id":1234567,"on":true},', b'{"id":0,"on":false}]'),
    "minified": (b"[", _MINIFIED + b",", _MINIFIED + b"]"),
    "ndjson": (b"", _MINIFIED + b"\n", _MINIFIED + b"\n"),
    "csv": (b"id,name,price,note\n", b"17,Ada Lovelace,12.5,plain words\n", b"18,Ada,1,end\n"),
    "xml": (b'<?xml version="1.0"?><items>', _ELEMENT, _ELEMENT + b"</items>"),
    "html": (b"<!doctype html><html><body>", b'<p class="a">Ada <b>Lovelace</b> &amp; others</p>', b"</body></html>"),
    "yaml": (
        b"# rows\n",
        b"- id: 17\n  name: Ada Lovelace\n  tags: [a, b]\n  note: |\n    plain words\n",
        b"- id: 18\n",
    ),
    "flowyaml": (b"rows: [", b"{id: 17, name: Ada Lovelace, tags: [a, b], price: 12.5},\n", b"{id: 18}]\n"),
    "markdown": (
        b"# Rows\n",
        b"## Ada\nSome words:\n- one\n- two\n| id | name |\n|---|---|\n| 17 | Ada |\n",
        b"# End\n",
    ),
    "text": (b"", b"words and more words in one line after another\n", b"end"),
    "numbers": (b"[", b"1234567,", b"0]"),
    "strings": (b"[", b'"' + b"lorem ipsum dolor " * 3000 + b'",', b'""]'),
}
"""Head, one repeated row, and tail of a kind."""

_TYPES = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "xml": "application/xml",
    "deepxml": "application/xml",
    "html": "text/html",
    "yaml": "application/yaml",
    "flowyaml": "application/yaml",
    "markdown": "text/markdown",
    "text": "text/plain",
}


def _deep(size_bytes: int) -> bytes:
    """As deep as the parsers of others go, again and again."""
    one = b'{"a":[' * 90 + b"1" + b"]}" * 90
    return b"[" + b",".join([one] * (size_bytes // len(one))) + b"]"


def _deepest(size_bytes: int) -> bytes:
    return b"[" * (size_bytes // 2) + b"]" * (size_bytes // 2)


def _deep_xml(size_bytes: int) -> bytes:
    one = b"<a>" * 90 + b"x" + b"</a>" * 90
    return b"<r>" + one * (size_bytes // len(one)) + b"</r>"


def _keys(size_bytes: int) -> bytes:
    """One object of very many members."""
    names = takewhile(lambda number: number * 19 < size_bytes, counting())
    return b"{" + b",".join(b'"key_%07d":%5d' % (number, number % 90000 + 10000) for number in names) + b"}"


def _wide(size_bytes: int) -> bytes:
    """Objects of two thousand members each; no name occurs twice in all of them."""
    numbers = range(size_bytes // 19)
    rows = (numbers[at : at + 2000] for at in range(0, len(numbers), 2000))
    return b"[" + b",".join(b"{" + b",".join(b'"key_%07d":%5d' % (n, n % 9) for n in row) + b"}" for row in rows) + b"]"


def _ragged(size_bytes: int) -> bytes:
    """Objects that share few names, some of them with objects and long texts in them."""
    rows, left = [], size_bytes
    for number in counting():
        row: dict[str, object] = {"id": number, f"only_{number % 50}": "x" * (number % 7 * 100)}
        row["inner"] = {"list": list(range(number % 40)), "text": "Ada"} if number % 2 else [row["id"]] * 30
        rows.append(json.dumps(row))
        left -= len(rows[-1])
        if left <= 0:
            return ("[" + ",".join(rows) + "]").encode()
    raise AssertionError


_WHOLE: dict[str, Callable[[int], bytes]] = {
    "deep": _deep,
    "deepest": _deepest,
    "deepxml": _deep_xml,
    "keys": _keys,
    "wide": _wide,
    "ragged": _ragged,
}
"""Kinds that do not repeat one row."""


def count(kind: str, size_bytes: int) -> int:
    head, row, tail = _UNITS[kind]
    return max(0, (size_bytes - len(head) - len(tail)) // len(row))


def size(kind: str, size_bytes: int) -> int:
    """What it comes to in whole rows."""
    head, row, tail = _UNITS[kind]
    return len(head) + count(kind, size_bytes) * len(row) + len(tail)


def portions(kind: str, size_bytes: int) -> Iterator[bytes]:
    """The body in portions."""
    head, row, tail = _UNITS[kind]
    left = count(kind, size_bytes)
    block = row * max(1, PORTION_BYTES // len(row))
    rows = len(block) // len(row)
    yield head
    while left >= rows:
        yield block
        left -= rows
    yield row * left + tail


def answer(connection: socket.socket) -> None:
    with connection:
        while True:
            asked = b""
            while b"\r\n\r\n" not in asked:
                data = connection.recv(65536)
                if not data:
                    return
                asked += data
            _, kind, megabytes = asked.split(b" ")[1].decode().split("/")
            size_bytes = int(float(megabytes) * 1e6)
            whole = _WHOLE[kind](size_bytes) if kind in _WHOLE else None
            length = len(whole) if whole is not None else size(kind, size_bytes)
            media_type = _TYPES.get(kind, "application/json")
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
            connection.sendall(head.encode())
            for portion in [whole] if whole is not None else portions(kind, size_bytes):
                connection.sendall(portion)


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(f"http://127.0.0.1:{server.getsockname()[1]}", flush=True)
        while True:
            connection, _ = server.accept()
            threading.Thread(target=answer, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
