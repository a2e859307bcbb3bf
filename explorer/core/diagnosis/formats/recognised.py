"""What a response says about its own failure, in one shape for every API. It holds no opinion about the request."""

from dataclasses import dataclass

from explorer.core.model.diagnosis import Problem

Missing = tuple[tuple[str, tuple[str, ...]], ...]
"""What was wanted, by kind: allow, auth_schemes, realm, scope, permission, accept, accept_encoding, header, nonce,
acr_values, max_age, proxy, upgrade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The reading of one exchange; every field may be empty but ``format`` and ``is_error``."""

    format: str
    """Family ("problem+json", "oauth2", "aws-xml"), vendor or framework, or a structural name ("json-flat")."""
    is_error: bool
    code: str | None = None
    """The most specific machine code as spelt; numbers as decimal text; never a copy of the HTTP status."""
    message: str | None = None
    problems: tuple[Problem, ...] = ()
    locations: tuple[tuple[int, int] | None, ...] = ()
    """Of each problem, the line and column in the document that was sent (a query), both from 1."""
    operations: tuple[int, ...] = ()
    """Of each problem, which operation of a batch it belongs to, from 0; empty without a batch."""
    docs_url: str | None = None
    request_id: str | None = None
    retryable: bool | None = None
    """Would the same bytes, sent later, be expected to pass? None: cannot be known."""
    retry_after_s: float | None = None
    missing: Missing = ()
    answered_by: str = ""
    """Which hop answered when it was not the origin ("nginx", "Cloudflare"); empty when nothing tells."""
    refused_unread: bool = False
    """Under a 2xx: the request was refused before anything of it was carried out."""
    specificity: int = 0
    """How particular the recogniser is; the highest one wins."""
