"""A growing text has at every moment the rows that a finished one of the same bytes has."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.core.content.arriving_text import ArrivingText, GrowingIndex
from explorer.core.content.text_index import IndexBuilder, TextIndex


def whole(data: bytes, piece_bytes: int) -> TextIndex:
    builder = IndexBuilder(piece_bytes)
    builder.feed(data)
    return builder.finish()


@given(
    st.lists(st.text(alphabet="ab é\n日", max_size=40), min_size=1, max_size=6),
    st.integers(4, 30),
    st.integers(1, 3000),
)
def test_rows_of_what_came(portions, piece_bytes, times):
    parts = [portion.encode() * times for portion in portions]
    data = b"".join(parts)
    growing, text, came = GrowingIndex(piece_bytes), None, 0
    for part in parts:
        growing.feed(part)
        came += len(part)
        if text is None:
            text = ArrivingText(lambda start, size: data[start : start + min(size, 5000)], growing.so_far())
        else:
            text.grow(growing.so_far())
        expected = whole(data[:came], piece_bytes)
        assert text.layout == expected
        last = len(text) - 1
        assert text.offset_of(last, len(text[last])) <= came
        assert text.number(0) == 1
    other = ArrivingText(lambda start, size: data[start : start + size], whole(data, piece_bytes))
    assert [text[row] for row in range(max(0, len(text) - 50), len(text))] == other[-50:]


def test_a_row_gets_longer_and_a_copy_keeps_what_it_saw():
    data = bytearray(b"one\ntw")
    growing = GrowingIndex()
    growing.feed(bytes(data))
    text = ArrivingText(lambda start, size: bytes(data[start : start + size]), growing.so_far())
    assert list(text) == ["one", "tw"]
    copy = text.reopened()
    data += b"o\nthree\n"
    growing.feed(b"o\nthree\n")
    text.grow(growing.so_far())
    assert list(text) == ["one", "two", "three"]
    assert copy.text(0, 100) == "one\ntw"
