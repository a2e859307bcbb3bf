"""HAR 1.2 (HTTP Archive) out of an exchange: redirects are entries of their own, and Explorer's answer stands beside.

It writes what it is given: hand it a masked exchange and a masked diagnosis. ``har`` reads what this writes.
Source: http://www.softwareishard.com/blog/har-12-spec/; members of others begin with an underscore there.
"""

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Content, Exchange, Failure, Headers, Phase, Response, SentRequest, Timeline

_UNKNOWN = -1
"""What HAR writes for a size or a time that is not known or did not happen."""

_TIMINGS = {
    "dns": Phase.DNS,
    "connect": Phase.CONNECT,
    "ssl": Phase.TLS,
    "send": Phase.REQUEST,
    "wait": Phase.WAIT,
    "receive": Phase.DOWNLOAD,
}
_REQUIRED_TIMINGS = ("send", "wait", "receive")


def har_text(masked: Exchange, diagnosis: Diagnosis, version: str) -> str:
    """The archive as JSON text; without entries when nothing was sent."""
    creator = {"name": "Explorer", "version": version}
    log = {"version": "1.2", "creator": creator, "entries": list(_entries(masked, diagnosis))}
    return json.dumps({"log": log}, ensure_ascii=False, indent=2) + "\n"


def har_opening(version: str) -> str:
    """What stands before the entries of an archive that is written piece by piece; HAR_ENDING stands behind them."""
    creator = json.dumps({"name": "Explorer", "version": version})
    return f'{{"log": {{"version": "1.2", "creator": {creator}, "entries": ['


HAR_ENDING = "\n]}}\n"


def har_entries_text(masked: Exchange, diagnosis: Diagnosis) -> tuple[str, ...]:
    """The entries of one exchange as JSON, to be joined by commas."""
    return tuple(json.dumps(entry, ensure_ascii=False) for entry in _entries(masked, diagnosis))


def _entries(exchange: Exchange, diagnosis: Diagnosis) -> Iterator[dict[str, Any]]:
    for number, hop in enumerate(exchange.hops):
        yield _entry(exchange, number, hop.sent, hop.response)
    if exchange.sent is not None:
        last = _entry(exchange, len(exchange.hops), exchange.sent, exchange.outcome)
        yield {**last, "_id": exchange.id, "_explorer": _explorer(exchange, diagnosis)}


def _entry(exchange: Exchange, hop: int, sent: SentRequest, outcome: Response | Failure) -> dict[str, Any]:
    spans = tuple(span for span in exchange.timeline.spans if span.hop == hop)
    timings = _timings(Timeline(spans=spans))
    entry: dict[str, Any] = {
        "startedDateTime": _start(exchange.started, min((span.start_s for span in spans), default=0.0)),
        "time": round(sum(timings[name] for name in timings if name != "ssl" and timings[name] > 0), 3),
        "request": _request(sent),
        "response": _response(outcome),
        "cache": {},
        "timings": timings,
    }
    if isinstance(outcome, Failure):
        entry["_error"] = outcome.message
        entry["response"]["_error"] = outcome.detail or outcome.message
    return entry


def _start(started: datetime, after_s: float) -> str:
    return (started + timedelta(seconds=after_s)).isoformat(timespec="milliseconds")


def _timings(timeline: Timeline) -> dict[str, float]:
    """Milliseconds. HAR counts TLS within "connect" as well."""
    found = {name: timeline.of(phase) for name, phase in _TIMINGS.items()}
    if found["ssl"] is not None:
        found["connect"] = (found["connect"] or 0.0) + found["ssl"]
    missing = {name: 0.0 if name in _REQUIRED_TIMINGS else float(_UNKNOWN) for name in found}
    timings = {name: missing[name] if value is None else round(value * 1000, 3) for name, value in found.items()}
    return {"blocked": float(_UNKNOWN), **timings}


def _request(sent: SentRequest) -> dict[str, Any]:
    query = parse_qsl(_query(sent.url), keep_blank_values=True)
    asked: dict[str, Any] = {
        "method": sent.method,
        "url": sent.url,
        "httpVersion": sent.http_version,
        "cookies": _cookies(sent.headers, "cookie"),
        "headers": _pairs(sent.headers),
        "queryString": _pairs(tuple(query)),
        "headersSize": _UNKNOWN,
        "bodySize": sent.body.size_bytes,
    }
    if sent.body.size_bytes:
        # A request's text has no member for its encoding in HAR 1.2, so this one is ours.
        said = {"_encoding" if name == "encoding" else name: text for name, text in _body(sent.body).items()}
        asked["postData"] = {"mimeType": _type(sent.headers), **said}
    return asked


def _query(url: str) -> str:
    """The query of a URL; empty for a text that is none."""
    try:
        return urlsplit(url).query
    except ValueError:
        return ""


def _response(outcome: Response | Failure) -> dict[str, Any]:
    answer = outcome.partial if isinstance(outcome, Failure) else outcome
    if answer is None:
        answer = Response(status=0, reason="", http_version="", headers=())
    return {
        # Status 0 says that no whole response came, as browsers write it.
        "status": 0 if isinstance(outcome, Failure) else answer.status,
        "statusText": answer.reason,
        "httpVersion": answer.http_version,
        "cookies": _cookies(answer.headers, "set-cookie"),
        "headers": _pairs(answer.headers),
        "content": {"size": answer.body.size_bytes, "mimeType": _type(answer.headers), **_body(answer.body)},
        "redirectURL": answer.header("location") or "",
        "headersSize": _UNKNOWN,
        "bodySize": answer.wire_size_bytes or answer.body.size_bytes,
    }


def _body(body: Content) -> dict[str, str]:
    """Text as it is, anything else in Base64; a body that is not whole says so."""
    cut = {} if body.is_complete else {"comment": f"The first {len(body.data)} of {body.size_bytes} bytes."}
    try:
        return {"text": body.data.decode("utf-8"), **cut}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body.data).decode("ascii"), "encoding": "base64", **cut}


def _cookies(headers: Headers, wanted: str) -> list[dict[str, str]]:
    """Names and values only; all attributes are in the headers."""
    lines = [value for name, value in headers if name.lower() == wanted]
    pairs = [pair for line in lines for pair in (line.split(";") if wanted == "cookie" else line.split(";")[:1])]
    split = (pair.strip().partition("=") for pair in pairs if pair.strip())
    return [{"name": name, "value": value} for name, _, value in split]


def _pairs(rows: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in rows]


def _type(headers: Headers) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def _explorer(exchange: Exchange, diagnosis: Diagnosis) -> dict[str, Any]:
    """Our answer, for people and for machines that know us."""
    return {
        "headline": diagnosis.headline,
        "effect": diagnosis.effect,
        "layer": diagnosis.layer.value,
        "format": diagnosis.format,
        "code": diagnosis.code,
        "message": diagnosis.message,
        "requestId": diagnosis.request_id,
        "retryable": diagnosis.retry.retryable,
        "problems": [{"field": one.field, "message": one.message, "code": one.code} for one in diagnosis.problems],
        "causes": [{"text": one.text, "standing": one.standing.value} for one in diagnosis.causes],
        "environment": exchange.environment,
    }
