"""SOAP 1.1 §4.4 and 1.2 part 1 §5.4 faults, and XML-RPC faults. The vendor's own code, when the detail has one, is
preferred to the standard's class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.core.diagnosis.formats import vocabulary
from explorer.core.diagnosis.formats.body import ReceivedBody
from explorer.core.diagnosis.formats.node import squeezed
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.xml_tree import first, local_name, text_of
from explorer.core.model.diagnosis import Problem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CODE_NAMES = frozenset((*vocabulary.SUBCODES, *vocabulary.CODES)) - {"number", "ret", "faultcode"}
_FIELD_NAMES = frozenset(vocabulary.FIELDS)


def recognise(body: ReceivedBody) -> Recognised | None:
    """A Fault in an Envelope's Body; a ``methodResponse`` with a ``fault``."""
    root = body.root
    if root is None:
        return None
    if local_name(root) == "methodResponse":
        return _xml_rpc(root)
    fault = first(root, "Body", "Fault") if local_name(root) == "Envelope" else None
    return _fault(fault) if fault is not None else None


def _fault(fault: Element) -> Recognised:
    detail = first(fault, "detail")
    standard = text_of(first(fault, "faultcode")) or _deepest(first(fault, "Code"))
    reason = first(fault, "Reason")
    message = text_of(first(fault, "faultstring")) or _in_english(reason) or _told(detail)
    return Recognised(
        format="soap",
        is_error=True,
        code=_vendor_code(detail) or standard or None,
        message=message or None,
        problems=tuple(_blamed(detail, message)),
        retryable=False
        if re.match(r"(?:\w+:)?(?:Client|Sender|VersionMismatch|MustUnderstand)", _class(fault))
        else None,
        specificity=70,
    )


def _class(fault: Element) -> str:
    """The standard's own class of fault."""
    return text_of(first(fault, "faultcode")) or text_of(first(fault, "Code", "Value"))


def _deepest(code: Element | None) -> str:
    """The most specific Value of a chain of Subcodes."""
    if code is None:
        return ""
    inner = _deepest(first(code, "Subcode"))
    return inner or text_of(first(code, "Value"))


def _in_english(reason: Element | None) -> str:
    texts = [one for one in reason if local_name(one) == "Text"] if reason is not None else []
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    chosen = next((one for one in texts if one.get(language, "").lower().startswith("en")), None)
    return text_of(chosen) if chosen is not None else text_of(texts[0]) if texts else text_of(reason)


def _vendor_code(detail: Element | None) -> str:
    if detail is None:
        return ""
    leaves = [one for one in detail.iter() if not len(one) and squeezed(local_name(one)) in _CODE_NAMES]
    return next((text for one in leaves if (text := text_of(one)) and " " not in text), "")


def _told(detail: Element | None) -> str:
    named = (
        [one for one in detail.iter() if squeezed(local_name(one)) in vocabulary.MESSAGES] if detail is not None else []
    )
    return next((text for one in named if not len(one) and (text := text_of(one))), "")


def _blamed(detail: Element | None, message: str) -> list[Problem]:
    if detail is None:
        return []
    leaves = [one for one in detail.iter() if not len(one) and squeezed(local_name(one)) in _FIELD_NAMES]
    return [Problem(field=text, message=message) for one in leaves if (text := text_of(one))]


def _xml_rpc(root: Element) -> Recognised | None:
    """Members faultCode and faultString of the struct (xmlrpc.com/spec)."""
    struct = first(root, "fault", "value", "struct")
    if struct is None:
        return None
    members = {text_of(first(one, "name")): text_of(first(one, "value")) for one in struct}
    return Recognised(
        format="xml-rpc",
        is_error=True,
        code=members.get("faultCode"),
        message=members.get("faultString"),
        specificity=70,
    )
