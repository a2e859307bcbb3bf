"""One more handshake after a failure, to see whose certificate is there, or whether an authority vouches for it.

No request is sent. Failing to find out is no error.
"""

import asyncio
import socket
import ssl

from explorer.core.model.exchange import TlsInfo
from explorer.core.transport.attempt import Attempt
from explorer.core.transport.sockets import SocketStream, connect
from explorer.core.transport.tls import TlsContexts, TlsStream

LIMIT_S = 1.0


async def probe(attempt: Attempt, contexts: TlsContexts, *, verify: bool = False) -> TlsInfo | None:
    """What TLS shows at the address that was reached, or None; with ``verify`` None too where it is not accepted."""
    if attempt.address is None or attempt.proxy:
        return None
    context = await contexts.get(verify=verify, purpose="probe")
    try:
        async with asyncio.timeout(min(LIMIT_S, attempt.timeout_s)):
            return await _handshake(attempt, context)
    except (OSError, TimeoutError, ssl.SSLError, ExceptionGroup):
        return None


async def _handshake(attempt: Attempt, context: ssl.SSLContext) -> TlsInfo:
    address = attempt.address or ()
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    stream = await SocketStream.over(await connect([(family, address)]))
    tls = TlsStream(stream, context, attempt.host)
    try:
        await tls.handshake(None)
        return tls.info
    finally:
        await tls.aclose()
