"""The method against what the path takes, and redirects that changed the request on its way."""

from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.template_text import Stretch
from explorer.core.model.diagnosis import Remedy

_RELATED = {
    "PATCH": ("POST", "PUT"),
    "PUT": ("PATCH", "POST"),
    "POST": ("PUT", "PATCH"),
    "DELETE": ("POST",),
    "GET": ("HEAD", "POST"),
    "HEAD": ("GET",),
}
_REDIRECT_STATUSES = (400, 401, 403, 404, 405, 411, 415, 422)


def not_allowed(evidence: Evidence) -> Iterator[Finding]:
    """A method the path does not take, by the Allow header or the API's own table (RFC 9110 section 15.5.6)."""
    if evidence.status not in (405, 501):
        return
    allowed = allowed_methods(evidence)
    method = evidence.method
    if not allowed:
        yield likely("http.method", f"The path does not take `{method}`; the server does not say what it takes")
        return
    yield confirmed(
        "http.method",
        f"The path does not take `{method}`; it takes {wording.listed(allowed)}",
        headline=f"This path does not take `{method}`. It takes {wording.listed(allowed)}.",
        place=locate.method(evidence.request, f"{', '.join(allowed)} allowed"),
        remedies=_other_methods(evidence, allowed),
    )


def allowed_methods(evidence: Evidence) -> tuple[str, ...]:
    """Methods the response allows, else those the API's catalog has for the path."""
    stated = evidence.wanted("allow") or _allow_header(evidence)
    known = evidence.match.allowed if evidence.match else ()
    return tuple(one for one in stated or known if one.upper() != evidence.method)


def _allow_header(evidence: Evidence) -> tuple[str, ...]:
    value = evidence.response.header("Allow") if evidence.response else None
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


def _other_methods(evidence: Evidence, allowed: tuple[str, ...]) -> tuple[Remedy, ...]:
    related = [one for one in _RELATED.get(evidence.method, ()) if one in allowed]
    rest = [one for one in allowed if one not in related and one not in ("OPTIONS", "HEAD")]
    return tuple(remedies.change_method(evidence.request, one) for one in (related + rest)[:2])


def lost_in_redirect(evidence: Evidence) -> Iterator[Finding]:
    """A redirect that turned POST into GET, or dropped the body or the credentials."""
    if evidence.status not in _REDIRECT_STATUSES:
        return
    for index, hop in enumerate(evidence.exchange.hops):
        note = hop.note or _lost(evidence, index)
        if note:
            code = hop.response.status
            yield confirmed(
                "redirect.lost",
                f"The redirect {code} changed the request: {note}",
                headline=f"A redirect changed the request on its way: {note}.",
                place=locate.authority(evidence.request, "redirected"),
                remedies=_final_address(evidence),
            )


def _lost(evidence: Evidence, index: int) -> str:
    """What the request after a hop lacks of the one before, for exchanges whose hops carry no note of it."""
    hops = evidence.exchange.hops
    before = hops[index].sent
    after = hops[index + 1].sent if index + 1 < len(hops) else evidence.exchange.sent
    if after is None:
        return ""
    lost = [f"method became {after.method}"] if before.method != after.method else []
    lost += ["body dropped"] if before.body.size_bytes and not after.body.size_bytes else []
    had, has = ({name.lower() for name, _ in one.headers} for one in (before, after))
    lost += ["Authorization dropped"] if "authorization" in had - has else []
    return ", ".join(lost)


def _final_address(evidence: Evidence) -> tuple[Remedy, ...]:
    sent = evidence.exchange.sent
    final = sent.url if sent else ""
    if evidence.request.url.startswith("http://") and final.startswith("https://"):
        stretch = Stretch(text="http://", start=0, end=7)
        fix = remedies.replace_in_url(evidence.request, stretch, "https://", "Use `https` in the URL")
        return remedies.kept(fix)
    return (remedies.advice(f"Send to the final address {wording.quoted(final.split('?')[0])}"),)
