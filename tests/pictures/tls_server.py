"""A TLS server on loopback whose certificate has expired, and the authority to trust so that only the date is wrong."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme


class ExpiredServer:
    """Answers nothing: no client gets past its certificate."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        until = datetime.now(UTC).replace(hour=23, minute=59, second=0) - timedelta(days=11)
        issued = authority.issue_cert("localhost", not_before=until - timedelta(days=365), not_after=until)
        self.authority_file = folder / "authority.pem"
        authority.cert_pem.write_to_path(self.authority_file)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(self._context)
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen; returns the port."""
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=self._context)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _answer(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
