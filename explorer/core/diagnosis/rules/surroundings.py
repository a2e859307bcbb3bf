"""Environments that do not belong together: a token or key whose own words say "test" at an address that says "live",
and a host that is another one than the environment's."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from explorer.core.diagnosis import locate, remedies, template_text, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.diagnosis.rules import stages, tokens
from explorer.core.diagnosis.rules.credentials import may_be_credentials, mend, place
from explorer.core.model.request import ApiKeyAuth

_KEY_WORD = re.compile(r"(?:^|[_-])(live|prod|test|sandbox)(?=[_-])", re.I)
_BASE_NAMES = re.compile(r"(?i)^(base_?url|host|server|api_?url|base|url|endpoint)$")


def token(evidence: Evidence) -> Iterator[Finding]:
    """The words in the credentials against the words in the host."""
    if not may_be_credentials(evidence) or stages.other_stage(evidence):
        return
    host = evidence.url.hostname or ""
    of_host, of_token = stages.kinds_of_host(host), _token_kinds(evidence)
    if not of_token or not of_host:
        return
    if of_token & of_host:
        kind = sorted(of_token & of_host)[0]
        yield ruled_out(
            "auth.environment-words", f"The token is for another environment: both say {wording.quoted(kind)}"
        )
        return
    ours, theirs = sorted(of_token)[0], sorted(of_host)[0]
    make = confirmed if evidence.status == 401 else likely
    yield make(
        "auth.environment-words",
        f"The token says `{ours}` in itself, and the host `{host}` says `{theirs}`",
        headline=f"The token is one for `{ours}`, and the host is one for `{theirs}`.",
        place=place(evidence, f"for {ours}"),
        remedies=(*mend(evidence, f"Use a token for {theirs}"), *stages.switch(evidence, of_token)),
    )


def host(evidence: Evidence) -> Iterator[Finding]:
    """An address written out where the environment in use has another one."""
    if evidence.status not in (401, 403, 404, 405, 421) or evidence.exchange.sent is None:
        return
    typed = template_text.authority(evidence.request.url)
    sent = evidence.url.hostname or ""
    if template_text.names(typed.text) or not sent or evidence.context.environment is None:
        return
    for row in evidence.context.environment.variables:
        known = _host_of(row.value) if _BASE_NAMES.match(row.name) and not row.secret else ""
        if known and known != sent:
            name = f"{{{{{row.name}}}}}"
            stretch = template_text.Stretch(text=evidence.request.url[: typed.end], start=0, end=typed.end)
            fix = remedies.replace_in_url(evidence.request, stretch, name, f"Begin the URL with `{name}`")
            yield likely(
                "url.environment",
                f"The URL goes to `{sent}`, and `{name}` of {evidence.context.environment.name} is `{known}`",
                place=locate.authority(evidence.request, f"{known} in the environment"),
                remedies=remedies.kept(fix if "/" not in _path_of(row.value) else None),
            )
            return


def _token_kinds(evidence: Evidence) -> frozenset[str]:
    """By the claims of a JSON Web Token, else by a word inside a key such as ``key_test_...``."""
    auth = evidence.request.auth
    value = evidence.header(auth.name) if isinstance(auth, ApiKeyAuth) else evidence.header("Authorization")
    secret = tokens.read(value or "").token if not isinstance(auth, ApiKeyAuth) else value or ""
    claims = tokens.jwt_claims(secret)
    if claims is not None:
        return frozenset(kind for text in _addresses(claims) for kind in stages.kinds(text))
    return frozenset(kind for match in _KEY_WORD.finditer(secret[:40]) for kind in stages.kinds(match[1]))


def _addresses(claims: dict[str, Any]) -> Iterator[str]:
    for name in ("iss", "aud", "env", "environment"):
        value = claims.get(name)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, str):
                yield one


def _host_of(value: str) -> str:
    try:
        return urlsplit(value if "//" in value else f"//{value}").hostname or ""
    except ValueError:
        return ""


def _path_of(value: str) -> str:
    return value.partition("//")[2].rstrip("/")
