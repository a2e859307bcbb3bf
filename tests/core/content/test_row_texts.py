"""Rows for the clipboard: CSV, JSON and Markdown keep numbers and text to the letter."""

import csv
import io

from explorer.core.content.json_tree import Members, Number, parse_tree
from explorer.core.content.row_texts import cell_text, csv_text, json_text, markdown_text, tabbed_text

NAMES = ("id", "name", "more")


def rows():
    text = (
        '[{"id": 1.50, "name": "a,\\n\\"b\\" | c", "more": {"x": [1, {}]}}, {"id": 12345678901234567890, "more": null}]'
    )
    value = parse_tree(text)
    assert isinstance(value, list)
    return [dict(one.pairs) for one in value if isinstance(one, Members)]


def test_csv_quotes_what_must_be():
    expected = 'id,name,more\n1.50,"a,\n""b"" | c","{""x"": [1, {}]}"\n12345678901234567890,,null\n'
    assert csv_text(NAMES, rows()) == expected
    assert list(csv.reader(io.StringIO(expected)))[1] == ["1.50", 'a,\n"b" | c', '{"x": [1, {}]}']


def test_null_an_empty_text_and_a_missing_value_are_not_the_same():
    odd = [{"a": None, "b": ""}, {"b": "null", "c": "|"}]
    assert csv_text(("a", "b", "c"), odd) == 'a,b,c\nnull,"",\n,"null",|\n'
    assert csv_text(("", "b,"), odd) == '"","b,"\n,\n,\n'
    assert markdown_text(("a", "b", "c"), odd).splitlines()[2:] == ['| null | "" |  |', '|  | "null" | \\| |']
    assert tabbed_text(("a", "b", "c"), odd) == "\t\t\n\tnull\t|"


def test_json_has_the_members_that_a_row_has():
    first = '{"id": 1.50, "name": "a,\\n\\"b\\" | c", "more": {"x": [1, {}]}}'
    assert json_text(NAMES, rows()) == f'[\n  {first},\n  {{"id": 12345678901234567890, "more": null}}\n]'
    assert json_text(("name", "id"), rows()[1:]) == '{"id": 12345678901234567890}'


def test_markdown_keeps_its_cells_together():
    lines = markdown_text(NAMES, rows()).splitlines()
    assert lines[:2] == ["| id | name | more |", "| ---: | --- | --- |"]
    assert lines[2] == '| 1.50 | a,<br>"b" \\| c | {"x": [1, {}]} |'


def test_cells_for_a_spreadsheet_are_one_line_each():
    assert tabbed_text(("name", "more"), rows()[:1]) == 'a, "b" | c\t{"x": [1, {}]}'
    assert [cell_text(one) for one in (None, True, Number("1e3"), "é")] == ["", "true", "1e3", "é"]
