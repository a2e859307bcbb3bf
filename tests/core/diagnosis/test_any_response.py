"""Whatever came back, and whatever was sent: there is a diagnosis, and it is there at once."""

import json
import math
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice

import pytest
from hypothesis import HealthCheck, given, settings

from explorer.core.diagnosis import Context, diagnose
from explorer.core.diagnosis.answer import answer
from explorer.core.model.diagnosis import Diagnosis
from explorer.core.model.exchange import Exchange
from tests.core.diagnosis import hostile
from tests.core.diagnosis.hostile import BODIES, NAMES, NOW, ODD_VALUES, TEXTS, URLS, plain_exchange

LONGEST_S = 2.0
"""Forty times what is promised for 10 MB: a computer under load must not make these tests fail."""

MEDIA_TYPES = (
    "application/json",
    "application/xml",
    "text/html; charset=utf-16",
    "text/event-stream",
    "application/x-ndjson",
    "multipart/mixed; boundary=b",
    "x",
)


def diagnosed(exchange: Exchange, context: Context = Context(now=NOW)) -> Diagnosis:
    """The diagnosis, which came in time, makes sense and can be printed."""
    started = time.perf_counter()
    found = diagnose(exchange, context)
    assert time.perf_counter() - started < LONGEST_S
    assert found.headline
    response = exchange.response
    assert found.is_error or (response is not None and response.status < 400)
    assert found.retry.after_s is None or (found.retry.after_s >= 0 and math.isfinite(found.retry.after_s))
    assert json.loads(json.dumps(answer(exchange.id, found), allow_nan=False))["id"] == exchange.id
    return found


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(exchange=hostile.exchanges, context=hostile.contexts)
def test_any_exchange_in_any_context(exchange: Exchange, context: Context) -> None:
    diagnosed(exchange, context)


def in_turns(statuses: Sequence[int], first: str, second: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Every one of ``second`` with a status, in turns that begin elsewhere for each ``first``: every pair is there."""
    return zip(islice(cycle(statuses), zlib.crc32(first.encode()) % len(statuses), None), second, strict=False)


@pytest.mark.parametrize("name", BODIES)
def test_bodies_made_to_hurt(name: str) -> None:
    for status, media_type in in_turns((200, 400, 503), name, MEDIA_TYPES):
        diagnosed(plain_exchange(status, BODIES[name], (("Content-Type", media_type),)))


@pytest.mark.parametrize("name", NAMES)
def test_headers_made_to_hurt(name: str) -> None:
    for status, value in in_turns((200, 401, 405, 429), name, ODD_VALUES):
        diagnosed(plain_exchange(status, b'{"error": "x"}', ((name, value), (name, value))))


def test_every_status_meets_every_odd_value_and_media_type() -> None:
    for statuses, firsts, seconds in (
        ((200, 400, 503), BODIES, MEDIA_TYPES),
        ((200, 401, 405, 429), NAMES, ODD_VALUES),
    ):
        met = {pair for first in firsts for pair in in_turns(statuses, first, seconds)}
        assert len(met) == len(statuses) * len(seconds)
        assert all(
            len({status for status, _ in in_turns(statuses, first, seconds)}) == len(statuses) for first in firsts
        )


@pytest.mark.parametrize("filler", ["9", "a", " ", ";a=", '"', "a-", "=", "9.", "http://", ","])
def test_long_texts_take_no_longer_by_the_square(filler: str) -> None:
    value = (filler * 60_000)[:60_000]
    for name in NAMES:
        diagnosed(plain_exchange(429, b'{"error": "x"}', ((name, value),)))
    long = (filler * 200_000)[:200_000]
    for key in ("message", "code", "retry_after", "request_id", "field", "help", "error", "title"):
        diagnosed(plain_exchange(429, json.dumps({key: long, "ok": False}).encode()))


def test_any_status() -> None:
    for status in range(100, 1000):
        assert diagnosed(plain_exchange(status)).label == (str(status) if status >= 400 else "")


@pytest.mark.parametrize("url", URLS)
def test_addresses_that_do_not_parse(url: str) -> None:
    sent = plain_exchange(404)
    for text in TEXTS:
        request = hostile.Request(method="POST", url=url, body=hostile.TextBody(kind=hostile.TextKind.JSON, text=text))
        content = hostile.Content.of(text.encode("utf-8", "replace"))
        posted = hostile.SentRequest(method="POST", url=url, headers=(), body=content)
        for wire in (posted, None):
            diagnosed(
                Exchange(id=sent.id, started=NOW, request=request, sent=wire, outcome=sent.outcome),
                Context(now=NOW, api="sinch-sms"),
            )


def test_entities_are_not_followed() -> None:
    found = diagnosed(plain_exchange(400, BODIES["external entity"], (("Content-Type", "application/xml"),)))
    assert "root:" not in (found.message or "")
    bomb = diagnosed(plain_exchange(400, BODIES["billion laughs"], (("Content-Type", "application/xml"),)))
    assert len(bomb.message or "") < 1000


def test_what_stands_before_the_depth_is_read() -> None:
    deep = b'{"code": "TOO_DEEP", "message": "Not so deep.", "rows": ' + b"[" * 100_000
    found = diagnosed(plain_exchange(400, deep))
    assert (found.code, found.message) == ("TOO_DEEP", "Not so deep.")


def test_numbers_of_any_size_beside_the_words() -> None:
    huge = b'{"code": "BIG", "message": "Too big.", "limit": %s, "share": 1e400}' % (b"9" * 5000)
    found = diagnosed(plain_exchange(400, huge))
    assert (found.code, found.message) == ("BIG", "Too big.")


def test_a_number_of_any_size_is_valid_in_what_was_sent() -> None:
    answer_to = plain_exchange(400, b'{"error": "bad"}')
    text = '{"n": %s}' % ("9" * 5000)
    request = hostile.Request(
        method="POST", url="https://a/", body=hostile.TextBody(kind=hostile.TextKind.JSON, text=text)
    )
    content = hostile.Content.of(text.encode())
    posted = hostile.SentRequest(method="POST", url="https://a/", headers=(), body=content)
    found = diagnosed(replace(answer_to, request=request, sent=posted))
    assert "json.broken" not in {cause.id for cause in found.causes}


def test_a_token_with_a_deep_payload() -> None:
    refused = plain_exchange(401, b'{"error": "invalid_token"}')
    assert refused.sent is not None
    headers = (("Authorization", f"Bearer {hostile.DEEP_TOKEN}"),)
    diagnosed(replace(refused, sent=replace(refused.sent, headers=headers)))
