"""OData v2 to v4 errors as Microsoft and SAP send them, and Azure Storage's XML. The top code is the contract; inner
codes refine it (Azure REST guidelines)."""

import re
from dataclasses import replace

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.general import recognised
from explorer.core.diagnosis.formats.node import Node
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.structure import find
from explorer.core.diagnosis.formats.words import scalar
from explorer.core.diagnosis.formats.xml_tree import as_plain, first, local_name, text_of

_MARKS = ("innererror", "target", "details")


def recognise(body: ReceivedBody) -> Recognised | None:
    """``{"error": {code, message, ...}}`` with a mark of the family; ``<Error>`` with x-ms headers."""
    if body.kind is BodyKind.XML:
        return _storage(body)
    error = body.members.get("error") or body.members.get("odata.error")
    if not isinstance(error, dict) or not _is_one(body, Node(error)):
        return None
    found = recognised("odata-azure", find({"error": error}, body.status), 55)
    inner = error.get("innererror") or error.get("innerError")
    return replace(found, request_id=_inner_id(inner), code=scalar(error.get("code")) or found.code)


def _is_one(body: ReceivedBody, error: Node) -> bool:
    if not isinstance(error.get("code"), str) or error.get("message") is None:
        return False
    microsoft = any(key.lower().startswith("x-ms-") for key, _ in body.headers) or body.header("odata-version")
    return bool(microsoft) or error.has("innererror") or isinstance(error.get("message"), dict)


def _inner_id(inner: object) -> str | None:
    node = Node(inner) if isinstance(inner, dict) else Node({})
    return next((text for key in ("requestid", "transactionid") if (text := scalar(node.get(key)))), None)


def _storage(body: ReceivedBody) -> Recognised | None:
    """Azure Storage: a bare <Error> whose message ends with RequestId and Time lines."""
    root = body.root
    microsoft = any(key.lower().startswith("x-ms-") for key, _ in body.headers)
    if root is None or local_name(root).lower() != "error" or not microsoft:
        return None
    plain = as_plain(root)
    found = recognised("azure-storage", find(plain, body.status), 60)
    message = text_of(first(root, "Message"))
    identity = re.search(r"RequestId:\s*(\S+)", message)
    short = re.split(r"\s*\n?RequestId:", message)[0].strip()
    return replace(
        found,
        code=text_of(first(root, "Code")) or found.code,
        message=short or found.message,
        request_id=identity.group(1) if identity else None,
    )
