"""What is inside packed tapes is listed as far as a bounded beginning of them goes."""

import gzip
import io
import os
import tarfile

from explorer.core.content.file_kind import listed


def tape(*sizes, mode="w:gz"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as made:
        for number, size in enumerate(sizes):
            row = tarfile.TarInfo(f"folder/{number}.txt")
            row.size = size
            made.addfile(row, io.BytesIO(os.urandom(min(size, 9)).ljust(size, b"x")))
    return buffer.getvalue()


def names(data):
    return listed(io.BytesIO(data), data[:512])


def test_a_packed_tape_lists_its_names():
    expected = ["     1.2 KB  folder/0.txt", "        5 B  folder/1.txt"]
    assert [one.split() for one in names(tape(1234, 5))] == [one.split() for one in expected]
    assert names(tape(1234, 5)) == names(tape(1234, 5, mode="w"))


def test_only_the_beginning_of_a_long_one_is_unpacked():
    lines = names(tape(10, 6_000_000, 7))
    assert [line.split()[-1] for line in lines] == ["folder/0.txt", "folder/1.txt", "…"]


def test_what_is_packed_and_no_tape_or_broken_has_no_names():
    assert names(gzip.compress(b'{"a": 1}')) == []
    assert names(tape(10)[:40]) == []
    assert names(b"\x1f\x8b" + bytes(600)) == []
