"""HAR 1.2 (HTTP Archive): entries as exchanges or as requests. Reading only; parts we do not know are passed over."""

import json
import re
from typing import Any

from explorer.core.errors import UsageError
from explorer.core.interchange.exchange_lines import (
    UNREADABLE,
    MalformedError,
    OnBad,
    decoded,
    headers_of,
    no_response,
    reason_of,
    refuse,
    started_at,
    status_of,
    table_of,
    written_request,
)
from explorer.core.model.exchange import Content, Exchange, Outcome, Response, SentRequest

_BOM = "\ufeff"
_LOG = re.compile(r'"log"\s*:')


def is_har(text: str) -> bool:
    """Whether a text looks like an HTTP archive rather than JSON Lines."""
    head = text[:2100].lstrip(f"{_BOM} \r\n\t")[:2000]
    log = _LOG.search(head)
    return head.startswith("{") and log is not None and '"request"' not in head[: log.start()]


def exchanges_from_har(text: str, source: str, on_bad: OnBad = refuse) -> tuple[Exchange, ...]:
    """Every entry, in file order; ``on_bad`` gets a sentence for each that is none.

    Raises UsageError naming ``source`` when the whole is no HAR.
    """
    found: list[Exchange] = []
    for number, entry in enumerate(_entries(text, source), 1):
        try:
            found.append(_exchange(table_of(entry, "it"), str(number)))
        except UNREADABLE as error:
            on_bad(f"{source}, entry {number}: not an exchange ({reason_of(error)}).")
    return tuple(found)


def _entries(text: str, source: str) -> list[Any]:
    try:
        log = table_of(table_of(json.loads(text.lstrip(_BOM)), "it").get("log"), "log")
        if not isinstance(log.get("entries"), list):
            raise MalformedError("log.entries is not a list")
    except UNREADABLE as error:
        raise UsageError(f"{source} is not a HAR 1.2 file ({reason_of(error)}).") from error
    entries: list[Any] = log["entries"]
    return entries


def _exchange(entry: dict[str, Any], fallback_id: str) -> Exchange:
    asked = table_of(entry["request"], "request")
    method, url = str(asked["method"]), str(asked["url"])
    headers = headers_of(asked.get("headers"))
    body = _post_data(asked)
    outcome = _outcome(entry)
    return Exchange(
        id=str(entry.get("_id") or fallback_id),
        started=started_at(entry.get("startedDateTime"), outcome),
        request=written_request(method, url, headers, body),
        sent=SentRequest(method=method, url=url, headers=headers, body=Content.of(body)),
        outcome=outcome,
    )


def _outcome(entry: dict[str, Any]) -> Outcome:
    answered = {} if entry["response"] is None else table_of(entry["response"], "response")
    if not answered.get("status"):
        # Browsers write status 0 and put the reason into _error when nothing came back.
        return no_response(str(answered.get("_error") or "no response recorded"))
    return Response(
        status=status_of(answered["status"]),
        reason=str(answered.get("statusText") or ""),
        http_version=str(answered.get("httpVersion") or "HTTP/1.1").upper(),
        headers=headers_of(answered.get("headers")),
        body=Content.of(_content(table_of(answered.get("content") or {}, "content"))),
    )


def _content(content: dict[str, Any], name: str = "content") -> bytes:
    text = content.get("text") or ""
    if "base64" in (content.get("encoding"), content.get("_encoding")):
        return decoded(text, f"{name}.text")
    return str(text).encode("utf-8", "surrogatepass")


def _post_data(asked: dict[str, Any]) -> bytes:
    return _content(table_of(asked.get("postData") or {}, "postData"), "postData")
