"""JSON that still comes in is set on lines in steps; the file and its rows are those of the whole body in one go."""

import base64
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from explorer.core.content.text_index import PIECE_BYTES, IndexBuilder, TextIndex
from explorer.core.content.worker.ahead import formatted_ahead
from explorer.core.content.worker.formatting import formatted
from explorer.core.content.worker.job import CancelledJobError, Job


@cache
def rows() -> list[dict[str, Any]]:
    return [{"id": number, "name": f"name, }},{{ {number}", "big": 12345678901234567890123} for number in range(60_000)]


@cache
def minified() -> bytes:
    return json.dumps({"count": 1, "rows": rows()}, separators=(",", ":")).encode()


@cache
def pretty() -> bytes:
    return json.dumps({"count": 1, "rows": rows()}, indent=2).encode()


@pytest.fixture
def source(tmp_path):
    return tmp_path / "body-1"


def step(source, size, state, number=1, **more):
    state = {name: value for name, value in state.items() if name != "told"}
    message = {"source": str(source), "folder": str(source.parent), "size": size, "ahead": state}
    return json.loads(json.dumps(formatted_ahead(Job(number, message | more))))


def finish(source, state):
    message = {"source": str(source), "folder": str(source.parent), "kind": "json", "charset": "utf-8"}
    state = {name: value for name, value in state.items() if name != "told"}
    return formatted(Job(9, message | {"ahead": state, "wants_head": False}))


def in_steps(source, data, sizes, **more):
    """The state after the body had grown to each of the sizes, with the rows so far beside it."""
    state, rows = {}, TextIndex()
    for size in sizes:
        source.write_bytes(data[:size])
        answer = step(source, size, state, **more)
        state, rows = answer["ahead"], rows.extended(index_in(answer))
        assert state["done"] > size - 1_000, "but for the values that are cut"
        text = Path(state.get("path", source)).read_bytes()[: state["size"]]
        assert rows == rows_of(text, rows.piece_bytes), "what is told of its rows is true at any time"
    source.write_bytes(data)
    return state | {"told": rows}


def index_in(answer):
    return TextIndex.from_bytes(base64.b64decode(answer["index"]))


def rows_of(text, piece_bytes=PIECE_BYTES):
    builder = IndexBuilder(piece_bytes)
    builder.feed(text)
    return builder.finish()


def shown(answer, state=None):
    """The formatted text, after a look at its index."""
    with open(answer["path"], "rb") as file:
        text = file.read()
    before = (state or {}).get("told", TextIndex())
    assert before.extended(index_in(answer)) == rows_of(text, before.piece_bytes)
    return text


@pytest.mark.parametrize("sizes", [(), (3_000, 90_000, 90_100), (1_100_000, 2_300_000, 3_500_000)])
def test_one_line_comes_to_many(source, sizes):
    state = in_steps(source, minified(), sizes)
    answer = finish(source, state)
    assert shown(answer, state) == pretty()
    assert len(os.listdir(source.parent)) == 2


def test_its_rows_may_be_cut_otherwise_while_it_comes(source):
    state = in_steps(source, minified(), (1_200_000,))
    answer = step(source, 1_500_000, state, piece=50)
    state = answer["ahead"] | {"told": index_in(answer)}
    assert state["told"].piece_bytes == 50
    answer = finish(source, state)
    assert shown(answer, state) == pretty()


def test_what_looks_like_a_seam_at_first_may_be_none(source):
    head = {"tags": list(range(1000, 1020)), "rows": rows()}
    data = json.dumps(head, separators=(",", ":")).encode()
    state = in_steps(source, data[:100], ())
    state = step(source, 100, state)["ahead"]
    assert state["openers"] == "{["
    assert "rows" not in Path(state["path"]).read_text()
    source.write_bytes(data)
    tried = step(source, 70_000, state)
    assert tried["ahead"]["openers"] == "{["
    assert tried["path"] != state["path"]
    state = tried["ahead"] | {"told": index_in(tried)}
    assert shown(finish(source, state), state) == json.dumps(head, indent=2).encode()


def test_too_little_says_nothing_yet(source):
    source.write_bytes(minified())
    assert step(source, 100, {}) == {"ahead": {}}


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_what_is_on_lines_already_is_not_written(source, end):
    state = in_steps(source, pretty() + end, (1_500_000, 4_000_000))
    assert "path" not in state
    answer = finish(source, state)
    assert os.path.samefile(answer["path"], source)
    assert shown(answer, state) == pretty() + end


def test_what_is_on_lines_at_first_only_is_written_from_there_on(source):
    middle = pretty().index(b'"id": ', len(pretty()) // 2)
    data = pretty()[:middle] + b" " + pretty()[middle:]
    first, second = (in_steps(source, data, sizes) for sizes in ((1_500_000,), (1_500_000, len(data) - 1_000)))
    assert "path" not in first
    assert "path" in second
    for state in (first, second):
        answer = finish(source, state)
        assert not os.path.samefile(answer["path"], source)
        assert shown(answer, state) == pretty()


def test_what_looks_different_from_some_place_on(source):
    half = pretty().index(b"\n    {", len(pretty()) // 2)
    rest = json.loads(b"[" + pretty()[half:].rsplit(b"]", 1)[0] + b"]")
    data = pretty()[:half] + json.dumps(rest, separators=(",", ":")).encode()[1:] + b"}"
    state = in_steps(source, data, (1_500_000,))
    assert shown(finish(source, state), state) == pretty()


def test_a_fault_is_told_as_without_it(source):
    data = minified()[:-50] + b"?" + minified()[-50:]
    state = in_steps(source, data, (2_500_000,))
    answer, other = finish(source, state), finish(source, {})
    assert answer["path"] != state["path"]
    assert (answer["flaw"], answer["offset"]) == (other["flaw"], other["offset"])
    assert shown(answer) == shown(other)


@pytest.mark.parametrize("data", [b'{"id":1}\n' * 200_000, b"[" + b'"%s"' % (b"x" * 2_000_000)])
def test_what_has_no_seam_is_left_to_the_end(source, data):
    source.write_bytes(data)
    assert step(source, len(data), {}) == {}


def test_a_step_that_is_stopped_leaves_only_what_there_was(source):
    source.write_bytes(minified())
    for state in ({}, in_steps(source, minified(), (1_500_000,))):
        state.pop("told", None)
        before = sorted(os.listdir(source.parent))
        job = Job(2, {"source": str(source), "folder": str(source.parent), "size": len(minified()), "ahead": state})
        job.cancel()
        with pytest.raises(CancelledJobError):
            formatted_ahead(job)
        assert sorted(os.listdir(source.parent)) == before


def test_a_step_that_was_ended_in_its_midst_is_done_again(source):
    state = in_steps(source, minified(), (1_500_000,))
    with open(state["path"], "ab") as file:
        file.write(b"half of what was to come")
    assert shown(finish(source, state), state) == pretty()


def test_a_body_that_got_shorter_is_formatted_from_its_begin(source):
    state = in_steps(source, minified(), (1_500_000,))
    source.write_bytes(pretty()[:1000].rpartition(b",")[0] + b"}]}")
    assert "index" in (answer := finish(source, state))
    assert index_in(answer).offsets[0] == 0
