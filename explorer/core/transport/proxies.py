"""Which proxy a request goes through, if any."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from explorer.core.errors import InvalidRequestError
from explorer.core.transport.urls import WireUrl

DEFAULT_PORTS = {"http": 8080, "https": 443, "socks5": 1080, "socks5h": 1080}
SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A parsed proxy URL."""

    scheme: str
    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """ "host:port" for sentences, never with credentials."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def text(self) -> str:
        """The URL for the record, without credentials."""
        return f"{self.scheme}://{self.place}"


def proxy_for(url: WireUrl, setting: str) -> Proxy | None:
    """The proxy of ``setting`` ("system" or a URL; empty for none). Raises InvalidRequestError (field "proxy")."""
    text = _system_proxy(url) if setting.strip() == SYSTEM else setting.strip()
    return parse_proxy(text) if text else None


def parse_proxy(text: str) -> Proxy:
    """Raises InvalidRequestError (field "proxy")."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError:
        raise InvalidRequestError("The proxy is not a valid URL.", field="proxy") from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or not parts.hostname.isascii():
        raise InvalidRequestError("A proxy is written as http://host:port or socks5://host:port.", field="proxy")
    return Proxy(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or DEFAULT_PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _system_proxy(url: WireUrl) -> str:
    """From the environment variables, on macOS and Windows from the system; loopback is never sent to a proxy."""
    if _is_loopback(url.host):
        return ""
    from urllib.request import getproxies, proxy_bypass  # late: it brings the e-mail package, 2 MB

    proxies = getproxies()
    if proxy_bypass(f"{url.host}:{url.port}") or proxy_bypass(url.host):
        return ""
    return proxies.get(url.scheme) or proxies.get("all") or ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
