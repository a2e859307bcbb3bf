"""Sets JSON on lines while it still comes in, in steps that go on where the last one stopped; the job that formats the
whole body has then little left to do.

Between two steps all that is known is in the answer of the first: any process can do the second. An answer has the
rows that are new; whoever asked adds them to those there were. As long as formatting changes nothing, nothing is
written: the body is the formatted text. The file that was given with a step belongs to whoever asked.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.content.json_seams import NoSeamError, Seam, cut, portion, seam_of
from explorer.core.content.text_index import PIECE_BYTES, IndexBuilder
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.output import PORTION_BYTES, packed, second_name

HEAD_BYTES = 64 * 1024
PORTIONS_BYTES = (1024 * 1024, 4 * 1024 * 1024, 16 * 1024 * 1024)
"""Formatted at once: the first, whose memory the next one has again; the others where no seam is in so little."""


@dataclass(slots=True)
class Ahead:
    """How far it is. ``path`` is the formatted text so far; None while that is the body itself."""

    source: Path
    seam: Seam
    head_bytes: int
    """Of the body, in which the seam was found."""
    given: Path | None = None
    """What ``path`` was when this step began."""
    done_bytes: int = 0
    """Of the body."""
    path: Path | None = None
    size_bytes: int = 0
    """Of the formatted text."""
    rows: IndexBuilder = field(default_factory=IndexBuilder)

    @staticmethod
    def of(source: Path, state: dict[str, Any], piece_bytes: int) -> Ahead:
        """Raises OSError."""
        path = Path(state["path"]) if "path" in state else None
        return Ahead(
            source=source,
            seam=Seam(state["openers"], base64.b64decode(state["sign"])),
            head_bytes=state["head"],
            given=path,
            done_bytes=state["done"],
            path=path,
            size_bytes=state["size"],
            rows=_rows(path or source, state["rows"], state["size"], piece_bytes),
        )

    def state(self) -> dict[str, Any]:
        named = {"path": str(self.path)} if self.path is not None else {}
        return named | {
            "openers": self.seam.openers,
            "sign": base64.b64encode(self.seam.sign).decode("ascii"),
            "head": self.head_bytes,
            "done": self.done_bytes,
            "size": self.size_bytes,
            "rows": self.rows.stopped(),
        }

    def go_on(self, job: Job, file: BinaryIO, end: int) -> bool:
        """Format what the body has up to ``end``, but for the values that may be cut there; whether that was any.
        Raises NoSeamError."""
        before = self.done_bytes
        while end > self.done_bytes and self._step(job, file, end):
            job.check()
        return self.done_bytes > before

    def finish(self, job: Job, file: BinaryIO, size: int) -> dict[str, Any]:
        """Format the rest; path of the whole and its rows that are new. Raises NoSeamError."""
        while size - self.done_bytes > PORTIONS_BYTES[0] and self._step(job, file, size):
            job.progress(self.done_bytes, size)
        data = self._read(file, size - self.done_bytes)
        text = portion(data, self.seam, is_first=not self.done_bytes, is_last=True)
        is_same = data.startswith(text) and data[len(text) :] in (b"", b"\n")
        self._take(job, data if is_same else text, is_same=is_same)
        if self.path is None:
            self.path = second_name(job, self.source) or self._copied(job)
        return {"path": str(self.path), "index": packed(self.rows.finish())}

    def _step(self, job: Job, file: BinaryIO, end: int) -> bool:
        """Format up to some seam; False when there is none before ``end`` yet."""
        left = end - self.done_bytes
        for size in PORTIONS_BYTES:
            data = self._read(file, min(size, left))
            try:
                at, text = cut(data, self.seam, is_first=not self.done_bytes)
            except NoSeamError:
                if size >= left:
                    return False
                continue
            self._take(job, text, is_same=len(text) == at and data.startswith(text))
            self.done_bytes += at
            return True
        raise NoSeamError

    def drop(self) -> None:
        """What was made in this step is not wanted."""
        if self.path is not None and self.path != self.given:
            self.path.unlink(missing_ok=True)

    def _read(self, file: BinaryIO, size: int) -> bytes:
        if size < 0:
            raise NoSeamError
        file.seek(self.done_bytes)
        data = file.read(size)
        if len(data) < size:
            raise NoSeamError
        return data

    def _take(self, job: Job, text: bytes, *, is_same: bool) -> None:
        if not is_same and self.path is None:
            self.path = self._copied(job)
        if self.path is not None:
            with self.path.open("r+b") as file:
                file.seek(self.size_bytes)  # a step that was ended may have left more
                file.write(text)
        self.rows.feed(text)
        self.size_bytes += len(text)

    def _copied(self, job: Job) -> Path:
        """A file with the formatted text so far, which is the beginning of the body."""
        file, path = job.scratch()
        try:
            with file, self.source.open("rb") as source:
                left = self.size_bytes
                while left and (data := source.read(min(left, PORTION_BYTES))):
                    file.write(data)
                    left -= len(data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path


def formatted_ahead(job: Job) -> dict[str, Any]:
    """How far it is after ``size`` bytes of ``source`` are there, in ``ahead``, and the rows that are new in ``index``;
    an empty ``ahead`` when nothing can be said yet, none when it cannot be done. What it was before is in ``ahead`` of
    the job."""
    source, size = Path(job["source"]), job["size"]
    try:
        with source.open("rb") as file:
            ahead = _so_far(job, source) or _begun(job, source, file)
            if not _is_further(ahead, job, file) and ahead.head_bytes < min(size, HEAD_BYTES):
                # What looked like a seam at first was none; in more of the body another one is found.
                ahead.drop()
                ahead = _begun(job, source, file)
                _is_further(ahead, job, file)
            return _told(ahead)
    except NoSeamError:
        return {} if size >= HEAD_BYTES else {"ahead": {}}


def finish(job: Job) -> dict[str, Any]:
    """``finished_ahead`` for the body in ``source``; nothing when that cannot be done."""
    return finished_ahead(job, Path(job["source"])) or {}


def finished_ahead(job: Job, source: Path) -> dict[str, Any] | None:
    """Path of the formatted text of a body that is whole now and its rows from where it is; None when that cannot be
    done in portions."""
    try:
        with source.open("rb") as file:
            size = source.stat().st_size
            ahead = _so_far(job, source) or _begun(job, source, file)
            with _dropped_when_failed(ahead):
                return ahead.finish(job, file, size)
    except NoSeamError:
        return None


def _is_further(ahead: Ahead, job: Job, file: BinaryIO) -> bool:
    with _dropped_when_failed(ahead):
        return ahead.go_on(job, file, job["size"])


def _told(ahead: Ahead) -> dict[str, Any]:
    state = ahead.state()
    made = {"path": state["path"]} if ahead.path != ahead.given else {}
    return {"ahead": state, "index": packed(ahead.rows.so_far())} | made


def _so_far(job: Job, source: Path) -> Ahead | None:
    state = job.get("ahead")
    return Ahead.of(source, state, job.get("piece", state["rows"][0])) if state else None


def _begun(job: Job, source: Path, file: BinaryIO) -> Ahead:
    file.seek(0)
    head = file.read(min(job.get("size", HEAD_BYTES), HEAD_BYTES))
    seam = seam_of(head)
    if seam is None:
        raise NoSeamError
    return Ahead(source, seam, len(head), rows=IndexBuilder(job.get("piece", PIECE_BYTES)))


def _rows(path: Path, stopped: list[int], size: int, piece_bytes: int) -> IndexBuilder:
    """Goes on with the rows of a text of so many bytes; from its begin where they are cut otherwise now."""
    builder, at = IndexBuilder(piece_bytes), 0
    with path.open("rb") as file:
        if stopped[0] == piece_bytes:
            at = file.seek(stopped[3])
            builder = IndexBuilder.going_on(stopped)
        while at < size and (data := file.read(min(PORTION_BYTES, size - at))):
            builder.feed(data)
            at += len(data)
    return builder


@contextmanager
def _dropped_when_failed(ahead: Ahead) -> Iterator[None]:
    try:
        yield
    except BaseException:
        ahead.drop()
        raise
