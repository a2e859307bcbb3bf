"""A large collection is handed out while it is read; one file of it is read again alone."""

import itertools
from pathlib import Path

import pytest

from explorer.core.model.tree import find, requests_of
from explorer.core.storage import collection_parts, collections
from explorer.core.storage.collection_refresh import with_item


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    collections.create_collection(tmp_path / "c", "C")
    for number in range(12):
        parent = tmp_path / "c" / f"F{number // 4}" / "Inner"
        parent.mkdir(parents=True, exist_ok=True)
        (parent / f"r{number}.yml").write_text(
            f"info: {{name: R{number}, type: http}}\nhttp: {{url: http://h/{number}}}\n"
        )
    return tmp_path / "c"


def test_parts_grow_and_the_last_word_is_the_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection_parts, "_FIRST_S", 0.0)
    clock = iter(range(10_000))
    monkeypatch.setattr(collection_parts.time, "monotonic", lambda: next(clock))
    parts = []
    whole = collections.load(folder, {}, parts.append)
    assert len(parts) > 1
    keys = [{item.key for item in requests_of(part)} for part in parts]
    assert all(one < other for one, other in itertools.pairwise(keys)), "each part holds more than the last"
    assert keys[-1] <= {item.key for item in requests_of(whole)}
    for part in parts:
        assert all(find(whole, item.key) == item for item in requests_of(part))
        assert part.name == "C"


def test_a_small_collection_comes_at_once(folder: Path) -> None:
    parts = []
    collections.load(folder, {}, parts.append)
    assert parts == []


def test_one_file_is_read_again_alone(folder: Path) -> None:
    memory: collections.Memory = {}
    before = collections.load(folder, memory)
    (folder / "F0/Inner/r1.yml").write_text("info: {name: First, type: http, seq: 1}\nhttp: {url: http://new/}\n")
    (folder / "F1/Inner/r4.yml").write_text("info: {name: Unseen, type: http}\nhttp: {url: http://new/}\n")
    after = with_item(folder, before, "F0/Inner/r1.yml", memory)
    assert find(after, "F0/Inner/r1.yml").request.url == "http://new/"
    assert next(item.key for item in find(after, "F0/Inner").items) == "F0/Inner/r1.yml", "its number puts it first"
    assert find(after, "F1/Inner/r4.yml").request.name == "R4", "others were not looked at"
    assert find(after, "F2") is find(before, "F2")
    (folder / "F0/Inner/r1.yml").write_text("info: [\n")
    assert "r1.yml" in find(with_item(folder, after, "F0/Inner/r1.yml", memory), "F0/Inner/r1.yml").name


def test_a_file_that_is_new_brings_everything(folder: Path) -> None:
    before = collections.load(folder)
    (folder / "new.yml").write_text("info: {name: New, type: http}\nhttp: {url: http://new/}\n")
    assert find(with_item(folder, before, "new.yml", {}), "new.yml").request.name == "New"
