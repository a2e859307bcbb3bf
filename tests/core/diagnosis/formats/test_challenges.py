"""Challenges as the grammar allows them and as they are met."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis.challenges import read_challenges


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Bearer", [("Bearer", {}, "")]),
        (
            'Negotiate, Digest realm="files, main", algorithm=SHA-256, nonce="7yp/x=", Basic realm="files \\"old\\""',
            [
                ("Negotiate", {}, ""),
                ("Digest", {"realm": "files, main", "algorithm": "SHA-256", "nonce": "7yp/x="}, ""),
                ("Basic", {"realm": 'files "old"'}, ""),
            ],
        ),
        ("Negotiate YWJj==, Basic", [("Negotiate", {}, "YWJj=="), ("Basic", {}, "")]),
        ('OAuth "Facebook Platform" "invalid_token" "The session"', [("OAuth", {}, "")]),
        ('Bearer Realm = "x", scope=a b c', [("Bearer", {"realm": "x", "scope": "a b c"}, "")]),
        (', ,Basic realm="x",,Foo', [("Basic", {"realm": "x"}, ""), ("Foo", {}, "")]),
        ('Bearer realm="never ends', [("Bearer", {"realm": "never ends"}, "")]),
        ("", []),
    ],
)
def test_lines(line: str, wanted: list[tuple[str, dict[str, str], str]]) -> None:
    found = [(one.scheme, dict(one.parameters), one.token) for one in read_challenges([line])]
    assert found == wanted


def test_fields_that_repeat_keep_their_order() -> None:
    assert [one.scheme for one in read_challenges(["Bearer", 'Basic realm="b"'])] == ["Bearer", "Basic"]


_TOKENS = st.text("abcdefXYZ-", min_size=1, max_size=8)
_TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)


@given(
    st.lists(st.tuples(_TOKENS, st.dictionaries(_TOKENS.map(str.lower), _TEXTS, min_size=1, max_size=3)), max_size=3)
)
def test_what_the_grammar_writes_is_read_back(challenges: list[tuple[str, dict[str, str]]]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    line = ", ".join(
        scheme + " " + ", ".join(f"{name}={quoted(value)}" for name, value in parameters.items())
        for scheme, parameters in challenges
    )
    assert [(one.scheme, dict(one.parameters)) for one in read_challenges([line])] == challenges
