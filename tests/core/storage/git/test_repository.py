"""The state of real repositories: branch, changes, odd names, what git refuses."""

import os
import sys
import time
from pathlib import Path

import pytest

from explorer.core.model.versions import ChangeKind, FileChange, Operation, RepositoryState
from explorer.core.storage.git.repository import parsed, read_state
from tests.repositories import REQUEST, alone, commit_all, conflict, edit, git, make_repository, write


def state_of(folder: Path) -> RepositoryState:
    found = read_state(folder)
    assert found is not None
    assert not found.refusal
    return found


def kinds(state: RepositoryState) -> dict[str, ChangeKind]:
    return {one.key: one.kind for one in state.changes}


def test_a_clean_repository_has_a_branch_and_no_changes(folder: Path) -> None:
    state = state_of(folder)
    assert (state.branch, state.name, state.changes, state.operation) == ("main", "main", (), Operation.NONE)
    assert Path(state.git_folder) == folder / ".git"


def test_each_kind_of_change_is_told(folder: Path) -> None:
    edit(folder / "Ping.yml", "application/json", "text/plain")
    (folder / "Batches" / "Cancel.yml").unlink()
    (folder / "Batches" / "Send.yml").rename(folder / "Send now.yml")
    write(folder / "New.yml", "info:\n  name: New\n")
    git(folder, "add", "New.yml")
    state = state_of(folder)
    assert kinds(state) == {
        "Ping.yml": ChangeKind.CHANGED,
        "Batches/Cancel.yml": ChangeKind.DELETED,
        "Send now.yml": ChangeKind.RENAMED,
        "New.yml": ChangeKind.NEW,
    }
    moved = next(one for one in state.changes if one.key == "Send now.yml")
    assert moved.old_key == "Batches/Send.yml"
    assert [one.is_staged for one in state.changes if one.key == "New.yml"] == [True]


def test_a_rename_that_git_knows_and_one_with_changes(folder: Path) -> None:
    git(folder, "mv", "Ping.yml", "Pong.yml")
    (folder / "Batches" / "Cancel.yml").rename(folder / "Batches" / "Stop.yml")
    edit(folder / "Batches" / "Stop.yml", "name: Cancel", "name: Stop")
    state = state_of(folder)
    assert {one.key: one.old_key for one in state.changes} == {
        "Pong.yml": "Ping.yml",
        "Batches/Stop.yml": "Batches/Cancel.yml",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_odd_names_are_read_whole(folder: Path) -> None:
    names = [
        'two  spaces and "quotes".yml',
        "Grüße 你好.yml",
        "a\nnew line.yml",
        "-dash.yml",
        ":colon [x]*.yml",
        "\\.yml",
    ]
    for name in names:
        write(folder / "Odd ones" / name, REQUEST.format(name="Odd", seq=1))
    assert set(kinds(state_of(folder))) == {f"Odd ones/{name}" for name in names}
    commit_all(folder, "Odd names")
    for name in names:
        edit(folder / "Odd ones" / name, "Hello", "Goodbye")
    assert kinds(state_of(folder)) == {f"Odd ones/{name}": ChangeKind.CHANGED for name in names}


def test_a_collection_in_a_folder_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch)
    folder = make_repository(tmp_path / "r", "apis/orders")
    write(tmp_path / "r" / "README", "not ours")
    edit(folder / "Ping.yml", "Hello", "Hi")
    state = state_of(folder)
    assert state.prefix == "apis/orders/"
    assert kinds(state) == {"Ping.yml": ChangeKind.CHANGED}


