"""A transport, a short way to send with it, and certificates of a private authority."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import trustme

from explorer.core.model.exchange import Exchange
from explorer.core.model.request import Header, Request
from explorer.core.transport import SendOptions, Transport

Send = Callable[..., Awaitable[Exchange]]


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    made = Transport()
    yield made
    await made.aclose()


@pytest.fixture
def send(transport: Transport, tmp_path: Path) -> Send:
    """``await send(url, method=..., headers=(("A", "b"),), body=..., **options)``."""

    async def run(url: str, *, headers: tuple[tuple[str, str], ...] = (), on_progress=None, **given) -> Exchange:
        fields = {name: given.pop(name) for name in list(given) if name in Request.__dataclass_fields__}
        rows = tuple(Header(name=name, value=value) for name, value in headers)
        request = Request(url=url, headers=rows, **fields)
        options = SendOptions(**{"timeout_s": 5.0, "spill_dir": tmp_path / "spill", "folder": tmp_path} | given)
        return await transport.send(written=request, concrete=request, options=options, on_progress=on_progress)

    return run


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The private authority, trusted the way a person would do it."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return authority


@pytest.fixture(scope="session")
def server_tls(authority: trustme.CA) -> Callable[..., ssl.SSLContext]:
    """A server context for names; ``alpn`` lists protocols, the rest goes to ``issue_cert``."""

    def make(*names: str, alpn: tuple[str, ...] = (), **facts) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*(names or ("localhost", "127.0.0.1")), **facts).configure_cert(context)
        if alpn:
            context.set_alpn_protocols(list(alpn))
        return context

    return make
