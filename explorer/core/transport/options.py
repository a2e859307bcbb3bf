"""How a request is to be sent, and what is told while it is on its way."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from explorer.core.model.exchange import Content, Headers, Phase
from explorer.core.model.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """Settings of one send, all resolved."""

    timeout_s: float = 30.0
    """Limit of each step by itself: name lookup with connecting, TLS handshake, each write, the whole header section
    from the end of the request on (interim responses do not extend it), each read of the body. A slow but steady
    download may take longer."""
    follow_redirects: bool = True
    max_redirects: int = 10
    verify_tls: bool = True
    trusts: tuple[Trust, ...] = ()
    """Certificates the person trusts in the environment of this send. Each counts for its own host and port only, and
    there nothing else does."""
    proxy: str = ""
    """Proxy URL (http, https, socks5); "system" takes the environment's or the system's; empty means none."""
    http2: bool = True
    """Offer HTTP/2 by ALPN; the server chooses."""
    folder: Path | None = None
    """Where relative body files start."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """Values of secret variables that went into the request."""
    spill_dir: Path | None = None
    """Where large response bodies are written; None takes the system's temporary folder."""
    memory_limit_bytes: int = 4 * 2**20
    """A response body up to this size stays in memory."""
    max_body_bytes: int | None = None
    """Stop reading a decoded body after so many bytes; None reads all of it."""
    unpacked_limit_bytes: int = 100 * 10**6
    """Beyond it, a body that unpacks to a vast multiple of what came is stopped."""
    keeps_events_open: bool = False
    """Whether a stream of events (text/event-stream) may be silent for longer than ``timeout_s``."""


class Inflow(Protocol):
    """A body that grows while it is looked at; to be asked on the loop."""

    size_bytes: int
    folder: Path | None
    """Where its file is or will be; None for the system's temporary folder."""

    def read(self, start: int, size: int) -> bytes: ...

    def on_disk(self) -> tuple[Path | None, int]: ...

    def write_out(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """A response whose body still comes in."""

    headers: Headers = field(repr=False)
    inflow: Inflow | None = field(default=None, repr=False)
    """All that came, also what comes later."""
    body: Content
    """Its first bytes, how many there are by now, and the file they go to once there are many."""
    is_complete: bool = False
    """True once: all of it is there, and the exchange is about to be explained and recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A moment of a send."""

    phase: Phase
    elapsed_s: float
    received_bytes: int = 0
    """Body bytes as received, before decoding."""
    total_bytes: int | None = None
    """As announced by Content-Length; None when it was not."""
    arriving: Arriving | None = None
    """What came so far, while a body is received."""
