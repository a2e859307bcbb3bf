"""Problem details, JSON and XML (RFC 9457, before it RFC 7807), with the extensions that are in use."""

import re
from dataclasses import replace

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.finding import Finding
from explorer.core.diagnosis.formats.general import recognised
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.structure import find
from explorer.core.diagnosis.formats.xml_tree import as_plain, local_name

_STATUS_PAGES = re.compile(
    r"https?://(?:tools\.ietf\.org|www\.rfc-editor\.org|datatracker\.ietf\.org|developer\.mozilla\.org|httpstatuses?\.\w+"
    r"|httpwg\.org|http\.dev|www\.w3\.org/protocols|en\.wikipedia\.org|http\.cat|httpstat\.us)(?=[/:]|$)",
    re.I,
)
_SPECIFICITY = 70


def recognise(body: ReceivedBody) -> Recognised | None:
    """By media type; or by ``type`` and ``title`` with ``status`` or ``detail`` under another one."""
    if body.kind is BodyKind.XML and body.root is not None and local_name(body.root) == "problem":
        members = as_plain(body.root)
        return _read(body, members, "problem+xml") if isinstance(members, dict) else None
    declared = body.media_type.endswith("problem+json")
    if not body.members or not (declared or (body.failed and _looks_like_one(body.members))):
        return None
    return _read(body, body.members, "problem+json")


def _looks_like_one(members: object) -> bool:
    if not isinstance(members, dict) or not isinstance(members.get("title"), str):
        return False
    kind, parts = members.get("type"), {"status", "detail", "instance"} & members.keys()
    typed = isinstance(kind, str) and bool(parts) and ("/" in kind or ":" in kind)
    return (typed and not isinstance(members.get("error"), dict)) or len(parts) == 3


def _read(body: ReceivedBody, members: object, form: str) -> Recognised:
    plain = {key: value for key, value in dict(members).items() if key not in ("type", "title", "instance", "status")}  # type: ignore[call-overload]
    node = Node(members if isinstance(members, dict) else {})
    found = find(plain, body.status)
    reading = recognised(form, found, _SPECIFICITY)
    kind = _text(node, "type")
    own = Finding(codes=tuple(one for one in found.codes if one[0] < 30)).code
    return replace(
        reading,
        code=own or _type_code(kind) or _titled(node) or reading.code,
        message=_text(node, "detail") or _summary(node, reading),
        docs_url=reading.docs_url or (body.absolute(kind) if _is_page(kind) else None),
    )


def _text(node: Node, key: str) -> str:
    """A member when it is text; wrongly typed members are ignored (RFC 9457 §3.1)."""
    value = node.get(key)
    return value.strip() if isinstance(value, str) else ""


def _summary(node: Node, reading: Recognised) -> str | None:
    return _text(node, "title") or reading.message or None


def _type_code(kind: str) -> str | None:
    """The type URI, unless it is about:blank or a page about the status code only."""
    if not kind or kind.lower() == "about:blank" or _STATUS_PAGES.match(kind):
        return None
    return kind


def _titled(node: Node) -> str | None:
    title = _text(node, "title")
    return title if re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+", title) else None


def _is_page(kind: str) -> bool:
    return kind.startswith(("http://", "https://", "/"))
