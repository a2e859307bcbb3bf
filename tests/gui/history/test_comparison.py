"""Two exchanges as rows, counts and a sentence."""

import asyncio
import json
import multiprocessing
from dataclasses import replace

import pytest

from explorer.core.model.exchange import Content, TlsInfo
from explorer.core.model.request import NoBody, TextBody, TextKind
from explorer.core.storage.compare import DiffKind
from explorer.gui.history import comparison
from explorer.gui.history.comparing import compare
from explorer.gui.history.comparison import Recorded, alone, compared, unified
from explorer.gui.history.exchange_texts import Aspect
from explorer.gui.widgets.diff_lines import Origin, first_lines, inline_lines, side_lines
from tests import factories
from tests.gui.history.conftest import BAD_BODY, GOOD_BODY
from tests.own_time import own_ms


def recorded(body=GOOD_BODY, **changes):
    request = factories.request(body=TextBody(kind=TextKind.JSON, text=body))
    return Recorded(exchange=factories.exchange(request=request, **changes), diagnosis=factories.diagnosis())


def test_the_body_is_compared_as_it_was_written():
    found = compared(recorded(), recorded(BAD_BODY))
    assert found.count(Aspect.BODY) == 3
    assert found.count(Aspect.HEADERS) == 0
    assert found.sentence == "URL, headers and environment are the same."


def test_json_is_compared_by_structure_too(monkeypatch):
    answers = ({"a": 1, "to": ["x", "y", "z"]}, {"to": ["z", "x", "y"], "a": 2, "new": None})
    a, b = (recorded(outcome=factories.response(200, "OK", answer)) for answer in answers)
    fields = compared(a, b).fields[Aspect.RESPONSE]
    assert [(one.kind.value, one.path, one.before, one.after) for one in fields.changes] == [
        ("changed", "a", "1", "2"),
        ("moved", "to[0]", "to[2]", "to[0]"),
        ("added", "new", "", "null"),
        ("moved", "", "a, to", "to, a"),
    ]
    monkeypatch.setattr(comparison, "FIELDS_SHOWN", 1)
    assert (len(compared(a, b).fields[Aspect.RESPONSE].changes), fields.total) == (1, 4)
    assert compared(a, b).fields[Aspect.RESPONSE].total == 4


def test_request_variables_and_tls_are_compared():
    written = factories.request(url="{{base}}/v1/{{plan}}/batches?to={{to}}", body=NoBody())
    tls = TlsInfo(version="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384", alpn="h2")
    sides = []
    for plan, version in (("free", "TLSv1.3"), ("paid", "TLSv1.2")):
        sent = factories.sent(url=f"https://api.example.com/v1/{plan}/batches?to=4670")
        outcome = replace(factories.response(), tls=replace(tls, version=version))
        sides.append(recorded(outcome=outcome, sent=sent))
        sides[-1] = replace(sides[-1], exchange=replace(sides[-1].exchange, request=written))
    found = compared(*sides)
    assert [row.left for row in found.rows[Aspect.VARIABLES]] == [
        "base: https://api.example.com",
        "plan: free",
        "to: 4670",
    ]
    assert [row.right for row in found.rows[Aspect.VARIABLES] if row.kind is DiffKind.CHANGED] == ["plan: paid"]
    assert [row.right for row in found.rows[Aspect.TLS] if row.kind is DiffKind.CHANGED] == ["Version: TLSv1.2"]
    assert any(row.left.startswith("URL: https://api") for row in found.rows[Aspect.REQUEST])
    assert alone(recorded(sent=None)).rows[Aspect.VARIABLES] == ()


def test_fillers_keep_both_sides_equally_long():
    rows = compared(recorded(), recorded(BAD_BODY)).rows[Aspect.BODY]
    left, right = side_lines(rows, Origin.A), side_lines(rows, Origin.B)
    assert len(left) == len(right)
    assert [line.text for line in left if line.number] == GOOD_BODY.split("\n")
    assert [line.text for line in right if line.number] == BAD_BODY.split("\n")
    assert sum(line.origin is Origin.FILLER for line in right) == 4


def test_inline_every_line_of_both_is_there_once():
    rows = compared(recorded(), recorded(BAD_BODY)).rows[Aspect.BODY]
    lines = inline_lines(rows)
    assert [line.text for line in lines if line.origin is not Origin.B] == GOOD_BODY.split("\n")
    assert [line.text for line in lines if line.origin is not Origin.A] == BAD_BODY.split("\n")
    assert len(first_lines(lines)) == 2


