"""Marks of a merge conflict are read to the letter, and the text of either side comes out of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.errors import BrokenFileError
from explorer.core.storage.merge_marks import Side, marked

PATH = Path("Ping.yml")
TEXT = """\
info: {name: Ping}
<<<<<<< HEAD
url: http://mine
=======
url: http://theirs
>>>>>>> feature/two words
docs: |
  Title
  =======
<<<<<<< HEAD
||||||| 1234567
a: base
=======
a: theirs
>>>>>>> feature/two words
"""


def test_both_sides_and_any_choice() -> None:
    found = marked(PATH, TEXT)
    assert (found.mine, found.theirs) == ("HEAD", "feature/two words")
    assert [one.line for one in found.conflicts] == [2, 10]
    shared = ("info: {name: Ping}\n", "docs: |\n  Title\n  =======\n")
    assert found.whole(Side.MINE) == f"{shared[0]}url: http://mine\n{shared[1]}"
    assert found.whole(Side.THEIRS) == f"{shared[0]}url: http://theirs\n{shared[1]}a: theirs\n"
    assert found.taken([Side.THEIRS, Side.MINE]) == f"{shared[0]}url: http://theirs\n{shared[1]}"


def test_line_ends_and_a_missing_last_one_stay() -> None:
    found = marked(PATH, "\ufeffa: 1\r\n<<<<<<< x\r\nb: 2\r\n=======\r\nb: 3\r\n>>>>>>> y\r\nc: 4")
    assert found.whole(Side.THEIRS) == "\ufeffa: 1\r\nb: 3\r\nc: 4"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<<<<<<< a\nx\n", 1),
        ("x\n>>>>>>> b\n", 2),
        ("<<<<<<< a\n<<<<<<< a\n=======\n>>>>>>> b\n", 2),
        ("<<<<<<< a\n>>>>>>> b\n", 2),
    ],
)
def test_marks_without_a_counterpart(text: str, line: int) -> None:
    with pytest.raises(BrokenFileError) as broken:
        marked(PATH, text)
    assert broken.value.line == line


LINES = st.lists(st.sampled_from(["a: 1\n", "- b\n", "=\n", "<<<<<< six\n", "\n"]), max_size=4).map("".join)


@given(st.lists(st.tuples(LINES, LINES, LINES), min_size=1, max_size=4), LINES)
def test_what_git_would_write_gives_both_versions_back(parts: list[tuple[str, str, str]], end: str) -> None:
    text = "".join(f"{shared}<<<<<<< m\n{mine}=======\n{theirs}>>>>>>> t\n" for shared, mine, theirs in parts) + end
    found = marked(PATH, text)
    assert found.whole(Side.MINE) == "".join(shared + mine for shared, mine, _ in parts) + end
    assert found.whole(Side.THEIRS) == "".join(shared + theirs for shared, _, theirs in parts) + end
