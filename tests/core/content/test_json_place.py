"""From a line of formatted JSON to its path, type and value."""

import pytest

from explorer.core.content.json_place import place_at
from explorer.core.content.look import look

BODY = b'{"id":"01K","to":["a",{"b c":1.50}],"n":null,"o":{},"ok":true}'
LINES = look(BODY, (("Content-Type", "application/json"),)).text.split("\n")


@pytest.mark.parametrize(
    ("start", "path", "kind", "value"),
    [
        ("{", "$", "Object, 5 members", None),
        ('  "id"', "$.id", "String, 3 characters", "01K"),
        ('  "to"', "$.to", "Array, 2 items", None),
        ('    "a"', "$.to[0]", "String, 1 character", "a"),
        ("    {", "$.to[1]", "Object, 1 member", '{\n  "b c": 1.50\n}'),
        ('      "b c"', '$.to[1]["b c"]', "Number", "1.50"),
        ("    }", "$.to[1]", "Object, 1 member", None),
        ("  ]", "$.to", "Array, 2 items", None),
        ('  "n"', "$.n", "Null", "null"),
        ('  "o"', "$.o", "Object, 0 members", "{}"),
        ('  "ok"', "$.ok", "Boolean", "true"),
        ("}", "$", "Object, 5 members", None),
    ],
)
def test_place_of_every_line(start, path, kind, value):
    line = next(number for number, text in enumerate(LINES) if text.startswith(start))
    place = place_at(LINES, line if start != "}" else len(LINES) - 1)
    assert (place.path, place.kind) == (path, kind)
    if value is not None:
        assert place.value == value
