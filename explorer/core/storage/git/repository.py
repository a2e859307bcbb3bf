"""The repository around a folder: whether there is one, its branch, and which files changed since the last commit."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.versions import ChangeKind, FileChange, Operation, RepositoryState
from explorer.core.storage.git.command import asked, sentence, without_filters
from explorer.core.storage.git.renames import with_renames
from explorer.core.storage.leftovers import is_leftover

_OPERATIONS = (
    ("MERGE_HEAD", Operation.MERGE),
    ("rebase-merge", Operation.REBASE),
    ("rebase-apply", Operation.REBASE),
    ("CHERRY_PICK_HEAD", Operation.CHERRY_PICK),
    ("REVERT_HEAD", Operation.REVERT),
)
_LINK_MODE = "160000"


def may_be_inside(folder: Path) -> bool:
    """Whether a ``.git`` lies in the folder or above it; git itself is not asked."""
    return any((one / ".git").exists() for one in (folder.absolute(), *folder.absolute().parents))


def read_state(folder: Path) -> RepositoryState | None:
    """The state of the repository around a collection; None without one, or when git ignores the whole folder.

    What git refuses is a sentence in the state.
    """
    if not may_be_inside(folder):
        return None
    try:
        answer = asked(folder, "rev-parse", "--absolute-git-dir", "--show-prefix", good=(0, 128))
        if "not a git repository" in answer.complaint:
            return None
        if not answer.is_good:
            raise StorageError(sentence(answer))
        git_folder, _, prefix = answer.line.partition("\n")
        return _state(folder, git_folder, prefix)
    except StorageError as error:
        return RepositoryState(refusal=error.message)


def is_rebasing(folder: Path) -> bool:
    """Whether a rebase waits to be finished, in which git takes our own commits for the other side."""
    if not may_be_inside(folder):
        return False
    try:
        answer = asked(folder, "rev-parse", "--absolute-git-dir", good=(0, 128))
    except StorageError:
        return False
    return answer.is_good and _operation(Path(answer.line)) is Operation.REBASE


def parsed(status: bytes, prefix: str) -> RepositoryState:
    """The state in the output of ``git status --porcelain=v2 -z --branch`` (git-status(1), "Porcelain Format
    Version 2"); of the files those below ``prefix``."""
    state = RepositoryState()
    found: dict[str, FileChange] = {}
    records = iter(os.fsdecode(record) for record in status.split(b"\0") if record)
    for record in records:
        if record.startswith("# "):
            state = _with_header(state, record)
            continue
        change = _change(record, records, prefix)
        if change is not None and not is_leftover(change.key.rpartition("/")[2]):
            found[change.key] = _joined(found.get(change.key), change)
    return replace(state, changes=tuple(found.values()))


def _state(folder: Path, git_folder: str, prefix: str) -> RepositoryState | None:
    answer = asked(
        folder,
        *without_filters(folder),
        *("status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all", "--find-renames"),
        *("--ignore-submodules=dirty", "--", "."),
    )
    state = parsed(answer.out, prefix)
    if not state.changes and asked(folder, "check-ignore", "-q", "./", good=(0, 1, 128)).is_good:
        return None
    return replace(
        state,
        prefix=prefix,
        git_folder=git_folder,
        operation=_operation(Path(git_folder)),
        changes=with_renames(folder, state.changes),
    )


def _with_header(state: RepositoryState, record: str) -> RepositoryState:
    _, name, value = record.split(" ", 2)
    match name:
        case "branch.oid":
            return replace(state, commit="" if value == "(initial)" else value)
        case "branch.head":
            return replace(state, branch="" if value == "(detached)" else value)
        case "branch.upstream":
            return replace(state, upstream=value)
        case "branch.ab":
            ahead, behind = value.split(" ")
            return replace(state, ahead=int(ahead), behind=-int(behind))
    return state


def _change(record: str, records: Iterator[str], prefix: str) -> FileChange | None:
    match record[:2]:
        case "1 ":
            _, states, sub, *modes, head, _index, path = record.split(" ", 8)
            return _ordinary(states, sub, modes, head, _key(path, prefix))
        case "2 ":
            _, states, sub, *modes, head, _index, score, path = record.split(" ", 9)
            old = next(records)
            if score.startswith("C") or not old.startswith(prefix):
                return FileChange(key=_key(path, prefix), kind=ChangeKind.NEW, is_staged=states[0] != ".")
            return FileChange(
                key=_key(path, prefix),
                old_key=_key(old, prefix),
                kind=ChangeKind.RENAMED,
                committed=_object(head),
                is_staged=states[0] != ".",
                is_link=_LINK_MODE in modes,
            )
        case "u ":
            _, _states, _sub, *_modes, base, ours, theirs, path = record.split(" ", 10)
            return FileChange(
                key=_key(path, prefix),
                kind=ChangeKind.CONFLICTED,
                committed=_object(ours) or _object(base),
                ours=_object(ours),
                theirs=_object(theirs),
            )
        case "? " if not record.endswith("/"):  # a folder that is listed itself is a repository of its own
            return FileChange(key=_key(record[2:], prefix), kind=ChangeKind.NEW)
    return None


def _ordinary(states: str, sub: str, modes: list[str], head: str, key: str) -> FileChange | None:
    if states in ("AD", ".."):
        return None  # added to the index and deleted since: the same as in the last commit
    kind = ChangeKind.DELETED if "D" in states else ChangeKind.NEW if "A" in states else ChangeKind.CHANGED
    return FileChange(
        key=key,
        kind=kind,
        committed=_object(head),
        is_staged=states[0] != ".",
        is_link=sub != "N..." or _LINK_MODE in modes,
    )


def _joined(before: FileChange | None, change: FileChange) -> FileChange:
    """Deleted in the index and there again on disk comes as two records of one file."""
    if before is None or before.kind is not ChangeKind.DELETED:
        return change
    return replace(before, kind=ChangeKind.CHANGED)


def _object(name: str) -> str:
    return "" if set(name) == {"0"} else name


def _key(path: str, prefix: str) -> str:
    return path.removeprefix(prefix)


def _operation(git_folder: Path) -> Operation:
    return next((operation for name, operation in _OPERATIONS if (git_folder / name).exists()), Operation.NONE)
