"""Builds exchanges as the transport would hand them over, for the diagnosis to explain."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from explorer.core.diagnosis.context import Context, RequestRef, VariableInfo
from explorer.core.model.exchange import (
    Content,
    Exchange,
    Failure,
    FailureKind,
    Hop,
    Phase,
    Response,
    SentRequest,
    Span,
    Timeline,
)
from explorer.core.model.request import BearerAuth, Header, NoBody, Request, TextBody, TextKind

NOW = datetime(2026, 11, 23, 10, 42, 7, tzinfo=UTC)
PLAN = "4c2f81d0aa3b4e5f90817263544f5e6d"
TOKEN = "c41f7e20d8b6459ea3907b5d12fe68a4"
BASE = "http://127.0.0.1:8025"
VALUES = {"base_url": BASE, "service_plan_id": PLAN, "token": TOKEN, "test_msisdn": "46701740605"}
PREFIX = "{{base_url}}/xms/v1/{{service_plan_id}}"
GOOD_BODY = '{\n  "from": "12345",\n  "to": ["{{test_msisdn}}", "46701740617"],\n  "body": "Hi, see you at 19:00!"\n}'
SPANS = (
    Span(phase=Phase.CONNECT, start_s=0.0, end_s=0.001),
    Span(phase=Phase.REQUEST, start_s=0.001, end_s=0.002),
    Span(phase=Phase.WAIT, start_s=0.002, end_s=0.012),
)
TIMELINE = Timeline(spans=SPANS, duration_s=0.012)
_NAMES = (
    ("GET", "List groups", "/groups"),
    ("POST", "Create a group", "/groups"),
    ("GET", "List batches", "/batches"),
    ("POST", "Send a batch", "/batches"),
    ("GET", "Retrieve a batch", "/batches/{{batch_id}}"),
    ("GET", "Batch report", "/batches/{{batch_id}}/delivery_report"),
)
REQUESTS = tuple(
    RequestRef(key=f"{name}.yml", name=name, method=method, url=PREFIX + path) for method, name, path in _NAMES
)


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its references replaced."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values.get(match[1], match[0]), text)


def request(method: str = "POST", path: str = "/batches", body: str | None = GOOD_BODY, **rest: Any) -> Request:
    """A request to the SMS API; ``path`` may be a whole URL."""
    url = path if "://" in path or path.startswith("{{") or not path.startswith("/") else PREFIX + path
    given = TextBody(kind=TextKind.JSON, text=body) if body is not None else NoBody()
    return Request(**{"method": method, "url": url, "body": given, "auth": BearerAuth(token="{{token}}"), **rest})


def sent(
    written: Request, values: dict[str, str] | None = None, headers: dict[str, str | None] | None = None
) -> SentRequest:
    """What goes over the wire; a header given as None is left out."""
    values = {**VALUES, **(values or {})}
    body = fill(written.body.text, values) if isinstance(written.body, TextBody) else ""
    token = fill(written.auth.token, values) if isinstance(written.auth, BearerAuth) else ""
    every: dict[str, str | None] = {"Accept": "application/json"}
    if token:
        every["Authorization"] = f"Bearer {token}"
    if body:
        every["Content-Type"] = "application/json"
    every |= {row.name: fill(row.value, values) for row in written.headers if row.enabled}
    every |= headers or {}
    return SentRequest(
        method=written.method,
        url=fill(written.url, values),
        headers=tuple((name, value) for name, value in every.items() if value is not None),
        body=Content.of(body.encode()),
    )


def response(status: int, body: Any = None, headers: dict[str, str] | None = None) -> Response:
    """An answer; a dict or list becomes JSON, None an empty body."""
    data = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    every = {"Content-Type": "application/json", "Date": "Mon, 23 Nov 2026 10:42:07 GMT", **(headers or {})}
    return Response(
        status=status, reason="", http_version="HTTP/1.1", headers=tuple(every.items()), body=Content.of(data)
    )


def answered(
    written: Request,
    status: int,
    body: Any = None,
    *,
    headers: dict[str, str] | None = None,
    values: dict[str, str] | None = None,
    sent_headers: dict[str, str | None] | None = None,
    hops: tuple[Hop, ...] = (),
) -> Exchange:
    """An exchange with a response."""
    return Exchange(
        id="0" * 32,
        started=NOW,
        request=written,
        sent=sent(written, values, sent_headers),
        outcome=response(status, body, headers),
        timeline=TIMELINE,
        environment="Sandbox",
        hops=hops,
    )


def error(status: int, code: str, text: str) -> tuple[int, dict[str, str]]:
    """Status and body of one of the API's errors."""
    return status, {"code": code, "text": text}


def failed(kind: FailureKind, written: Request | None = None, **rest: Any) -> Exchange:
    """An exchange that broke; ``rest`` goes into the Failure."""
    written = written or request("GET", "/batches", body=None)
    failure = Failure(
        **{
            "kind": kind,
            "phase": Phase.CONNECT,
            "message": "It broke.",
            "detail": "detail",
            "host": "127.0.0.1",
            "port": 8025,
            **rest,
        }
    )
    return Exchange(
        id="0" * 32,
        started=NOW,
        request=written,
        sent=sent(written),
        outcome=failure,
        timeline=TIMELINE,
        environment="Sandbox",
    )


def context(**rest: Any) -> Context:
    """A context with the variables of an environment and the requests of the collection."""
    variables = tuple(
        VariableInfo(name=name, value=value, origin="environment Sandbox") for name, value in VALUES.items()
    )
    return Context(**{"now": NOW, "variables": variables, "requests": REQUESTS, **rest})


def header(name: str, value: str) -> Header:
    """A header row."""
    return Header(name=name, value=value)
