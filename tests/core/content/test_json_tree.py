"""Values for the tree keep what a float would lose."""

import pytest

from explorer.core.content.json_tree import children, parse_tree, summary, type_words


def test_numbers_duplicates_and_order_survive():
    value = parse_tree('{"b": 1.10, "a": 9007199254740993, "b": []}')
    assert [(name, summary(item)) for name, item in children(value)] == [
        ("b", "1.10"),
        ("a", "9007199254740993"),
        ("b", "0 items"),
    ]
    assert type_words(value) == "Object, 3 members"


def test_too_deep_is_a_value_error():
    with pytest.raises(ValueError):
        parse_tree("[" * 100_000 + "]" * 100_000)
