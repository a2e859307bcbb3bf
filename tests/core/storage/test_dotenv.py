"""What a .env file says, and which of its lines say nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.storage.dotenv import LONGEST_BYTES, parse_dotenv, read_dotenv

TEXT = """# a comment
PLAIN=some text  # behind it
export EXPORTED = 1
EMPTY=
HASH=a#b
SINGLE='as $it \\n is # here'
DOUBLE="a\\tb\\n\\"q\\" \\$5"
LONG="first
second"
PLAIN_AGAIN=x
"""


def test_values_are_read_as_written() -> None:
    found = parse_dotenv(TEXT)
    assert found.faults == ()
    assert found.values == {
        "PLAIN": "some text",
        "EXPORTED": "1",
        "EMPTY": "",
        "HASH": "a#b",
        "SINGLE": "as $it \\n is # here",
        "DOUBLE": 'a\tb\n"q" $5',
        "LONG": "first\nsecond",
        "PLAIN_AGAIN": "x",
    }
    assert "first" not in repr(found)
    assert parse_dotenv(TEXT.replace("\n", "\r\n")).values == found.values


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("A=1\nno sign\n", 2, "NAME=value"),
        ("1A=x", 1, "begins with a letter"),
        ('A=1\n\nB="open\n', 3, "is not closed"),
        ("A='x' y", 1, "behind the closing"),
        ('L="1\n2"\nbroken', 3, "NAME=value"),
    ],
)
def test_a_line_that_says_nothing_is_told_and_the_others_count(text: str, line: int, words: str) -> None:
    found = parse_dotenv("OK=yes\n" + text)
    assert [(fault.line, words in fault.reason) for fault in found.faults] == [(line + 1, True)]
    assert found.values["OK"] == "yes"


def test_files_that_are_missing_long_or_no_text(tmp_path: Path) -> None:
    assert read_dotenv(tmp_path / ".env").values == {}
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfA=b")
    assert read_dotenv(tmp_path / ".env").values == {"A": "b"}
    (tmp_path / ".env").write_bytes(b"A=b\nB=\xff")
    assert read_dotenv(tmp_path / ".env").faults[0].line == 2
    (tmp_path / ".env").write_bytes(b"A" * (LONGEST_BYTES + 1))
    assert "longer" in read_dotenv(tmp_path / ".env").faults[0].reason


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    found = parse_dotenv(text)
    assert all(1 <= fault.line <= text.count("\n") + text.count("\r") + 1 for fault in found.faults)


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_a_value_in_double_quotes_comes_back(value: str) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    assert parse_dotenv(f'A="{quoted}"').values == {"A": value}
