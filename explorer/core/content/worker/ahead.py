"""Sets JSON on lines while it still comes in, in steps that go on where the last one stopped; the job that formats the
whole body has then little left to do.

Between two steps all that is known is in the answer of the first: any process can do the second. As long as formatting
changes nothing, nothing is written: the body is the formatted text.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.content.json_seams import NoSeamError, Seam, cut, portion, seam_of
from explorer.core.content.text_index import IndexBuilder, TextIndex
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
    done_bytes: int = 0
    """Of the body."""
    path: Path | None = None
    size_bytes: int = 0
    """Of the formatted text."""
    rows: IndexBuilder = field(default_factory=IndexBuilder)

    @staticmethod
    def of(source: Path, state: dict[str, Any]) -> Ahead:
        """Raises OSError."""
        path = Path(state["path"]) if "path" in state else None
        index = TextIndex.from_bytes(base64.b64decode(state["rows"]))
        with (path or source).open("rb") as file:
            file.seek(index.size_bytes)
            rest = file.read(state["size"] - index.size_bytes)
        return Ahead(
            source=source,
            seam=Seam(state["openers"], base64.b64decode(state["sign"])),
            done_bytes=state["done"],
            path=path,
            size_bytes=state["size"],
            rows=IndexBuilder.going_on(index, rest, is_inside=state["is_inside"]),
        )

    def state(self) -> dict[str, Any]:
        index, is_inside = self.rows.stopped()
        named = {"path": str(self.path)} if self.path is not None else {}
        return named | {
            "openers": self.seam.openers,
            "sign": base64.b64encode(self.seam.sign).decode("ascii"),
            "done": self.done_bytes,
            "size": self.size_bytes,
            "rows": packed(index),
            "is_inside": is_inside,
        }

    def go_on(self, job: Job, file: BinaryIO, end: int) -> None:
        """Format what the body has up to ``end``, but for the values that may be cut there. Raises NoSeamError."""
        while end - self.done_bytes >= PORTIONS_BYTES[0] and self._step(job, file, end):
            job.check()

    def finish(self, job: Job, file: BinaryIO, size: int) -> dict[str, Any]:
        """Format the rest; path and index of the whole. Raises NoSeamError."""
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
        """The formatted text is not wanted."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _read(self, file: BinaryIO, size: int) -> bytes:
        file.seek(self.done_bytes)
        data = file.read(size)
        if len(data) < size:
            raise NoSeamError
        return data

    def _take(self, job: Job, text: bytes, *, is_same: bool) -> None:
        if not is_same and self.path is None:
            self.path = self._copied(job)
        if self.path is not None:
            with self.path.open("ab") as file:
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
    """How far it is after ``size`` bytes of ``source`` are there, in ``ahead``; nothing when it cannot be done. What it
    was before is in ``ahead`` of the job."""
    source = Path(job["source"])
    ahead: Ahead | None = None
    try:
        with source.open("rb") as file:
            ahead = _begun(job, source, file)
            ahead.go_on(job, file, job["size"])
    except NoSeamError:
        _drop(job, ahead)
        return {}
    except BaseException:
        _drop(job, ahead)
        raise
    state = ahead.state()
    return {"ahead": state, **({"path": state["path"]} if "path" in state else {})}


def finished_ahead(job: Job, source: Path) -> dict[str, Any] | None:
    """Path and index of the formatted text of a body that is whole now, from where it is; None when that cannot be done
    in portions."""
    ahead: Ahead | None = None
    try:
        with source.open("rb") as file:
            ahead = _begun(job, source, file)
            return ahead.finish(job, file, source.stat().st_size)
    except NoSeamError:
        _drop(job, ahead)
        return None
    except BaseException:
        _drop(job, ahead)
        raise


def _begun(job: Job, source: Path, file: BinaryIO) -> Ahead:
    if job.get("ahead"):
        return Ahead.of(source, job["ahead"])
    seam = seam_of(file.read(HEAD_BYTES))
    if seam is None:
        raise NoSeamError
    return Ahead(source, seam)


def _drop(job: Job, ahead: Ahead | None) -> None:
    if ahead is not None:
        ahead.drop()
    elif job.get("ahead") and "path" in job["ahead"]:
        Path(job["ahead"]["path"]).unlink(missing_ok=True)
