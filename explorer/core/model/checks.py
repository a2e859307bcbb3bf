"""What a look at the way to a host found, after an exchange failed: facts with their times, no judgement.

Nothing of a request is in here, and no credentials: only names, addresses, certificates and what the ports said.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from explorer.core.model.exchange import TlsInfo


class Reach(StrEnum):
    """How an attempt to connect to one address ended."""

    OPEN = "open"
    REFUSED = "refused"
    SILENT = "silent"
    """No answer in the time allowed."""
    NO_ROUTE = "no_route"
    FAILED = "failed"


class Speech(StrEnum):
    """What a port answered when it was greeted in HTTP."""

    HTTP = "http"
    TLS = "tls"
    OTHER = "other"
    """Bytes of another protocol."""
    SILENT = "silent"
    HUNG_UP = "hung_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A name asked for in the system's resolver."""

    name: str
    addresses: tuple[str, ...] = ()
    duration_s: float = 0.0
    error: str = ""
    """"EAI_NONAME", "timeout"; empty when it was found."""
    words: str = ""
    """The resolver's own words for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """An attempt to connect to one address; the connection was closed at once."""

    address: str
    """"10.0.0.5:443"."""
    reach: Reach
    duration_s: float = 0.0
    errno_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """TLS with the port: once as a request does it, and, where that fails, once without demands."""

    duration_s: float = 0.0
    error: str = ""
    """The library's reason ("CERTIFICATE_VERIFY_FAILED"), "timeout" or "closed"; empty when TLS is in place."""
    verify_code: int = 0
    """OpenSSL's X509_V_ERR number; 0 when the certificate was accepted or never seen."""
    verify_words: str = ""
    info: TlsInfo | None = None
    """What was agreed and the chain that was shown; also of a handshake that was not accepted."""
    lenient: TlsInfo | None = None
    """What the port agrees to when old versions and weak ciphers are offered too."""
    nameless: TlsInfo | None = None
    """What it shows when it is not told the host name."""
    asked_certificate: bool = False
    """Whether the server asked for a client certificate."""
    roots: int = 0
    """How many trusted authorities were at hand to check with."""
    root_known: bool = False
    """Whether a trusted authority has the name of the chain's last issuer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """``OPTIONS *``, which asks nothing of any resource (RFC 9110 section 9.3.7), and the first line that came."""

    speech: Speech
    duration_s: float = 0.0
    line: str = ""
    """Printable; the status line of an answer in HTTP, else the beginning of what came."""
    secure: bool = False
    """Whether it was sent inside TLS."""

    @property
    def status(self) -> int:
        """The status of an answer in HTTP, else 0."""
        words = self.line.split(" ", 2)
        return int(words[1]) if self.speech is Speech.HTTP and len(words) > 1 and words[1].isdecimal() else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyFound:
    """The proxy settings that apply to a URL, without credentials."""

    place: str = ""
    """"proxy.example:8080"; empty when the host is reached directly."""
    scheme: str = ""
    setting: str = ""
    """The setting as it stands: "system", a URL without credentials, or empty for none."""
    origin: str = ""
    """Where the setting stands: "environment Staging", "preferences"."""
    variable: str = ""
    """The environment variable the system's proxy came from, "HTTPS_PROXY"; empty when it is another source."""
    bypass: str = ""
    """"NO_PROXY" or "loopback" when the system's settings have a proxy but leave this host out."""
    has_credentials: bool = False
    """Whether the settings hold a user name; it is not sent by a check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyAnswer:
    """What a proxy said when it was asked for a way to the host, without credentials."""

    speech: Speech
    status: int = 0
    line: str = ""
    duration_s: float = 0.0
    schemes: tuple[str, ...] = ()
    """What it offers in Proxy-Authenticate: "Basic"."""
    error: str = ""
    """Why TLS with the proxy itself failed; for a proxy that is spoken to in TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """How far a host's Date header was ahead of this computer's clock."""

    host: str
    ahead_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All that was found; a part that was not looked at is None or empty."""

    at: datetime
    host: str
    port: int
    scheme: str = "https"
    through: str = ""
    """"proxy.example:8080" when the exchange went through a proxy: then it was asked, and the host itself was not."""
    proxy: ProxyFound = ProxyFound()
    """The settings as they are now."""
    routed: bool | None = None
    """Whether this computer has a way to any network beyond itself; None when the system would not say."""
    lookup: Lookup | None = None
    """Of the host; of the proxy when one stands in between, as then nobody else is asked."""
    knocks: tuple[Knock, ...] = ()
    proxy_answer: ProxyAnswer | None = None
    handshake: Handshake | None = None
    ping: Ping | None = None
    clocks: tuple[ClockReading, ...] = ()
    duration_s: float = 0.0

    @property
    def place(self) -> str:
        """ "host:port" of what was asked for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def is_open(self) -> bool:
        """Whether any address accepts connections."""
        return any(one.reach is Reach.OPEN for one in self.knocks)
