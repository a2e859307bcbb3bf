"""A long text in a file reads like the same text in memory: rows, numbers, places, and what is cut or deleted."""

import os
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core import letting_go
from explorer.core.content import text_index
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import IndexBuilder, TextIndex


def opened(tmp_path, data, piece=16, portion=7):
    path = tmp_path / "text"
    path.write_bytes(data)
    builder = IndexBuilder(piece)
    for start in range(0, len(data), portion):
        builder.feed(data[start : start + portion])
    return TextFile(path, TextIndex.from_bytes(builder.finish().to_bytes()), is_owned=True)


TEXTS = st.text(alphabet="ab{}\n é日\U0001f600", max_size=400)


@given(TEXTS, st.integers(1, 50))
def test_rows_are_the_lines_in_pieces(tmp_path_factory, text, portion):
    folder = tmp_path_factory.mktemp("rows")
    before, text_index.BLOCK_BYTES = text_index.BLOCK_BYTES, 64
    try:
        file = opened(folder, text.encode(), portion=portion)
    finally:
        text_index.BLOCK_BYTES = before
    rows = list(file)
    joined, numbers = [], [file.number(row) for row in range(len(file))]
    for row, number in zip(rows, numbers, strict=True):
        if number:
            joined.append(row)
            assert number == len(joined)
        else:
            joined[-1] += row
    assert joined == text.removesuffix("\n").split("\n")
    assert all(len(row.encode()) <= 16 for row in rows)
    assert file.layout.line_count == len(joined)
    for row in range(len(file)):
        for column in (0, len(rows[row]) // 2):
            assert file.position_of(file.offset_of(row, column)) == (row, column)
    assert file.text(0, file.size_bytes) == text
    file.close()


def test_a_deleted_file_stays_readable_and_a_cut_one_is_told(tmp_path):
    data = b"".join(b"line %d\n" % number for number in range(40_000))
    file = opened(tmp_path, data, piece=4096, portion=100_000)
    file.path.unlink()
    assert file[39_999] == "line 39999"
    other = opened(tmp_path, data, piece=4096, portion=100_000)
    assert other[0] == "line 0"
    other.path.write_bytes(data[:70_000])
    assert other[39_999] == ""
    assert other.is_broken


@pytest.mark.skipif(os.name == "nt", reason="a file that is open keeps its name there")
def test_the_last_reader_of_a_long_file_does_not_wait_for_it_to_go(tmp_path, monkeypatch):
    monkeypatch.setattr(letting_go, "_LONG_BYTES", 10)
    file = opened(tmp_path, b"words\n" * 10)
    handle, threads = file._handle, []
    monkeypatch.setattr(letting_go.threading, "Thread", lambda **named: threads.append(named) or Thread(**named))
    file.close()
    assert not file.path.exists()
    assert [named["args"] for named in threads] == [(handle,)]


@pytest.mark.skipif(os.name == "nt", reason="what is open keeps its name there")
def test_a_long_file_that_nobody_reads_loses_its_name_at_once_and_the_rest_on_a_thread(tmp_path, monkeypatch):
    monkeypatch.setattr(letting_go, "_LONG_BYTES", 10)
    path, threads = tmp_path / "long", []
    path.write_bytes(b"x" * 11)
    monkeypatch.setattr(letting_go.threading, "Thread", lambda **named: threads.append(named) or Thread(**named))
    letting_go.delete(path)
    assert not path.exists()
    assert len(threads) == 1
    letting_go.delete(path)


def test_an_owned_file_goes_with_its_reader(tmp_path):
    file = opened(tmp_path, b"x")
    file.close()
    assert not file.path.exists()
