"""JSON:API 1.1 error documents (jsonapi.org/format/#errors) and those that look like them."""

from dataclasses import replace

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.general import recognised
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.structure import find
from explorer.core.diagnosis.formats.words import scalar


def recognise(body: ReceivedBody) -> Recognised | None:
    """A list ``errors`` under the media type, or whose members have ``title`` or ``detail`` with status or source."""
    errors = body.members.get("errors")
    if not isinstance(errors, list) or not errors or not all(isinstance(one, dict) for one in errors):
        return None
    declared = body.media_type == "application/vnd.api+json"
    if not (declared or (body.failed and any(_looks_like_one(one) for one in errors))):
        return None
    found = recognised("jsonapi", find({"errors": errors}, body.status), 60)
    identity = next((text for one in errors if (text := scalar(one.get("id")))), None)
    linked = next((url for one in errors if (url := _page(one.get("links")))), None)
    return replace(found, request_id=identity, docs_url=linked or found.docs_url)


def _looks_like_one(error: dict[str, object]) -> bool:
    told = "detail" in error or "title" in error
    return told and (isinstance(error.get("source"), dict) or isinstance(error.get("links"), dict) or "status" in error)


def _page(links: object) -> str | None:
    """The link about the type of error, else about this one; a link is a text or an object with href."""
    if not isinstance(links, dict):
        return None
    for relation in ("type", "about"):
        target = links.get(relation)
        target = target.get("href") if isinstance(target, dict) else target
        if isinstance(target, str) and target:
            return target
    return None
