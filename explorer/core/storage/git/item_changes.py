"""The changed files of a collection with what changed in them, read from the last commit and from the disk."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from explorer.core.errors import BrokenFileError, StorageError
from explorer.core.model.versions import ChangeKind, FieldChange, FileChange, ItemChange, ItemSort
from explorer.core.storage.collection_files import read_text
from explorer.core.storage.git.contents import committed_bytes, disk_bytes
from explorer.core.storage.git.file_terms import file_differences, name_of
from explorer.core.storage.masked_values import mask_value
from explorer.core.storage.masking import mask

_LINK = "Another repository lies in this folder; its content is not compared."
_TOO_LARGE = "The file is too large to be compared."
_DOTENV = (
    "A .env file holds secrets as a rule. It is committed only when you choose it; .gitignore keeps it out for good."
)
_ONE_DELETED = (
    "One branch changed the file and the other deleted it. “git add” keeps what is here, “git rm” deletes it for good."
)
_MODE = "Only the permissions of the file differ."


def item_changes(folder: Path, changes: Sequence[FileChange], secrets: Sequence[str] = ()) -> tuple[ItemChange, ...]:
    """What changed in each file; values of ``secrets`` and of credentials are masked. Raises StorageError."""
    wanted = (name for one in changes for name in (one.committed, one.ours, one.theirs))
    known = committed_bytes(folder, (name for name in wanted if name))
    return tuple(_masked(_item_change(folder, one, known), tuple(secrets)) for one in changes)


def _item_change(folder: Path, file: FileChange, known: Mapping[str, bytes]) -> ItemChange:
    if file.is_link:
        return ItemChange(file=file, sort=ItemSort.FILE, name=name_of(file.key), note=_LINK)
    if file.kind is ChangeKind.CONFLICTED:
        return _conflict(folder, file, known)
    after = None if file.kind is ChangeKind.DELETED else disk_bytes(folder / file.key)
    if (file.committed and file.committed not in known) or (after is None and file.kind is not ChangeKind.DELETED):
        return ItemChange(file=file, sort=ItemSort.FILE, name=name_of(file.key), note=_TOO_LARGE)
    before = known.get(file.committed)
    item = _compared(file, before, after)
    if before == after and file.kind is ChangeKind.CHANGED:
        return replace(item, texts=(), note=_MODE)
    if file.kind is ChangeKind.NEW and file.key.rpartition("/")[2].startswith(".env"):
        item = replace(item, note=_DOTENV)
    return replace(item, fields=(*_moved(file), *item.fields))


def _conflict(folder: Path, file: FileChange, known: Mapping[str, bytes]) -> ItemChange:
    """The two sides against each other; the note says where the marks are."""
    item = _compared(file, known.get(file.ours), known.get(file.theirs))
    if not (file.ours and file.theirs):
        return replace(item, note=_ONE_DELETED, line=0)
    try:
        read_text(folder / file.key)
    except BrokenFileError as error:
        return replace(item, note=error.reason, line=error.line)
    except StorageError:
        return replace(item, note=_ONE_DELETED, line=0)
    return replace(
        item, note="The marks are taken out; git still waits to be told that the conflict is solved.", line=0
    )


def _compared(file: FileChange, before: bytes | None, after: bytes | None) -> ItemChange:
    found = file_differences(file.key, file.old_key, before, after)
    return ItemChange(
        file=file,
        sort=found.sort,
        name=found.name,
        method=found.method,
        fields=found.fields,
        texts=found.texts,
        note=found.note,
        line=found.line,
    )


def _moved(file: FileChange) -> tuple[FieldChange, ...]:
    if not file.old_key:
        return ()
    (old_folder, _, old_name), (folder, _, name) = file.old_key.rpartition("/"), file.key.rpartition("/")
    found = []
    if old_folder != folder:
        found.append(
            FieldChange(part="Folder", before=old_folder or "the collection", after=folder or "the collection")
        )
    if old_name != name:
        found.append(FieldChange(part="File name", before=old_name, after=name))
    return tuple(found)


def _masked(item: ItemChange, secrets: tuple[str, ...]) -> ItemChange:
    """Fields say where a credential stands and are masked already; texts are searched for places of credentials."""
    fields = tuple(
        replace(one, before=_without(one.before, secrets), after=_without(one.after, secrets)) for one in item.fields
    )
    return replace(item, fields=fields, texts=mask_value(item.texts, secrets))


def _without(text: str | None, secrets: tuple[str, ...]) -> str | None:
    return None if text is None else mask(text, secrets)
