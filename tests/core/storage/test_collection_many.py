"""Several items at once: order kept, numbers in gaps, whole or not at all, and taken back to the byte."""

from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.request import Request
from explorer.core.storage import collections
from explorer.core.storage.collection_many import (
    create_many,
    delete_many,
    duplicate_many,
    move_many,
    outermost,
    take_back,
)
from explorer.core.storage.collection_text import items_from_text, items_text
from tests.core.storage.test_collections import files, names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Shop"
    collections.create_collection(folder, "Shop")
    for parent in ("Orders", "Goods"):
        collections.create_folder(folder, "", parent)
        for name in "ABC":
            collections.create_request(folder, parent, Request(name=f"{parent} {name}", url="http://a/"))
    (folder / ".explorer").mkdir(exist_ok=True)
    return folder


def shown(folder: Path, parent: str) -> list[str]:
    collection = collections.load(folder)
    return names(next(item.items for item in collection.items if item.key == parent))  # type: ignore[union-attr]


def kept(folder: Path) -> dict[str, bytes]:
    """What a team sees: everything but the trash."""
    return {key: data for key, data in files(folder).items() if not key.startswith(".explorer/")}


def test_several_move_into_another_folder_in_their_order_and_back(folder: Path) -> None:
    before, collection = kept(folder), collections.load(folder)
    change = move_many(folder, collection, ["Orders/Orders C.yml", "Orders/Orders A.yml"], "Goods", "Goods/Goods B.yml")
    assert shown(folder, "Goods") == ["Goods A", "Orders A", "Orders C", "Goods B", "Goods C"]
    assert shown(folder, "Orders") == ["Orders B"]
    untouched = {key for key in before if key.startswith("Goods/")} | {"Orders/Orders B.yml", "Orders/folder.yml"}
    assert {key: data for key, data in kept(folder).items() if key in untouched} == {
        key: before[key] for key in untouched
    }
    moved = kept(folder)
    again = take_back(folder, change)
    assert kept(folder) == before
    assert dict(again.moved) == {new: old for old, new in change.moved}
    take_back(folder, again)
    assert kept(folder) == moved, "done again"


def test_moving_within_a_folder_and_to_where_they_stand(folder: Path) -> None:
    collection, before = collections.load(folder), kept(folder)
    change = move_many(folder, collection, ["Orders/Orders A.yml"], "Orders", None)
    assert shown(folder, "Orders") == ["Orders B", "Orders C", "Orders A"]
    assert len([key for key, data in kept(folder).items() if before[key] != data]) == 1, "one file was touched"
    take_back(folder, change)
    nothing = move_many(
        folder, collection, ["Orders/Orders A.yml", "Orders/Orders B.yml"], "Orders", "Orders/Orders C.yml"
    )
    assert nothing.steps == ()
    with pytest.raises(StorageError, match="into itself"):
        move_many(folder, collection, ["Orders"], "Orders", None)
    assert kept(folder) == before


def test_copies_stand_after_their_originals_and_deleted_items_come_back(folder: Path) -> None:
    before = kept(folder)
    copies = duplicate_many(folder, collections.load(folder), ["Orders/Orders A.yml", "Orders/Orders B.yml"])
    assert shown(folder, "Orders") == ["Orders A", "Orders A copy", "Orders B", "Orders B copy", "Orders C"]
    take_back(folder, copies)
    collection = collections.load(folder)
    assert outermost(collection, ["Goods/Goods A.yml", "Goods", "Orders/Orders B.yml"]) == (
        "Orders/Orders B.yml",
        "Goods",
    )
    gone = delete_many(folder, collection, ["Goods/Goods A.yml", "Goods", "Orders/Orders B.yml"])
    assert gone.words == "2 items were moved to the trash"
    assert not (folder / "Goods").exists()
    take_back(folder, gone)
    assert kept(folder) == before


def test_what_fails_midway_changes_nothing(folder: Path) -> None:
    collection, before = collections.load(folder), kept(folder)
    (folder / "Orders" / "Orders C.yml").rename(folder / "away")
    with pytest.raises(StorageError, match="does not exist any more"):
        move_many(folder, collection, ["Orders/Orders A.yml", "Orders/Orders C.yml"], "Goods", None)
    (folder / "away").rename(folder / "Orders" / "Orders C.yml")
    assert kept(folder) == before


def test_one_file_changes_where_another_program_numbered_without_gaps(folder: Path) -> None:
    for number, name in enumerate("ABC", start=1):
        path = folder / "Orders" / f"Orders {name}.yml"
        path.write_text(path.read_text().replace(f"seq: {number}000\n", f"seq: {number} # mine\n"))
    before, collection = kept(folder), collections.load(folder)
    move_many(folder, collection, ["Orders/Orders C.yml"], "Orders", "Orders/Orders B.yml")
    assert shown(folder, "Orders") == ["Orders A", "Orders C", "Orders B"]
    assert {key for key, data in kept(folder).items() if before[key] != data} == {"Orders/Orders C.yml"}
    assert b"seq: 1.5 # mine\n" in kept(folder)["Orders/Orders C.yml"]


def test_text_goes_out_and_comes_in_elsewhere(folder: Path, tmp_path: Path) -> None:
    path = folder / "Orders" / "Orders A.yml"
    path.write_text("# mine\n" + path.read_text() + "runtime:\n  scripts:\n    - type: tests\n      code: x = 1\n")
    collection = collections.load(folder)
    text = items_text(folder, collection, ["Orders/Orders A.yml", "Goods"])
    other = tmp_path / "Other"
    collections.create_collection(other, "Other")
    change = create_many(other, collections.load(other), "", items_from_text(text))
    assert change.created == ("Orders A.yml", "Goods")
    assert (other / "Orders A.yml").read_text() == path.read_text(), "to the letter, with comments and scripts"
    assert shown(other, "Goods") == ["Goods A", "Goods B", "Goods C"]
    again = create_many(other, collections.load(other), "Goods", items_from_text(text)[:1], "Goods/Goods B.yml")
    assert shown(other, "Goods") == ["Goods A", "Orders A", "Goods B", "Goods C"]
    take_back(other, again)
    take_back(other, change)
    assert names(collections.load(other).items) == []
