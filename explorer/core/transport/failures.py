"""A broken attempt as a ``Failure``: the kind that the table finds, its sentence with the facts in it, no secrets.

It does not know why or what to do: that is the diagnosis.
"""

from explorer.core.model.exchange import Failure, FailureKind, Phase, Response
from explorer.core.transport.attempt import Attempt
from explorer.core.transport.evidence import Evidence, chain_of
from explorer.core.transport.failure_rules import RULES
from explorer.core.transport.http_library import httpcore
from explorer.core.transport.pinning import CertificateChangedError

SHORTEST_SECRET = 3
"""Shorter values would blank out half of every sentence and protect nothing."""


def failure(
    error: BaseException,
    attempt: Attempt,
    *,
    phase: Phase | None,
    secrets: tuple[str, ...] = (),
    partial: Response | None = None,
) -> Failure:
    """The first rule that fits."""
    seen = Evidence(errors=chain_of(error), phase=phase, attempt=attempt)
    rule = next(rule for rule in RULES if rule.test(seen))
    to_proxy = rule.kind in (FailureKind.PROXY_REFUSED, FailureKind.PROXY_AUTH)
    host, port = _split(attempt.proxy) if to_proxy else (attempt.host, attempt.port)
    ran_out = seen.has(TimeoutError, httpcore.PoolTimeout)
    return Failure(
        kind=rule.kind,
        phase=phase,
        message=_without(rule.sentence.format(**_words(seen)), secrets),
        detail=_without(seen.detail, secrets),
        host=host,
        port=port,
        errno_name=seen.errno_name or seen.http2_code or seen.alert,
        tls_verify_code=seen.verify_code,
        tls=attempt.tls,
        trusted_sha256=changed.trust.sha256 if (changed := seen.first(CertificateChangedError)) else "",
        timeout_s=attempt.timeout_s if ran_out else None,
        request_sent=attempt.request_begun,
        partial=partial,
    )


def _words(seen: Evidence) -> dict[str, str]:
    attempt = seen.attempt
    host = f"[{attempt.host}]" if ":" in attempt.host else attempt.host
    return {
        "host": attempt.host,
        "port": str(attempt.port),
        "place": f"{host}:{attempt.port}",
        "proxy": attempt.proxy,
        "limit": f"{attempt.timeout_s:g} s",
        "banner": seen.banner,
        "code": f" with {seen.http2_code}" if seen.http2_code else "",
        "reason": _reason(seen),
        "own": str(seen.errors[0]),
    }


def _reason(seen: Evidence) -> str:
    if seen.verify_code:
        return seen.verify_message.rstrip(".")
    return str(seen.errors[0]).rstrip(".")


def _split(place: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":")
    return host.strip("[]"), int(port or 0)


def _without(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        if len(secret) < SHORTEST_SECRET:
            continue
        text = text.replace(secret, "••••")
    return text
