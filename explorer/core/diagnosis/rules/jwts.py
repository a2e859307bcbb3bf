"""JSON Web Tokens that were refused, decoded here without their signature: times by the server's clock, audience,
issuer and scopes against what the server asks for and against the last success (RFC 7519 section 4.1)."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from explorer.core.diagnosis import remedies, value_edits, wording
from explorer.core.diagnosis.challenges import Challenge, read_challenges
from explorer.core.diagnosis.context import AcceptedToken
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, possible, ruled_out
from explorer.core.diagnosis.masked import is_masked
from explorer.core.diagnosis.rules import clocks, tokens
from explorer.core.diagnosis.rules.credentials import mend, place
from explorer.core.model.diagnosis import Remedy
from explorer.core.model.exchange import Exchange

_TOKEN_REQUEST = re.compile(r"\b(?:token|log ?in|sign ?in|authenticate|auth)\b", re.I)
_AUDIENCE_WORDS = re.compile(r"\baudience|\baud\b", re.I)
_ISSUER_WORDS = re.compile(r"\bissuer|\biss\b", re.I)


def times(evidence: Evidence) -> Iterator[Finding]:
    """A token that has run out or is not valid yet, by the server's clock."""
    claims = refused_claims(evidence)
    if claims is None:
        return
    now, end, begin = clocks.now_at_server(evidence), tokens.moment(claims, "exp"), tokens.moment(claims, "nbf")
    if end and end <= now:
        ago = wording.span(now - end)
        yield confirmed(
            "auth.expired",
            f"The token ran out {ago} before the answer",
            headline=f"The token ran out {ago} ago.",
            place=place(evidence, "the token has run out"),
            remedies=new_token(evidence, "Get a new token"),
        )
    elif end:
        yield ruled_out("auth.expired", f"The token has run out: it is valid for another {wording.span(end - now)}")
    if begin and begin > now:
        text = f"The token is not valid for another {wording.span(begin - now)}"
        ways = (remedies.wait((begin - now).total_seconds(), "Wait until the token is valid"),)
        yield confirmed(
            "auth.not-yet", text, headline=text + ".", place=place(evidence, "not valid yet"), remedies=ways
        )


def audience(evidence: Evidence) -> Iterator[Finding]:
    """A token made for another API: against the challenge, the last success, the host."""
    claims = refused_claims(evidence)
    given = texts(claims.get("aud")) if claims else ()
    if not given:
        return
    told = bool(_AUDIENCE_WORDS.search(said(evidence)))
    wanted = tuple(one for name in ("audience", "resource") for one in _parameters(evidence, name))
    before = _accepted(evidence).audience
    host = evidence.url.hostname or ""
    if wanted and not set(wanted) & set(given):
        yield _for_other(evidence, given, f"the server wants {wording.listed(wanted, 'or')}")
    elif before and not set(before) & set(given):
        yield _for_other(evidence, given, f"the last success had a token for {wording.listed(before)}")
    elif hosts(given) and host not in hosts(given) and told:
        yield _for_other(evidence, given, f"the request went to `{host}`")
    elif hosts(given) and not any(is_related(one, host) for one in hosts(given)):
        yield possible("auth.audience", f"The token is for {wording.listed(given)}, and the request went to `{host}`")
    elif told or (wanted and set(wanted) & set(given)):
        yield ruled_out("auth.audience", f"The token is for another API: it is for {wording.listed(given)}")


def issuer(evidence: Evidence) -> Iterator[Finding]:
    """A token from another issuer than the one that worked before, or than the challenge names."""
    claims = refused_claims(evidence)
    given = claims.get("iss") if claims else None
    if not isinstance(given, str) or not given:
        return
    before = _accepted(evidence).issuer
    wanted = _parameters(evidence, "issuer") or _parameters(evidence, "authorization_uri")
    if wanted and not any(_same_host(one, given) for one in wanted):
        tail = f"the server names {wording.quoted(wanted[0])}"
    elif before and before != given:
        tail = f"the last success had one of {wording.quoted(before)}"
    else:
        if _ISSUER_WORDS.search(said(evidence)) and before == given:
            yield ruled_out("auth.issuer", "The token has another issuer: it is the one of the last success")
        return
    yield confirmed(
        "auth.issuer",
        f"The token was issued by {wording.quoted(given)}; {tail}",
        headline=f"The token comes from another issuer: {wording.quoted(given)}.",
        place=place(evidence, "another issuer"),
        remedies=new_token(evidence, "Get a token from the right issuer"),
    )


def scopes(evidence: Evidence) -> Iterator[Finding]:
    """Scopes the server asks for, against those in the token or told by a header (RFC 6750 section 3)."""
    wanted = evidence.wanted("scope")
    if not wanted or evidence.status not in (200, 401, 403, 404):
        return
    held, source = _held_scopes(evidence)
    lacking = tuple(one for one in wanted if one not in held)
    if held and not lacking:
        yield ruled_out("auth.scope", f"The token lacks a scope: it has {wording.listed(wanted)}")
        return
    title = f"Get a token with the scope {wording.listed(lacking)}"
    if not held and not source:
        yield likely(
            "auth.scope",
            f"The server wants the scope {wording.listed(wanted)}; what the token has cannot be read from it",
            place=place(evidence, f"scope {lacking[0]} wanted"),
            remedies=new_token(evidence, title),
        )
        return
    has = wording.listed(held[:6]) if held else "none"
    yield confirmed(
        "auth.scope",
        f"The token lacks the scope {wording.listed(lacking)}; {source} {has}",
        headline=f"The token lacks the scope {wording.listed(lacking)}.",
        place=place(evidence, f"scope {lacking[0]} missing"),
        remedies=new_token(evidence, title),
    )


