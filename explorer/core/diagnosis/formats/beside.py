"""What stands beside the words of an error document: identifier, wait, retry verdict, wanted scopes. Looked for in the
document, in the error inside it and in the usual holders (meta, extensions, parameters, innererror)."""

import re
from collections.abc import Iterator
from datetime import datetime

from explorer.core.diagnosis.formats import vocabulary
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.recognised import Missing
from explorer.core.diagnosis.formats.words import is_number, listed, scalar
from explorer.core.diagnosis.retry_after import wait_s

_HOLDERS = (
    *vocabulary.ID_HOLDERS,
    "parameters",
    "params",
    "errors",
    "problem",
    "requesterror",
    "responsestatus",
    "body",
    "errorlist",
    "errorinfo",
)
_SCOPES = listed("needed requiredscopes requiredscope missingscopes missingscope scopesneeded scope acceptedscopes")
_PERMISSIONS = (
    "missingpermissions",
    "missingpermission",
    "requiredpermissions",
    "requiredpermission",
    "permissionsneeded",
    "permission",
)
_MOST = 60
_LONGEST_ID = 256
_ID_ENDINGS = ("requestid", "traceid", "trackingid", "correlationid", "debugid", "logid")
_UUID = re.compile(r"(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_PROSE_WAIT = re.compile(
    r"\b(?:in|after|wait(?:ing)?(?: for)?|within|for)\s+(?:about |at least |another )?(\d{1,6}(?:\.\d{1,4})?)\s*"
    r"(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h)\b",
    re.I,
)
_PROSE_UNIT_S = {"ms": 0.001, "mi": 60.0, "m": 60.0, "s": 1.0, "h": 3600.0}


def holders(value: object, depth: int = 0) -> Iterator[Node]:
    """The document's objects, outermost last: the error itself knows best."""
    if isinstance(value, list):
        for one in value[:_MOST]:
            yield from holders(one, depth + 1)
    if not isinstance(value, dict) or depth > 5:
        return
    node = Node(value)
    for key in _HOLDERS:
        inner = node.get(key)
        if isinstance(inner, dict | list):
            yield from holders(inner, depth + 1)
    if len(value) == 1 and not node.has(*_HOLDERS):
        yield from holders(next(iter(value.values())), depth + 1)
    yield node


def body_request_id(value: object) -> str | None:
    """The vendor's own identifier; the best name wins wherever it stands."""
    nodes = list(holders(value))
    for key in vocabulary.IDS:
        for node in nodes:
            text = scalar(node.get(key))
            if text and len(text) <= _LONGEST_ID and " " not in text and not _is_kind(key, node, text):
                return text
    return _id_by_ending(nodes)


def _id_by_ending(nodes: list[Node]) -> str | None:
    """An identifier under a prefixed name ("acme_trace_id"); at last the problem's ``instance`` when it is a UUID."""
    ended = (scalar(value) for node in nodes for key, _, value in node.items() if key.endswith(_ID_ENDINGS))
    instances = (scalar(node.get("instance")) for node in nodes)
    found = (*(text for text in ended if text), *(text for text in instances if _UUID.fullmatch(text)))
    return next((text for text in found if len(text) <= _LONGEST_ID and " " not in text), None)


def _is_kind(key: str, node: Node, text: str) -> bool:
    """Whether an identifier is the same for every such failure: a code, or an event by number (.NET, Windows)."""
    numbered = key == "eventid" and is_number(text) and len(text) < 7
    return numbered or (key == "errorid" and _is_code(node, text))


def _is_code(node: Node, text: str) -> bool:
    """An errorId is a code (eBay) when the object has no other one, and an identifier (Okta) when it has."""
    return not node.has("errorcode", "code", "type", "error", "errors") or text.isdigit()


def body_wait_s(value: object, at: datetime | None) -> float | None:
    """Seconds to wait as the body states them in a member; names ending in ms count in milliseconds."""
    for node in holders(value):
        for key in vocabulary.WAITS:
            seconds = wait_s(node.get(key), at)
            if seconds is not None:
                return seconds / 1000 if re.search(r"ms(?:ec)?$|milli(?:second)?s$", key) else seconds
    return None


def prose_wait_s(message: str) -> float | None:
    """Seconds to wait as a sentence states them ("try again in 26 seconds")."""
    found = _PROSE_WAIT.search(message)
    if found is None:
        return None
    unit = found.group(2).lower()
    factor = next(factor for start, factor in _PROSE_UNIT_S.items() if unit.startswith(start))
    return float(found.group(1)) * (0.001 if unit.startswith("milli") else factor)


def body_verdict(value: object) -> bool | None:
    """Whether the body itself says that a retry makes sense."""
    for node in holders(value):
        for key in vocabulary.VERDICTS:
            verdict = node.get(key)
            if isinstance(verdict, bool):
                return verdict
            if isinstance(verdict, str) and verdict.lower() in ("true", "false"):
                return verdict.lower() == "true"
    return None


def body_missing(value: object) -> Missing:
    """Scopes and permissions that the body says were wanted."""
    found: dict[str, tuple[str, ...]] = {}
    for node in holders(value):
        for kind, keys in (("scope", _SCOPES), ("permission", _PERMISSIONS)):
            names = next((names for key in keys if (names := _names(node.get(key)))), ())
            if names:
                found.setdefault(kind, names)
    return tuple(found.items())


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(one for one in value if isinstance(one, str) and one)
    return tuple(re.split(r"[\s,]+", value.strip())) if isinstance(value, str) and value.strip() else ()
