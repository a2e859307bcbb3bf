"""Takes a file back to the last commit. What it held is kept in the trash, from where ``take_back`` returns it."""

import os
from dataclasses import dataclass
from pathlib import Path

from explorer.core.errors import StorageError
from explorer.core.model.versions import ChangeKind, FileChange
from explorer.core.storage.git.command import sentence, told
from explorer.core.storage.git.file_terms import name_of
from explorer.core.storage.trash import TrashEntry, keep_copy, put_back, put_into_trash

_FROM_INPUT = ("--pathspec-from-file=-", "--pathspec-file-nul")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverted:
    """What is needed to undo it."""

    file: FileChange
    kept: TrashEntry | None = None
    """What the file held; None for one that was deleted."""


def revert(folder: Path, file: FileChange) -> Reverted:
    """Make a file what it is in the last commit, on disk and in git's index. Raises StorageError."""
    if file.kind is ChangeKind.CONFLICTED:
        raise StorageError("The file waits for a conflict to be solved; git must be told first which side is kept.")
    if file.is_link:
        raise StorageError("Another repository lies in this folder; it is reverted there.")
    kept = _keep(folder, file)
    if file.kind is ChangeKind.NEW and not file.is_staged:
        return Reverted(file=file, kept=kept)
    try:
        _restore(folder, file)
    except StorageError:
        if kept is not None:
            put_back(folder, kept)
        raise
    return Reverted(file=file, kept=kept)


def take_back(folder: Path, reverted: Reverted) -> None:
    """The file is again what it was before ``revert``; git's index stays as it is. Raises StorageError."""
    file = reverted.file
    if reverted.kept is not None:
        put_back(folder, reverted.kept)
    again = file.old_key if file.kind is ChangeKind.RENAMED else file.key if file.kind is ChangeKind.DELETED else ""
    if again and (folder / again).exists():
        put_into_trash(folder, again, name_of(again))


def _keep(folder: Path, file: FileChange) -> TrashEntry | None:
    if file.kind is ChangeKind.DELETED or not os.path.lexists(folder / file.key):
        return None
    if file.kind in (ChangeKind.NEW, ChangeKind.RENAMED):
        return put_into_trash(folder, file.key, name_of(file.key))
    return keep_copy(folder, file.key, name_of(file.key))


def _restore(folder: Path, file: FileChange) -> None:
    """Index first: a path that is new there is forgotten, the others are as committed."""
    _must(folder, "reset", "--quiet", keys=file.keys)
    back = file.old_key if file.kind is ChangeKind.RENAMED else "" if file.kind is ChangeKind.NEW else file.key
    if back:
        _must(folder, "restore", "--worktree", keys=(back,))


def _must(folder: Path, *arguments: str, keys: tuple[str, ...]) -> None:
    data = b"".join(os.fsencode(key) + b"\0" for key in keys)
    answer = told(folder, *arguments, *_FROM_INPUT, data=data)
    if not answer.is_good:
        raise StorageError(sentence(answer), path=folder)
