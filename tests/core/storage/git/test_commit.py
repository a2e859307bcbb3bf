"""Commits of chosen files in real repositories, what they leave alone, and why they are refused."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.versions import FileChange
from explorer.core.storage.git.commit import commit
from explorer.core.storage.git.repository import read_state
from tests.repositories import conflict, edit, git, write

unix_only = pytest.mark.skipif(sys.platform == "win32", reason="the hook is a shell script")


MAGIC = "New [1].yml" if sys.platform == "win32" else ":(top)New *.yml"
"""A name that git would take for a pattern."""


def chosen(folder: Path, *keys: str) -> Sequence[FileChange]:
    state = read_state(folder)
    assert state is not None
    return [one for one in state.changes if one.key in keys or not keys]


def committed(folder: Path) -> list[str]:
    return sorted(
        git(folder, "-c", "core.quotepath=off", "show", "--format=", "--name-status", "-z").strip("\0").split("\0")
    )


def test_exactly_the_chosen_files_are_committed(folder: Path) -> None:
    edit(folder / "Ping.yml", "Hello", "Hi")
    edit(folder / "Batches" / "Send.yml", "Hello", "Hi")
    (folder / "Batches" / "Cancel.yml").unlink()
    write(folder / MAGIC, "info:\n  name: New\n")
    write(folder / "Other.yml", "info:\n  name: Other\n")
    git(folder, "add", "Batches/Send.yml", "Other.yml")
    staged = git(folder, "diff", "--cached", "--name-only")
    made = commit(folder, chosen(folder, "Ping.yml", "Batches/Cancel.yml", MAGIC), "Second\n\n# not a comment")
    assert made == git(folder, "rev-parse", "HEAD")
    assert committed(folder) == sorted(["M", "Ping.yml", "D", "Batches/Cancel.yml", "A", MAGIC])
    assert git(folder, "diff", "--cached", "--name-only") == staged
    assert git(folder, "log", "-1", "--format=%B%an") == "Second\n\n# not a comment\nAda"


def test_a_renamed_file_is_committed_as_one(folder: Path) -> None:
    (folder / "Ping.yml").rename(folder / "Batches" / "Grüße.yml")
    commit(folder, chosen(folder), "Moved")
    assert committed(folder) == sorted(["R100", "Ping.yml", "Batches/Grüße.yml"])
    assert git(folder, "status", "--porcelain") == ""


def test_the_first_commit_of_a_repository(tmp_path: Path, folder: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    git(fresh, "init", "--quiet")
    git(fresh, "config", "user.name", "Ada")
    git(fresh, "config", "user.email", "ada@example.org")
    write(fresh / "A.yml", "info: {}\n")
    write(fresh / "B.yml", "info: {}\n")
    commit(fresh, chosen(fresh, "A.yml"), "First")
    assert committed(fresh) == ["A", "A.yml"]


def test_what_is_missing_or_unfinished_refuses(folder: Path) -> None:
    edit(folder / "Ping.yml", "Hello", "Hi")
    ping = chosen(folder)
    for files, message, words in (
        ([], "Second", "No file is chosen"),
        (ping, "  \n", "needs a message"),
        ([FileChange(key="Gone.yml", kind=ping[0].kind)], "Second", "out of date"),
    ):
        with pytest.raises(StorageError, match=words):
            commit(folder, files, message)
    git(folder, "config", "--unset", "user.email")
    with pytest.raises(StorageError, match="does not know who commits"):
        commit(folder, ping, "Second")
    git(folder, "config", "user.email", "ada@example.org")
    write(folder / ".git" / "index.lock", "")
    with pytest.raises(StorageError, match="Another git command"):
        commit(folder, ping, "Second")
    assert git(folder, "rev-list", "--count", "HEAD") == "1"


def test_a_merge_under_way_refuses(folder: Path) -> None:
    conflict(folder, folder / "Ping.yml", "Hello", "Hi", "Moin")
    edit(folder / "Batches" / "Send.yml", "Hello", "Hi")
    with pytest.raises(StorageError, match="merge is under way"):
        commit(folder, chosen(folder, "Batches/Send.yml"), "Part")


@unix_only
def test_what_a_hook_says_is_told_and_nothing_stays_staged(folder: Path) -> None:
    hook = folder / ".git" / "hooks" / "pre-commit"
    write(hook, "#!/bin/sh\necho 'Three requests have no docs.' >&2\nexit 1\n")
    hook.chmod(0o755)
    write(folder / "New.yml", "info:\n  name: New\n")
    with pytest.raises(StorageError, match="hook") as refused:
        commit(folder, chosen(folder), "Second")
    assert "Three requests have no docs." in refused.value.message
    assert git(folder, "status", "--porcelain") == "?? New.yml"
    assert git(folder, "rev-list", "--count", "HEAD") == "1"


@unix_only
def test_a_program_that_a_hook_leaves_behind_holds_nothing_up(folder: Path) -> None:
    hook = folder / ".git" / "hooks" / "post-commit"
    write(hook, "#!/bin/sh\nsleep 30 &\n")
    hook.chmod(0o755)
    edit(folder / "Ping.yml", "Hello", "Hi")
    commit(folder, chosen(folder), "Second")
    assert git(folder, "status", "--porcelain") == ""


def test_a_stored_secret_is_not_committed_and_not_named(folder: Path) -> None:
    secret = 'quo"ted-secret'
    places = {
        "Ping.yml": ("application/json", "'quo\"ted-secret'"),
        "environments/Staging.yml": ("https://staging.example.org", '"quo\\"ted-secret"'),
        "Batches/Send.yml": ("application/json", "short"),
    }
    for key, (old, new) in places.items():
        edit(folder / key, old, new)
    write(folder / "notes.md", f"It is {secret}.")
    for key in (*places, "notes.md"):
        with pytest.raises(StorageError, match="secret variable") as refused:
            commit(folder, chosen(folder, key), "Second", {secret: "token", "short": "pin"})
        assert secret not in refused.value.message
        assert key in refused.value.message
    with pytest.raises(StorageError, match="message holds"):
        commit(folder, chosen(folder, "Ping.yml"), f"With {secret}", {secret: "token"})
    assert git(folder, "rev-list", "--count", "HEAD") == "1"
