"""JSON that still comes in is set on lines in steps; the file and its rows are those of the whole body in one go."""

import base64
import json
import os

import pytest

from explorer.core.content.text_index import IndexBuilder, TextIndex
from explorer.core.content.worker.ahead import formatted_ahead
from explorer.core.content.worker.formatting import formatted
from explorer.core.content.worker.job import CancelledJobError, Job

ROWS = [{"id": number, "name": f"name, }},{{ {number}", "big": 12345678901234567890123} for number in range(60_000)]
MINIFIED = json.dumps({"count": 1, "rows": ROWS}, separators=(",", ":")).encode()
PRETTY = json.dumps({"count": 1, "rows": ROWS}, indent=2).encode()


@pytest.fixture
def source(tmp_path):
    return tmp_path / "body-1"


def step(source, size, state, number=1):
    message = {"source": str(source), "folder": str(source.parent), "size": size, "ahead": state}
    return formatted_ahead(Job(number, message)).get("ahead", {})


def finish(source, state):
    message = {"source": str(source), "folder": str(source.parent), "kind": "json", "charset": "utf-8"}
    return formatted(Job(9, message | {"ahead": state, "wants_head": False}))


def in_steps(source, data, sizes):
    """The state after the body had grown to each of the sizes."""
    state = {}
    for size in sizes:
        source.write_bytes(data[:size])
        state = json.loads(json.dumps(step(source, size, state)))
        assert state["done"] > size - 1_100_000, "but for less than a portion, and the values that are cut"
    source.write_bytes(data)
    return state


def rows_of(text):
    builder = IndexBuilder()
    builder.feed(text)
    return builder.finish()


def shown(answer):
    """The formatted text, after a look at its index."""
    with open(answer["path"], "rb") as file:
        text = file.read()
    assert TextIndex.from_bytes(base64.b64decode(answer["index"])) == rows_of(text)
    return text


@pytest.mark.parametrize("sizes", [(), (1_200_000,), (1_100_000, 2_300_000, 3_500_000)])
def test_one_line_comes_to_many(source, sizes):
    answer = finish(source, in_steps(source, MINIFIED, sizes))
    assert shown(answer) == PRETTY
    assert len(os.listdir(source.parent)) == 2


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_what_is_on_lines_already_is_not_written(source, end):
    state = in_steps(source, PRETTY + end, (1_500_000, 4_000_000))
    assert "path" not in state
    answer = finish(source, state)
    assert os.path.samefile(answer["path"], source)
    assert shown(answer) == PRETTY + end


def test_what_is_on_lines_at_first_only_is_written_from_there_on(source):
    middle = PRETTY.index(b'"id": ', len(PRETTY) // 2)
    data = PRETTY[:middle] + b" " + PRETTY[middle:]
    first, second = (in_steps(source, data, sizes) for sizes in ((1_500_000,), (1_500_000, len(data) - 1_000)))
    assert "path" not in first
    assert "path" in second
    for state in (first, second):
        answer = finish(source, state)
        assert not os.path.samefile(answer["path"], source)
        assert shown(answer) == PRETTY


def test_what_looks_different_from_some_place_on(source):
    half = PRETTY.index(b"\n    {", len(PRETTY) // 2)
    rest = json.loads(b"[" + PRETTY[half:].rsplit(b"]", 1)[0] + b"]")
    data = PRETTY[:half] + json.dumps(rest, separators=(",", ":")).encode()[1:] + b"}"
    assert shown(finish(source, in_steps(source, data, (1_500_000,)))) == PRETTY


def test_a_fault_is_told_as_without_it(source):
    data = MINIFIED[:-50] + b"?" + MINIFIED[-50:]
    state = in_steps(source, data, (2_500_000,))
    answer, other = finish(source, state), finish(source, {})
    assert not os.path.exists(state["path"])
    assert (answer["flaw"], answer["offset"]) == (other["flaw"], other["offset"])
    assert shown(answer) == shown(other)


@pytest.mark.parametrize("data", [b'{"id":1}\n' * 200_000, b"[" + b'"%s"' % (b"x" * 2_000_000)])
def test_what_has_no_seam_is_left_to_the_end(source, data):
    source.write_bytes(data)
    assert step(source, len(data), {}) == {}


def test_nothing_is_left_where_it_is_stopped_or_the_body_is_gone(source):
    for number in range(2):
        state = in_steps(source, MINIFIED, (1_500_000,))
        job = Job(2, {"source": str(source), "folder": str(source.parent), "size": len(MINIFIED), "ahead": state})
        if number:
            source.unlink()
        else:
            job.cancel()
        with pytest.raises((CancelledJobError, FileNotFoundError)):
            formatted_ahead(job)
        assert not os.path.exists(state["path"])
