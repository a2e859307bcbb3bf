"""Broken JSON is formatted up to its error, whatever the error is, and nothing of the body is lost."""

import re

import msgspec
import pytest

from explorer.core.content.worker.broken_json import beginning


@pytest.mark.parametrize(
    ("body", "text", "rest"),
    [
        ('{"a":[1,2,{"b" 3}]}', '{\n  "a": [\n    1,\n    2,\n    {\n      "b"', "3}]}"),
        ("[1,2,]", "[\n  1,\n  2,", "]"),
        ('{"a":tru}', '{\n  "a"', "tru}"),
        ('{"a":1.10,"b":"x\\q"}', '{\n  "a": 1.10,\n  "b"', '"x\\q"}'),
        ('{"s":"{[","t":[1}', '{\n  "s": "{[",\n  "t": [', "1}"),
        ('{"a":1', '{\n  "a":', "1"),
        ('["a\\"b", }', '[\n  "a\\"b",', "}"),
        ("{", "{", ""),
    ],
)
def test_up_to_the_error(body, text, rest):
    data = body.encode()
    with pytest.raises(msgspec.DecodeError) as error:
        msgspec.json.format(data)
    match = re.search(r"byte (\d+)", str(error.value))
    found = beginning(data, int(match[1]) if match else len(data))
    assert re.sub(r":\Z", "", found.text.decode()) == re.sub(r":\Z", "", text)
    assert data[found.rest :].decode() == rest
