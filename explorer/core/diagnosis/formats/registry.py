"""Asks every recogniser and keeps the most particular reading; then adds what headers and the document's side members
say. The order of the list decides nothing but ties."""

from collections.abc import Callable
from dataclasses import replace

from explorer.core.diagnosis import plugins
from explorer.core.diagnosis.formats import (
    aws,
    fhir,
    general,
    google,
    graphql,
    grpc,
    html,
    jsonapi,
    jsonrpc,
    kubernetes,
    oauth,
    odata,
    plain,
    problem,
    sms,
    soap,
    streams,
    webdav,
    xml,
)
from explorer.core.diagnosis.formats.answered import answered_by
from explorer.core.diagnosis.formats.beside import (
    body_missing,
    body_request_id,
    body_verdict,
    body_wait_s,
    prose_wait_s,
)
from explorer.core.diagnosis.formats.body import BodyKind, ReceivedBody
from explorer.core.diagnosis.formats.missing import header_missing
from explorer.core.diagnosis.formats.recognised import Missing, Recognised
from explorer.core.diagnosis.formats.vendors import name_of
from explorer.core.diagnosis.formats.verdict import explicit_verdict, retryable
from explorer.core.diagnosis.formats.xml_tree import as_plain
from explorer.core.diagnosis.links import helpful_link
from explorer.core.diagnosis.request_ids import header_request_id
from explorer.core.diagnosis.retry_after import answered_at, is_used_up, limit_reset_s, retry_after_s

RECOGNISERS: tuple[Callable[[ReceivedBody], Recognised | None], ...] = (
    grpc.recognise,
    kubernetes.recognise,
    fhir.recognise,
    webdav.recognise,
    problem.recognise,
    soap.recognise,
    jsonrpc.recognise,
    google.recognise,
    aws.recognise,
    graphql.recognise,
    jsonapi.recognise,
    oauth.recognise,
    odata.recognise,
    sms.recognise,
    streams.recognise,
    html.recognise,
    xml.recognise,
    general.recognise,
    plain.recognise,
)


def reading_of(body: ReceivedBody) -> Recognised:
    """The whole reading of a response."""
    found = [reading for recognise in RECOGNISERS if (reading := recognise(body)) is not None]
    # A plug-in knows its own API: of equals its reading is taken.
    found = [*plugins.readings(body), *found]
    best = max(found, key=lambda reading: reading.specificity)
    side = _side(body)
    return _failure(body, best, side) if best.is_error else _success(body, best, side)


def _side(body: ReceivedBody) -> object:
    """The parsed document, whatever its syntax, for what stands beside the words."""
    if body.kind is BodyKind.XML and body.root is not None:
        return as_plain(body.root)
    return body.values[-1] if body.kind is BodyKind.SEVERAL_JSON else body.json


def _success(body: ReceivedBody, found: Recognised, side: object) -> Recognised:
    link = helpful_link(tuple(one for one in body.headers if one[0].lower() == "link"))
    return replace(
        found,
        format="success",
        request_id=header_request_id(body.headers),
        docs_url=body.absolute(link) if link and _is_ending(body) else None,
    )


def _is_ending(body: ReceivedBody) -> bool:
    """Only the end of a version is worth a link on a success."""
    return bool(body.header("deprecation") or body.header("sunset"))


def _failure(body: ReceivedBody, found: Recognised, side: object) -> Recognised:
    code = found.code or plain.header_code(body)
    message = found.message or plain.header_message(body) or html.said(body)
    code = code or plain.told_code(message)
    stated, limited = _stated_wait(body, found, side), _is_limited(body)
    verdict = _verdict(body, found, code, side, stated, limited)
    wait = stated if stated is not None else _implied_wait(body, message, limited)
    return replace(
        found,
        format=_named(body, found),
        code=code,
        message=message,
        docs_url=found.docs_url or _linked(body),
        request_id=_request_id(body, found, code, side),
        retryable=verdict,
        retry_after_s=wait if verdict is not False else None,
        missing=_merged(found.missing, header_missing(body), body_missing(side) if body.status != 429 else ()),
        answered_by=found.answered_by or answered_by(body),
    )


def _named(body: ReceivedBody, found: Recognised) -> str:
    structural = found.format.startswith("json-")
    return (name_of(body) or found.format) if structural else found.format


def _request_id(body: ReceivedBody, found: Recognised, code: str | None, side: object) -> str | None:
    """The recogniser's, else the body's unless it is the code by another name, else the headers'."""
    stated = found.request_id or body_request_id(side)
    return stated if stated and stated != code else header_request_id(body.headers)


def _linked(body: ReceivedBody) -> str | None:
    link = helpful_link(body.headers)
    return body.absolute(link) if link else None


def _stated_wait(body: ReceivedBody, found: Recognised, side: object) -> float | None:
    """Retry-After first, then the body's own member."""
    header = retry_after_s(body.headers)
    if header is not None:
        return header
    return found.retry_after_s if found.retry_after_s is not None else body_wait_s(side, answered_at(body.headers))


def _is_limited(body: ReceivedBody) -> bool:
    return body.status in (420, 429) or (body.status in (403, 503) and is_used_up(body.headers))


def _implied_wait(body: ReceivedBody, message: str | None, limited: bool) -> float | None:
    """From limit headers; at last from the sentence. Only for limits and overload."""
    if not limited and body.status not in (503, 529):
        return None
    reset = limit_reset_s(body.headers, limited=body.status in (420, 429))
    return reset if reset is not None else prose_wait_s(message or "")


def _verdict(
    body: ReceivedBody, found: Recognised, code: str | None, side: object, wait: float | None, limited: bool
) -> bool | None:
    for verdict in (explicit_verdict(body), body_verdict(side), found.retryable):
        if verdict is not None:
            return verdict
    if found.format == "ndjson" and not body.failed:
        return None
    if not body.failed and body.kind is BodyKind.HTML:
        return False
    return retryable(body, code, found.message, waits=wait is not None, limited=limited)


def _merged(*parts: Missing) -> Missing:
    found: dict[str, tuple[str, ...]] = {}
    for kind, values in (pair for part in parts for pair in part):
        found.setdefault(kind, values)
    return tuple(found.items())
