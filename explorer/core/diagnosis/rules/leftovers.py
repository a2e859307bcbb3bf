"""Examples that were never replaced, in query and body: ``YOUR_ID``, ``<id>``, ``changeme``, the bare ``string`` of
generated samples, ``undefined`` where a program had no value; and API keys that are empty, a placeholder or have blanks
around them."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from explorer.core.diagnosis import locate, remedies, template_text, value_edits, wording
from explorer.core.diagnosis.evidence import Evidence
from explorer.core.diagnosis.findings import Finding, confirmed, likely
from explorer.core.diagnosis.rules import tokens, variables
from explorer.core.diagnosis.rules.sent_values import SentValue, form_rows, walk
from explorer.core.model.diagnosis import Place, PlacePart, Remedy
from explorer.core.model.request import ApiKeyAuth, KeyPlacement

_STATUSES = (400, 401, 403, 404, 409, 422)
_VALUE = re.compile(
    r"(?i)^(<[\w .:-]+>|\{[a-z_]\w*\}|\[your[ _-].*\]|your[-_ ]?[a-z_ -]*(?:id|key|name|here|token|value|email)"
    r"|\w+[-_]here|changeme|change_me|replace[-_ ]?me|placeholder|todo|x{4,}|string)$"
)
_MOST = 3


def values(evidence: Evidence) -> Iterator[Finding]:
    """Placeholders among the values that were sent."""
    if evidence.status not in _STATUSES:
        return
    said = [f"{one.field} {one.message}" for one in evidence.read.problems] + [evidence.read.message or ""]
    found = [one for one in _texts(evidence) if _VALUE.match(str(one.value).strip())]
    for sent in found[:_MOST]:
        leaf = next((part for part in reversed(sent.path) if not part.isdecimal()), sent.name)
        is_named = any(leaf in text or str(sent.value) in text for text in said)
        if str(sent.value) == "string" and not is_named:
            continue
        yield (confirmed if is_named else likely)(
            f"leftover.{sent.name}",
            f"`{sent.name}` is still the placeholder {wording.quoted(sent.value)}",
            headline=f"`{sent.name}` is still the placeholder {wording.quoted(sent.value)}.",
            field=sent.name,
            place=_place(evidence, sent),
            remedies=remedies.kept(
                value_edits.restore(evidence.request, evidence.context, sent.part, sent.path),
                remedies.advice(f"Give `{sent.name}` a value"),
            ),
        )


def no_value(evidence: Evidence) -> Iterator[Finding]:
    """``null`` or ``undefined`` as the text of a parameter or of a form's row, where the server complains."""
    if evidence.status not in (400, 404, 422):
        return
    found = [one for one in (*_queried(evidence), *_formed(evidence)) if one.value in variables.NO_VALUE]
    for sent in found[:_MOST]:
        shown = wording.quoted(sent.value)
        yield (confirmed if _names(evidence, sent) else likely)(
            f"leftover.{sent.name}",
            f"`{sent.name}` is the text {shown}, as programs write a value that is not there",
            headline=f"`{sent.name}` holds {shown} and no value.",
            field=sent.name,
            place=_place(evidence, sent, "no value"),
            remedies=remedies.kept(
                value_edits.restore(evidence.request, evidence.context, sent.part, sent.path),
                remedies.advice(f"Give `{sent.name}` a value, or leave it out"),
            ),
        )


def _names(evidence: Evidence, sent: SentValue) -> bool:
    """Whether the server speaks of a value by its name, as a word of its own."""
    leaf = locate.segments(sent.name)[-1:]
    word = re.compile(rf"(?i)(?<![A-Za-z0-9_]){re.escape(leaf[0] if leaf else sent.name)}(?![A-Za-z0-9_])")
    said = [evidence.read.message or ""]
    said += [text for one in evidence.read.problems for text in (one.field, one.message)]
    return any(word.search(text) for text in said)


def api_key(evidence: Evidence) -> Iterator[Finding]:
    """The key of the Auth tab as it was sent; its value is never repeated."""
    auth = evidence.request.auth
    if evidence.status not in (400, 401, 403) or not isinstance(auth, ApiKeyAuth) or evidence.exchange.sent is None:
        return
    sent = evidence.header(auth.name) if auth.placement is KeyPlacement.HEADER else _in_query(evidence, auth.name)
    where = "header" if auth.placement is KeyPlacement.HEADER else "query parameter"
    words = _key_fault(sent, where)
    if words:
        yield confirmed(
            "auth.api-key",
            f"The API key in the {where} `{auth.name}` {words}",
            headline=f"The API key {words}.",
            place=locate.credentials("check the key"),
            remedies=_mend(auth),
        )


def _key_fault(sent: str | None, where: str) -> str:
    if sent is None:
        return f"was not sent: the {where} is missing"
    if not sent.strip():
        return "is empty"
    if tokens.is_placeholder(sent) or _VALUE.match(sent.strip()):
        return "is still a placeholder"
    return "has blanks around it" if sent != sent.strip() else ""


def _mend(auth: ApiKeyAuth) -> tuple[Remedy, ...]:
    names = template_text.names(auth.value)
    if names:
        return (remedies.open_environments(f"Check the key (variable `{{{{{names[0]}}}}}`)"),)
    return (remedies.advice("Give the key in the Auth tab"),)


def _in_query(evidence: Evidence, name: str) -> str | None:
    return next((value for key, value in parse_qsl(evidence.url.query, keep_blank_values=True) if key == name), None)


def _queried(evidence: Evidence) -> Iterator[SentValue]:
    for name, value in evidence.query:
        yield SentValue(name=name, part=PlacePart.QUERY, path=(name,), value=value)


def _formed(evidence: Evidence) -> Iterator[SentValue]:
    for name, value in form_rows(evidence):
        yield SentValue(name=name, part=PlacePart.FORM, path=(name,), value=value)


def _texts(evidence: Evidence) -> Iterator[SentValue]:
    yield from _queried(evidence)
    for path, value in walk(evidence.sent_json):
        if path and isinstance(value, str) and len(value) < 80:
            yield SentValue(name=locate.dotted(path), part=PlacePart.BODY, path=path, value=value)


def _place(evidence: Evidence, sent: SentValue, note: str = "placeholder") -> Place | None:
    if sent.part is PlacePart.QUERY:
        return locate.in_query(evidence.request, sent.name, note)
    if sent.part is PlacePart.FORM:
        return locate.in_form(evidence.request, sent.name, note)
    return locate.in_body(evidence.request, sent.path, note)
