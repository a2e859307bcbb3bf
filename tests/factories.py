"""Builders of core values for tests: every argument has a plausible default, so a test names only what it is about."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from explorer.core.model.diagnosis import Diagnosis, Layer, NodeState, PathNode
from explorer.core.model.exchange import (
    Certificate,
    Content,
    Exchange,
    Failure,
    FailureKind,
    Headers,
    Hop,
    Outcome,
    Phase,
    Response,
    SentRequest,
    Span,
    Timeline,
)
from explorer.core.model.history import Change, HistoryRow, Run, RunKind, SeenBefore
from explorer.core.model.request import Header, Request, TextBody, TextKind

STARTED = datetime(2026, 11, 23, 9, 42, 7, tzinfo=UTC)
_ids = itertools.count(1)

JSON_HEADERS: Headers = (
    ("content-type", "application/json; charset=utf-8"),
    ("date", "Mon, 23 Nov 2026 09:42:07 GMT"),
    ("server", "uvicorn"),
)


def request(**changes: Any) -> Request:
    """A POST of a small JSON body with a template in it."""
    body = TextBody(kind=TextKind.JSON, text='{\n  "from": "12345",\n  "to": []\n}')
    written = Request(
        name="Send a batch",
        method="POST",
        url="{{base_url}}/xms/v1/{{service_plan_id}}/batches",
        headers=(Header(name="Accept", value="application/json"),),
        body=body,
    )
    return replace(written, **changes)


def sent(**changes: Any) -> SentRequest:
    """The same request on the wire."""
    body = b'{"from":"12345","to":[]}'
    value = SentRequest(
        method="POST",
        url="http://127.0.0.1:8025/xms/v1/4c2f81d0/batches",
        headers=(
            ("Host", "127.0.0.1:8025"),
            ("Accept", "application/json"),
            ("Authorization", "Bearer very-secret-token"),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
        ),
        body=Content.of(body),
        automatic=frozenset({"host", "content-length", "content-type"}),
        secrets=("very-secret-token",),
    )
    return replace(value, **changes)


def response(status: int = 200, reason: str = "OK", body: bytes | str | Any = b"", **changes: Any) -> Response:
    """An answer; a body that is neither bytes nor text is sent as JSON."""
    data = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else json.dumps(body).encode()
    value = Response(
        status=status,
        reason=reason,
        http_version="HTTP/1.1",
        headers=JSON_HEADERS,
        body=Content.of(data),
        wire_size_bytes=len(data),
        remote_address="127.0.0.1:8025",
    )
    return replace(value, **changes)


def failure(kind: FailureKind = FailureKind.CONNECTION_REFUSED, **changes: Any) -> Failure:
    """A send that got no response."""
    value = Failure(
        kind=kind,
        phase=Phase.CONNECT,
        message="Nothing listens on 127.0.0.1 port 9.",
        detail="ConnectError: [Errno 111] Connection refused",
        host="127.0.0.1",
        port=9,
        errno_name="ECONNREFUSED",
    )
    return replace(value, **changes)


def timeline(*durations_s: float, broken: Phase | None = None, phases: tuple[Phase, ...] = tuple(Phase)) -> Timeline:
    """Spans one after another; ``broken`` marks the phase that failed."""
    spans = []
    at = 0.0
    for phase, duration_s in zip(phases, durations_s, strict=False):
        spans.append(Span(phase=phase, start_s=at, end_s=at + duration_s, broken=phase is broken))
        at += duration_s
    return Timeline(spans=tuple(spans), duration_s=at)


def exchange(outcome: Outcome | None = None, **changes: Any) -> Exchange:
    """One send with its outcome, by default a 200 without body."""
    value = Exchange(
        id=f"0193{next(_ids):028x}",
        started=STARTED,
        request=request(),
        sent=sent(),
        outcome=outcome or response(),
        timeline=timeline(0.0005, 0.001, 0.0, 0.0005, 0.009, 0.001),
        environment="Sandbox",
        request_key="Batches/Send a batch.yml",
    )
    return replace(value, **changes)


def diagnosis(**changes: Any) -> Diagnosis:
    """A success with nothing to say."""
    value = Diagnosis(headline="The server answered 200 OK.", effect="", layer=Layer.NONE, is_error=False)
    return replace(value, **changes)


def runs(kinds: str, *, last: datetime = STARTED) -> tuple[Run, ...]:
    """Runs from letters, oldest first: s success, x same failure, o other failure, a blank begins a new day."""
    made: list[Run] = []
    at = last
    for letter in reversed(kinds):
        if letter == " ":
            at -= timedelta(days=1)
            continue
        kind = {"s": RunKind.SUCCESS, "x": RunKind.SAME, "o": RunKind.OTHER}[letter]
        made.append(Run(id=f"run-{len(made)}", started=at, kind=kind, current=not made))
        at -= timedelta(minutes=7)
    return tuple(reversed(made))


def history_row(**changes: Any) -> HistoryRow:
    """A failure as a list of the history shows it."""
    values: dict[str, Any] = {
        "id": "1",
        "started": datetime(2026, 11, 23, tzinfo=UTC),
        "method": "POST",
        "url": "http://127.0.0.1:8025/xms/v1/p/batches",
        "name": "Send a batch",
        "request_key": "",
        "environment": "Sandbox",
        "status": 403,
        "label": "403",
        "title": "unknown_group",
        "is_error": True,
        "fingerprint": "f",
        "duration_s": 0.01,
        "size_bytes": 0,
    }
    return HistoryRow(**(values | changes))


def seen_before(**changes: Any) -> SeenBefore:
    """The same failure four times here, with two fields changed since the last success."""
    value = SeenBefore(
        count_here=4,
        count_all=11,
        first=STARTED - timedelta(days=3),
        last_success=STARTED - timedelta(minutes=6),
        last_success_id="run-2",
        runs=runs("sss sso sxss soxssssxx"),
        changes=(
            Change(field="to", before="2 elements", after="0 elements"),
            Change(field="body", before="…at 19:00!", after="…at 19:30!"),
        ),
        days=(date(2026, 11, 20), date(2026, 11, 23)),
    )
    return replace(value, **changes)


def node(title: str, caption: str, state: NodeState = NodeState.REACHED) -> PathNode:
    return PathNode(title=title, caption=caption, state=state)


def certificate(**changes: Any) -> Certificate:
    """A certificate that ran out eleven days before ``STARTED``."""
    value = Certificate(
        subject="CN=sms.staging.example.com",
        issuer="CN=Example Issuing CA 2, O=Example",
        names=("sms.staging.example.com",),
        not_before=datetime(2025, 11, 12, 0, 0, tzinfo=UTC),
        not_after=datetime(2026, 11, 12, 23, 59, tzinfo=UTC),
        sha256="9F:2C:41:" + ":".join(["00"] * 27) + ":B1:07",
    )
    return replace(value, **changes)


def redirect_hop(**changes: Any) -> Hop:
    """One answered 301 on the way."""
    moved = replace(response(301, "Moved Permanently"), headers=(("location", "/xms/v1/4c2f81d0/batches"),))
    return replace(Hop(sent=sent(method="GET"), response=moved, note="method became GET"), **changes)
