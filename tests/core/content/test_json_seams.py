"""Portions of JSON on lines are, joined, what the whole is on lines; what is no JSON is no portion either."""

import json
import random

import pytest
from msgspec import DecodeError
from msgspec.json import format as format_json

from explorer.core.content.json_seams import NoSeamError, Seam, cut, portion, seam_of

ODD = ("", "a,b", '}],{"id":[', 'q"\\é', 12345678901234567890123, -2.5, 1e300, True, None, [], {})
NAMES = ("id", "name", "a b", 'x"y', "")


def value(chance, depth):
    kind = chance.random() if depth else 0
    if kind < 0.4:
        return chance.choice(ODD)
    if kind < 0.7:
        return [value(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    return {chance.choice(NAMES): value(chance, depth - 1) for _ in range(chance.randint(0, 3))}


def text_of(chance):
    count = chance.randint(20, 60)
    rows = chance.choice(
        (
            [{"id": number, "v": value(chance, 2)} for number in range(count)],
            {f"k{number}": {"id": number, "v": value(chance, 1)} for number in range(count)},
            list(range(count)),
            [f"s{number}" for number in range(count)],
            [[number, value(chance, 1)] for number in range(count)],
        )
    )
    whole = chance.choice(
        (rows, {"m": {"n": 1}, "data": {"rows": rows, "x": [1, 2]}, "z": value(chance, 2)}, [[1], rows])
    )
    indent = chance.choice((None, 2, 4, "\t"))
    separators = (",", ":") if indent is None and chance.random() < 0.7 else None
    return json.dumps(whole, indent=indent, separators=separators, ensure_ascii=chance.random() < 0.5).encode()


def in_portions(data, seam, size):
    parts, done = [], 0
    while len(data) - done > size:
        at, text = cut(data[done : done + size], seam, is_first=not done)
        assert at > 0
        parts.append(text)
        done += at
    return b"".join([*parts, portion(data[done:], seam, is_first=not done, is_last=True)]), len(parts)


def test_joined_they_are_the_whole():
    chance, several = random.Random(7), 0
    for _ in range(600):
        data = text_of(chance)
        is_broken = chance.random() < 0.2
        if is_broken:
            at = chance.randrange(len(data))
            data = data[:at] + chance.choice((b"", b",", b"]", b"}", b'"')) + data[at + 1 :]
        seam = seam_of(data[: chance.choice((600, 5000))])
        if seam is None:
            continue
        try:
            found, count = in_portions(data, seam, chance.randint(len(data) // 4, len(data) // 2))
        except NoSeamError:
            continue
        several += count > 1
        assert found == format_json(data, indent=2), data
    assert several > 100


@pytest.mark.parametrize(
    ("head", "openers", "sign"),
    [
        (b"[" + b'{"id":1,"t":["a","b"],"o":{"id":2}},' * 20, "[", b'},{"id"'),
        (b'{"n":0,"rows":[' + b'{"id":1},' * 20, "{[", b'},{"id"'),
        (b"[\n" + b'  {\n    "id": 1\n  },\n' * 20, "[", b'},\n  {\n    "id"'),
        (b'["' + b'a","b}],[","' * 20, "[", b'","'),
    ],
)
def test_the_outermost_seam_that_nothing_else_looks_like(head, openers, sign):
    found = seam_of(head)
    assert found is not None
    assert found.openers == openers
    assert found.sign.startswith(sign)


@pytest.mark.parametrize(
    "head", [b"", b"{}", b'{"a":1}\n{"a":1}\n' * 20, b'["' + b"x" * 500, b"not json, not, json," * 20]
)
def test_no_seam(head):
    assert seam_of(head) is None


@pytest.mark.parametrize("rest", [b",]", b", ]", b',{"id":1},]', b',{"id":1}}', b',{"id":1}]]', b',,{"id":1}]'])
def test_what_is_broken_behind_a_seam_is_not_mended(rest):
    with pytest.raises(DecodeError):
        format_json(b'[{"id":0}' + rest)
    with pytest.raises(NoSeamError):
        portion(rest, Seam("[", b'},{"id"'), is_first=False, is_last=True)
