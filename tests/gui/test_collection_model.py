"""The tree's model makes rows when they are asked for, and keeps indexes while only values change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPersistentModelIndex, Qt

from explorer.core.model.collection import BrokenItem, Collection, Folder, Item, RequestItem
from explorer.core.model.example import Example
from explorer.core.model.request import Request
from explorer.gui.models.collection_model import CollectionModel, Role


def item(key: str, name: str = "") -> RequestItem:
    return RequestItem(key=key, request=Request(name=name or key))


def collection(*items: Item) -> Collection:
    return Collection(key="/c", name="C", items=items)


def tree(name: str = "") -> Collection:
    inner = Folder(key="A/B", name="B", items=(item("A/B/r.yml", name), item("A/B/s.yml")))
    broken = BrokenItem(key="A/folder.yml", name="folder.yml", reason="no")
    return collection(Folder(key="A", name="A", items=(inner, broken)), item("t.yml"), item("environments/x.yml"))


def test_the_model_is_sound(qtmodeltester, qapp) -> None:
    model = CollectionModel()
    model.set_collection(tree())
    qtmodeltester.check(model)
    model.set_collection(tree("new"))
    qtmodeltester.check(model)


def with_examples(*names: str) -> RequestItem:
    return replace(item("t.yml"), examples=tuple(Example(name=name, description="why") for name in names))


def test_examples_are_rows_below_their_request_that_stay_there(qtmodeltester, qapp) -> None:
    model = CollectionModel()
    model.set_collection(collection(with_examples("one", "a/b", "one"), item("u.yml")))
    qtmodeltester.check(model)
    request = model.index_of("t.yml")
    assert [model.index(row, 0, request).data() for row in range(model.rowCount(request))] == ["one", "a/b", "one"]
    row = model.index_of("t.yml/one/2")
    assert (row.row(), row.parent()) == (2, request)
    assert "why" in row.data(Qt.ItemDataRole.ToolTipRole)
    assert not model.flags(row) & (Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled)
    dragged = model.mimeData([model.index_of("u.yml")])
    assert not model.canDropMimeData(dragged, Qt.DropAction.MoveAction, 0, 0, request)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_collection(collection(replace(with_examples("one", "a/b", "one"), seq=5.0), item("u.yml")))
    assert not resets
    model.set_collection(collection(with_examples("one"), item("u.yml")))
    assert resets


def test_every_key_has_its_index(qapp) -> None:
    model = CollectionModel()
    model.set_collection(tree())
    for key in ("A", "A/B", "A/B/r.yml", "A/B/s.yml", "A/folder.yml", "t.yml", "environments/x.yml"):
        assert model.index_of(key).data(Role.KEY) == key
    for key in ("", "B", "A/", "A/C/r.yml", "t.yml/x", "A/B/none.yml"):
        assert not model.index_of(key).isValid(), key


def test_values_change_in_place(qapp) -> None:
    model, changed, resets = CollectionModel(), [], []
    before = tree("old")
    model.set_collection(before)
    model.dataChanged.connect(lambda first, last: changed.append(first.data(Role.KEY)))
    model.modelReset.connect(lambda: resets.append(True))
    kept = QPersistentModelIndex(model.index_of("A/B/r.yml"))
    model.set_collection(replace(tree("new"), items=(tree("new").items[0], *before.items[1:])))
    assert (kept.isValid(), kept.data()) == (True, "new")
    assert "A/B/r.yml" in changed
    assert "t.yml" not in changed, "what is the same is not painted again"
    assert not resets
    model.set_collection(collection(item("t.yml")))
    assert resets
    assert not kept.isValid()
