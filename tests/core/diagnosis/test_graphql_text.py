"""Fields of a GraphQL document, by path and by line and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis import graphql_text

DOCUMENT = """query Q($id: ID! = {total: 1}) {
  # total
  first: user(id: $id, where: {total: "total }"}) @include(if: true) {
    ...Part
    ... on Person { total orders(first: 2) { total price } }
    ... @skip(if: $x) { name }
  }
  total
}
fragment Part on User { email }"""


@pytest.mark.parametrize(
    ("path", "before"),
    [
        (("first", "total"), "... on Person { "),
        (("first", "orders", "0", "total"), "orders(first: 2) { "),
        (("first", "orders", "1", "price"), "orders(first: 2) { total "),
        (("first", "name"), "@skip(if: $x) { "),
        (("total",), "  }\n  "),
        (("first",), "{\n  # total\n  "),
    ],
)
def test_a_path_finds_its_field(path: tuple[str, ...], before: str) -> None:
    found = graphql_text.of_path(DOCUMENT, path)
    assert found is not None
    assert DOCUMENT[found[0] : found[1]] == path[-1]
    assert DOCUMENT[: found[0]].endswith(before)


@pytest.mark.parametrize("path", [("user",), ("orders",), ("first", "Part"), ("first", "on"), ("0",), ()])
def test_what_is_no_field_is_not_found(path: tuple[str, ...]) -> None:
    assert graphql_text.of_path(DOCUMENT, path) is None


@pytest.mark.parametrize("broken", ["\n", "\r\n", "\r"])
def test_a_line_and_a_column_find_their_word(broken: str) -> None:
    document = DOCUMENT.replace("\n", broken)
    found = graphql_text.at(document, 5, 27)
    assert found is not None
    assert document[found[0] : found[1]] == "orders"


@pytest.mark.parametrize(("line", "column"), [(0, 1), (1, 0), (99, 1), (1, 999)])
def test_a_place_outside_is_none(line: int, column: int) -> None:
    assert graphql_text.at(DOCUMENT, line, column) is None


@pytest.mark.parametrize(("line", "column", "before"), [(1, 3, "{ "), (2, 9, "b { "), (3, 11, "c { ")])
def test_a_word_of_the_sent_document_is_found_in_the_typed_one(line: int, column: int, before: str) -> None:
    typed = "{ a(x: {{value}}) b { a(y: {{value}}) } c { a } }"
    sent = typed.replace("{{value}}", '"1\n2"')
    at = graphql_text.at(sent, line, column)
    assert at is not None
    assert sent[at[0] : at[1]] == "a"
    found = graphql_text.as_typed(sent, typed, at)
    assert found is not None
    assert typed[found[0] : found[1]] == "a"
    assert typed[: found[0]].endswith(before)


@given(st.text(alphabet='{}()[]:@.$ "#\nab1', max_size=60), st.integers(0, 5), st.integers(0, 20))
def test_any_document_is_survived(document: str, line: int, column: int) -> None:
    for found in (graphql_text.at(document, line, column), graphql_text.of_path(document, ("a", "b"))):
        assert found is None or 0 <= found[0] <= found[1] <= len(document)
