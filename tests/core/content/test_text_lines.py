"""Lines that are cut out of a text when they are asked for are the lines of the text."""

import pytest

from explorer.core.content.text_lines import TextLines


@pytest.mark.parametrize(
    "text", ["", "\n", "one", "one\ntwo", "one\r\ntwo\r\n", "a\u2028b\n\n  é\U0001f600\n", "x\r\n" * 1200]
)
def test_lines_are_those_between_line_ends(text):
    lines, expected = TextLines(text), [line.removesuffix("\r") for line in text.split("\n")]
    assert list(lines) == expected == lines[:] == [lines[at] for at in range(len(lines))]
    assert lines[-1] == expected[-1]
    assert lines.widest in (max(map(len, expected)), max(map(len, expected)) + 1)
    with pytest.raises(IndexError):
        lines[len(expected)]
