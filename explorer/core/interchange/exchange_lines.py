"""JSON Lines of exchanges, as ``explorer diagnose`` reads them: one object a line with id, request and response."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from explorer.core.errors import UsageError
from explorer.core.model.exchange import (
    Content,
    Exchange,
    Failure,
    FailureKind,
    Headers,
    Outcome,
    Response,
    SentRequest,
)
from explorer.core.model.request import Header, NoBody, Request, TextBody, TextKind

OnBad = Callable[[str], None]
"""Takes the sentence about a part that is no exchange; when it returns, reading goes on with the next part."""

_HIGHEST_STATUS = 9999
_JSON_TYPE = re.compile(r"(?i)^\s*[\w.-]+/(?:[\w.-]+\+)?json\s*(?:;|$)")
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What foreign data of any shape can raise while it is read."""


class MalformedError(ValueError):
    """A member that is not what it should be; the text is our own."""


def refuse(sentence: str) -> None:
    """The OnBad that ends the reading; raises UsageError."""
    raise UsageError(sentence)


def exchanges_from_lines(text: str, source: str, on_bad: OnBad = refuse) -> Iterator[Exchange]:
    """One exchange a line; blank lines are skipped. ``on_bad`` gets a sentence naming ``source`` and the line."""
    # Only a line feed ends a line of JSON Lines; others, as U+2028, may stand inside a string.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            exchange = exchange_from_object(json.loads(line), str(number))
        except UNREADABLE as error:
            on_bad(f"{source}, line {number}: not an exchange ({reason_of(error)}).")
        else:
            yield exchange


def exchange_from_object(plain: Any, fallback_id: str) -> Exchange:
    """The exchange of one object; raises one of UNREADABLE when a member is missing or wrong."""
    whole = table_of(plain, "it")
    asked = table_of(whole["request"], "request")
    headers = headers_of(asked.get("headers"))
    body = body_bytes(asked)
    url, method = str(asked["url"]), str(asked.get("method") or "GET")
    given_id = whole.get("id")
    outcome = _outcome(whole["response"])
    return Exchange(
        id=fallback_id if given_id is None else str(given_id),
        started=started_at(whole.get("started"), outcome),
        request=written_request(method, url, headers, body),
        sent=SentRequest(method=method, url=url, headers=headers, body=Content.of(body)),
        outcome=outcome,
    )


def _outcome(plain: Any) -> Outcome:
    if plain is None:
        return no_response("no response recorded")
    answered = table_of(plain, "response")
    return Response(
        status=status_of(answered["status"]),
        reason=str(answered.get("reason") or ""),
        http_version=str(answered.get("http_version") or "HTTP/1.1"),
        headers=headers_of(answered.get("headers")),
        body=Content.of(body_bytes(answered)),
    )


def started_at(recorded: Any, outcome: Outcome) -> datetime:
    """When it was sent: as recorded, else the time of the answer, since today's would blame this computer's clock."""
    try:
        started = datetime.fromisoformat(str(recorded))
    except ValueError:
        return _answered_at(outcome) or datetime.now(UTC)
    return started if started.tzinfo else started.replace(tzinfo=UTC)


def _answered_at(outcome: Outcome) -> datetime | None:
    told = outcome.header("date") if isinstance(outcome, Response) else None
    try:
        moment = parsedate_to_datetime(told or "")
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def no_response(words: str) -> Failure:
    """The failure of an exchange that was recorded without an answer; ``words`` are the recorder's."""
    message = "The recording has no response for this."
    return Failure(kind=FailureKind.UNKNOWN, phase=None, message=message, detail=words)


def table_of(plain: Any, name: str) -> dict[str, Any]:
    """The JSON object; raises MalformedError."""
    if not isinstance(plain, dict):
        raise MalformedError(f"{name} is not an object")
    return plain


def status_of(plain: Any) -> int:
    """The status code; raises MalformedError."""
    try:
        status = int(plain)
    except (TypeError, ValueError, OverflowError) as error:
        raise MalformedError("status is not a number") from error
    if not 0 <= status <= _HIGHEST_STATUS:
        raise MalformedError("status is no HTTP status")
    return status


def written_request(method: str, url: str, headers: Headers, body: bytes) -> Request:
    """The request as a person would have written it to send these bytes."""
    text = body.decode("utf-8", "replace")
    told = any(name.lower() == "content-type" and _JSON_TYPE.search(value) for name, value in headers)
    kind = TextKind.JSON if told or text.lstrip()[:1] in ("{", "[") else TextKind.TEXT
    return Request(
        method=method,
        url=url,
        headers=tuple(Header(name=name, value=value) for name, value in headers),
        body=TextBody(kind=kind, text=text) if body else NoBody(),
    )


def headers_of(plain: Any) -> Headers:
    """Header pairs from a list of pairs, a list of {name, value} or an object; raises MalformedError."""
    if not plain:
        return ()
    if isinstance(plain, dict):
        return tuple((str(name), str(value)) for name, value in plain.items())
    if not isinstance(plain, list):
        raise MalformedError("headers are neither a list nor an object")
    return tuple(_header(row) for row in plain)


def body_bytes(plain: dict[str, Any]) -> bytes:
    """The bytes of ``body_b64`` if there, else of ``body`` as UTF-8; an object is written as JSON."""
    if plain.get("body_b64") is not None:
        return decoded(plain["body_b64"], "body_b64")
    body = plain.get("body")
    if body is None:
        return b""
    return (body if isinstance(body, str) else json.dumps(body)).encode("utf-8", "surrogatepass")


def decoded(plain: Any, name: str) -> bytes:
    """Base64 to bytes; raises MalformedError."""
    try:
        return base64.b64decode(plain)
    except (TypeError, ValueError) as error:
        raise MalformedError(f"{name} is not Base64") from error


def reason_of(error: Exception) -> str:
    """Our words for one of UNREADABLE."""
    match error:
        case MalformedError():
            return str(error)
        case json.JSONDecodeError():
            place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
            return f"no JSON: {error.msg[:1].lower()}{error.msg[1:]} at {place}"
        case RecursionError():
            return "nested too deeply"
        case KeyError():
            return f"{error.args[0]} is missing"
        case _:
            return "a member has a value of the wrong kind"


def _header(row: Any) -> tuple[str, str]:
    match row:
        case {"name": name, "value": value}:
            return str(name), str(value)
        case [name, value, *_]:
            return str(name), str(value)
        case _:
            raise MalformedError("a header is not a pair of name and value")
