"""A path that is none of an API's, by the description of the API: the nearest one there is."""

from collections.abc import Iterator

from explorer.core.diagnosis import apis_of, locate, remedies, template_text, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.model.diagnosis import Remedy

_OWN_RULES = ("sinch-sms",)


def nearest(evidence: Evidence) -> Iterator[Finding]:
    """A 404 or 405 for a path that the description does not have."""
    match = evidence.match
    if evidence.status not in (404, 405) or match is None or match.api.id in _OWN_RULES or not match.api.operations:
        return
    if match.below is None or match.allowed:
        return
    shown = wording.quoted("/" + "/".join(match.below))
    found = apis_of.nearest_path(match.api, match.below)
    if found is None:
        yield likely(
            "schema.path",
            f"The description of {match.api.name} has no path {shown}",
            headline=f"The API's description has no path {shown}.",
            place=locate.path_segment(evidence.request, 0, "path", "unknown path"),
        )
        return
    index, right = found
    make = confirmed if match.api.host_named else likely
    from_end = len(match.below) - 1 - index
    wrong = wording.quoted(match.below[index])
    yield make(
        "schema.path",
        f"The description of {match.api.name} has no path {shown}; the nearest word to {wrong} is `{right}`",
        headline=f"{wrong} is not part of the API. The nearest is `{right}`.",
        place=locate.path_segment(evidence.request, from_end, "path", f"{right}?"),
        remedies=_respelt(evidence, from_end, right),
    )


def _respelt(evidence: Evidence, from_end: int, right: str) -> tuple[Remedy, ...]:
    parts = template_text.path_segments(evidence.request.url)
    title = f"Write `{right}`"
    if from_end >= len(parts) or "{{" in parts[-1 - from_end].text:
        return (remedies.advice(title),)
    return remedies.kept(remedies.replace_in_url(evidence.request, parts[-1 - from_end], right, title))
