"""Looks up the value a server speaks of in what was really sent: JSON body, form, query, path, headers. It judges
nothing; a field that cannot be looked up for certain gives None."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any
from urllib.parse import parse_qsl

from explorer.core.diagnosis import locate, template_text
from explorer.core.diagnosis.evidence import UNREADABLE, Evidence
from explorer.core.model.diagnosis import PlacePart
from explorer.core.model.request import FormBody, FormField, MultipartBody

_ABSENT = object()
_IN_BODY = ("body", "requestbody", "data", "request", "payload", "input", "variables", "form")
_IN_QUERY = ("query", "querystring", "params", "parameters")
_OTHER = {"path": PlacePart.PATH, "header": PlacePart.HEADER, "headers": PlacePart.HEADER}
_WHOLE = ("body", "requestbody", "request", "payload", "query", "headers")
"""Names that mean the body or another part as a whole."""
_MOST_SIBLINGS = 200
_MOST_NODES = 3000
_CLOSE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class SentValue:
    """A value, or the proof that there is none. ``value`` is a JSON value in a body, text anywhere else."""

    name: str
    """In the request's own spelling; for an absent one as the server spells it, without a prefix."""
    part: PlacePart
    path: tuple[str, ...]
    present: bool = True
    value: Any = None
    element: int = 0
    """Which of several query parameters of this name."""
    near: str = ""
    """For an absent one: a sibling that is spelt alike."""
    elsewhere: str = ""
    """For an absent one: where else a value of this name was sent ("the query")."""


def look_up(evidence: Evidence, field: str) -> SentValue | None:
    """The sent value of a field in the server's spelling; None when it is unknown what was sent."""
    path = locate.segments(field)
    if not path or len(path) > 50:
        return None
    prefix, rest = path[0].lower(), path[1:]
    whole = _bodied(evidence, path)
    if whole or (not rest and prefix in _WHOLE):
        return whole
    if rest and prefix in _IN_QUERY:
        return _queried(evidence, rest) or _absent(evidence, rest, PlacePart.QUERY)
    if rest and prefix in _OTHER:
        return _in_part(evidence, _OTHER[prefix], rest[0])
    if rest and prefix in _IN_BODY:
        return _bodied(evidence, rest) or _absent_in_body(evidence, rest)
    found = _queried(evidence, path) or _formed(evidence, path)
    beside = found or _in_path(evidence, path[0]) or (None if rest else _headed(evidence, path[0]))
    return beside or _by_leaf(evidence, path) or _missing(evidence, path)


def _headed(evidence: Evidence, name: str) -> SentValue | None:
    """A header of this name, which has a hyphen as no member and no parameter has."""
    value = evidence.header(name) if "-" in name else None
    return SentValue(name=name, part=PlacePart.HEADER, path=(name,), value=value) if value is not None else None


def sent_names(evidence: Evidence) -> frozenset[str]:
    """Every name in what was sent: members of the body, form rows, query parameters."""
    members = (path[-1] for path, _ in walk(evidence.sent_json) if path and not path[-1].isdecimal())
    return frozenset((*members, *(name for name, _ in _pairs(evidence)), *(name for name, _ in evidence.query)))


def _missing(evidence: Evidence, path: tuple[str, ...]) -> SentValue | None:
    if isinstance(evidence.sent_json, dict) or _pairs(evidence):
        return _absent_in_body(evidence, path)
    if evidence.method in ("GET", "HEAD", "DELETE") and not evidence.sent_text:
        return _absent(evidence, path, PlacePart.QUERY)
    return None


def _bodied(evidence: Evidence, path: tuple[str, ...]) -> SentValue | None:
    value: Any = evidence.sent_json
    taken: list[str] = []
    for part in path:
        key, value = _step(evidence, value, part)
        if value is _ABSENT:
            return None
        taken.append(key)
    return SentValue(name=locate.dotted(tuple(taken)), part=PlacePart.BODY, path=tuple(taken), value=value)


def _step(evidence: Evidence, value: Any, part: str) -> tuple[str, Any]:
    """A member by its name or by another case of it, an element by its number."""
    if isinstance(value, dict):
        key = evidence.spelt(value, part)
        return (key, value[key]) if key is not None else ("", _ABSENT)
    if isinstance(value, list) and part.isdecimal() and len(part) < 9 and int(part) < len(value):
        return part, value[int(part)]
    return "", _ABSENT


def _formed(evidence: Evidence, path: tuple[str, ...]) -> SentValue | None:
    names = {locate.dotted(path), path[0], locate.bracketed(path)}
    for name, value in _pairs(evidence):
        if name in names:
            return SentValue(name=name, part=PlacePart.FORM, path=(name,), value=value)
    return None


def _queried(evidence: Evidence, path: tuple[str, ...]) -> SentValue | None:
    """By the whole name (``filter[name]``), else by its first part; a number tells parameters of one name apart."""
    for name in dict.fromkeys((locate.bracketed(path), path[0])):
        same = [pair for pair in evidence.query if pair[0].lower() == name.lower()]
        if same:
            element = int(path[1]) if len(path) > 1 and path[1].isdecimal() and len(path[1]) < 9 else 0
            own, value = same[element] if element < len(same) else same[0]
            element = element if element < len(same) else 0
            return SentValue(name=own, part=PlacePart.QUERY, path=(own,), value=value, element=element)
    return None


