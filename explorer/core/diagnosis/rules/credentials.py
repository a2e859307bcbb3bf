"""Credentials that were refused: missing, doubled, of another scheme, with blanks, placeholders, run out."""

import re
from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, template_text, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely, ruled_out
from explorer.core.diagnosis.rules import tokens
from explorer.core.model.diagnosis import Place, Remedy
from explorer.core.model.request import ApiKeyAuth, BearerAuth

_PARAMETERS = re.compile(r"\s*[\w!#$%&'*+.^`|~-]+\s*=\s*(?:\"|[^\s=])")
"""Credentials made of parameters, as Digest and signatures are (RFC 9110 section 11.4); blanks are at home there."""
_KEY_NAME = re.compile(r"(?i)(?:^|[-_])(?:auth\w*|token|api-?key|key|secret|signature|session)(?:$|[-_])")
_DOUBLED = re.compile(r"(?i)^\s*(bearer|basic|token)\s+\1\s+")


def missing(evidence: Evidence) -> Iterator[Finding]:
    """No Authorization header at all."""
    if evidence.status == 403:
        yield from _anonymous(evidence)
    if evidence.status != 401:
        return
    value = evidence.header("Authorization")
    if value is not None:
        yield ruled_out("auth.missing", "The `Authorization` header is missing: it was sent")
        return
    if isinstance(evidence.request.auth, ApiKeyAuth):
        return
    scheme = _wanted(evidence)
    yield confirmed(
        "auth.missing",
        "The request was sent without an `Authorization` header"
        + (f"; the server wants `{scheme[0]}`" if scheme else ""),
        headline="The request has no credentials.",
        place=locate.credentials("credentials are missing"),
        remedies=(remedies.advice(f"Choose {scheme[0] if scheme else 'a scheme'} in the Auth tab and give a token"),),
    )


def _anonymous(evidence: Evidence) -> Iterator[Finding]:
    """A 403 to a request that said not who it is for."""
    names = {name.lower() for name, _ in evidence.exchange.sent.headers} if evidence.exchange.sent else set()
    told = evidence.code_row is not None or evidence.read.retryable or evidence.read.format == "html-page"
    is_open = evidence.exchange.sent is not None and not any(map(_holds_credentials, names))
    if is_open and not told and not isinstance(evidence.request.auth, ApiKeyAuth):
        yield likely(
            "auth.anonymous",
            "The request was sent without credentials, and the server refuses it",
            place=locate.credentials("no credentials"),
            remedies=(remedies.advice("Choose a scheme in the Auth tab and give a token"),),
        )


def _holds_credentials(name: str) -> bool:
    return name == "cookie" or bool(_KEY_NAME.search(name))


def doubled(evidence: Evidence) -> Iterator[Finding]:
    """``Bearer Bearer ...``: the scheme stands in the token as well."""
    match = _DOUBLED.match(evidence.header("Authorization") or "")
    if evidence.status not in (400, 401, 403) or not match:
        return
    yield confirmed(
        "auth.doubled",
        f"The word `{match[1]}` stands twice in the `Authorization` header",
        headline=f"The `Authorization` header says `{match[1]}` twice.",
        place=place(evidence, f"`{match[1]}` is added by itself".replace("`", "")),
        remedies=_without_scheme(evidence, match[1]),
    )


def scheme(evidence: Evidence) -> Iterator[Finding]:
    """Another scheme than the server takes."""
    value, wanted = evidence.header("Authorization"), _wanted(evidence)
    if evidence.status != 401 or value is None or not wanted:
        return
    used = tokens.read(value).scheme
    if used.lower() in {one.lower() for one in wanted}:
        yield ruled_out("auth.scheme", f"The scheme is not {wording.listed(wanted, 'or')}: it is")
        return
    yield confirmed(
        "auth.scheme",
        f"The scheme is {wording.quoted(used)}; the server takes {wording.listed(wanted, 'or')}",
        headline=f"The server takes {wording.listed(wanted, 'or')} credentials, not {wording.quoted(used)}.",
        place=place(evidence, f"{wanted[0]} expected"),
        remedies=(remedies.set_scheme(used, wanted[0], f"Change the scheme to `{wanted[0]}`"),),
    )


