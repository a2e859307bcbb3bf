"""XML errors without a standard of their own, read by structure: attributes and elements become members."""

from dataclasses import replace

from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.general import recognised
from explorer.core.diagnosis.formats.node import Node, squeezed
from explorer.core.diagnosis.formats.recognised import Recognised
from explorer.core.diagnosis.formats.signs import says_call_failed
from explorer.core.diagnosis.formats.structure import find
from explorer.core.diagnosis.formats.words import is_number, listed, says_failed, says_fine, scalar
from explorer.core.diagnosis.formats.xml_tree import as_plain, local_name, text_of

_ERROR_NAMES = frozenset(
    listed(
        "error errors err fault exception errorresponse exceptionreport serviceexceptionreport "
        "serviceexception owsexception problem apierror errormessage errorinfo failure errordetails resterror"
    )
)
_HEADS = ("meta", "head", "header", "responseheader", "status")
"""Where an answer tells how the call went, beside its data."""


def recognise(body: ReceivedBody) -> Recognised | None:
    """Any XML under a failing status; under 2xx only one whose root or child is an error."""
    root = body.root
    if body.kind is not BodyKind.XML or root is None:
        return None
    plain = as_plain(root)
    if not body.failed and not _says_failed(local_name(root), plain):
        return Recognised(format="success", is_error=False, specificity=10)
    found = recognised("xml-error", find(plain, body.status), 15)
    return found if found.message or found.code else replace(found, message=text_of(root)[:300] or None)


def _says_failed(name: str, plain: object) -> bool:
    if squeezed(name) in _ERROR_NAMES:
        return not _is_fine(plain)
    if not isinstance(plain, dict):
        return False
    node = Node(plain)
    if says_failed(node.get("stat")) or (says_failed(node.get("status")) and len(plain) < 8):
        return True
    if any(says_failed(head.get("status")) and head.has("message", "statuscode") for head in node.nodes(_HEADS)):
        return True
    if name.lower().endswith("response") and "diagnostics" in node and not node.has("records"):
        return True  # a search that found nothing because it was refused (SRU 1.2 and 2.0)
    named = [value for key, _, value in node.items() if key in _ERROR_NAMES]
    return any(value and not _is_fine(value) and not _is_list_of_records(value) for value in named) or (
        len(plain) == 1 and not any(map(_is_list_of_records, plain.values())) and says_call_failed(plain)
    )


def _is_fine(plain: object) -> bool:
    if not isinstance(plain, dict):
        return says_fine(plain)
    node = Node(plain)
    code = node.first(("code", "errorcode", "number", "status"))
    return not plain or (code is not None and not isinstance(code, dict | list) and says_fine(code))


def _is_list_of_records(value: object) -> bool:
    if isinstance(value, list):
        return all(is_number(scalar(one)) for one in value)
    return isinstance(value, dict) and len(value) > 1 and isinstance(next(iter(value.values())), list)
