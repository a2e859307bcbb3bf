"""Finds the field that a server's sentence speaks of, when nothing else names it: ``age has to be a number``,
``Missing required parameter 'currency'``. Guesses only names that were sent, or that are marked as names."""

import re

from explorer.core.diagnosis import locate
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.rules import complaints
from explorer.core.diagnosis.rules.complaints import Demand
from explorer.core.diagnosis.rules.sent_values import sent_names, walk

_LONGEST = 400
_NAME = r"[A-Za-z_$][\w$-]*(?:(?:\.|\[)\w+\]?)*"
_QUOTED = rf"['\"`“‘\[]({_NAME})['\"`”’\]]"
_QUOTED_VALUE = r"'([^']{1,60})'|\"([^\"]{1,60})\"|`([^`]{1,60})`|‘([^’]{1,60})’|“([^”]{1,60})”"
_INTRODUCED = (
    rf"\b(?:fields?|parameters?|params?|propert(?:y|ies)|arguments?|attributes?|keys?|members?|inputs?|columns?)\b"
    rf"(?:\s+(?:named|called|is|are))?\W{{1,4}}({_NAME})"
)
_SUBJECT = (
    rf"\b({_NAME})['\"`]?\s+(?:field\s+|parameter\s+)?"
    r"(?:is|are|was|must|should|has to|have to|cannot|can't|may not|needs?|exceeds|does not|doesn't)\b"
)
_WITH_THIS = r"\b(?:with|for) (?:this|that|the same|the given|such an?) ([A-Za-z_]\w*)"
_AFTER_COLON = rf":\s*({_NAME})\s*\.?$"
_WORDS = frozenset(
    ("it", "this", "that", "value", "field", "a", "an", "the", "body", "request", "parameter", "and", "or", "not", "is")
) | frozenset(("which", "input", "there", "query", "header", "json", "property", "attribute", "type", "data"))


def in_words(evidence: Evidence, message: str, code: str = "") -> str:
    """The name, or nothing."""
    text = " ".join(message.split())[:_LONGEST]
    if not text:
        return ""
    marked = [match[1] for pattern in (_QUOTED, _INTRODUCED) for match in re.finditer(pattern, text)]
    plain = [match[1] for pattern in (_SUBJECT, _WITH_THIS, _AFTER_COLON) for match in re.finditer(pattern, text)]
    known = {name.lower(): name for name in sent_names(evidence)}
    for name in (*marked, *plain):
        if _leaf(name).lower() in known:
            return name if _leaf(name) != name else known[name.lower()]
    held = _by_value(evidence, text)
    if held:
        return held
    wants = {one.demand for one in complaints.read(text, code)}
    if wants and Demand.PRESENT not in wants:
        return next((name for name in plain if text.startswith(name) and name[:1].islower() and name not in _WORDS), "")
    if not wants:
        return ""
    looks = [*marked, *(name for name in plain if "_" in name or text.startswith(name) or text.endswith(name))]
    return next((name for name in looks if name.lower() not in _WORDS), "")


def _by_value(evidence: Evidence, text: str) -> str:
    """The one field whose value the sentence quotes."""
    quoted = {next(part for part in match.groups() if part) for match in re.finditer(_QUOTED_VALUE, text)}
    body = [(locate.dotted(path), value) for path, value in walk(evidence.sent_json) if path]
    held = {name for name, value in (*body, *evidence.query) if isinstance(value, str) and value in quoted}
    return held.pop() if len(held) == 1 else ""


def _leaf(name: str) -> str:
    return re.split(r"[.\[]", name.rstrip("]"))[-1] if not name.endswith("]") else re.split(r"[.\[]", name)[0]
