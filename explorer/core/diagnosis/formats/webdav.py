"""WebDAV: members that failed inside a 207 (RFC 4918 §13), and error documents whose element name is the code
(§14.5, §16)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.xml_tree import below, first, local_name, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DAV = "{DAV:}"


def recognise(body: ReceivedBody) -> Recognised | None:
    """``multistatus`` with a response of 4xx or 5xx, or a DAV ``error``."""
    root = body.root
    if root is None or not isinstance(root.tag, str) or not root.tag.startswith(_DAV):
        return None
    if local_name(root) == "error":
        return _reading(_condition(root), _told(root) or None)
    if local_name(root) != "multistatus":
        return None
    failed = next((one for one in root if _is_failed(one)), None)
    if failed is None:
        return Recognised(format="success", is_error=body.failed, specificity=75)
    message = _told(failed) or text_of(first(failed, "status"))
    return _reading(_condition(first(failed, "error")) or _digits(failed), message or None)


def _reading(code: str, message: str | None) -> Recognised:
    return Recognised(format="webdav", is_error=True, code=code or None, message=message, specificity=75)


def _is_failed(response: Element) -> bool:
    """By the response's own status; a property that is not there (propstat 404) is an ordinary answer."""
    return _digits(response)[:1] in ("4", "5")


def _digits(response: Element) -> str:
    found = re.search(r"\b(\d{3})\b", text_of(first(response, "status")))
    return found.group(1) if found else ""


def _condition(error: Element | None) -> str:
    names = [local_name(one) for one in error] if error is not None else []
    return next((name for name in names if name not in ("responsedescription", "message", "exception")), "")


def _told(element: Element) -> str:
    for name in ("responsedescription", "message"):
        found = below(element, name)
        if found is not None:
            return text_of(found)
    return ""
