"""What the response says was wanted: methods, schemes, scopes, media types, a nonce, a protocol. Only statuses and
headers are read here; bodies are read elsewhere."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis.challenges import Challenge, read_challenges
from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.recognised import Missing


def header_missing(body: ReceivedBody) -> Missing:
    """Everything the headers ask for, each kind once."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, values in (*_negotiated(body), *_challenged(body), *_scoped(body), *_proven(body)):
        found.setdefault(kind, values)
    return tuple(found.items())


def challenges_of(body: ReceivedBody) -> tuple[Challenge, ...]:
    """The challenges that concern this response: the proxy's for 407, the server's otherwise."""
    name = "proxy-authenticate" if body.status == 407 else "www-authenticate"
    return read_challenges(body.header_values(name))


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _negotiated(body: ReceivedBody) -> Iterator[tuple[str, tuple[str, ...]]]:
    """RFC 9110 §10.2.1 (Allow), §12.5.1 and §12.5.3 (Accept in a response), §15.5.22 (Upgrade); RFC 6585 §3."""
    if body.status in (405, 501) and any(key.lower() == "allow" for key, _ in body.headers):
        yield "allow", _listed(",".join(body.header_values("allow")))
    if body.status in (406, 415):
        names = ("accept-patch", "accept-post") if body.method == "PATCH" else ("accept-post", "accept-patch")
        accepted = next((value for name in ("accept", *names) if (value := body.header(name))), "")
        if accepted:
            yield "accept", _listed(accepted)
        if body.header("accept-encoding"):
            yield "accept_encoding", _listed(body.header("accept-encoding"))
    if body.status == 426 and body.header("upgrade"):
        yield "upgrade", _listed(body.header("upgrade"))
    if body.status == 411:
        yield "header", ("Content-Length",)
    if body.status == 428:
        yield "header", ("If-Match",)


def _challenged(body: ReceivedBody) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Schemes in order, the first realm, and what RFC 6750 §3 and RFC 9470 §3 add."""
    challenges = challenges_of(body)
    if challenges:
        yield "auth_schemes", tuple(dict.fromkeys(challenge.scheme for challenge in challenges))
    for name in ("realm", "acr_values", "max_age"):
        values = [value for challenge in challenges if (value := challenge.parameter(name))]
        if values:
            yield name, tuple(values[0].split()) if name == "acr_values" else (values[0],)
    scopes = [value for challenge in challenges if (value := challenge.parameter("scope"))]
    if scopes:
        yield "scope", tuple(scopes[0].replace(",", " ").split())
    if body.status == 407:
        yield "proxy", ("true",)


def _scoped(body: ReceivedBody) -> Iterator[tuple[str, tuple[str, ...]]]:
    """X-Accepted-OAuth-Scopes against X-OAuth-Scopes: wanted when the token has none of them."""
    if body.status not in (200, 401, 403, 404):
        return
    wanted, had = _listed(body.header("x-accepted-oauth-scopes")), _listed(body.header("x-oauth-scopes"))
    if wanted and not set(wanted) & set(had):
        yield "scope", wanted
    permissions = body.header("x-accepted-github-permissions")
    if permissions and body.status == 403:
        yield "permission", _listed(permissions.replace(";", ","))


def _proven(body: ReceivedBody) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Nonces to put into the next proof (RFC 9449 §8) and tokens against forgery."""
    for key, value in body.headers:
        name = key.lower()
        if name.endswith("-nonce") and value and name != "replay-nonce":
            yield "nonce", (key,)
        elif re.search(r"(?:csrf|xsrf)-token$", name) and value.strip().lower() in ("required", "fetch"):
            yield "header", (key,)
