"""HAR 1.2 (HTTP Archive): entries as exchanges or as requests. Reading only; parts we do not know are passed over."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from explorer.core.errors import UsageError
from explorer.core.interchange.exchange_lines import headers_of, written_request
from explorer.core.model.exchange import Content, Exchange, Failure, FailureKind, Response, SentRequest


def is_har(text: str) -> bool:
    """Whether a text looks like an HTTP archive rather than JSON Lines."""
    head = text.lstrip("﻿ \r\n\t")[:2000]
    return head.startswith("{") and '"log"' in head and '"request"' not in head.split('"log"')[0]


def exchanges_from_har(text: str, source: str) -> tuple[Exchange, ...]:
    """Every entry, in file order; raises UsageError naming ``source`` when it is no HAR."""
    try:
        entries = json.loads(text.lstrip("﻿"))["log"]["entries"]
        return tuple(_exchange(entry, str(number)) for number, entry in enumerate(entries, 1))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{source} is not a HAR 1.2 file ({type(error).__name__}: {error}).") from error


def _exchange(entry: dict[str, Any], fallback_id: str) -> Exchange:
    asked = entry["request"]
    headers = headers_of(asked.get("headers"))
    body = _post_data(asked)
    return Exchange(
        id=str(entry.get("_id") or fallback_id),
        started=_started(entry),
        request=written_request(asked["method"], asked["url"], headers, body),
        sent=SentRequest(method=asked["method"], url=asked["url"], headers=headers, body=Content.of(body)),
        outcome=_outcome(entry),
    )


def _outcome(entry: dict[str, Any]) -> Response | Failure:
    answered = entry["response"]
    if not answered.get("status"):
        # Browsers write status 0 and put the reason into _error when nothing came back.
        words = str(answered.get("_error") or "no response recorded")
        return Failure(
            kind=FailureKind.UNKNOWN, phase=None, message="The archive has no response for this.", detail=words
        )
    return Response(
        status=int(answered["status"]),
        reason=str(answered.get("statusText") or ""),
        http_version=str(answered.get("httpVersion") or "HTTP/1.1").upper(),
        headers=headers_of(answered.get("headers")),
        body=Content.of(_content(answered.get("content") or {})),
    )


def _content(content: dict[str, Any]) -> bytes:
    text = content.get("text") or ""
    if content.get("encoding") == "base64":
        return base64.b64decode(text)
    return str(text).encode("utf-8", "surrogatepass")


def _post_data(asked: dict[str, Any]) -> bytes:
    data = asked.get("postData") or {}
    return str(data.get("text") or "").encode("utf-8", "surrogatepass")


def _started(entry: dict[str, Any]) -> datetime:
    try:
        started = datetime.fromisoformat(str(entry.get("startedDateTime")))
    except ValueError:
        return datetime.now(UTC)
    return started if started.tzinfo else started.replace(tzinfo=UTC)
