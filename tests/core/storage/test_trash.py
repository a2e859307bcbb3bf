"""What is deleted stays in the collection's trash, with what is needed to put it back."""

import pytest

from explorer.core.errors import StorageError
from explorer.core.storage.trash import entries, put_into_trash, restore


def test_entries_are_listed_newest_first_and_restored_bytes_are_the_same(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.yml").write_bytes(name.encode())
    first = put_into_trash(tmp_path, "a.yml", "A")
    second = put_into_trash(tmp_path, "b.yml", "B")
    assert {entry.id for entry in entries(tmp_path)} == {first.id, second.id}
    assert entries(tmp_path)[0].deleted >= entries(tmp_path)[1].deleted
    assert (first.key, first.name, first.deleted.tzinfo is not None) == ("a.yml", "A", True)
    assert restore(tmp_path, first) == "a.yml"
    assert (tmp_path / "a.yml").read_bytes() == b"a"
    assert entries(tmp_path) == (second,)


def test_the_trash_is_kept_out_of_version_control(tmp_path):
    (tmp_path / "a.yml").write_bytes(b"")
    put_into_trash(tmp_path, "a.yml", "A")
    assert (tmp_path / ".explorer" / "trash" / ".gitignore").read_text() == "*\n"


def test_a_folder_that_was_deleted_since_is_made_again(tmp_path):
    (tmp_path / "F").mkdir()
    (tmp_path / "F" / "a.yml").write_bytes(b"a")
    entry = put_into_trash(tmp_path, "F/a.yml", "A")
    (tmp_path / "F").rmdir()
    assert restore(tmp_path, entry) == "F/a.yml"
    assert (tmp_path / "F" / "a.yml").read_bytes() == b"a"


def test_nothing_is_left_in_the_trash_when_the_item_is_gone(tmp_path):
    with pytest.raises(StorageError):
        put_into_trash(tmp_path, "a.yml", "A")
    assert entries(tmp_path) == ()
