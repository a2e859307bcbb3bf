"""A saved body is all of what was received, or the old file stays as it was; each refusal is a sentence."""

import os
import random

import pytest

from explorer.core.errors import StorageError
from explorer.core.model.exchange import Content
from explorer.core.storage.body_export import ExportStoppedError, export_body
from tests.faults import full_disk, read_only

WHOLE = random.Random(4).randbytes(3_500_000)


@pytest.fixture
def body(tmp_path):
    path = tmp_path / "spill"
    path.write_bytes(WHOLE)
    return Content(data=WHOLE[:1000], size_bytes=len(WHOLE), path=path)


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "old.bin").write_bytes(b"old")
    return folder / "old.bin"


def left(target):
    return {one.name: one.read_bytes() for one in target.parent.iterdir()}


def test_it_is_the_same_to_the_byte(body, target):
    seen = []
    export_body(body, target, lambda done: seen.append(done) is None)
    assert left(target) == {"old.bin": WHOLE}
    assert seen == [0, 1048576, 2097152, 3145728]
    export_body(Content.of(b"small\x00"), target)
    assert left(target) == {"old.bin": b"small\x00"}


def test_when_it_is_stopped_the_old_file_stays(body, target):
    with pytest.raises(ExportStoppedError):
        export_body(body, target, lambda done: done < 2_000_000)
    assert left(target) == {"old.bin": b"old"}


def test_a_full_disk_leaves_nothing_half(body, target):
    with full_disk(), pytest.raises(StorageError, match=r"old\.bin was not saved and is unchanged\."):
        export_body(body, target)
    assert left(target) == {"old.bin": b"old"}


def test_a_folder_without_permission_is_told(body, target):
    with read_only(target.parent), pytest.raises(StorageError, match=r"is not allowed: new\.bin was not saved\."):
        export_body(body, target.with_name("new.bin"))
    assert left(target) == {"old.bin": b"old"}


def test_a_body_whose_file_went_or_shrank_is_told(body, target):
    os.truncate(body.path, 2_000_000)
    with pytest.raises(StorageError, match="was changed: it has 2000000 of 3500000 bytes"):
        export_body(body, target)
    body.path.unlink()
    with pytest.raises(StorageError, match="The file that holds the response body is gone"):
        export_body(body, target)
    assert left(target) == {"old.bin": b"old"}


def test_a_pipe_is_written_to_and_stays_one(target):
    pipe = target.with_name("pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    export_body(Content.of(b"through"), pipe)
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()
