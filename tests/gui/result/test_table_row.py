"""A row of a table reads its values when they are looked at, and of a long one only what is shown."""

import json

import pytest

from explorer.core.content.json_tree import Number
from explorer.core.content.row_texts import csv_text, json_line
from explorer.gui.result import table_row
from explorer.gui.result.table_row import SHOWN, TableRow, Words, json_row

ROW = {"price": "1.10", "none": "null", "list": "[1, [2, 3]]", "inner": '{"a": {"b": 1}}', "on": "true"}
TEXT = "{" + ", ".join(f'"{name}": {value}' for name, value in ROW.items()) + "},\n"


def test_values_keep_their_characters_and_blocks_are_counted():
    row = json_row(TEXT.encode())
    assert list(row.cells) == list(ROW)
    assert [row.brief(name) for name in ROW] == ["1.10", None, "2 items", "1 member", True]
    assert (type(row.brief("price")), type(row.brief("list"))) == (Number, Words)
    assert row.value("list") == ["1", ["2", "3"]]
    assert row.value("nothing") is None


def test_blocks_are_written_without_being_read(monkeypatch):
    row = json_row(TEXT.encode())
    lines = {name: json_line(row.value(name)) for name in ("list", "inner")}
    monkeypatch.setattr(table_row, "parse_tree", None)
    assert {name: row.written(name) for name in lines} == lines
    assert csv_text(("list", "price"), [{"list": row.written("list")}]) == 'list,price\n"[1, [2, 3]]",\n'
    deep = TableRow({"a": b"[\n" * 3000 + b"1\n" + b"]\n" * 3000}, is_read=False)
    assert deep.written("a").replace(" ", "") == "[" * 3000 + "1" + "]" * 3000


@pytest.mark.parametrize("shift", range(6))
def test_a_long_text_is_not_read_to_its_end(shift, monkeypatch):
    monkeypatch.setattr(table_row, "parse_tree", None)
    text = "x" * shift + "\u00e9\n\U0001f600" * 5_000
    assert json_row(json.dumps({"text": text}).encode()).brief("text") == text[:SHOWN]


def test_what_the_quick_parser_refuses_is_read_by_the_other():
    row = json_row(b'{"a": "\xff", "\xff": 1}')
    assert (row.brief("a"), row.value("\ufffd")) == ("\ufffd", "1")
    assert not json_row(b"[1]").cells
    assert not json_row(b"[" * 5000).cells
