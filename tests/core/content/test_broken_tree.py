"""Broken JSON is a tree up to its error."""

import pytest

from explorer.core.content.broken_tree import broken_tree
from explorer.core.content.json_text import beginning_of
from explorer.core.content.json_tree import BREAK, Broken, Members, Number, Several, parse_tree

HERE = Broken("Not valid JSON from here on: why.")
ONE = Number("1")


@pytest.mark.parametrize(
    ("text", "lines", "rest", "tree"),
    [
        (
            '{"a":[1,{"b":tru',
            ["{", '  "a": [', "    1,", "    {", '      "b": '],
            "tru",
            Members((("a", [ONE, Members((("b", HERE),))]),)),
        ),
        ('{"a" 1}', ["{", '  "a"'], "1}", Members((("a", HERE),))),
        ("[1,  ", ["[", "  1,"], "", [ONE, HERE]),
        ("[1]\n[", ["[", "  1", "]", "["], "", Several([[ONE], [HERE]])),
        ("{} x", ["{}"], "x", Several([Members(()), HERE])),
        ("[[1] [2]]", ["[", "  [", "    1", "  ]"], "[2]]", [[ONE], HERE]),
        ('{"a":1,}', ["{", '  "a": 1,'], "}", Members((("a", ONE), (BREAK, HERE)))),
    ],
)
def test_what_stands_before_the_error_and_the_error(text, lines, rest, tree):
    beginning = beginning_of(text)
    assert (beginning.lines, beginning.rest) == (lines, rest)
    assert beginning.error == (len(lines), 0)
    found = broken_tree(beginning, "why")
    assert (found, type(found)) == (tree, type(tree))


@pytest.mark.parametrize("text", ["oops", "12 Main", "", '{"a": 1}', '"abc'])
def test_what_has_no_beginning(text):
    assert beginning_of(text) is None


def test_several_values_are_one_tree():
    assert parse_tree('{"a": 1e400}\n\n -0 "\\ud800"\n') == Several([Members((("a", "1e400"),)), "-0", "\ud800"])
    with pytest.raises(ValueError, match="Expecting value"):
        parse_tree(" ")
