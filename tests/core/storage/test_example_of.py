"""An exchange becomes an example: masked, short, text."""

from dataclasses import replace
from pathlib import Path

from explorer.core.model.example import ExampleBodyKind
from explorer.core.model.exchange import Content
from explorer.core.model.request import GraphQLBody, Header, TextBody, TextKind
from explorer.core.storage.example_of import (
    LIMIT_BYTES,
    example_name,
    example_of,
    leak_in_example,
    left_out,
    refusal,
)
from tests import factories

JSON = (("Content-Type", "application/json"),)
SECRET = "s3cr3t-value-of-a-variable"


def test_request_and_response_are_kept_as_they_were() -> None:
    exchange = factories.exchange(factories.response(404, "Not Found", b'{"a":1.00,"a":[]}', headers=JSON))
    example = example_of(exchange, "n")
    assert example.request is not None
    assert example.request.on(exchange.request) == exchange.request
    assert example.response is not None
    assert (example.response.status, example.response.reason, example.response.headers) == (404, "Not Found", JSON)
    assert example.response.body_kind is ExampleBodyKind.JSON
    assert example.response.body == '{\n  "a": 1.00,\n  "a": []\n}'
    assert example.description == ""


def test_neither_what_was_sent_secretly_nor_any_stored_secret_is_in_it() -> None:
    request = factories.request(
        headers=(Header(name="Authorization", value="Bearer abcdefghijk"), Header(name="X-A", value="x")),
        body=TextBody(kind=TextKind.JSON, text='{"password": "hunter22222"}'),
    )
    answer = factories.response(
        200, "OK", f'{{"echo": "{SECRET}", "token": "abcdefghijk"}}'.encode(), headers=(*JSON, ("X-Echo", SECRET))
    )
    example = example_of(factories.exchange(answer, request=request), "n", stored=(SECRET,))
    kept = repr((example.request.headers, example.request.body)) if example.request else ""
    kept += str([(row.value) for row in example.request.headers] if example.request else "")
    kept += str(example.request.body.text) if example.request and isinstance(example.request.body, TextBody) else ""
    kept += str((example.response.headers, example.response.body)) if example.response else ""
    for value in (SECRET, "abcdefghijk", "hunter22222"):
        assert value not in kept
    assert "Bearer " in kept


def test_a_secret_that_got_into_an_example_by_hand_is_found() -> None:
    plain = example_of(factories.exchange(factories.response(200, "OK", b"x")), "n")
    assert leak_in_example(plain, {SECRET: "token"}) is None
    assert plain.response is not None
    in_answer = replace(plain, response=replace(plain.response, headers=(("X-Echo", f"is {SECRET}"),)))
    leak = leak_in_example(in_answer, {SECRET: "token"})
    assert leak is not None
    assert leak.sentence.startswith("The header X-Echo of the response holds the value of the secret variable token")
    leak = leak_in_example(replace(plain, name=SECRET), {SECRET: "token"})
    assert leak is not None
    assert leak.place == "The name"


def test_a_long_body_and_one_that_is_no_text_stay_out_and_the_example_says_so() -> None:
    long = factories.exchange(factories.response(200, "OK", b"x" * (LIMIT_BYTES + 1), headers=JSON))
    image = factories.exchange(factories.response(200, "OK", b"\x89PNG\0\0", headers=(("Content-Type", "image/png"),)))
    for exchange, words in ((long, "1,000,001 bytes (application/json)"), (image, "6 bytes (image/png)")):
        example = example_of(exchange, "n")
        assert example.response is not None
        assert example.response.body is None
        assert words in example.description
        assert left_out(exchange) == example.description
    assert "not text" in left_out(image)
    assert "longer than 1,000,000 bytes" in left_out(long)


def test_a_body_that_lies_in_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"<a>\r\n</a>\r\n")
    response = factories.response(200, "OK", b"", headers=(("Content-Type", "text/html"),))
    body = Content(data=b"<a", size_bytes=11, path=path)
    example = example_of(factories.exchange(replace(response, body=body)), "n")
    assert example.response is not None
    assert (example.response.body, example.response.body_kind) == ("<a>\n</a>\n", ExampleBodyKind.HTML)


def test_what_cannot_be_an_example_is_refused_with_a_sentence() -> None:
    assert refusal(factories.exchange(factories.failure())).startswith("There is no response")
    graphql = factories.exchange(factories.response(), request=factories.request(body=GraphQLBody(query="{a}")))
    assert "GraphQL" in refusal(graphql)
    assert refusal(factories.exchange(factories.response())) == ""


def test_the_name_says_status_and_code() -> None:
    exchange = factories.exchange(factories.response(404, "Not Found"))
    assert example_name(exchange, "unknown_group") == "404 unknown_group"
    assert example_name(exchange, None) == "404 Not Found"
    assert example_name(exchange, None, ("404 Not Found",)) == "404 Not Found 2"
    assert len(example_name(exchange, "x" * 500)) == 80
