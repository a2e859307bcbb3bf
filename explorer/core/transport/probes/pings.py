"""Greets a port in HTTP with ``OPTIONS *`` and looks at the first bytes that come: what is spoken there."""

import re
import time

from explorer.core.model.checks import Ping, Speech
from explorer.core.transport.evidence import TLS_RECORD_TYPES
from explorer.core.transport.probes.ways import Opener
from explorer.core.transport.tls import ByteStream

_READ_BYTES = 4096
_LINE_CHARACTERS = 120


async def pinged(opened: Opener, host_field: str, limit_s: float, *, secure: bool) -> Ping:
    """``OPTIONS *`` is made for this: it asks nothing of any resource. No header but Host and Connection is sent."""
    begun = time.perf_counter()
    head = f"OPTIONS * HTTP/1.1\r\nHost: {host_field}\r\nConnection: close\r\n\r\n"
    speech, data = Speech.HUNG_UP, b""
    try:
        stream = await opened()
    except TimeoutError:
        return Ping(speech=Speech.SILENT, duration_s=time.perf_counter() - begun, secure=secure)
    except OSError:
        return Ping(speech=speech, duration_s=time.perf_counter() - begun, secure=secure)
    try:
        speech, data = await answered(stream, head.encode("ascii"), limit_s)
    finally:
        await stream.aclose()
    return Ping(speech=speech, line=first_line(data), duration_s=time.perf_counter() - begun, secure=secure)


async def answered(stream: ByteStream, request: bytes, limit_s: float) -> tuple[Speech, bytes]:
    """The beginning of what comes back, as far as the end of a header section, and what language it is."""
    data = b""
    try:
        await stream.write(request, limit_s)
        while b"\r\n\r\n" not in data and len(data) < _READ_BYTES:
            more = await stream.read(_READ_BYTES, limit_s if not data else min(limit_s, 1.0))
            if not more:
                break
            data += more
            if not data.startswith(b"HTTP/"[: len(data)]):
                break
    except TimeoutError:
        return (speech_of(data), data) if data else (Speech.SILENT, b"")
    except OSError:
        pass
    return (speech_of(data), data) if data else (Speech.HUNG_UP, b"")


def speech_of(data: bytes) -> Speech:
    """By its first bytes."""
    if data.startswith(b"HTTP/"):
        return Speech.HTTP
    if len(data) > 1 and data[0] in TLS_RECORD_TYPES and data[1] == 3:
        return Speech.TLS
    return Speech.OTHER


def first_line(data: bytes) -> str:
    """Printable, and short."""
    line = data.splitlines()[0] if data else b""
    return re.sub(r"[^ -~]", ".", line[:_LINE_CHARACTERS].decode("latin-1"))