def test_values_of_variables_are_compared_when_the_templates_agree():
    other = recorded(sent=factories.sent(body=factories.Content.of(b'{"from":"12345","to":["1"]}')))
    assert compared(recorded(), other).count(Aspect.BODY) > 0


def test_the_sentence_names_what_differs():
    moved = recorded(sent=factories.sent(url="http://127.0.0.1:9/other"), environment="Staging")
    assert compared(recorded(), moved).sentence == "Headers are the same; URL and environment differ."


def test_a_failure_without_response_shows_its_words():
    broken = recorded(outcome=factories.failure())
    rows = alone(broken).rows
    assert "Nothing listens" in rows[Aspect.RESPONSE][0].left
    assert rows[Aspect.RESPONSE_HEADERS] == ()


@pytest.mark.parametrize("is_json", [True, False], ids=["json", "text"])
def test_of_a_long_body_alone_the_beginning_is_read_and_the_rest_is_said(tmp_path, is_json):
    data = b"[" + b",".join(b'{"id":%d}' % number for number in range(500_000)) + b"]"
    path = tmp_path / "body"
    path.write_bytes(data if is_json else data.replace(b"[", b"x", 1))
    body = Content(data=path.read_bytes()[:1000], size_bytes=len(data), path=path)
    kind = "application/json" if is_json else "text/plain"
    outcome = replace(factories.response(), body=body, headers=(("Content-Type", kind),))
    rows = alone(recorded(outcome=outcome)).rows[Aspect.RESPONSE]
    assert rows[-1].left == "… The rest is left out here. Open shows all of it."
    assert rows[-1].left_no == 0
    beginning = ["[", "  {", '    "id": 0'] if is_json else [path.read_text()[:1_000_000]]
    assert [row.left for row in rows[:-1]][: len(beginning)] == beginning


def test_no_body_is_no_rows():
    nothing = recorded()
    request = replace(nothing.exchange.request, body=NoBody())
    exchange = replace(nothing.exchange, request=request, sent=factories.sent(body=factories.Content()))
    assert alone(replace(nothing, exchange=exchange)).rows[Aspect.BODY] == ()


def test_copied_differences_have_signs():
    text = unified(compared(recorded('{\n  "a": 1\n}'), recorded('{\n  "a": 2\n}')).rows[Aspect.BODY])
    assert text == ' {\n-  "a": 1\n+  "a": 2\n }'


async def test_megabytes_are_compared_without_holding_the_loop():
    items = [{"id": number, "name": f"person {number}", "tags": ["a", "b"]} for number in range(25_000)]
    left = json.dumps(items).encode()
    items[12_000]["name"] = "somebody else"
    del items[23_000]
    right = json.dumps(items).encode()
    assert len(left) > 1_000_000
    a, b = (recorded(outcome=replace(factories.response(), body=Content.of(data))) for data in (left, right))
    task, longest_ms = asyncio.create_task(compare(a, b)), 0.0
    while not task.done():
        before_ms = own_ms()
        await asyncio.sleep(0.001)
        longest_ms = max(longest_ms, own_ms() - before_ms)
    rows = (await task).rows[Aspect.RESPONSE]
    other = [(row.left.strip(), row.right.strip()) for row in rows if row.kind is DiffKind.REPLACED]
    assert other == [('"name": "person 12000",', '"name": "somebody else",')]
    assert any("more equal lines" in row.left for row in rows)
    assert len(rows) < 1_000
    assert sum(row.kind is DiffKind.REMOVED for row in rows) == 8
    assert longest_ms < 100


async def test_a_comparison_nobody_waits_for_is_killed():
    data = json.dumps([{"id": number} for number in range(100_000)]).encode()
    a, b = (recorded(outcome=replace(factories.response(), body=Content.of(one))) for one in (data, data[:-3]))
    task = asyncio.create_task(compare(a, b))
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for _ in range(100):
        if not multiprocessing.active_children():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the process goes on")


async def test_a_comparison_that_is_stopped_at_once_leaves_no_process(capfd):
    outcome = factories.response(200, "OK", [{"id": number} for number in range(100_000)])
    task = asyncio.ensure_future(compare(recorded(outcome=outcome), recorded(outcome=outcome)))
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    for _ in range(100):
        await asyncio.sleep(0.01)
    assert not multiprocessing.active_children()
    assert not capfd.readouterr().err, "it was ended, and did not find out by itself that nobody listens"
