"""A file is replaced whole or stays whole, and refusals are sentences."""

import errno
import os
import subprocess
import sys

import pytest

from explorer.core.errors import StorageError
from explorer.core.storage.atomic import write_atomic


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "a.yml"
    write_atomic(path, b"one")
    assert path.read_bytes() == b"one"
    path.chmod(0o640)
    write_atomic(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)
    assert os.listdir(tmp_path) == ["a.yml"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"one")
    (tmp_path / "link").symlink_to("real")
    write_atomic(tmp_path / "link", b"two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"two"


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(StorageError, match=r"is gone: a\.yml was not saved\.$"):
        write_atomic(tmp_path / "nowhere" / "a.yml", b"")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: a.yml was not saved and is unchanged."),
        (errno.EROFS, "The disk is read-only: a.yml was not saved and is unchanged."),
    ],
)
def test_the_old_file_stays_whole_when_the_disk_refuses(tmp_path, monkeypatch, number, sentence):
    path = tmp_path / "a.yml"
    path.write_bytes(b"old")

    def refuse(_descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError) as caught:
        write_atomic(path, b"new")
    assert str(caught.value) == sentence
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.yml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_a_file_cut_off_by_a_limit_leaves_nothing_behind(tmp_path):
    """A real refusal in the middle of a write, by the kernel."""
    path = tmp_path / "a.yml"
    path.write_bytes(b"old")
    code = (
        "import resource, pathlib, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from explorer.core.storage.atomic import write_atomic\n"
        "from explorer.core.errors import StorageError\n"
        "try:\n    write_atomic(pathlib.Path(sys.argv[1]), b'x' * 5000)\n"
        "except StorageError as error:\n    print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert run.stdout == "The file would become larger than the disk allows: a.yml was not saved and is unchanged.\n"
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.yml"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everything")
def test_a_file_marked_read_only_is_not_replaced(tmp_path):
    path = tmp_path / "a.yml"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with pytest.raises(StorageError, match=r"not allowed: a\.yml was not saved and is unchanged"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
