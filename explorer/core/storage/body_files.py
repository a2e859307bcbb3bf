"""The files of large bodies: as they came until they are packed, packed at rest, and the copies that are being read.

Who reads a body gets a name of its own in another folder, so neither packing nor deleting pulls it away. Which form a
body has is seen from the disk: a program killed between two steps leaves one form or both, never none.
"""

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from secrets import token_hex

from explorer.core.errors import StorageError
from explorer.core.storage import packed_file
from explorer.core.storage.places import ensure

PACKED = ".zst"
DRAFT = ".part"
"""The ending of what is not whole yet."""

_DRAFT_KEPT_S = 600.0
"""Another window may be writing it: nobody does so for so long without a pause."""
_LONG_BYTES = 2 * 1024 * 1024
"""More than this takes a noticeable time to be unpacked."""

_FEWEST_OPENED = 4
_MOST_OPENED_BYTES = 4_000_000_000


class BodyFiles:
    """Finds, opens and removes them. Folders are made when they are needed."""

    def __init__(self, folder: Path, opened: Path | None) -> None:
        """``opened`` is where the copies that are read lie; None: they are read where they are, for a program that
        ends and leaves their names to whoever called it. Such a file is there until it is packed."""
        self.folder = folder
        self._opened_folder = opened
        self._opened: dict[str, Path] = {}
        """Hash to the copy that this program reads."""
        self._turn = threading.Lock()
        self._providing = threading.Lock()
        self.most_opened_bytes = _MOST_OPENED_BYTES

    def path(self, hash_text: str) -> Path:
        """Where a body lies as it came."""
        return self.folder / hash_text[:2] / hash_text

    def packed_path(self, hash_text: str) -> Path:
        """Where it lies packed."""
        return self.folder / hash_text[:2] / f"{hash_text}{PACKED}"

    def ready_path(self, hash_text: str) -> Path:
        """Where to put it; raises StorageError when the folder cannot be made."""
        path = self.path(hash_text)
        ensure(path.parent)
        return path

    def draft_path(self, ending: str = "") -> Path:
        """A name for a file that is being written; raises StorageError."""
        return ensure(self.folder) / f"{token_hex(16)}{ending}{DRAFT}"

    def exists(self, hash_text: str) -> bool:
        """Whether there is any form of it."""
        return self.path(hash_text).exists() or self.packed_path(hash_text).exists()

    def head(self, hash_text: str, size_bytes: int) -> bytes | None:
        """Its first bytes; None when it is gone or cannot be read."""
        try:
            with self.path(hash_text).open("rb") as file:
                return file.read(size_bytes)
        except OSError:
            pass
        try:
            return packed_file.head(self.packed_path(hash_text), size_bytes)
        except (OSError, ValueError):
            return None

    def opened_path(self, hash_text: str) -> Path:
        """The name under which this program reads all of it, once ``provide`` put it there."""
        if self._opened_folder is None:
            return self.path(hash_text)
        with self._turn:
            path = self._opened.pop(hash_text, None) or self._opened_folder / f"body-{hash_text}-{token_hex(4)}"
            self._opened[hash_text] = path  # the last one asked for stands last
            return path

    def takes_long(self, hashes: Iterable[str]) -> bool:
        """Whether one of these has to be unpacked first, and is no small one."""
        return any(
            not self.opened_path(one).exists()
            and not self.path(one).exists()
            and _size(self.packed_path(one)) > _LONG_BYTES
            for one in hashes
        )

    def provide(self, hashes: Iterable[str]) -> None:
        """Put these where they are read; one that is damaged, or has no room, is not there afterwards. Takes its
        time."""
        for hash_text in hashes:
            path = self.opened_path(hash_text)
            with contextlib.suppress(OSError, StorageError, ValueError), self._providing:
                if not path.exists():
                    ensure(path.parent)
                    self._copy(hash_text, path)
                    self._make_room()

    def _make_room(self) -> None:
        """Whoever walks through many large bodies looks at the last ones: the first copies go."""
        with self._turn:
            sizes = {one: _size(path) for one, path in self._opened.items()}
            for hash_text in list(sizes)[:-_FEWEST_OPENED]:
                if sum(sizes.values()) <= self.most_opened_bytes:
                    break
                del sizes[hash_text]
                _unlink(self._opened.pop(hash_text))

    def _copy(self, hash_text: str, path: Path) -> None:
        try:
            link_or_copy(self.path(hash_text), path)
        except FileNotFoundError:
            packed_file.unpack(self.packed_path(hash_text), path)

    def remove(self, hashes: Iterable[str]) -> None:
        """Every form of these bodies, and what this program reads of them."""
        for hash_text in hashes:
            with self._turn:
                opened = self._opened.pop(hash_text, None)
            for path in (self.path(hash_text), self.packed_path(hash_text), opened):
                if path is not None:
                    _unlink(path)

    def close(self) -> None:
        """Remove the copies that were read."""
        with self._turn:
            for path in self._opened.values():
                _unlink(path)
            self._opened.clear()

    def tidy(self, known: Collection[str], packed: Collection[str]) -> None:
        """Remove what no row names; ``packed`` are those whose packed form is on record.

        To be called while nobody else can write to the history: a file comes before its row.
        """
        for path in (*self.folder.glob(f"*{DRAFT}"), *self.folder.glob("??/*")):
            if path.suffix == DRAFT:
                is_stray = path.parent != self.folder or _age_s(path) > _DRAFT_KEPT_S
            else:
                hash_text = path.name.removesuffix(PACKED)
                is_stray = hash_text not in known or (
                    path.suffix != PACKED and hash_text in packed and self.packed_path(hash_text).exists()
                )
            if is_stray:
                _unlink(path)


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for the file where the file system can; the response on screen still reads the first one."""
    draft = target.with_name(f"{token_hex(16)}{DRAFT}")
    if not was_linked(source, draft):
        shutil.copyfile(source, draft)
    move(draft, target)


def was_linked(source: Path, target: Path) -> bool:
    """Give a file a second name where the file system can; whether it could."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def move(draft: Path, target: Path) -> None:
    """Put a draft in its place."""
    draft.replace(target)
    draft.unlink(missing_ok=True)  # renaming one link of a file over another link of it does nothing


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # in use by a viewer on Windows; a stray file is removed by ``tidy``
        return


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