def token_text(evidence: Evidence) -> Iterator[Finding]:
    """A token that is empty, a placeholder, or has blanks or quotes around it."""
    value = evidence.header("Authorization")
    if not may_be_credentials(evidence) or value is None or _DOUBLED.match(value):
        return
    token = tokens.read(value).token
    fault = _token_fault(token)
    if fault:
        id, words, headline, way_out = fault
        yield confirmed(
            id, words, headline=headline, place=place(evidence, "check the token"), remedies=mend(evidence, way_out)
        )
    else:
        yield ruled_out("auth.blanks", "The token has blanks around it: it has none")


def _token_fault(token: str) -> tuple[str, str, str, str] | None:
    if not token.strip():
        return "auth.empty", "The token is empty", "The token is empty.", "Give the token a value"
    if tokens.is_placeholder(token):
        text = f"The token is still the placeholder {wording.quoted(token.strip())}"
        return "auth.placeholder", text, text + ".", "Replace the placeholder by a token"
    if token.strip()[0] in "\"'":
        return "auth.quotes", "The token stands in quotes", "The token stands in quotes.", "Take the quotes out"
    if token != token.strip():
        return "auth.blanks", "The token has blanks around it", "The token has blanks around it.", "Take the blanks out"
    if re.search(r"\s", token) and not _PARAMETERS.match(token):
        return "auth.blanks", "The token has a blank in it", "The token has a blank in it.", "Take the blank out"
    return None


def other_environment(evidence: Evidence) -> Iterator[Finding]:
    """Token and address that come from different places."""
    if not may_be_credentials(evidence):
        return
    context = evidence.context
    auth = evidence.request.auth
    token_names = template_text.names(auth.token) if isinstance(auth, BearerAuth) else ()
    of_token = {one.origin for name in token_names if (one := context.variable(name))}
    of_url = {one.origin for name in template_text.names(evidence.request.url) if (one := context.variable(name))}
    if not of_token or not of_url:
        return
    if of_token & of_url:
        origin = sorted(of_token & of_url)[0]
        yield ruled_out("auth.environment", f"The token comes from another place than the address: both from {origin}")
        return
    token, url = sorted(of_token)[0], sorted(of_url)[0]
    yield likely(
        "auth.environment",
        f"The token comes from {token}, the address from {url}",
        remedies=(remedies.open_environments("Give the token in the same environment as the address"),),
    )


def may_be_credentials(evidence: Evidence) -> bool:
    """A 401, or a 403 whose code does not name another reason."""
    return evidence.status == 401 or (evidence.status == 403 and evidence.code_row is None)


def _wanted(evidence: Evidence) -> tuple[str, ...]:
    """Schemes the challenge names, else the scheme of the API's catalog."""
    stated = evidence.wanted("auth_schemes")
    return stated or ((evidence.api.auth,) if evidence.api and evidence.api.auth else ())


def place(evidence: Evidence, note: str) -> Place:
    return locate.in_header(evidence.request, "Authorization", note) or locate.credentials(note)


def mend(evidence: Evidence, title: str) -> tuple[Remedy, ...]:
    """Where the token is kept decides the way out; its value is never repeated."""
    auth = evidence.request.auth
    names = template_text.names(auth.token) if isinstance(auth, BearerAuth) else ()
    if names:
        return (remedies.open_environments(f"{title} (variable `{{{{{names[0]}}}}}`)"),)
    return (remedies.advice(f"{title} in the Auth tab"),)


def _without_scheme(evidence: Evidence, word: str) -> tuple[Remedy, ...]:
    auth = evidence.request.auth
    before = auth.token if isinstance(auth, BearerAuth) else ""
    after = re.sub(rf"(?i)^\s*{word}\s+", "", before)
    if after != before and re.fullmatch(r"\{\{[^{}]*\}\}", after):
        return (remedies.set_token(before, after, f"Take `{word}` out of the token"),)
    return mend(evidence, f"Take the word `{word}` out of the token")