def test_detached_unborn_and_ahead_of_upstream(folder: Path, tmp_path: Path) -> None:
    git(folder, "clone", "--quiet", ".", str(tmp_path / "copy"))
    copy = tmp_path / "copy"
    edit(copy / "Ping.yml", "Hello", "Hi")
    git(copy, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-am", "Second")
    state = state_of(copy)
    assert (state.upstream, state.ahead, state.behind) == ("origin/main", 1, 0)
    git(copy, "checkout", "--quiet", "--detach")
    state = state_of(copy)
    assert (state.branch, state.name) == ("", state.commit[:7])
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    git(fresh, "init", "--quiet", "--initial-branch=trunk")
    write(fresh / "A.yml", "info: {}\n")
    state = state_of(fresh)
    assert (state.branch, state.commit, kinds(state)) == ("trunk", "", {"A.yml": ChangeKind.NEW})


def test_a_worktree_and_a_repository_inside(folder: Path, tmp_path: Path) -> None:
    git(folder, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    edit(tmp_path / "side" / "Ping.yml", "Hello", "Hi")
    state = state_of(tmp_path / "side")
    assert (state.branch, list(kinds(state))) == ("side", ["Ping.yml"])
    git(folder, "clone", "--quiet", ".", str(folder / "inner"))
    assert kinds(state_of(folder)) == {}
    git(folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "./inner", "inner")
    assert [one.is_link for one in state_of(folder).changes if one.key == "inner"] == [True]


def test_a_conflict_has_both_sides_and_its_operation(folder: Path) -> None:
    conflict(folder, folder / "Ping.yml", "Hello", "Hi", "Moin")
    state = state_of(folder)
    assert state.operation is Operation.MERGE
    (one,) = state.changes
    assert one.kind is ChangeKind.CONFLICTED
    assert one.ours != one.theirs
    assert one.ours
    assert one.theirs


def test_no_repository_no_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch)
    assert read_state(tmp_path) is None
    (tmp_path / ".git").mkdir()
    assert read_state(tmp_path) is None


def test_an_ignored_collection_is_none_of_the_repository(folder: Path) -> None:
    write(folder / ".gitignore", "private/\n")
    write(folder / "private" / "A.yml", "info: {}\n")
    assert read_state(folder / "private") is None


def test_without_git_there_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    state = read_state(folder)
    assert state is not None
    assert "not installed" in state.refusal


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_not_read_and_the_way_out_is_told(folder: Path) -> None:
    for path in (folder, folder / ".git"):
        os.chown(path, 12345, 12345)
    state = read_state(folder)
    assert state is not None
    assert "belongs to another user" in state.refusal
    assert "safe.directory" in state.refusal


@pytest.mark.skipif(sys.platform == "win32", reason="the trap is a shell script")
def test_looking_starts_no_program_of_the_repository(folder: Path) -> None:
    trap, sign = folder / ".git" / "trap.sh", folder / ".git" / "sprung"
    write(trap, f"#!/bin/sh\ntouch '{sign}'\ncat\n")
    trap.chmod(0o755)
    write(folder / ".git" / "info" / "attributes", "*.yml filter=evil\n")
    for name in ("filter.evil.clean", "filter.evil.smudge", "core.fsmonitor", "diff.external", "core.pager"):
        git(folder, "config", name, str(trap))
    write(folder / ".git" / "hooks" / "post-index-change", f"#!/bin/sh\ntouch '{sign}'\n")
    (folder / ".git" / "hooks" / "post-index-change").chmod(0o755)
    edit(folder / "Ping.yml", "Hello", "Hi!!!")
    assert kinds(state_of(folder)) == {"Ping.yml": ChangeKind.CHANGED}
    assert not sign.exists()


def test_the_index_is_not_touched_by_looking(folder: Path) -> None:
    os.utime(folder / "Ping.yml", (1, 1))
    before = (folder / ".git" / "index").read_bytes()
    assert kinds(state_of(folder)) == {}
    assert (folder / ".git" / "index").read_bytes() == before


def test_a_thousand_files_are_looked_at_in_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch)
    folder = make_repository(tmp_path / "large")
    for number in range(1000):
        write(folder / f"Folder {number % 20}" / f"Request {number}.yml", REQUEST.format(name=f"R{number}", seq=number))
    commit_all(folder, "A thousand")
    for number in range(0, 1000, 10):
        edit(folder / f"Folder {number % 20}" / f"Request {number}.yml", "Hello", "Hi")
    fastest = min(_seconds(folder) for _ in range(3))
    assert fastest < 0.2, f"{fastest * 1000:.0f} ms"


def _seconds(folder: Path) -> float:
    start = time.perf_counter()
    assert len(state_of(folder).changes) == 100
    return time.perf_counter() - start


def test_records_of_the_porcelain() -> None:
    """As git-status(1) describes them, with what git writes seldom."""
    zero, one, two = "0" * 40, "1" * 40, "2" * 40
    records = (
        f"# branch.oid {one}", "# branch.head (detached)", "# branch.upstream origin/x", "# branch.ab +2 -3",
        f"1 AD N... 000000 100644 000000 {zero} {one} p/added and gone.yml",
        f"1 D. N... 100644 000000 000000 {one} {zero} p/back.yml", "? p/back.yml",
        f"1 .A N... 000000 000000 100644 {zero} {zero} p/told.yml",
        f"2 R. N... 100644 100644 100644 {one} {two} R90 p/new.yml", "p/old.yml",
        f"2 R. N... 100644 100644 100644 {one} {two} R90 p/in.yml", "outside.yml",
        "? p/a repository/", "! p/ignored.yml",
    )  # fmt: skip
    state = parsed("\0".join(records).encode() + b"\0", "p/")
    assert (state.branch, state.commit, state.upstream, state.ahead, state.behind) == ("", one, "origin/x", 2, 3)
    assert state.changes == (
        FileChange(key="back.yml", kind=ChangeKind.CHANGED, committed=one, is_staged=True),
        FileChange(key="told.yml", kind=ChangeKind.NEW),
        FileChange(key="new.yml", kind=ChangeKind.RENAMED, old_key="old.yml", committed=one, is_staged=True),
        FileChange(key="in.yml", kind=ChangeKind.NEW, is_staged=True),
    )
