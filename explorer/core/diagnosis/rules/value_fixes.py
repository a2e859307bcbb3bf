"""Ways out for one value: put it into the right type, take the nearest allowed one, keep inside the limits, rename or
remove it, give it back what it was at the last success, or fill it from a variable of the same name."""

import difflib
import json
import re
from collections.abc import Iterator
from typing import Any

from explorer.core.diagnosis import locate, remedies, template_text, value_edits
from explorer.core.diagnosis.evidence import Evidence, sent_body
from explorer.core.diagnosis.rules.complaints import Complaint
from explorer.core.diagnosis.rules.sent_values import SentValue
from explorer.core.diagnosis.rules.value_faults import Fault, number_of, value_text
from explorer.core.model.diagnosis import PlacePart, Remedy
from explorer.core.model.exchange import Exchange

_SUGGESTED = re.compile(r"did you mean (?:to \w+ )?(?:the \w+ )?['\"`]?([\w.-]+)", re.I)


def ways(
    evidence: Evidence, sent: SentValue, found: Fault, complaint: Complaint | None, message: str
) -> tuple[Remedy, ...]:
    """The fixes for a fault, the surest first."""
    made = {
        "missing": _missing,
        "empty": _empty,
        "type": _type,
        "choice": _choice,
        "range": _range,
        "length": _length,
        "unknown": _unknown,
        "blanks": _blanks,
    }.get(found.kind, _none)
    fixes = remedies.kept(*made(evidence, sent, complaint, message), *general(evidence, sent))
    return fixes or (remedies.advice(_words(sent, found)),)


def general(evidence: Evidence, sent: SentValue) -> tuple[Remedy, ...]:
    """What helps whatever is wrong: the last value that worked, and a look at the variable behind it."""
    name = variable_of(evidence, sent)
    look = remedies.open_environments(f"Check the value of `{{{{{name}}}}}`") if name else None
    return remedies.kept(value_edits.restore(evidence.request, evidence.context, sent.part, sent.path), look)


def variable_of(evidence: Evidence, sent: SentValue) -> str:
    """The variable that is the whole of the value as typed, or empty."""
    names = template_text.names(_typed(evidence, sent))
    return names[0] if len(names) == 1 else ""


def value_in(exchange: Exchange, sent: SentValue) -> Any:
    """The same value in another exchange's body, or None."""
    if exchange.sent is None or sent.part is not PlacePart.BODY:
        return None
    try:
        value: Any = json.loads(sent_body(exchange.sent))
    except (ValueError, RecursionError):
        return None
    for part in sent.path:
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _typed(evidence: Evidence, sent: SentValue) -> str:
    request = evidence.request
    if sent.part is PlacePart.BODY:
        place, text = locate.in_body(request, sent.path), locate.body_text(request)
        return text[place.start : place.end] if place and text is not None else ""
    if sent.part is PlacePart.QUERY:
        pairs = template_text.query_pairs(request.url)
        return next((one.value.text for one in pairs if one.name == sent.name), "")
    if sent.part is PlacePart.HEADER:
        rows = (row for row in request.headers if row.enabled and row.name.lower() == sent.name.lower())
        return next((row.value for row in rows), "")
    return f"{{{{{sent.name}}}}}" if sent.part is PlacePart.PATH and f"{{{{{sent.name}}}}}" in request.url else ""


def _none(_: Evidence, __: SentValue, ___: Complaint | None, ____: str) -> Iterator[Remedy | None]:
    yield from ()


def _missing(evidence: Evidence, sent: SentValue, _: Complaint | None, __: str) -> Iterator[Remedy | None]:
    request = evidence.request
    if sent.near and sent.part is PlacePart.BODY:
        yield value_edits.rename_member(request, (*sent.path[:-1], sent.near), sent.path[-1])
    yield _from_variable(evidence, sent)


def _empty(evidence: Evidence, sent: SentValue, _: Complaint | None, __: str) -> Iterator[Remedy | None]:
    name = variable_of(evidence, sent)
    if name:
        yield remedies.open_environments(f"Give `{{{{{name}}}}}` a value")
    else:
        yield value_edits.restore(evidence.request, evidence.context, sent.part, sent.path)
        yield _from_variable(evidence, sent)


def _from_variable(evidence: Evidence, sent: SentValue) -> Remedy | None:
    """A variable of the same name that has a value."""
    leaf = sent.path[-1]
    variable = evidence.context.variable(leaf)
    if variable is None or not variable.value:
        return None
    reference = f"{{{{{leaf}}}}}"
    title = f"Use `{reference}` for `{sent.name}`"
    if sent.part is PlacePart.BODY:
        return remedies.set_value(evidence.request, sent.path, f'"{reference}"', title)
    if sent.part is PlacePart.QUERY and not sent.present:
        return value_edits.add_query(evidence.request, leaf, reference, title)
    return value_edits.give_text(evidence.request, sent.part, leaf, reference, title)


