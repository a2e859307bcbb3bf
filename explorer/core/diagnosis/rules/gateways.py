"""Answers that are not the API's own: pages of gateways, plain HTTP on a TLS port, sign-in pages, proxies."""

from collections.abc import Iterator

from explorer.core.diagnosis import locate, remedies, template_text, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.template_text import Stretch
from explorer.core.model.diagnosis import Remedy
from explorer.core.model.request import Request

_PLAIN_ON_TLS = "plain http request was sent to https port"


def answered(evidence: Evidence) -> Iterator[Finding]:
    """A gateway or an edge answered in place of the API."""
    by = evidence.read.answered_by
    if not by or evidence.status < 400 or evidence.status == 407:
        return
    if evidence.status >= 500:
        yield confirmed(
            "gateway.answered",
            f"{by} answered in place of the API behind it",
            headline=f"{by} answered, because the server behind it did not.",
        )
    else:
        yield likely("gateway.answered", f"{by} answered, so the request may not have reached the API")


def other_server(evidence: Evidence) -> Iterator[Finding]:
    """Another server name than the one of the last success, on an answer that is no data."""
    last = evidence.context.last_success
    before = last.response.header("Server") if last and last.response else None
    now = evidence.response.header("Server") if evidence.response else None
    if evidence.status < 400 or evidence.read.answered_by or not before or not now:
        return
    if _product(before) != _product(now) and evidence.read.format in ("html-page", "plain", "empty"):
        yield likely(
            "gateway.other-server",
            f"{wording.quoted(now)} answered; the last success came from {wording.quoted(before)}",
        )


def _product(server: str) -> str:
    return server.split("/")[0].strip().lower()


def page(evidence: Evidence) -> Iterator[Finding]:
    """An HTML page where data was asked for."""
    if evidence.read.format != "html-page" or evidence.read.answered_by:
        return
    if evidence.status in (404, 405):
        text = "A web page came back, so the host or the path may not be the API’s"
        yield likely("gateway.page", text, place=locate.authority(evidence.request, "is this the API?"))
    elif evidence.status < 300 and evidence.read.is_error:
        yield likely("gateway.sign-in", "A sign-in page or a network’s login page came back in place of data")


def plain_http(evidence: Evidence) -> Iterator[Finding]:
    """Plain HTTP on a port that wants TLS, told by the page some servers send."""
    told = _PLAIN_ON_TLS in (evidence.read.message or "").lower() or evidence.status == 497
    if evidence.status not in (400, 497) or not told:
        return
    yield confirmed(
        "url.scheme",
        "The URL says `http`, and the port wants `https`",
        headline="The URL says `http`, but this port wants `https`.",
        place=locate.authority(evidence.request, "https expected"),
        remedies=to_scheme(evidence.request, "https"),
    )


def proxy(evidence: Evidence) -> Iterator[Finding]:
    """The proxy asks for credentials of its own."""
    if evidence.status == 407:
        schemes = evidence.wanted("auth_schemes")
        wants = f" ({', '.join(schemes)})" if schemes else ""
        yield confirmed(
            "proxy.credentials",
            f"The proxy wants credentials{wants}; the API was not reached",
            headline="The proxy wants credentials.",
        )


def portal(evidence: Evidence) -> Iterator[Finding]:
    """A network that wants a sign-in first (RFC 6585 section 6)."""
    if evidence.status == 511:
        yield confirmed(
            "network.portal",
            "The network’s login page answered, not the API",
            headline="The network wants a sign-in first.",
        )


def to_scheme(request: Request, scheme: str) -> tuple[Remedy, ...]:
    """Another scheme at the beginning of the URL; words where it comes from a variable."""
    other = "http" if scheme == "https" else "https"
    title = f"Use `{scheme}` in the URL"
    if request.url.lower().startswith(f"{other}://"):
        stretch = Stretch(text=request.url[: len(other)], start=0, end=len(other))
        return remedies.kept(remedies.replace_in_url(request, stretch, scheme, title))
    name = wording.quoted(template_text.authority(request.url).text)
    return (remedies.open_environments(f"{title}: it comes from {name}"),)