def _in_part(evidence: Evidence, part: PlacePart, name: str) -> SentValue | None:
    if part is PlacePart.PATH:
        return _in_path(evidence, name) or after_its_noun(evidence, name)
    value = evidence.header(name) or evidence.header(name.replace("_", "-"))
    if value is not None:
        return SentValue(name=name, part=part, path=(name,), value=value)
    return SentValue(name=name, part=part, path=(name,), present=False) if evidence.exchange.sent else None


def _in_path(evidence: Evidence, name: str) -> SentValue | None:
    """The value of a segment that the person wrote as ``:name`` or ``{{name}}``."""
    typed = template_text.path_segments(evidence.request.url)
    sent = [part for part in evidence.segments if part]
    for from_end, segment in enumerate(reversed(typed)):
        if (segment.text == f":{name}" or template_text.names(segment.text) == (name,)) and from_end < len(sent):
            return SentValue(name=name, part=PlacePart.PATH, path=(name,), value=sent[-1 - from_end])
    return None


def after_its_noun(evidence: Evidence, name: str) -> SentValue | None:
    """``user_id`` in ``/users/abc/orders``: the segment after the one that is called like it."""
    sent = [part for part in evidence.segments if part]
    squeezed = _squeezed(name)
    for noun, value in pairwise(sent):
        stem = _squeezed(noun).removesuffix("s")
        if len(stem) > 2 and squeezed.startswith(stem):
            return SentValue(name=name, part=PlacePart.PATH, path=(value,), value=value)
    return None


def _by_leaf(evidence: Evidence, path: tuple[str, ...]) -> SentValue | None:
    """The one value of the body that has this name, wherever it stands."""
    if len(path) > 1:
        return _bodied(evidence, path[1:])
    found = [one for one, _ in walk(evidence.sent_json) if one and one[-1] == path[0]]
    return _bodied(evidence, found[0]) if len(found) == 1 else None


def _absent_in_body(evidence: Evidence, path: tuple[str, ...]) -> SentValue | None:
    """Absent for certain only where the body could be read."""
    if evidence.sent_json is UNREADABLE and not _pairs(evidence):
        return _formed(evidence, path)
    if isinstance(evidence.sent_json, dict | list) or _pairs(evidence):
        return _formed(evidence, path) or _absent(evidence, path, PlacePart.BODY)
    return None


def _absent(evidence: Evidence, path: tuple[str, ...], part: PlacePart) -> SentValue:
    name = path[-1]
    in_query = part is PlacePart.QUERY
    siblings = [key for key, _ in evidence.query] if in_query else _siblings(evidence, path)
    elsewhere = ""
    if in_query and _bodied(evidence, path):
        elsewhere = "the body"
    elif not in_query and _queried(evidence, (name,)):
        elsewhere = "the query"
    return SentValue(
        name=locate.dotted(path), part=part, path=path, present=False, near=_near(name, siblings), elsewhere=elsewhere
    )


def _siblings(evidence: Evidence, path: tuple[str, ...]) -> list[str]:
    value: Any = evidence.sent_json
    for part in path[:-1]:
        value = _step(evidence, value, part)[1]
    if isinstance(value, dict):
        return list(value)
    return [name for name, _ in _pairs(evidence)] if len(path) == 1 else []


def _near(name: str, siblings: list[str]) -> str:
    squeezed = _squeezed(name)
    siblings = siblings[:_MOST_SIBLINGS]
    same = next((one for one in siblings if _squeezed(one) == squeezed), "")
    close = difflib.get_close_matches(name, siblings, n=1, cutoff=_CLOSE) if len(name) < 80 else []
    return same or (close[0] if close else "")


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def form_rows(evidence: Evidence) -> tuple[tuple[str, str | None], ...]:
    """Rows of a form of either kind; None for the content of a file, and where a variable hides the value."""
    body = evidence.request.body
    if not isinstance(body, MultipartBody):
        return _pairs(evidence)
    parts = (part for part in body.parts if part.enabled)
    return tuple((one.name, None if one.file_path or "{{" in one.value else one.value) for one in parts)


def _pairs(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Rows of a form, when the body is one."""
    if "x-www-form-urlencoded" in (evidence.header("Content-Type") or "").lower():
        return tuple(parse_qsl(evidence.sent_text, keep_blank_values=True))
    body = evidence.request.body
    rows: tuple[FormField, ...] = body.fields if isinstance(body, FormBody) else ()
    return tuple((row.name, row.value) for row in rows if row.enabled)


def walk(value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of a document with its path; bounded."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), value)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        path, one = waiting.pop()
        yield path, one
        if len(path) < 20 and isinstance(one, dict):
            waiting += [((*path, key), inner) for key, inner in islice(one.items(), _MOST_NODES)]
        elif len(path) < 20 and isinstance(one, list):
            waiting += [((*path, str(index)), inner) for index, inner in enumerate(one[:200])]
