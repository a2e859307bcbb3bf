"""Where JSON breaks, in words, and repairs that parse."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis.json_error import Fault, find, masked

CASES = [
    ('{"a": 1,}', Fault.TRAILING_COMMA, 1, 8, {"a": 1}),
    ("[1, 2,\n]", Fault.TRAILING_COMMA, 1, 6, [1, 2]),
    ('{"a": [1, 2', Fault.UNCLOSED, 1, 12, {"a": [1, 2]}),
    ('{"a": ["4", "b": "hi"}', Fault.UNCLOSED, 1, 13, {"a": ["4"], "b": "hi"}),
    ('{"a": 1,\n "b": 2', Fault.UNCLOSED, 2, 8, {"a": 1, "b": 2}),
    ("{'a': 'x'}", Fault.SINGLE_QUOTES, 1, 2, {"a": "x"}),
    ('{"a": “x”}', Fault.SMART_QUOTES, 1, 7, {"a": "x"}),
    ('{"a": 1 // one\n}', Fault.COMMENT, 1, 9, {"a": 1}),
    ('{"a": 1 "b": 2}', Fault.MISSING_COMMA, 1, 9, {"a": 1, "b": 2}),
    ('{"a": "x\ny"}', Fault.CONTROL_CHARACTER, 1, 9, {"a": "x\ny"}),
    ('{"a": "x\ty"}', Fault.CONTROL_CHARACTER, 1, 9, {"a": "x\ty"}),
    ('"{\\"a\\": 1}"', Fault.DOUBLE_ENCODED, 1, 1, {"a": 1}),
    ("", Fault.EMPTY, 1, 1, None),
    ("  \n ", Fault.EMPTY, 1, 1, None),
    ('{"a": [1, 2}', Fault.WRONG_BRACKET, 1, 12, None),
    ("{a: 1}", Fault.UNQUOTED, 1, 2, None),
    ('{"a": True}', Fault.UNQUOTED, 1, 7, None),
    ('{"a": NaN}', Fault.CONSTANT, 1, 7, None),
    ('{"a": 1}}', Fault.EXTRA, 1, 9, None),
    ('{"a": "x', Fault.UNCLOSED_TEXT, 1, 7, None),
    ('{"a": "\\x"}', Fault.ESCAPE, 1, 8, None),
]


@pytest.mark.parametrize(("text", "fault", "line", "column", "repaired"), CASES, ids=lambda value: repr(value)[:24])
def test_the_break_is_found(text: str, fault: Fault, line: int, column: int, repaired: object) -> None:
    found = find(text)
    assert found is not None
    assert (found.fault, found.line, found.column) == (fault, line, column)
    assert found.reason
    assert (json.loads(found.repair) if found.repair is not None else None) == repaired


def test_an_unclosed_bracket_points_at_its_opening() -> None:
    text = '{\n  "to": ["4670",\n  "body": "hi"\n}'
    found = find(text)
    assert found is not None
    assert text[found.opening] == "["
    assert "line 2" in found.reason
    assert found.line == 3


def test_a_closing_bracket_on_its_own_line_is_put_there() -> None:
    found = find('{\n  "to": ["4670"]\n')
    assert found is not None
    assert found.repair == '{\n  "to": ["4670"]\n}'


def test_several_faults_are_mended_together() -> None:
    found = find('{"a": [1, 2,],\n // last\n "b": 3,}')
    assert found is not None
    assert found.repair is not None
    assert json.loads(found.repair) == {"a": [1, 2], "b": 3}


@pytest.mark.parametrize(
    "text", ['{"a": {{x}}}', '["{{a}}", {{b}}]', '{"a": "\\"{{x}}\\" \\\\"}', '"plain text"', "12", "{}"]
)
def test_well_formed_texts_have_no_error(text: str) -> None:
    assert find(text) is None


def test_templates_survive_a_repair() -> None:
    found = find('{"a": {{x}}, "b": "{{y}}",}')
    assert found is not None
    assert found.repair == '{"a": {{x}}, "b": "{{y}}"}'


@given(st.text(alphabet='{}[]",: \n\\x1"/', max_size=40))
def test_any_text_gets_a_place_inside_and_a_repair_that_parses(text: str) -> None:
    found = find(text)
    assert len(masked(text)) == len(text)
    if found is not None:
        assert 0 <= found.offset <= len(text)
    if found is not None and found.repair is not None:
        json.loads(masked(found.repair))


@given(st.recursive(st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=8))
def test_valid_json_is_left_alone(value: object) -> None:
    if not isinstance(value, str):
        assert find(json.dumps(value)) is None
