"""Broken JSON is located; JSON of the wrong types is named."""

import pytest

from explorer.core.sandbox import seeds
from tests.core.sandbox.conftest import Api, assert_error

TYPED = {"from": "12025550143", "to": ["447700900123"], "body": "hi"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "Invalid JSON at line 1 column 1: the body is empty"),
        (b'{"to":["1"],\n "body":"hi"', "Invalid JSON at line 2 column 13: Expecting ',' delimiter"),
        (b"{'to':1}", "Invalid JSON at line 1 column 2: Expecting property name enclosed in double quotes"),
        (b'{"a": NaN}', "Invalid JSON at line 1 column 7: NaN is not a JSON value"),
        (b'{\n"a": "\xff"}', "Invalid JSON at line 2 column 7: the body is not UTF-8"),
        (b'{"a": "\\ud800"}', "Invalid JSON at line 1 column 8: half of a surrogate pair stands alone"),
        (b"[" * 200_000, "Invalid JSON at line 1 column 1: the values are nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "Invalid JSON at line 1 column 1: a number has too many digits"),
        (b'"{}"', "The JSON does not fit the API: the body must be an object, found a string."),
        (b"null", "The JSON does not fit the API: the body must be an object, found null."),
    ],
)
def test_text_that_is_not_a_json_object(api: Api, content: bytes, text: str) -> None:
    answer = api.call("POST", "/batches", content=content, headers={"Content-Type": "application/json"})
    assert_error(answer, 400, "syntax_invalid_json", text)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"to": "447700900123"}, "'to' must be an array of strings, found a string."),
        ({"to": [447700900123]}, "'to[0]' must be a string, found an integer."),
        ({"to": ["447700900123", None]}, "'to[1]' must be a string, found null."),
        ({"body": 7}, "'body' must be a string, found an integer."),
        ({"body": {"url": "x"}}, "'body' must be a string, found an object."),
        ({"flash_message": "true"}, "'flash_message' must be a boolean, found a string."),
        ({"from_ton": True}, "'from_ton' must be an integer, found a boolean."),
        ({"from_npi": 1.5}, "'from_npi' must be an integer, found a number."),
        ({"parameters": []}, "'parameters' must be an object of objects with strings, found an array."),
        ({"parameters": {"name": "Ada"}}, "'parameters.name' must be an object, found a string."),
        ({"parameters": {"name": {"default": 1}}}, "'parameters.name.default' must be a string, found an integer."),
        ({"type": "mt_media", "body": "x"}, "'body' must be an object, found a string."),
        ({"type": "mt_media", "body": {"url": 1}}, "'body.url' must be a string, found an integer."),
    ],
)
def test_json_of_the_wrong_type(api: Api, changes: dict[str, object], text: str) -> None:
    assert_error(api.send(**changes), 400, "syntax_invalid_json", f"The JSON does not fit the API: {text}")


def test_types_of_groups_and_feedback(api: Api) -> None:
    assert_error(api.call("POST", "/groups", {"members": {}}), 400, "syntax_invalid_json")
    assert_error(api.call("POST", "/groups", {"auto_update": {"to": 1}}), 400, "syntax_invalid_json")
    path = f"/batches/{seeds.DELIVERED_BATCH_ID}/delivery_feedback"
    assert_error(api.call("POST", path, {"recipients": "447700900123"}), 400, "syntax_invalid_json")
