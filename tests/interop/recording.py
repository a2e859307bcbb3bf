"""A server on 127.0.0.1 that records what reaches it and answers."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAUSE_S = 0.6
"""Before the first answer: bru 4.1.0 fails its first assertion when its script engine is not loaded by then."""


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def case(self) -> str:
        """The first segment of the path, by which requests of two programs are matched."""
        return self.target.lstrip("/").partition("?")[0].partition("/")[0]

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def media_type(self) -> str:
        return "".join(self.values("content-type")).partition(";")[0].strip()

    def content(self) -> Any:
        """The body in a form that two programs must agree on: parts without their boundary, JSON without the blanks
        around it, which Bruno's HTTP library takes away, else the bytes."""
        if self.media_type == "application/json":
            return self.body.strip()
        if self.media_type != "multipart/form-data":
            return self.body
        head = f"Content-Type: {self.values('content-type')[0]}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + self.body).get_payload()
        assert isinstance(parts, list)
        return [
            (
                part.get_param("name", header="content-disposition"),
                part.get_filename(),
                part.get("content-type"),
                part.get_payload(decode=True),
            )
            for part in parts
        ]


@dataclass
class Recorder:
    """Where the server listens and what it has seen."""

    port: int = 0
    seen: list[Seen] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def taken(self) -> dict[str, Seen]:
        """What was seen since the last call, by case."""
        found, self.seen = self.seen, []
        cases = [one.case for one in found]
        assert len(set(cases)) == len(cases), f"a case came twice: {cases}"
        return {one.case: one for one in found}


@contextmanager
def recording() -> Iterator[Recorder]:
    recorder = Recorder()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(PAUSE_S if not recorder.seen else 0.0)
            recorder.seen.append(Seen(self.command, self.path, tuple(self.headers.items()), body))
            moved = self.path.startswith("/moved")
            answer = json.dumps({"method": self.command, "path": self.path}).encode()
            self.send_response(302 if moved else 418 if self.path.startswith("/teapot") else 200)
            if moved:
                self.send_header("Location", "/there")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

        def log_message(self, *_values: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    recorder.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, name="recording server")
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
