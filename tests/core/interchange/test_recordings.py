"""Recorded exchanges: JSON Lines and HAR files in, exchanges out, and a sentence for what is neither."""

import base64
import json

import pytest

from explorer.core.errors import UsageError
from explorer.core.interchange.exchange_lines import exchanges_from_lines
from explorer.core.interchange.har import exchanges_from_har, is_har
from explorer.core.model.exchange import FailureKind
from explorer.core.model.request import TextBody, TextKind

LINE = {
    "id": "a",
    "request": {"method": "POST", "url": "http://h/x", "headers": [["A", "1"], ["A", "2"]], "body": "{}"},
    "response": {"status": 400, "headers": [["Content-Type", "text/plain"]], "body": "no"},
}


def har(**response: object) -> str:
    answered = {"status": 404, "statusText": "Not Found", "httpVersion": "h2", "headers": [], **response}
    asked = {
        "method": "GET",
        "url": "http://h/",
        "headers": [{"name": "A", "value": "1"}],
        "postData": {"text": "q"},
    }
    entry = {"startedDateTime": "2026-01-02T03:04:05Z", "request": asked, "response": answered}
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}})


def test_one_exchange_a_line() -> None:
    text = "\n".join([json.dumps(LINE), "", json.dumps({**LINE, "id": "b"})])
    first, second = exchanges_from_lines(text, "f")
    assert (first.id, second.id) == ("a", "b")
    assert first.sent is not None
    assert first.sent.headers == (("A", "1"), ("A", "2"))
    assert first.sent.body.data == b"{}"
    assert first.response is not None
    assert (first.response.status, first.response.body.data) == (400, b"no")


def test_true_bytes_win_over_text() -> None:
    response = {"status": 200, "body": "?", "body_b64": base64.b64encode(b"\xff\xfe").decode()}
    (only,) = exchanges_from_lines(json.dumps({**LINE, "response": response}), "f")
    assert only.response is not None
    assert only.response.body.data == b"\xff\xfe"


@pytest.mark.parametrize("line", ["{", "[]", '{"request": {"url": "x"}}', '{"request": 1, "response": {}}'])
def test_a_line_that_is_no_exchange_is_named(line: str) -> None:
    with pytest.raises(UsageError, match=r"f, line 2: not an exchange"):
        list(exchanges_from_lines(json.dumps(LINE) + "\n" + line, "f"))


def test_bad_lines_are_handed_over_and_reading_goes_on() -> None:
    bad: list[str] = []
    rows = [json.dumps(LINE), "{", '{"request": {"url": "x", "headers": ["ab"]}, "response": {}}', json.dumps(LINE)]
    assert len(list(exchanges_from_lines("\n".join(rows), "f", bad.append))) == 2
    assert bad == [
        "f, line 2: not an exchange (no JSON: expecting property name enclosed in double quotes at column 2).",
        "f, line 3: not an exchange (a header is not a pair of name and value).",
    ]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r"])
def test_only_a_line_feed_ends_a_line(mark: str) -> None:
    text = json.dumps({**LINE, "id": "a-b"}, ensure_ascii=False).replace("a-b", f"a{mark}b")
    bad: list[str] = []
    found = [one.id for one in exchanges_from_lines(f"{text}\r\n{json.dumps(LINE)}", "f", bad.append)]
    if mark >= " ":
        assert (found, bad) == ([f"a{mark}b", "a"], [])
    else:  # JSON wants these escaped, but the line is still one line
        assert (found, len(bad)) == (["a"], 1)


def test_no_response_is_a_failure() -> None:
    (only,) = exchanges_from_lines(json.dumps({**LINE, "response": None, "id": None}), "f")
    assert only.failure is not None
    assert (only.failure.kind, only.failure.detail) == (FailureKind.UNKNOWN, "no response recorded")
    assert only.id == "1"


def test_har_entries() -> None:
    assert is_har(har())
    assert not is_har(json.dumps(LINE))
    (entry,) = exchanges_from_har(har(content={"text": base64.b64encode(b"hi").decode(), "encoding": "base64"}), "f")
    assert entry.started.year == 2026
    assert entry.response is not None
    assert (entry.response.status, entry.response.body.data) == (404, b"hi")
    assert entry.sent is not None
    assert entry.sent.body.data == b"q"


def test_a_har_entry_without_response_is_a_failure() -> None:
    (entry,) = exchanges_from_har(har(status=0, _error="net::ERR_CONNECTION_REFUSED"), "f")
    assert entry.failure is not None
    assert entry.failure.kind is FailureKind.UNKNOWN
    assert entry.failure.detail == "net::ERR_CONNECTION_REFUSED"


def test_a_har_entry_with_null_for_a_response_is_a_failure() -> None:
    text = json.dumps({"log": {"entries": [{"request": {"method": "GET", "url": "http://h/"}, "response": None}]}})
    (entry,) = exchanges_from_har(text, "f")
    assert entry.failure is not None
    assert (entry.failure.kind, entry.failure.detail) == (FailureKind.UNKNOWN, "no response recorded")


def test_the_word_log_in_a_line_makes_no_har() -> None:
    assert not is_har(json.dumps({**LINE, "id": "log"}))


def test_odd_har_entries_are_handed_over() -> None:
    whole = json.loads(har())
    whole["log"]["entries"] += [None, {"request": {"method": "GET"}, "response": {}}, whole["log"]["entries"][0]]
    bad: list[str] = []
    assert [one.id for one in exchanges_from_har(json.dumps(whole), "f", bad.append)] == ["1", "4"]
    assert bad == [
        "f, entry 2: not an exchange (it is not an object).",
        "f, entry 3: not an exchange (url is missing).",
    ]
    with pytest.raises(UsageError, match="entry 2"):
        exchanges_from_har(json.dumps(whole), "f")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"log": {}}', "log.entries is not a list"),
        ('{"log": 1}', "log is not an object"),
        ('{"log": {"entries": [}', "no JSON: expecting value at column 22"),
        ('{"log":' + "[" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_no_har_gets_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        exchanges_from_har(text, "f.har")
    assert str(caught.value) == f"f.har is not a HAR 1.2 file ({reason})."


def test_a_recording_without_a_time_is_as_old_as_its_answer() -> None:
    dated = {**LINE, "response": {"status": 401, "headers": [["Date", "Tue, 04 Nov 2025 10:15:30 GMT"]], "body": ""}}
    told = {**dated, "started": "2025-11-04T10:15:29Z"}
    odd = {**LINE, "response": {"status": 401, "headers": [["Date", "some day"]], "body": ""}}
    text = "\n".join(json.dumps(one) for one in (dated, told, odd))
    by_answer, by_itself, by_none = exchanges_from_lines(text, "f")
    assert (by_answer.started.isoformat(), by_itself.started.second) == ("2025-11-04T10:15:30+00:00", 29)
    assert by_none.started.year > 2025


def test_a_body_is_meant_as_its_type_says() -> None:
    asked = {"method": "POST", "url": "http://h/", "headers": [["Content-Type", "application/json"]], "body": "a=1&b=2"}
    (only,) = exchanges_from_lines(json.dumps({**LINE, "request": asked}), "f")
    assert isinstance(only.request.body, TextBody)
    assert only.request.body.kind is TextKind.JSON
