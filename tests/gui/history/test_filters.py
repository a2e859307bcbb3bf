"""Words of the filter field become tokens, and tokens a question."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import assets
from explorer.core.storage.history_query import HistoryQuery
from explorer.core.storage.history_tokens import SIGNS
from explorer.gui.history.filters import Filter, Token, faults, parsed, typed, unknown, wanted


def test_tokens_are_taken_from_the_words():
    found = parsed('is:failed env:Sandbox,"My, second" maja status:4xx see http://x')
    assert found.text == "maja see http://x"
    assert [(token.name, token.values) for token in found.tokens] == [
        ("is", ("failed",)),
        ("env", ("Sandbox", "My, second")),
        ("status", ("4xx",)),
    ]


@given(st.text())
def test_any_text_can_be_read(text):
    assert isinstance(parsed(text), Filter)


def test_values_of_the_same_name_are_joined_but_is_is_exclusive():
    assert parsed("env:A env:B").values("env") == ("A", "B")
    assert parsed("is:failed is:pinned").values("is") == ("pinned",)


def test_states_become_switches_and_the_rest_stays_tokens():
    question = wanted(parsed('is:failed -host:a.test body:"x, y" "see you" -maja'), HistoryQuery(limit=7))
    assert (question.failed_only, question.pinned_only, question.limit) == (True, False, 7)
    assert question.text == '"see you" -maja'
    assert question.tokens == (
        Token(name="host", values=("a.test",), negated=True),
        Token(name="body", values=("x, y",)),
    )


def test_a_negated_token_does_not_join_the_other():
    found = parsed("env:A -env:B env:C")
    assert [(token.title, token.values) for token in found.tokens] == [("env", ("A", "C")), ("-env", ("B",))]
    assert [typed(token) for token in found.tokens] == ["env:A,C", "-env:B"]
    assert found.without("-env").values("env") == ("A", "C")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("status:abcx", "“abcx” is no HTTP status; write 404, 4xx or a sign such as TLS."),
        ("status:4711", "“4711” is no HTTP status; write 404, 4xx or a sign such as TLS."),
        ("duration:>soon", "“duration:” takes >1s, <200ms or 100ms..2s."),
        ("since:never", "“never” is no time; write 2h, 3d, today, yesterday or 2026-11-01."),
        ("since:yesterdya", "“yesterdya” is no time; write 2h, 3d, today, yesterday or 2026-11-01."),
        ("is:late", "“is:” takes failed, ok or pinned."),
        ("status:dns http://a.test", ""),
    ],
)
def test_what_cannot_be_understood_is_said_in_words(text, sentence):
    assert faults(parsed(text)) == ((sentence,) if sentence else ())


def test_taking_a_token_away_leaves_the_others():
    chosen = Filter(tokens=(Token(name="is", values=("failed",)), Token(name="env", values=("A",))), text="x")
    assert chosen.without("is") == Filter(tokens=(Token(name="env", values=("A",)),), text="x")


@given(
    st.lists(
        st.text(min_size=1).filter(lambda one: one.isprintable() and '"' not in one and one.strip() == one),
        min_size=1,
        unique=True,
    )
)
def test_what_a_chip_holds_is_typed_so_that_it_is_read_again(values):
    token = Token(name="env", values=tuple(values))
    assert parsed(typed(token)).tokens == (token,)


@pytest.mark.parametrize(
    ("text", "sentence", "mended"),
    [
        ("a staus:400", "There is no filter “staus:”. Did you mean “status:”?", "a status:400"),
        ("-Hots:x", "There is no filter “Hots:”. Did you mean “host:”?", "-host:x"),
        ("foo:bar", "There is no filter “foo:”, so this is searched for as text.", ""),
        ("localhost:8080/x http://a.test 12:30 foo: -x", "", ""),
    ],
)
def test_a_name_that_is_no_filter_is_told_and_stays_text(text, sentence, mended):
    chosen = parsed(text)
    assert (chosen.text, chosen.tokens) == (text, ())
    found = unknown(chosen)
    assert [one.sentence for one in found] == ([sentence] if sentence else [])
    if mended:
        assert found[0].mended(text) == mended


def test_signs_are_those_of_the_catalog():
    rows = json.loads(assets.text("catalogs/transport.json"))
    assert {*SIGNS} == {one["label"] for one in rows["failures"]}
