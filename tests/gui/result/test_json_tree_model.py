"""The tree model keeps Qt's contract and is lazy."""

import json

from PySide6.QtCore import QModelIndex

from explorer.core.content.json_tree import parse_tree
from explorer.gui.result.json_tree_model import BATCH, JsonTreeModel
from explorer.gui.result.json_tree_place import tree_place, value_text


def test_model_keeps_the_contract(qtmodeltester, qapp):
    model = JsonTreeModel(parse_tree('{"a": [1, {"b": 2}], "c": {}, "d": "x"}'))
    qtmodeltester.check(model)


def test_long_arrays_come_in_batches(qapp):
    model = JsonTreeModel(parse_tree(str(list(range(BATCH + 10)))))
    assert model.rowCount() == BATCH
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == BATCH + 10
    assert not model.canFetchMore(QModelIndex())


def test_place_and_value_of_a_node(qapp):
    model = JsonTreeModel(parse_tree('{"a b": [{"n": 1.50}]}'))
    outer = model.index(0, 0)
    inner = model.index(0, 0, outer)
    leaf = model.index(0, 0, inner)
    place = tree_place(model.node(leaf))
    assert (place.path, place.kind, place.value) == ('$["a b"][0].n', "Number", "1.50")
    assert value_text(model.node(outer).value) == '[\n  {\n    "n": 1.50\n  }\n]'


def test_a_brief_place_has_no_long_value_in_it_but_says_where_it_is():
    value = parse_tree(json.dumps({"few": [1, 2], "many": list(range(3000))}))
    model = JsonTreeModel(value)
    few, many = (tree_place(model.node(model.index(row, 0)), is_brief=True) for row in (0, 1))
    assert (few.value, few.is_whole) == ("[\n  1,\n  2\n]", True)
    assert (many.path, many.value, many.is_whole, many.at) == ("$.many", "", False, 5)
    assert tree_place(model.node(model.index(1, 0))).value.endswith("  2999\n]")