def _type(evidence: Evidence, sent: SentValue, complaint: Complaint | None, _: str) -> Iterator[Remedy | None]:
    typed, wanted = _typed(evidence, sent), complaint.wanted if complaint else ""
    if sent.part is not PlacePart.BODY or not typed:
        return
    inner = typed.strip("\"'")
    name, value = sent.name, sent.value
    if wanted in ("integer", "number", "boolean") and isinstance(value, str) and typed.startswith('"'):
        plain = value.strip()
        is_number = number_of(plain) is not None and (wanted == "number" or plain.lstrip("+-").isdecimal())
        if is_number or (wanted == "boolean" and plain in ("true", "false")):
            yield remedies.set_value(evidence.request, sent.path, inner.strip(), f"Write `{name}` without quotes")
    elif wanted == "string" and isinstance(value, int | float | bool):
        yield remedies.set_value(evidence.request, sent.path, f'"{inner}"', f"Put `{name}` in quotes")
    elif wanted == "array" and not isinstance(value, list):
        yield remedies.set_value(evidence.request, sent.path, f"[{typed}]", f"Put `{name}` into a list")
    elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], str | int | float):
        title = f"Take `{name}` out of the list"
        yield value_edits.give(evidence.request, sent.part, sent.path, value[0], title)


def _choice(evidence: Evidence, sent: SentValue, complaint: Complaint | None, _: str) -> Iterator[Remedy | None]:
    choices = complaint.choices if complaint else ()
    text = value_text(sent.value)
    same = [one for one in choices if one.lower() == text.strip().lower()]
    near = difflib.get_close_matches(text, choices, n=1, cutoff=0.5) if len(text) < 80 else []
    best = list(dict.fromkeys((*same, *near, *choices)))[: 1 if same else 2]
    for one in best:
        title = f"Set `{sent.name}` to `{one}`"
        yield value_edits.give(evidence.request, sent.part, sent.path, one, title)


def _range(evidence: Evidence, sent: SentValue, complaint: Complaint | None, _: str) -> Iterator[Remedy | None]:
    """The nearest number inside the limits."""
    number = number_of(sent.value)
    if complaint is None or number is None:
        return
    step = 1 if complaint.exclusive else 0
    least, most = complaint.least, complaint.most
    bound = least + step if least is not None and number <= least else most - step if most is not None else None
    if bound is not None and bound.is_integer():
        value: Any = str(int(bound)) if isinstance(sent.value, str) else int(bound)
        yield value_edits.give(evidence.request, sent.part, sent.path, value, f"Set `{sent.name}` to {int(bound)}")


def _length(evidence: Evidence, sent: SentValue, complaint: Complaint | None, _: str) -> Iterator[Remedy | None]:
    most = complaint.most if complaint else None
    cut = int(most) - (complaint.exclusive if complaint else 0) if most is not None else 0
    is_long = cut > 0 and isinstance(sent.value, str | list) and len(sent.value) > cut
    if is_long and not template_text.names(_typed(evidence, sent)):
        unit = "characters" if isinstance(sent.value, str) else "elements"
        title = f"Keep the first {cut} {unit} of `{sent.name}`"
        yield value_edits.give(evidence.request, sent.part, sent.path, sent.value[:cut], title)


def _unknown(evidence: Evidence, sent: SentValue, _: Complaint | None, message: str) -> Iterator[Remedy | None]:
    suggested = _SUGGESTED.search(message)
    if sent.part is PlacePart.BODY:
        if suggested:
            yield value_edits.rename_member(evidence.request, sent.path, suggested[1])
        yield value_edits.remove_member(evidence.request, sent.path)
    elif sent.part is PlacePart.QUERY:
        yield value_edits.remove_query(evidence.request, sent.name)


def _blanks(evidence: Evidence, sent: SentValue, _: Complaint | None, __: str) -> Iterator[Remedy | None]:
    if not template_text.names(_typed(evidence, sent)):
        title = f"Take the blanks out of `{sent.name}`"
        yield value_edits.give(evidence.request, sent.part, sent.path, sent.value.strip(), title)


def _words(sent: SentValue, found: Fault) -> str:
    if found.kind == "missing":
        where = {PlacePart.QUERY: "query", PlacePart.HEADER: "headers", PlacePart.PATH: "path"}.get(sent.part, "body")
        return f"Add `{sent.name}` to the {where}"
    return f"Change `{sent.name}`: {found.note}"
