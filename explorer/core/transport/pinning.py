"""A certificate that the person trusts in place of an authority: looked at on the connection itself, before anything of
the request is sent."""

import hashlib
import ssl
from datetime import UTC, datetime

from explorer.core.model.trust import Trust, TrustPlace
from explorer.core.transport.urls import WireUrl


class CertificateChangedError(Exception):
    """The server shows another certificate than the trusted one."""

    def __init__(self, trust: Trust) -> None:
        super().__init__("the SHA-256 of the leaf certificate is not the trusted one")
        self.trust = trust


def trust_for(url: WireUrl, trusts: tuple[Trust, ...]) -> Trust | None:
    """What the person trusts at the origin of this URL."""
    if url.scheme != "https":
        return None
    origin = (url.host.lower(), url.port)
    return next((one for one in trusts if (one.place.host, one.place.port) == origin), None)


def nobody(url: WireUrl) -> Trust:
    """A decision that no certificate meets: a connection under it shows the certificate and ends there."""
    ended = datetime.fromtimestamp(0, UTC)
    place = TrustPlace(host=url.host.lower(), port=url.port)
    return Trust(place=place, sha256="", granted=ended, until=ended)


def check_leaf(handshaken: ssl.SSLObject, trust: Trust) -> None:
    """Raises CertificateChangedError unless the peer has proved that it holds the key of the trusted certificate."""
    der = handshaken.getpeercert(binary_form=True)
    seen = hashlib.sha256(der).digest().hex(":").upper() if der else ""
    if not seen or seen != trust.sha256:
        raise CertificateChangedError(trust)
