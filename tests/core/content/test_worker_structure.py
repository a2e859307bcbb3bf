"""The way in formatted JSON by indentation alone is the way a parser finds."""

import json
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.content.worker import structure
from explorer.core.content.worker.job import Job

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab"{}[]\\ \n:,', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet='a"b{', max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("structure")


def walk(value, path):
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        name = f"[{key}]" if isinstance(key, int) else f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]"
        yield from walk(item, path + name)


@given(VALUES, st.sampled_from([16, 1 << 20]))
def test_every_line_has_the_path_and_value_of_the_parser(folder, value, window):
    text = json.dumps(value, indent=2)
    path = folder / "text"
    path.write_text(text)
    wanted = [(place, item) for place, item in walk(value, "$")]
    found, starts = [], [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    before, structure._WINDOW_BYTES = structure._WINDOW_BYTES, window
    try:
        for start in starts:
            if text[start:].lstrip(" ")[0] not in "]}":
                found.append(structure.place(Job(1, {"path": str(path), "offset": start})))
    finally:
        structure._WINDOW_BYTES = before
    assert [one["place"] for one in found] == [place for place, _ in wanted]
    for one, (_, item) in zip(found, wanted, strict=True):
        assert one["value"] == (item if isinstance(item, str) else json.dumps(item, indent=2))


@given(VALUES)
def test_children_begin_where_the_next_one_ends(folder, value):
    text = json.dumps({"x": value, "y": 1}, indent=2)
    path = folder / "text"
    path.write_text(text)
    told = []
    job = Job(1, {"path": str(path), "offset": 2, "folder": str(folder)})
    job.tell = lambda event, **values: told.append((event, values))
    if not text.split("\n")[1].endswith(("{", "[")):
        return
    answer = structure.children(job)
    starts = array("Q", Path(answer["path"]).read_bytes())
    assert len(starts) == answer["count"] == len(value)
    assert [one for one in told if one[0] != "scratch"] == [("first", {"starts": list(starts)})]
    closing = text[answer["end"] :].split("\n")[0].strip()
    assert closing in ("},", "],")
