"""Takes one response from the HTTP library: its headers, and its body decoded into a sink.

What had arrived can be asked for at any time, so that a broken download shows its beginning.
"""

from collections.abc import AsyncIterable, Mapping
from typing import Any

from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content, Headers, Response
from explorer.core.transport.attempt import Attempt
from explorer.core.transport.bounds import check_size
from explorer.core.transport.decoding import BodyDecoder, codings_of
from explorer.core.transport.http_library import httpcore
from explorer.core.transport.options import Arriving, SendOptions
from explorer.core.transport.prepared import values_of
from explorer.core.transport.progress import Reporter
from explorer.core.transport.spill import BodySink

RAW_HEAD_BYTES = 64 * 1024
"""Undecoded bytes kept for a body that cannot be decoded at all."""


class Reception:
    """One response on its way in."""

    def __init__(self, response: httpcore.Response, attempt: Attempt, options: SendOptions) -> None:
        self._response = response
        self._attempt = attempt
        self._sink = BodySink(options.spill_dir, options.memory_limit_bytes)
        self._options = options
        self._raw_head = bytearray()
        self._wire_bytes = 0
        self.headers: Headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers
        )

    @property
    def is_event_stream(self) -> bool:
        """Whether it stays open as long as both sides like (HTML, section 9.2), silent or not."""
        label = next(iter(values_of(self.headers, "content-type")), "")
        return label.partition(";")[0].strip().lower() == "text/event-stream"

    async def read_body(self, reporter: Reporter) -> Response:
        """The whole response. Raises what the library raises, ContentDecodingError, BodyTooLargeError, StorageError."""
        decoder = BodyDecoder(codings_of(values_of(self.headers, "content-encoding")))
        total_bytes = self._announced_bytes()
        stream: AsyncIterable[bytes] = self._response.aiter_stream()
        if self.is_event_stream:
            reporter.opened(self._arriving())
        async for data in stream:
            self._wire_bytes += len(data)
            if decoder.is_active and len(self._raw_head) < RAW_HEAD_BYTES:
                self._raw_head += data[:RAW_HEAD_BYTES]
            for piece in decoder.feed(data):
                await self._sink.write(piece)
                check_size(self._sink.size_bytes, self._wire_bytes, self._options)
            reporter.received(self._wire_bytes, total_bytes, self._arriving)
        decoder.finish()
        body = await self._sink.content()
        arrived = Arriving(headers=self.headers, body=body, inflow=self._sink, is_complete=True)
        reporter.arrived(self._wire_bytes, arrived)
        return self._as_response(body)

    async def partial(self) -> Response:
        """What has arrived so far; the raw bytes when none of them could be decoded."""
        try:
            body = await self._sink.content()
        except StorageError:
            body = await self._sink.content()  # what came before the disk refused
        if not body.size_bytes and self._raw_head:
            body = Content(data=bytes(self._raw_head), size_bytes=self._wire_bytes)
        return self._as_response(body)

    def _arriving(self) -> Arriving:
        return Arriving(headers=self.headers, body=self._sink.so_far(), inflow=self._sink)

    def _announced_bytes(self) -> int | None:
        value = next(iter(values_of(self.headers, "content-length")), "")
        return int(value) if value.isascii() and value.isdigit() else None

    def _as_response(self, body: Content) -> Response:
        facts: Mapping[str, Any] = self._response.extensions
        return Response(
            status=self._response.status,
            reason=facts.get("reason_phrase", b"").decode("latin-1"),
            http_version=facts.get("http_version", b"HTTP/1.1").decode("ascii", "replace"),
            headers=self.headers,
            body=body,
            wire_size_bytes=self._wire_bytes,
            tls=self._attempt.tls,
            remote_address=self._attempt.remote_address,
        )
