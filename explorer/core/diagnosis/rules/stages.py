"""Tokens of another stage: the host that issued a JSON Web Token, or that it is meant for, is one for staging or tests,
and the request went to one that is not. It knows the words in host names only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.rules import jwts
from explorer.core.diagnosis.rules.clocks import is_elsewhere
from explorer.core.diagnosis.rules.credentials import may_be_credentials, place
from explorer.core.model.diagnosis import Remedy

_KINDS = {
    "live": ("live", "prod", "production"),
    "test": ("test", "testing", "sandbox", "sbx", "demo", "mock"),
    "staging": ("staging", "stage", "stg", "preprod", "uat", "qa", "preview"),
    "development": ("dev", "development", "develop", "local", "localhost"),
}
_WORD = re.compile(r"[A-Za-z]+")
_TOLD = re.compile(r"(?i)\b(?:issuer|iss|audience|aud|environments?|stage|realm|tenant)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A host that stands in the token."""

    host: str
    verb: str
    """What the token has to do with it ("was issued by")."""
    kinds: frozenset[str]


def kinds(text: str) -> frozenset[str]:
    """The kinds of environment a host, URL or name speaks of."""
    words = {word.lower() for word in _WORD.findall(text)}
    return frozenset(kind for kind, names in _KINDS.items() if words & set(names))


def kinds_of_host(host: str) -> frozenset[str]:
    """Those of a host name; ``example.dev`` and ``live.com`` are registered names, ``shop-staging.com`` says it."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) == 1:
        return kinds(host)
    registered = labels[-2] if "-" in labels[-2] else ""
    inner = labels[-1] if labels[-1] in ("local", "localhost") else ""
    return kinds(" ".join((*labels[:-2], registered, inner)))


def token(evidence: Evidence) -> Iterator[Finding]:
    """The hosts in the claims of a refused token against the host it was sent to."""
    source, host = other_stage(evidence), evidence.url.hostname or ""
    told = bool(_TOLD.search(jwts.said(evidence)))
    if source is None or not (told or may_be_credentials(evidence)):
        return
    there = kinds_of_host(host)
    # a live issuer may serve every stage, so only the server's words make anything of it
    if not source.kinds and not told:
        return
    sure = bool(source.kinds) and (told or (bool(there) and evidence.status == 401))
    yield (confirmed if sure else likely)(
        "auth.environment",
        f"The token {source.verb} `{source.host}`{_named(source.kinds)}, "
        f"and the request went to `{host}`{_named(there)}",
        headline=f"The token is one for another environment: it {source.verb} `{source.host}`.",
        place=place(evidence, "for another environment"),
        remedies=(*jwts.new_token(evidence, f"Use a token for `{host}`"), *switch(evidence, source.kinds)),
    )


def other_stage(evidence: Evidence) -> _Source | None:
    """The host in the token that is of another stage than the one the request went to."""
    claims, host = jwts.refused_claims(evidence), evidence.url.hostname or ""
    there = kinds_of_host(host)
    is_name = bool(_WORD.search(host)) and "." in host and is_elsewhere(host)
    if claims is None or not is_name:
        return None
    sources = tuple(_sources(claims))
    if any(one.kinds & there for one in sources):
        return None
    named = next((one for one in sources if one.kinds and (there or one.kinds != {"live"})), None)
    unnamed = (one for one in sources if not one.kinds and _is_tried(there) and jwts.is_related(one.host, host))
    return named or next(unnamed, None)


def switch(evidence: Evidence, wanted: frozenset[str]) -> tuple[Remedy, ...]:
    """The first of the other environments whose name says one of these kinds."""
    fitting = [name for name in evidence.context.environments if kinds(name) & wanted]
    return (remedies.use_environment(fitting[0]),) if fitting else ()


def _sources(claims: dict[str, Any]) -> Iterator[_Source]:
    for claim, verb in (("iss", "was issued by"), ("aud", "is for")):
        for host in jwts.hosts(jwts.texts(claims.get(claim))):
            yield _Source(host=host, verb=verb, kinds=kinds_of_host(host))


def _is_tried(there: frozenset[str]) -> bool:
    """Whether a host is one to try things on."""
    return bool(there) and "live" not in there


def _named(found: frozenset[str]) -> str:
    return f" ({wording.listed(tuple(sorted(found)), 'or')})" if found else ""
