"""Text that changed its meaning on the way: encoded twice, a raw plus in a query, blanks at the end of ids."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote, unquote_plus

from explorer.core.diagnosis import locate, remedies, template_text, url_places, value_edits, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.rules.sent_values import SentValue, walk
from explorer.core.diagnosis.rules.value_faults import blanks as blank_fault
from explorer.core.diagnosis.template_text import Stretch
from explorer.core.model.diagnosis import Place, PlacePart, Remedy, Standing

_OWN_RULES = ("sinch-sms",)
_STATUSES = (400, 401, 403, 404, 406, 409, 422)
_TWICE = re.compile(r"%25[0-9A-Fa-f]{2}")
_ID_NAME = re.compile(r"(?i)(^|[_.-])(id|key|ref|code|uuid|number|name|email|phone|to|from)s?$|[a-z](Id|Key|Ref|Code)$")
_PHONE = re.compile(r"^ \d(?:[ .()-]?\d){5,14}$")
_OFFSET = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\d\d:?\d\d)$")
_E_MAIL = re.compile(r"^[^@\s]+( [^@\s]+)@[^@\s]+$")


def double(evidence: Evidence) -> Iterator[Finding]:
    """``%2520`` or ``%253A``: percent signs that were encoded once more."""
    if evidence.status not in _STATUSES:
        return
    for where, text in (("path", evidence.url.path), ("query", evidence.url.query)):
        found = _TWICE.search(text)
        if not found:
            continue
        once = unquote(found.group())
        named = _is_named(evidence, found.group()) or _is_named(evidence, once)
        make = confirmed if evidence.status in (400, 404, 422) or named else likely
        words = f"The {where} is encoded twice: {wording.quoted(found.group())} is read as {wording.quoted(once)}"
        yield make(
            f"encoding.twice.{where}",
            words,
            headline=f"The {where} is encoded twice: the server reads {wording.quoted(once)}.",
            place=_typed_place(evidence, found.group(), where),
            remedies=_decode_once(evidence),
        )


def plus(evidence: Evidence) -> Iterator[Finding]:
    """A raw ``+`` in a query, which a server reads as a blank (WHATWG URL, application/x-www-form-urlencoded)."""
    own = evidence.api is not None and evidence.api.id in _OWN_RULES
    if own or not (evidence.status in _STATUSES or evidence.read.is_error):
        return
    for name, value in evidence.query:
        kind = _kind_with_plus(value)
        at_end = value != value.strip() and evidence.status in (400, 404, 422)
        if not has_plus(evidence, name) or not (kind or at_end):
            continue
        text = f"The plus in `{name}` is read as a blank, so the server gets {wording.quoted(value)}"
        if kind:
            text = f"The plus in `{name}` is read as a blank, so the server gets no {kind}: {wording.quoted(value)}"
        yield (confirmed if kind else likely)(
            f"encoding.plus.{name}",
            text,
            headline=f"The plus in `{name}` is read as a blank.",
            field=name,
            place=locate.in_query(evidence.request, name, "write %2B for +"),
            remedies=remedies.kept(remedies.encode_plus(evidence.request, name))
            or (remedies.open_environments(f"Write the plus in `{name}` as `%2B`"),),
        )


def has_plus(evidence: Evidence, name: str) -> bool:
    """Whether a parameter was sent with a raw plus; its blanks are no blanks then, and are not to be taken out."""
    typed = template_text.query_pairs(f"x://h/?{evidence.url.query}")
    return any(unquote_plus(one.name) == name and "+" in one.value.text for one in typed)


def is_plus_fault(evidence: Evidence, sent: SentValue) -> bool:
    """Whether the plus is what is wrong with a value of the query, so that nothing else need be."""
    if sent.part is not PlacePart.QUERY or not isinstance(sent.value, str) or not has_plus(evidence, sent.name):
        return False
    return bool(_kind_with_plus(sent.value)) or sent.value != sent.value.strip()


def blanks(evidence: Evidence) -> Iterator[Finding]:
    """Blanks at the ends of ids and other short texts, in query and body."""
    if evidence.status not in _STATUSES or evidence.code_row is not None:
        return
    for sent in _texts(evidence):
        found = blank_fault(sent)
        if not found or is_plus_fault(evidence, sent) or len(str(sent.value)) > 200 or "\n" in str(sent.value).strip():
            continue
        stripped = str(sent.value).strip()
        named = _is_named(evidence, stripped) or _is_named(evidence, sent.name)
        is_id = _ID_NAME.search(sent.path[-1]) is not None
        standing = Standing.CONFIRMED if named else Standing.LIKELY if is_id else Standing.POSSIBLE
        make = confirmed if standing is Standing.CONFIRMED else likely
        if standing is Standing.POSSIBLE:
            continue
        yield make(
            f"blanks.{sent.name}",
            found.text,
            headline=f"{found.text}.",
            field=sent.name if sent.part is not PlacePart.PATH else "",
            place=_place(evidence, sent, found.note),
            remedies=_without_blanks(evidence, sent),
        )


def _texts(evidence: Evidence) -> Iterator[SentValue]:
    for name, value in evidence.query:
        yield SentValue(name=name, part=PlacePart.QUERY, path=(name,), value=value)
    for path, value in walk(evidence.sent_json):
        if path and isinstance(value, str):
            yield SentValue(name=locate.dotted(path), part=PlacePart.BODY, path=path, value=value)


def _kind_with_plus(value: str) -> str:
    """What a value would be with a plus in place of the blank, or empty."""
    if _PHONE.match(value):
        return "phone number"
    offset = _OFFSET.match(value)
    if offset:
        return "time with an offset" if _is_time(f"{offset[1]}+{offset[2]}") else ""
    return "e-mail address" if _E_MAIL.match(value) else ""


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_named(evidence: Evidence, text: str) -> bool:
    said = [evidence.read.message or "", *(f"{one.field} {one.message}" for one in evidence.read.problems)]
    return bool(text) and any(text in one for one in said)


def _typed_place(evidence: Evidence, text: str, where: str) -> Place | None:
    url = evidence.exchange.sent.url if evidence.exchange.sent else evidence.request.url
    return url_places.of_text(evidence.request, url, text, where, "encoded twice")


def _decode_once(evidence: Evidence) -> tuple[Remedy, ...]:
    """The typed URL with the second encoding taken back; words where a value of a variable holds it."""
    url = evidence.request.url
    if not _TWICE.search(url):
        return (remedies.open_environments("Take the percent signs out of the variable: it is encoded on sending"),)
    after = re.sub(r"%25(?=[0-9A-Fa-f]{2})", "%", url)
    stretch = Stretch(text=url, start=0, end=len(url))
    return remedies.kept(remedies.replace_in_url(evidence.request, stretch, after, "Encode the URL only once"))


def _place(evidence: Evidence, sent: SentValue, note: str) -> Place | None:
    if sent.part is PlacePart.QUERY:
        return locate.in_query(evidence.request, sent.name, note)
    return locate.in_body(evidence.request, sent.path, note)


def _without_blanks(evidence: Evidence, sent: SentValue) -> tuple[Remedy, ...]:
    place = _place(evidence, sent, "")
    source = evidence.request.url if sent.part is PlacePart.QUERY else locate.body_text(evidence.request) or ""
    names = template_text.names(source[place.start : place.end]) if place else ()
    if names:
        return (remedies.open_environments(f"Take the blanks out of `{{{{{names[0]}}}}}`"),)
    title = f"Take the blanks out of `{sent.name}`"
    fix = value_edits.give(evidence.request, sent.part, sent.path, str(sent.value).strip(), title)
    return remedies.kept(fix)
