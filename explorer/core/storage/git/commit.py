"""Commits exactly the chosen files of the collection; whatever else is staged stays staged and is not committed."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.collection import RequestItem
from explorer.core.model.versions import ChangeKind, FileChange, ItemSort, Operation, RepositoryState
from explorer.core.storage.collection_files import parsed, text_of
from explorer.core.storage.collection_load import item_from
from explorer.core.storage.collection_shape import ShapeError
from explorer.core.storage.git.command import asked, sentence, told
from explorer.core.storage.git.contents import disk_bytes
from explorer.core.storage.git.file_terms import sort_of
from explorer.core.storage.git.repository import read_state
from explorer.core.storage.secret_guard import SHORTEST, leak_in

_UNDER_WAY = {
    Operation.MERGE: "A merge is under way. Finish or abort it with git first; a part of it cannot be committed.",
    Operation.REBASE: "A rebase is under way. Finish or abort it with git first.",
    Operation.CHERRY_PICK: "A cherry-pick is under way. Finish or abort it with git first.",
    Operation.REVERT: "A revert is under way. Finish or abort it with git first.",
}
_NOBODY = (
    'Git does not know who commits. Tell it once: git config --global user.name "Your name" and '
    "git config --global user.email you@example.org."
)
_FROM_INPUT = ("--pathspec-from-file=-", "--pathspec-file-nul")
_LONGEST_OUTPUT = 4000


def commit(folder: Path, chosen: Sequence[FileChange], message: str, secrets: Mapping[str, str] | None = None) -> str:
    """Commit these files as they are on disk; gives the id of the commit. Raises StorageError, with nothing committed.

    ``secrets`` are names of variables by their values, none of which may get into a commit.
    """
    _refuse(folder, chosen, message, secrets or {})
    paths = [key for one in chosen for key in one.keys]
    unknown = [one.key for one in chosen if one.kind in (ChangeKind.NEW, ChangeKind.RENAMED) and not one.is_staged]
    if unknown:
        # Git commits only what it was told of; an empty entry is enough, and easily taken back.
        _must(folder, "add", "--intent-to-add", *_FROM_INPUT, data=_listed(unknown))
    arguments = ("-c", "user.useConfigOnly=true", "commit", "--quiet", f"--message={message.strip()}", "--only")
    answer = told(folder, *arguments, *_FROM_INPUT, data=_listed(paths))
    if not answer.is_good:
        if unknown:
            told(folder, "reset", "--quiet", *_FROM_INPUT, data=_listed(unknown))
        output = "\n".join(filter(None, (os.fsdecode(answer.out).strip(), answer.complaint.strip())))
        raise StorageError(_failure(folder, output) or sentence(answer), path=folder)
    return asked(folder, "rev-parse", "HEAD").line


def _refuse(folder: Path, chosen: Sequence[FileChange], message: str, secrets: Mapping[str, str]) -> None:
    if not chosen:
        raise StorageError("No file is chosen for the commit.")
    if not message.strip():
        raise StorageError("A commit needs a message that says what was changed and why.")
    state = read_state(folder)
    if state is None or state.refusal:
        raise StorageError(state.refusal if state else "There is no git repository around this collection any more.")
    _refuse_unfinished(state, chosen)
    _refuse_secrets(folder, chosen, message, secrets)
    for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        if not asked(folder, "-c", "user.useConfigOnly=true", "var", who, good=(0, 128)).is_good:
            raise StorageError(_NOBODY)


def _refuse_unfinished(state: RepositoryState, chosen: Sequence[FileChange]) -> None:
    if state.operation is not Operation.NONE:
        raise StorageError(_UNDER_WAY[state.operation])
    conflicts = {one.key for one in state.changes if one.kind is ChangeKind.CONFLICTED}
    if any(one.key in conflicts for one in chosen):
        raise StorageError("A chosen file still waits for a conflict to be solved.")
    known = {one.key for one in state.changes}
    gone = [one.key for one in chosen if one.key not in known]
    if gone:
        raise StorageError(f"{gone[0]} is not changed any more; the list was out of date. Look at it again.")


def _refuse_secrets(folder: Path, chosen: Sequence[FileChange], message: str, secrets: Mapping[str, str]) -> None:
    known = {value: name for value, name in secrets.items() if value.strip()}
    variable = _found_in([message], known)
    if variable:
        raise StorageError(f"The message holds the value of the secret variable {variable}; nothing was committed.")
    for one in chosen:
        data = None if one.kind is ChangeKind.DELETED or one.is_link else disk_bytes(folder / one.key)
        words = _leak(one.key, data, known) if data and known else ""
        if words:
            raise StorageError(f"{one.key}: {words} Nothing was committed.")


def _leak(key: str, data: bytes, secrets: Mapping[str, str]) -> str:
    """A sentence about a secret in a file; as it is written there, or as the file's reader understands it."""
    texts = [data.decode(errors="replace")]
    path = Path(key)
    try:
        if sort_of(key) is not ItemSort.FILE:
            table = parsed(path, text_of(path, data))
            texts += _strings(table)
            item = item_from(table, key, {}) if sort_of(key) is ItemSort.REQUEST else None
            leak = leak_in(item.request, secrets) if isinstance(item, RequestItem) else None
            if leak is not None:
                return leak.sentence
    except (BrokenFileError, ShapeError):
        pass  # what cannot be understood was searched as text
    variable = _found_in(texts, secrets)
    return f"The file holds the value of the secret variable {variable}." if variable else ""


def _found_in(texts: Sequence[str], secrets: Mapping[str, str]) -> str:
    long = {value: name for value, name in secrets.items() if len(value) >= SHORTEST}
    return next((name for value, name in long.items() if any(value in text for text in texts)), "")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _failure(folder: Path, output: str) -> str:
    """What a hook wrote, where one refused: git itself is silent then."""
    if "gpg" in output or "failed to sign" in output:
        return f"The commit could not be signed, and nothing was committed.\n{output[:_LONGEST_OUTPUT]}"
    if "fatal:" in output or not _has_hooks(folder):
        return ""
    words = output[:_LONGEST_OUTPUT] or "It wrote nothing."
    return f"A hook of the repository refused the commit, and nothing was committed.\n{words}"


def _has_hooks(folder: Path) -> bool:
    place = told(folder, "rev-parse", "--git-path", "hooks").line
    hooks = Path(place) if Path(place).is_absolute() else folder / place
    return any((hooks / name).is_file() for name in ("pre-commit", "commit-msg", "prepare-commit-msg"))


def _must(folder: Path, *arguments: str, data: bytes) -> None:
    answer = told(folder, *arguments, data=data)
    if not answer.is_good:
        raise StorageError(sentence(answer), path=folder)


def _listed(keys: Sequence[str]) -> bytes:
    """Paths for ``--pathspec-file-nul``; git is started in the collection's folder."""
    return b"".join(os.fsencode(key) + b"\0" for key in keys)
