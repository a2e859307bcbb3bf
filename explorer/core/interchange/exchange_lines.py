"""JSON Lines of exchanges, as ``explorer diagnose`` reads them: one object a line with id, request and response."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from explorer.core.errors import UsageError
from explorer.core.model.exchange import Content, Exchange, Headers, Response, SentRequest
from explorer.core.model.request import Header, NoBody, Request, TextBody, TextKind


def exchanges_from_lines(text: str, source: str) -> Iterator[Exchange]:
    """One exchange a line; blank lines are skipped. Raises UsageError naming ``source`` and the line."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield exchange_from_object(json.loads(line), str(number))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{source}, line {number}: not an exchange ({_reason(error)}).") from error


def exchange_from_object(plain: dict[str, Any], fallback_id: str) -> Exchange:
    """The exchange of one object; raises KeyError, TypeError or ValueError when a member is missing or wrong."""
    asked, answered = plain["request"], plain["response"]
    headers = headers_of(asked.get("headers"))
    body = body_bytes(asked)
    url, method = str(asked["url"]), str(asked.get("method") or "GET")
    return Exchange(
        id=str(plain.get("id", fallback_id)),
        started=datetime.now(UTC),
        request=written_request(method, url, headers, body),
        sent=SentRequest(method=method, url=url, headers=headers, body=Content.of(body)),
        outcome=Response(
            status=int(answered["status"]),
            reason=str(answered.get("reason") or ""),
            http_version=str(answered.get("http_version") or "HTTP/1.1"),
            headers=headers_of(answered.get("headers")),
            body=Content.of(body_bytes(answered)),
        ),
    )


def written_request(method: str, url: str, headers: Headers, body: bytes) -> Request:
    """The request as a person would have written it to send these bytes."""
    text = body.decode("utf-8", "replace")
    kind = TextKind.JSON if text.lstrip()[:1] in ("{", "[") else TextKind.TEXT
    return Request(
        method=method,
        url=url,
        headers=tuple(Header(name=name, value=value) for name, value in headers),
        body=TextBody(kind=kind, text=text) if body else NoBody(),
    )


def headers_of(plain: Any) -> Headers:
    """Header pairs from a list of pairs, a list of {name, value} or an object."""
    if not plain:
        return ()
    if isinstance(plain, dict):
        return tuple((str(name), str(value)) for name, value in plain.items())
    return tuple(
        (str(row["name"]), str(row["value"])) if isinstance(row, dict) else (str(row[0]), str(row[1])) for row in plain
    )


def body_bytes(plain: dict[str, Any]) -> bytes:
    """The bytes of ``body_b64`` if there, else of ``body`` as UTF-8; an object is written as JSON."""
    if plain.get("body_b64") is not None:
        return base64.b64decode(plain["body_b64"])
    body = plain.get("body")
    if body is None:
        return b""
    return (body if isinstance(body, str) else json.dumps(body)).encode("utf-8", "surrogatepass")


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
