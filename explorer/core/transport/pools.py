"""Connection pools, kept between sends: one for each choice of verification, proxy and HTTP/2."""

import ssl

from explorer.core.model.trust import Trust, TrustPlace
from explorer.core.transport.attempt import HEADER_LIMIT_BYTES
from explorer.core.transport.http_library import httpcore
from explorer.core.transport.network import Backend
from explorer.core.transport.options import SendOptions
from explorer.core.transport.proxies import Proxy
from explorer.core.transport.tls import TlsContexts

# The library has no option for it; its own 100 KiB would refuse header sections that are large but whole.
httpcore.AsyncHTTP11Connection.MAX_INCOMPLETE_EVENT_SIZE = HEADER_LIMIT_BYTES

KEPT_S = 30.0
"""How long an idle connection is kept."""
MAX_CONNECTIONS = 100
MAX_KEPT = 20

Key = tuple[bool, bool, bool, Proxy | None, Trust | None]
"""Plain, verify, HTTP/2, proxy, and the certificate trusted in place of an authority: a connection made for one
decision carries nothing else."""


class Pools:
    """Made when first needed. Belongs to one event loop."""

    def __init__(self) -> None:
        self.contexts = TlsContexts()
        self._pools: dict[Key, httpcore.AsyncConnectionPool] = {}

    async def get(
        self, scheme: str, options: SendOptions, proxy: Proxy | None, trust: Trust | None = None
    ) -> httpcore.AsyncConnectionPool:
        """The pool for a request; plain http without a proxy needs no TLS context. ``trust`` is the person's for the
        origin of the request; where nothing is verified it has nothing to say."""
        plain = scheme == "http" and proxy is None
        trust = trust if options.verify_tls else None
        key: Key = (
            (True, True, False, None, None) if plain else (False, options.verify_tls, options.http2, proxy, trust)
        )
        if key not in self._pools:
            made = await self._make(key)
            self._pools.setdefault(key, made)
        return self._pools[key]

    async def forget(self, place: TrustPlace) -> None:
        """Close what is kept under decisions about this place; a request under way on one comes to its end."""
        for key, pool in list(self._pools.items()):
            of_place = key[-1] is not None and key[-1].place == place
            if of_place and all(connection.is_idle() for connection in pool.connections):
                del self._pools[key]
                await pool.aclose()

    async def aclose(self) -> None:
        """Close every kept connection."""
        pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            await pool.aclose()

    async def _make(self, key: Key) -> httpcore.AsyncConnectionPool:
        plain, verify, http2, proxy, trust = key
        context = None if plain else await self._context(trust, verify=verify, http2=http2)
        return httpcore.AsyncConnectionPool(
            ssl_context=context,
            proxy=await self._proxy(proxy, verify=verify) if proxy else None,
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=MAX_KEPT,
            keepalive_expiry=KEPT_S,
            http1=True,
            http2=http2,
            network_backend=Backend(trust),
        )

    async def _context(self, trust: Trust | None, *, verify: bool, http2: bool) -> ssl.SSLContext:
        """A context that does not verify belongs to backends that check the certificate themselves, or to none."""
        if trust is None:
            return await self.contexts.get(verify=verify, purpose=f"http2={http2}")
        return await self.contexts.get(verify=False, purpose=f"trusted, http2={http2}")

    async def _proxy(self, proxy: Proxy, *, verify: bool) -> httpcore.Proxy:
        secure = proxy.scheme == "https"
        host = proxy.place.rpartition(":")[0].encode("ascii")
        return httpcore.Proxy(
            url=httpcore.URL(scheme=proxy.scheme.encode(), host=host, port=proxy.port, target=b"/"),
            auth=(proxy.username.encode(), proxy.password.encode()) if proxy.username or proxy.password else None,
            ssl_context=await self.contexts.get(verify=verify, purpose="proxy") if secure else None,
        )
