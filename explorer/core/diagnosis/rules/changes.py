"""What changed since the last success of the same request: the only change there is explains a refusal best. Method,
path, query, headers, fields of the body and where the token comes from; values of variables count as well."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from explorer.core.diagnosis import locate, remedies, value_edits, wording
from explorer.core.diagnosis.evidence import Evidence, sent_body, url_parts
from explorer.core.diagnosis.findings import Finding, likely, possible, ruled_out
from explorer.core.diagnosis.masked import is_masked
from explorer.core.diagnosis.rules import stated
from explorer.core.diagnosis.rules.sent_values import SentValue, walk
from explorer.core.diagnosis.rules.value_faults import shown
from explorer.core.diagnosis.template_text import Stretch
from explorer.core.model.diagnosis import PlacePart, Remedy
from explorer.core.model.exchange import Exchange, SentRequest

_STATUSES = (400, 403, 404, 405, 406, 409, 415, 422)
_FEW = 3
_SAME_ALWAYS = frozenset(("host", "content-length", "user-agent", "authorization", "date", "cookie", "traceparent"))
_NONE = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value that is another one than last time, in words."""

    part: PlacePart
    path: tuple[str, ...]
    before: str
    now: str


def address(evidence: Evidence) -> Iterator[Finding]:
    """A path that is another one than last time."""
    last = evidence.context.last_success
    sent = evidence.exchange.sent
    if evidence.status not in (404, 405) or last is None or last.sent is None or sent is None:
        return
    before, now = url_parts(last.sent.url), url_parts(sent.url)
    if (before.path == now.path and before.netloc == now.netloc) or is_masked(last.sent.url):
        return
    part, old, new = (
        ("host", before.netloc, now.netloc) if before.netloc != now.netloc else _differing(before.path, now.path)
    )
    yield likely(
        "changed.address",
        f"The {part} was {wording.quoted(old)} in the last success and is {wording.quoted(new)} now",
        remedies=_restore_url(evidence, last.request.url),
    )


def values(evidence: Evidence) -> Iterator[Finding]:
    """Up to three changes; a single one is likely the cause, and none rules the request's contents out."""
    last = evidence.context.last_success
    if evidence.status not in _STATUSES or last is None or last.sent is None or evidence.exchange.sent is None:
        return
    found = tuple(_changes(last, evidence.exchange.sent))
    if not found and _same_url(last.sent.url, evidence.exchange.sent.url):
        ago = wording.span(evidence.exchange.started - last.started)
        yield ruled_out("changed.nothing", f"The request changed: the same one was accepted {ago} ago")
    if not 0 < len(found) <= _FEW:
        return
    for one in found:
        yield _finding(evidence, one, only=len(found) == 1)


def _finding(evidence: Evidence, one: Change, *, only: bool) -> Finding:
    name = locate.dotted(one.path) if one.path else "the method"
    shown_name = f"`{name}`" if one.path else name
    head = (
        f"Only {shown_name} changed since the last success" if only else f"{shown_name} changed since the last success"
    )
    sent = SentValue(name=name, part=one.part, path=one.path)
    make = likely if only else possible
    return make(
        f"changed.{one.part}.{name}",
        f"{head[0].upper()}{head[1:]}: it was {one.before} and is {one.now}",
        field=name if one.part in (PlacePart.BODY, PlacePart.QUERY) else "",
        place=stated.place_of(evidence, sent, f"was {one.before}".replace("`", "")[:60]) if one.path else None,
        remedies=_ways(evidence, one),
    )


def _ways(evidence: Evidence, one: Change) -> tuple[Remedy, ...]:
    last = evidence.context.last_success
    if last is None:
        return ()
    if one.part is PlacePart.METHOD:
        return remedies.kept(value_edits.restore_method(evidence.request, last.request))
    if one.before == _NONE and one.part is PlacePart.QUERY:
        return remedies.kept(value_edits.remove_query(evidence.request, one.path[-1]))
    if one.before == _NONE and one.part is PlacePart.BODY:
        return remedies.kept(value_edits.remove_member(evidence.request, one.path))
    if one.before == _NONE and one.part is PlacePart.HEADER:
        name = one.path[-1]
        return remedies.kept(remedies.remove_header(evidence.request, name, f"Send without `{name}`"))
    return remedies.kept(value_edits.restore(evidence.request, evidence.context, one.part, one.path))


def _changes(last: Exchange, now: SentRequest) -> Iterator[Change]:
    before = last.sent
    if before is None:
        return
    secrets = (*before.secrets, *now.secrets)
    if before.method != now.method:
        yield Change(part=PlacePart.METHOD, path=(), before=f"`{before.method}`", now=f"`{now.method}`")
    yield from _compared(PlacePart.QUERY, _query(before), _query(now), secrets)
    yield from _compared(PlacePart.HEADER, _headers(before), _headers(now), secrets)
    yield from _compared(PlacePart.BODY, _leaves(before), _leaves(now), secrets)


def _compared(
    part: PlacePart, old: dict[tuple[str, ...], Any], new: dict[tuple[str, ...], Any], secrets: tuple[str, ...]
) -> Iterator[Change]:
    for path in dict.fromkeys((*old, *new)):
        masked = is_masked(old.get(path)) or is_masked(new.get(path))
        if not masked and old.get(path, _NONE) != new.get(path, _NONE):
            was, is_now = (_words(part, path, values, secrets) for values in (old, new))
            yield Change(part=part, path=path, before=was, now=is_now)


def _words(part: PlacePart, path: tuple[str, ...], values: dict[tuple[str, ...], Any], secrets: tuple[str, ...]) -> str:
    if path not in values:
        return _NONE
    return shown(SentValue(name=path[-1], part=part, path=path, value=values[path]), secrets)


def _query(sent: SentRequest) -> dict[tuple[str, ...], Any]:
    return {(name,): value for name, value in parse_qsl(_split_query(sent.url), keep_blank_values=True)}


def _headers(sent: SentRequest) -> dict[tuple[str, ...], Any]:
    rows = ((name, value) for name, value in sent.headers if name.lower() not in _SAME_ALWAYS)
    return {(name.lower(),): value for name, value in rows if name.lower() not in sent.automatic}


def _leaves(sent: SentRequest) -> dict[tuple[str, ...], Any]:
    """Values of a JSON body that hold no others; nothing for another body."""
    try:
        document = json.loads(sent_body(sent))
    except (ValueError, RecursionError):
        return {}
    return {path: value for path, value in walk(document) if path and (not isinstance(value, dict | list) or not value)}


def _same_url(one: str, other: str) -> bool:
    return one.split("#")[0] == other.split("#")[0]


def _split_query(url: str) -> str:
    return url.partition("#")[0].partition("?")[2]


def _differing(before: str, now: str) -> tuple[str, str, str]:
    old, new = before.split("/"), now.split("/")
    if len(old) == len(new):
        pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        if len(pairs) == 1:
            return "path segment", *pairs[0]
    return "path", before, now


def _restore_url(evidence: Evidence, url: str) -> tuple[Remedy, ...]:
    now = evidence.request.url
    if is_masked(url):
        return ()
    stretch = Stretch(text=now, start=0, end=len(now))
    title = "Restore the URL from the last success"
    return remedies.kept(remedies.replace_in_url(evidence.request, stretch, url, title))
