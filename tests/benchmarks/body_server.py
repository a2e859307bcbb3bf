"""Serves response bodies of any size on loopback, made as they are sent: ``python -m tests.benchmarks.body_server``.

The path says what: /pretty/100, /minified/100 and /objects/23 are so many megabytes of JSON.
"""

import json
import socket
import sys
import threading
from collections.abc import Iterator

ROW = {"id": 17, "name": "Ada Lovelace", "tags": ["a", "b"], "price": 12.5, "note": "plain words, nothing wrong"}
PORTION_BYTES = 256 * 1024


def unit(kind: str) -> tuple[bytes, bytes, bytes]:
    """Head, one repeated row, tail of an array."""
    if kind == "pretty":
        text = json.dumps([ROW], indent=2)
        row = text[1:-2].encode()
        return b"[", row + b",", row + b"\n]"
    if kind == "objects":
        return b"[", b'{"id":1234567,"on":true},', b'{"id":0,"on":false}]'
    row = json.dumps(ROW, separators=(",", ":")).encode()
    return b"[", row + b",", row + b"]"


def count(kind: str, size_bytes: int) -> int:
    head, row, tail = unit(kind)
    return max(0, (size_bytes - len(head) - len(tail)) // len(row))


def portions(kind: str, size_bytes: int) -> Iterator[bytes]:
    """The body in portions."""
    head, row, tail = unit(kind)
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
            size = sum(map(len, unit(kind)[::2])) + count(kind, int(float(megabytes) * 1e6)) * len(unit(kind)[1])
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
            connection.sendall(head.encode())
            for portion in portions(kind, int(float(megabytes) * 1e6)):
                connection.sendall(portion)


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(f"http://127.0.0.1:{server.getsockname()[1]}", flush=True)
        while True:
            connection, _ = server.accept()
            threading.Thread(target=answer, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
