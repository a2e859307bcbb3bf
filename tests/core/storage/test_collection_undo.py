"""A rename or move taken back leaves the folder as it was, byte for byte, and keeps what others wrote meanwhile."""

from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.storage import collection_undo, collections


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "A").mkdir()
    (tmp_path / "B").mkdir()
    (tmp_path / "opencollection.yml").write_text('opencollection: "1.0.0"\ninfo:\n  name: C\n')
    for key in ("A/one.yml", "A/two.yml", "B/three.yml"):
        (tmp_path / key).write_text(f"# {key}\ninfo: {{type: http, name: 'Name of {key}'}}\nhttp: {{url: http://h/}}\n")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: collection_undo.rename(folder, "A/one.yml", "Other"),
        lambda folder: collection_undo.rename(folder, "A", "Other"),
        lambda folder: collection_undo.move(folder, "A/two.yml", "A", "A/one.yml"),
        lambda folder: collection_undo.move(folder, "A/two.yml", "B", "B/three.yml"),
        lambda folder: collection_undo.move(folder, "A", "B", None),
    ],
)
def test_everything_is_as_before(folder: Path, act) -> None:
    before = files(folder)
    done = act(folder)
    assert files(folder) != before
    assert collection_undo.move_back(folder, done) == done.old
    assert files(folder) == before


def test_what_others_wrote_meanwhile_stays(folder: Path) -> None:
    done = collection_undo.rename(folder, "A/one.yml", "Other")
    theirs = (folder / done.new).read_text().replace("http://h/", "http://theirs/")
    (folder / done.new).write_text(theirs)
    collection_undo.move_back(folder, done)
    assert (folder / "A/one.yml").read_text() == theirs


def test_a_place_that_is_taken_or_an_item_that_is_gone_is_said(folder: Path) -> None:
    done = collection_undo.move(folder, "A/one.yml", "B", None)
    (folder / "A/one.yml").write_text("theirs")
    with pytest.raises(StorageError, match="by now; nothing was moved"):
        collection_undo.move_back(folder, done)
    assert (folder / "A/one.yml").read_text() == "theirs"
    collections.delete(folder, done.new)
    with pytest.raises(StorageError, match="does not exist any more"):
        collection_undo.move_back(folder, done)