def _for_other(evidence: Evidence, given: tuple[str, ...], tail: str) -> Finding:
    return confirmed(
        "auth.audience",
        f"The token is for {wording.listed(given)}; {tail}",
        headline="The token was made for another API.",
        place=place(evidence, "for another API"),
        remedies=new_token(evidence, "Get a token for this API"),
    )


def new_token(evidence: Evidence, title: str) -> tuple[Remedy, ...]:
    """The template of the last success, the collection's request for a token, the place where the token is kept."""
    context = evidence.context
    before = value_edits.restore_token(evidence.request, context.last_success.request) if context.last_success else None
    named = (one for one in context.requests if one.method == "POST" and _TOKEN_REQUEST.search(one.name))
    by_url = (one for one in context.requests if one.method == "POST" and re.search(r"/(?:oauth2?/)?token\b", one.url))
    found = next(iter((*named, *by_url)), None)
    asking = remedies.open_request(context, found.name, title) if found else None
    return remedies.kept(before, asking, *mend(evidence, title))


def _held_scopes(evidence: Evidence) -> tuple[tuple[str, ...], str]:
    """The scopes and where they stand; a token without the claim tells nothing."""
    claims = refused_claims(evidence) or {}
    for name in ("scope", "scp", "scopes", "permissions", "roles"):
        if name in claims:
            values = tuple(part for text in texts(claims[name]) for part in text.replace(",", " ").split())
            return values, "it has"
    told = evidence.response.header("X-OAuth-Scopes") if evidence.response else None
    if told is not None:
        return tuple(part.strip() for part in told.split(",") if part.strip()), "the server says it has"
    return (), ""


def refused_claims(evidence: Evidence) -> dict[str, Any] | None:
    """Claims of the token that was refused."""
    refused = evidence.status in (400, 401, 403) or (evidence.status < 400 and evidence.read.is_error)
    if not refused or evidence.exchange.sent is None:
        return None
    headers = sorted(evidence.exchange.sent.headers, key=lambda one: one[0].lower() != "authorization")
    secrets = (part for _, value in headers if "eyJ" in value for part in value.split())
    return next((claims for one in secrets if (claims := tokens.jwt_claims(one)) is not None), None)


def _accepted(evidence: Evidence) -> AcceptedToken:
    """What the token said that was taken last: in this run, else the one of the last success if it can be read."""
    nothing = AcceptedToken(sha256="", at=evidence.exchange.started)
    last = evidence.context.last_success
    return evidence.context.accepted or (accepted(last) if last else None) or nothing


def accepted(exchange: Exchange) -> AcceptedToken | None:
    """The token of an exchange, described; None when it has none."""
    headers = exchange.sent.headers if exchange.sent else ()
    value = next((value for name, value in headers if name.lower() == "authorization"), "")
    token = tokens.read(value).token.strip()
    if not token or is_masked(token):
        return None
    claims = tokens.jwt_claims(token) or {}
    issuer = claims.get("iss")
    return AcceptedToken(
        sha256=sha256(token.encode("utf-8", "surrogatepass")).hexdigest(),
        at=exchange.started,
        audience=texts(claims.get("aud")),
        issuer=issuer if isinstance(issuer, str) else "",
    )


def accepted_before(evidence: Evidence) -> Iterator[Finding]:
    """The very same token was taken a while ago: it is not misspelt, so it ran out or was withdrawn since."""
    before, now = _accepted(evidence), accepted(evidence.exchange)
    if evidence.status != 401 or now is None or not before.sha256:
        return
    ago = wording.span(evidence.exchange.started - before.at)
    if before.sha256 == now.sha256:
        yield confirmed(
            "auth.withdrawn",
            f"The same token was accepted {ago} ago, so it ran out or was withdrawn since",
            headline=f"The token was accepted {ago} ago and is refused now.",
            place=place(evidence, "not accepted any more"),
            remedies=new_token(evidence, "Get a new token"),
        )
    else:
        yield likely(
            "auth.other-token",
            f"Another token was accepted {ago} ago",
            place=place(evidence, "another one than before"),
            remedies=new_token(evidence, "Use the token that was accepted"),
        )


def _parameters(evidence: Evidence, name: str) -> tuple[str, ...]:
    return tuple(value for one in _challenges(evidence) if (value := one.parameter(name)))


def _challenges(evidence: Evidence) -> tuple[Challenge, ...]:
    headers = evidence.response.headers if evidence.response else ()
    return read_challenges(value for name, value in headers if name.lower() == "www-authenticate")


def said(evidence: Evidence) -> str:
    told = [value for one in _challenges(evidence) for _, value in one.parameters]
    return " ".join((evidence.read.message or "", evidence.read.code or "", *told)).replace("_", " ")


def texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def hosts(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(host for one in values if (host := _host(one)))


def _host(text: str) -> str:
    """The host of a URL, or of a bare host name."""
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or "" if "." in text else ""
    except ValueError:
        return ""


def is_related(one: str, other: str) -> bool:
    """Whether two hosts are of one registered name, roughly."""
    return one.split(".")[-2:] == other.split(".")[-2:]


def _same_host(one: str, other: str) -> bool:
    return one == other or (bool(_host(one)) and _host(one) == _host(other))
