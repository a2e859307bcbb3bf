"""A person's word that one certificate may stand for one host although no authority vouches for it.

It holds for one place only (host, port, environment, collection), for one certificate, and for a day at most.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from explorer.core.model.exchange import Failure, FailureKind

LONGEST = timedelta(days=1)

CLOCK_TOLERANCE = timedelta(minutes=5)
"""A clock that was set right meanwhile may stand a little before the moment of the decision, not more."""

OFFERED = frozenset(
    {
        FailureKind.TLS_SELF_SIGNED,
        FailureKind.TLS_UNKNOWN_ISSUER,
        FailureKind.TLS_EXPIRED,
        FailureKind.TLS_NOT_YET_VALID,
        FailureKind.TLS_HOST_MISMATCH,
    }
)
"""Failures of verification that may be no attack. A withdrawn certificate is not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPlace:
    """Where a certificate is trusted; one certificate at a time."""

    host: str
    """Lower-case, IDNA-encoded, without brackets."""
    port: int
    environment: str = ""
    """Name; empty when none was active."""
    collection: str = ""
    """Its folder, absolute; empty without a collection."""

    @property
    def authority(self) -> str:
        """ "localhost:8443", "[::1]:8443"."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """One decision. ``sha256`` is the fingerprint of the leaf's DER bytes, as in ``Certificate``."""

    place: TrustPlace
    sha256: str
    granted: datetime
    until: datetime
    subject: str = field(default="", repr=False)
    """What the certificate says of itself; for lists."""

    def holds(self, now: datetime) -> bool:
        """Whether it counts at this time. One that lasts longer than a day or begins in the future never does."""
        is_short = self.until - self.granted <= LONGEST
        return is_short and self.granted - CLOCK_TOLERANCE <= now < self.until


def offered(failure: Failure | None) -> bool:
    """Whether the person may trust the certificate behind this failure: verification refused it, and it was seen."""
    return failure is not None and failure.kind in OFFERED and failure.tls is not None and bool(failure.tls.chain)


def granted(failure: Failure, place: TrustPlace, now: datetime, lasting: timedelta = LONGEST) -> Trust:
    """The decision for an ``offered`` failure, from now on."""
    assert failure.tls is not None
    leaf = failure.tls.chain[0]
    until = now + min(lasting, LONGEST)
    return Trust(place=place, sha256=leaf.sha256, granted=now, until=until, subject=leaf.subject)
