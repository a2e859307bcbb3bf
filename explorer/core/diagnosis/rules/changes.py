"""What changed since the last success of the same request, as far as it can explain a refusal."""

from collections.abc import Iterator

from explorer.core.diagnosis import remedies, wording
from explorer.core.diagnosis.evidence import Evidence, url_parts
from explorer.core.diagnosis.findings import Finding, likely
from explorer.core.diagnosis.template_text import Stretch
from explorer.core.model.diagnosis import Remedy


def address(evidence: Evidence) -> Iterator[Finding]:
    """A path that is another one than last time."""
    last = evidence.context.last_success
    sent = evidence.exchange.sent
    if evidence.status not in (404, 405) or last is None or last.sent is None or sent is None:
        return
    before, now = url_parts(last.sent.url), url_parts(sent.url)
    if before.path == now.path and before.netloc == now.netloc:
        return
    part, old, new = (
        ("host", before.netloc, now.netloc) if before.netloc != now.netloc else _differing(before.path, now.path)
    )
    yield likely(
        "changed.address",
        f"The {part} was {wording.quoted(old)} in the last success and is {wording.quoted(new)} now",
        remedies=_restore_url(evidence, last.request.url),
    )


def _differing(before: str, now: str) -> tuple[str, str, str]:
    old, new = before.split("/"), now.split("/")
    if len(old) == len(new):
        pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        if len(pairs) == 1:
            return "path segment", *pairs[0]
    return "path", before, now


def _restore_url(evidence: Evidence, url: str) -> tuple[Remedy, ...]:
    now = evidence.request.url
    stretch = Stretch(text=now, start=0, end=len(now))
    title = "Restore the URL from the last success"
    return remedies.kept(remedies.replace_in_url(evidence.request, stretch, url, title))
