"""Files taken back to the last commit, and returned."""

from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.versions import FileChange
from explorer.core.storage.git.repository import read_state
from explorer.core.storage.git.revert import revert, take_back
from tests.repositories import conflict, edit, git, write


def changes(folder: Path) -> tuple[FileChange, ...]:
    state = read_state(folder)
    assert state is not None
    return tuple(one for one in state.changes if not one.key.startswith((".explorer", "opencollection")))


@pytest.mark.parametrize("is_staged", [False, True])
def test_every_kind_goes_back_and_returns(folder: Path, is_staged: bool) -> None:
    edit(folder / "Ping.yml", "Hello", "Hi")
    (folder / "Batches" / "Cancel.yml").unlink()
    (folder / "Batches" / "Send.yml").rename(folder / "Send now.yml")
    edit(folder / "Send now.yml", "POST", "PUT")
    write(folder / "New *.yml", "info:\n  name: New\n")
    if is_staged:
        git(folder, "add", "--all")
    before = changes(folder)
    held = {key: (folder / key).read_bytes() for key in ("Ping.yml", "Send now.yml", "New *.yml")}
    assert len(before) == 4
    reverted = [revert(folder, one) for one in before]
    assert changes(folder) == ()
    assert not (folder / "New *.yml").exists()
    for one in reverted:
        take_back(folder, one)
    assert {(one.key, one.kind, one.old_key) for one in changes(folder)} == {
        (one.key, one.kind, one.old_key) for one in before
    }
    assert {key: (folder / key).read_bytes() for key in held} == held


def test_line_ends_come_back_as_the_repository_wants_them(folder: Path) -> None:
    write(folder / ".gitattributes", "*.yml text eol=crlf\n")
    edit(folder / "Ping.yml", "Hello", "Hi")
    revert(folder, next(one for one in changes(folder) if one.key == "Ping.yml"))
    assert b"\r\n" in (folder / "Ping.yml").read_bytes()


def test_a_refusal_leaves_the_file_as_it_was(folder: Path) -> None:
    edit(folder / "Ping.yml", "Hello", "Hi")
    (one,) = changes(folder)
    write(folder / ".git" / "index.lock", "")
    with pytest.raises(StorageError, match="Another git command"):
        revert(folder, one)
    assert "Hi" in (folder / "Ping.yml").read_text()
    (folder / ".git" / "index.lock").unlink()
    git(folder, "checkout", "--quiet", "Ping.yml")
    conflict(folder, folder / "Ping.yml", "Hello", "Hi", "Moin")
    with pytest.raises(StorageError, match="conflict"):
        revert(folder, next(one for one in changes(folder) if one.key == "Ping.yml"))
