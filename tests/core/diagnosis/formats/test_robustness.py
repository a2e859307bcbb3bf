"""No bytes and no headers make the reader fail or hang."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.diagnosis.formats import read
from explorer.core.model.exchange import Content, Failure, FailureKind, Phase, Response
from tests.core.diagnosis.formats.test_shapes import ROWS, exchange

_NAMES = st.sampled_from(
    [
        "content-type",
        "retry-after",
        "date",
        "ratelimit",
        "ratelimit-policy",
        "x-ratelimit-reset",
        "x-ratelimit-remaining",
        "link",
        "allow",
        "www-authenticate",
        "proxy-authenticate",
        "proxy-status",
        "grpc-status",
        "grpc-message",
        "x-request-id",
        "traceparent",
        "accept",
        "x-ms-error-code",
        "x-amzn-errortype",
        "dpop-nonce",
        "server",
        "x-should-retry",
        "x-oauth-scopes",
        "x-accepted-oauth-scopes",
    ]
)
_TYPES = st.sampled_from(
    (
        "application/json",
        "application/problem+json",
        "text/html; charset=utf-16",
        "application/xml; charset=x-none",
        "a/b",
    )
)
_VALUES = st.one_of(st.text(st.characters(max_codepoint=255), max_size=80), _TYPES)
_HEADERS = st.lists(st.tuples(_NAMES, _VALUES), max_size=6).map(tuple)
_KEYS = st.sampled_from(
    [
        "error",
        "errors",
        "code",
        "message",
        "msg",
        "detail",
        "details",
        "status",
        "type",
        "title",
        "fault",
        "field",
        "path",
        "loc",
        "source",
        "name",
        "reason",
        "data",
        "meta",
        "errcode",
        "ok",
        "success",
        "id",
        "jsonrpc",
        "kind",
        "issue",
        "resourceType",
        "__type",
        "links",
        "retry_after",
        "violations",
        "extensions",
    ]
)
_DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | _KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=25,
)
_STATUSES = st.sampled_from((0, 100, 200, 204, 207, 302, 400, 401, 403, 405, 407, 415, 429, 500, 503, 522, 999))


@settings(max_examples=150, deadline=None)
@given(status=_STATUSES, headers=_HEADERS, body=st.binary(max_size=300))
def test_any_bytes_are_read(status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
    found = read(exchange(status, headers, body))
    assert found.is_error or status < 400
    assert found.retry_after_s is None or found.retry_after_s >= 0


@settings(max_examples=200, deadline=None)
@given(status=_STATUSES, headers=_HEADERS, document=_DOCUMENTS)
def test_any_document_is_read(status: int, headers: tuple[tuple[str, str], ...], document: object) -> None:
    found = read(exchange(status, headers, json.dumps(document).encode()))
    assert found.is_error or (found.code, found.message, found.problems) == (None, None, ())
    assert found.code is None or found.code


@settings(max_examples=150, deadline=None)
@given(row=st.sampled_from(ROWS), cut=st.floats(0, 1), noise=st.binary(max_size=3))
def test_cut_and_damaged_documents_are_read(row: dict[str, object], cut: float, noise: bytes) -> None:
    body = str(row["body"]).encode()
    head = body[: int(len(body) * cut)]
    for damaged in (head, head + noise + body[len(head) + len(noise) :]):
        assert read(exchange(500, (), damaged)).is_error


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"error":' * 60_000,
        b"<a>" * 90_000,
        b"<" * 260_000,
        b"<html" + b"<title" * 40_000,
        b"<!--" * 60_000,
        b"<script" * 37_000,
        b"<html>" + b"<script>" * 30_000,
        b"<html>" + b"<p>" * 80_000,
        b"<html>" + b"<!--" * 60_000,
        b'{"a":"' + b"\\" * 250_000,
        b"a" * 260_000,
        b'"' * 260_000,
        b"," * 260_000,
        b"{" + b'"k":{},' * 37_000,
        b"Reference #" * 24_000,
        b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><error><message>&b;</message></error>",
        b"1" * 250_000,
        b"data:" * 50_000,
        b"\xff\xfe" + b"<\x00" * 120_000,
    ],
    ids=lambda body: body[:8].decode("latin-1"),
)
def test_hostile_bodies_take_no_time(body: bytes) -> None:
    started = time.perf_counter()
    assert read(exchange(400, (), body)).is_error
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "value", ['a="' * 5000, "<" * 20_000, ";" * 20_000, '"x";' * 8000, ", " * 10_000, "a=b;" * 8000, "= " * 9000]
)
@pytest.mark.parametrize(
    "name", ["link", "www-authenticate", "ratelimit", "proxy-status", "x-request-id", "retry-after"]
)
def test_hostile_headers_take_no_time(name: str, value: str) -> None:
    started = time.perf_counter()
    assert read(exchange(401, ((name, value),))).is_error
    assert time.perf_counter() - started < 3


def test_only_the_head_of_a_large_body_is_read() -> None:
    rows = [{"field": f"col_{number}", "message": "is no number"} for number in range(20_000)]
    body = json.dumps({"code": "ROWS", "message": "Some rows are wrong", "errors": rows}).encode()
    assert len(body) > 512 * 1024
    found = read(exchange(422, (), body))
    assert (found.code, found.message, found.problems[0].field) == ("ROWS", "Some rows are wrong", "col_0")
    assert len(found.problems) == 200


def test_a_failure_without_a_response_is_an_error_without_words() -> None:
    broken = Failure(kind=FailureKind.RESET, phase=Phase.WAIT, message="The connection was reset.")
    sent = exchange(200)
    found = read(type(sent)(id=sent.id, started=sent.started, request=sent.request, sent=sent.sent, outcome=broken))
    assert (found.format, found.is_error, found.code) == ("transport", True, None)


def test_a_partial_response_keeps_its_identifier() -> None:
    partial = Response(
        status=200, reason="", http_version="HTTP/1.1", headers=(("X-Request-Id", "r-1"),), body=Content.of(b'{"a":')
    )
    broken = Failure(kind=FailureKind.TRUNCATED_BODY, phase=Phase.DOWNLOAD, message="Cut.", partial=partial)
    sent = exchange(200)
    found = read(type(sent)(id=sent.id, started=sent.started, request=sent.request, sent=None, outcome=broken))
    assert (found.format, found.is_error, found.request_id) == ("transport", True, "r-1")
