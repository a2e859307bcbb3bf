"""Archives: what is written is read again, redirects and failures included."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from explorer.core.interchange.har import exchanges_from_har, is_har
from explorer.core.interchange.har_writer import har_text
from explorer.core.model.exchange import Content, Exchange, Hop, Phase, Span, Timeline
from tests import factories


def log_of(exchange: Exchange, **said: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(har_text(exchange, factories.diagnosis(**said), "1.2.3"))["log"]
    return log


def test_what_is_written_is_read_again() -> None:
    written = factories.exchange(factories.response(400, "Bad Request", {"text": "nö"}))
    text = har_text(written, factories.diagnosis(), "1")
    assert is_har(text)
    (read,) = exchanges_from_har(text, "f")
    assert written.sent is not None
    assert written.response is not None
    assert read.sent is not None
    assert read.response is not None
    assert (read.id, read.started) == (written.id, written.started)
    assert (read.sent.method, read.sent.url, read.sent.headers) == (
        written.sent.method,
        written.sent.url,
        written.sent.headers,
    )
    assert read.sent.body == written.sent.body
    assert (read.response.status, read.response.reason) == (400, "Bad Request")
    assert read.response.headers == written.response.headers
    assert read.response.body == written.response.body


def test_bytes_that_are_no_text_survive() -> None:
    data = b"\x89PNG\xff\x00"
    written = factories.exchange(factories.response(body=data))
    (entry,) = log_of(written)["entries"]
    assert entry["response"]["content"]["encoding"] == "base64"
    (read,) = exchanges_from_har(har_text(written, factories.diagnosis(), "1"), "f")
    assert read.response is not None
    assert read.response.body.data == data


def test_redirects_are_entries_with_their_own_start_and_timings() -> None:
    moved = factories.response(302, "Found", headers=(("Location", "/there"), ("Set-Cookie", "a=b; Path=/")))
    first = factories.sent(method="GET", url="http://h/here?q=a%20b", headers=(("Cookie", "x=1; y=2"),), body=Content())
    spans = (
        Span(phase=Phase.CONNECT, start_s=0.0, end_s=0.002),
        Span(phase=Phase.TLS, start_s=0.002, end_s=0.005),
        Span(phase=Phase.WAIT, start_s=0.005, end_s=0.010),
        Span(phase=Phase.WAIT, start_s=0.5, end_s=0.6, hop=1),
    )
    timeline = Timeline(spans=spans, duration_s=0.6)
    exchange = factories.exchange(hops=(Hop(sent=first, response=moved),), timeline=timeline)
    hop, last = log_of(exchange)["entries"]
    assert hop["request"]["queryString"] == [{"name": "q", "value": "a b"}]
    assert hop["request"]["cookies"] == [{"name": "x", "value": "1"}, {"name": "y", "value": "2"}]
    assert hop["response"]["cookies"] == [{"name": "a", "value": "b"}]
    assert hop["response"]["redirectURL"] == "/there"
    assert hop["timings"] == {
        "blocked": -1, "dns": -1, "connect": 5.0, "ssl": 3.0, "send": 0.0, "wait": 5.0, "receive": 0.0,
    }  # fmt: skip
    assert hop["time"] == 10.0
    assert hop["startedDateTime"].endswith("07.000+00:00")
    assert last["startedDateTime"].endswith("07.500+00:00")
    assert last["timings"]["wait"] == 100.0
    assert "_explorer" in last
    assert "_explorer" not in hop


def test_a_failure_has_status_zero_and_its_words() -> None:
    written = factories.exchange(factories.failure())
    (entry,) = log_of(written)["entries"]
    assert entry["response"]["status"] == 0
    assert entry["_error"] == "Nothing listens on 127.0.0.1 port 9."
    (read,) = exchanges_from_har(har_text(written, factories.diagnosis(), "1"), "f")
    assert read.failure is not None
    assert read.failure.detail == "ConnectError: [Errno 111] Connection refused"


def test_the_answer_and_the_program_are_named() -> None:
    log = log_of(factories.exchange(), headline="No `to`.", code="syntax_invalid", request_id="r-1")
    assert (log["version"], log["creator"]) == ("1.2", {"name": "Explorer", "version": "1.2.3"})
    answer = log["entries"][0]["_explorer"]
    assert (answer["headline"], answer["code"], answer["requestId"]) == ("No `to`.", "syntax_invalid", "r-1")


def test_nothing_sent_is_an_archive_without_entries() -> None:
    assert log_of(factories.exchange(factories.failure(), sent=None))["entries"] == []


def test_a_body_that_is_not_whole_says_so() -> None:
    cut = factories.response(body=b"abc", headers=())
    cut = replace(cut, body=Content(data=b"abc", size_bytes=900))
    (entry,) = log_of(factories.exchange(cut))["entries"]
    assert entry["response"]["content"]["comment"] == "The first 3 of 900 bytes."
    assert entry["response"]["content"]["size"] == 900


_ENTRY = {
    "": ("startedDateTime time request response cache timings", "pageref serverIPAddress connection comment"),
    "request": (
        "method url httpVersion cookies headers queryString headersSize bodySize",
        "postData comment",
    ),
    "request.postData": ("mimeType", "params text comment"),
    "response": (
        "status statusText httpVersion cookies headers content redirectURL headersSize bodySize",
        "comment",
    ),
    "response.content": ("size mimeType", "compression text encoding comment"),
    "cache": ("", "beforeRequest afterRequest comment"),
    "timings": ("send wait receive", "blocked dns connect ssl comment"),
}
"""Members that HAR 1.2 wants and those it allows; anything else begins with an underscore."""


@pytest.mark.parametrize(
    "written",
    [
        factories.exchange(
            factories.response(body=b"\x89PNG\xff\x00"), sent=factories.sent(body=Content.of(b"\xff\0"))
        ),
        factories.exchange(factories.failure()),
        factories.exchange(factories.response(204, "No Content"), sent=factories.sent(method="GET", body=Content())),
    ],
)
def test_a_strict_reader_finds_every_member_and_no_other(written: Exchange) -> None:
    log = log_of(written)
    assert {*log} == {"version", "creator", "entries"}
    assert {*log["creator"]} == {"name", "version"}
    (entry,) = log["entries"]
    for path, (wanted, allowed) in _ENTRY.items():
        value = entry
        for name in filter(None, path.split(".")):
            value = value.get(name) if value is not None else None
        if value is None and path == "request.postData":
            continue
        own = {name for name in value if not name.startswith("_")}
        assert {*wanted.split()} <= own <= {*wanted.split(), *allowed.split()}, path
    assert datetime.fromisoformat(entry["startedDateTime"]).tzinfo is not None
    assert entry["time"] == pytest.approx(
        sum(value for name, value in entry["timings"].items() if name != "ssl" and value > 0)
    )
    assert all(isinstance(one["value"], str) for one in entry["request"]["headers"] + entry["response"]["headers"])
    (read,) = exchanges_from_har(har_text(written, factories.diagnosis(), "1"), "f")
    assert read.sent is not None
    assert written.sent is not None
    assert read.sent.body.data == written.sent.body.data
