"""The order of a table by a column is the one of a plain sort by kind and value, for JSON and CSV alike."""

import csv
import io
import json
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.content.number_file import NumberFile
from explorer.core.content.worker.job import CancelledJobError, Job
from explorer.core.content.worker.ordering import order
from explorer.core.content.worker.tables import table

VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(-9, 9, allow_nan=False)
    | st.text("aAß2,", max_size=3)
)
ROWS = st.lists(st.dictionaries(st.sampled_from(["a", 'b"', "ü"]), VALUES | st.just([1]), min_size=1), max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("ordering")


class SilentJob(Job):
    def tell(self, event, **values):
        pass


def ordered(folder, text, kind, column, *, descending=False, needle=""):
    path = folder / "text"
    path.write_bytes(text.encode())
    shared = {"path": str(path), "folder": str(folder)}
    rows = table(SilentJob(1, {**shared, "kind": kind}))
    if rows["count"] < 0:  # nothing that reads as a table
        return None
    wishes = {"rows": rows["path"], "end": rows["end"], "table": rows.get("table")}
    wishes |= {"column": column, "descending": descending, "needle": needle}
    answer = order(SilentJob(2, shared | wishes))
    Path(rows["path"]).unlink()
    found = NumberFile(Path(answer["path"]))
    assert len(found) == answer["count"]
    return list(found)


def rank(row, name):
    value = row.get(name, ...)
    match value:
        case bool() | list():
            return 2, value is True
        case int() | float():
            return 0, value
        case str():
            return 1, value.casefold()
    return (3, 0) if value is None else (4, 0)


@given(ROWS, st.sampled_from(["a", 'b"', "ü"]), st.booleans())
def test_objects_are_sorted_by_kind_and_value(folder, rows, name, descending):
    rows = [{"id": 0}, *rows]
    wanted = sorted(range(len(rows)), key=lambda number: rank(rows[number], name), reverse=descending)
    assert ordered(folder, json.dumps(rows, indent=2), "json", name, descending=descending) == wanted


@given(st.lists(st.tuples(st.text('ab,"\n', max_size=4), st.sampled_from(["7", "-1.5", "1e3", "x", ""])), max_size=9))
def test_cells_are_sorted_as_numbers_and_words(folder, cells):
    out = io.StringIO()
    csv.writer(out).writerows([("name", "amount"), ("first", "2"), *cells])
    rows = [{"amount": 2.0}, *({"amount": float(cell) if cell[:1] in list("7-1") else cell} for _, cell in cells)]
    wanted = sorted(range(len(rows)), key=lambda number: rank(rows[number], "amount"))
    assert ordered(folder, out.getvalue(), "csv", "amount") in (None, wanted)


def test_whole_numbers_are_compared_exactly_and_a_mark_at_the_begin_is_no_part_of_a_name(folder):
    text = "\ufeffid,name\n9007199254740993,b\n9007199254740992,B\n\n1,a\n2,c\n3,d\n5\n"
    text += "".join(f"{number},z\n" for number in range(10, 40))
    rest = list(range(6, 36))
    assert ordered(folder, text, "csv", "id") == [2, 3, 4, 5, *rest, 1, 0]
    assert ordered(folder, text, "csv", "id", needle="b") == [1, 0]
    assert ordered(folder, text, "csv", "name") == [2, 0, 1, 3, 4, *rest, 5], "a row without the cell comes last"
    assert ordered(folder, text, "csv", "", needle="B") == [0, 1]


def test_it_stops_when_nobody_waits_any_more(folder):
    text = json.dumps([{"a": 1}, {"a": 2}], indent=2)
    (folder / "text").write_text(text)
    shared = {"path": str(folder / "text"), "folder": str(folder)}
    rows = table(SilentJob(1, {**shared, "kind": "json"}))
    job = SilentJob(2, shared | {"rows": rows["path"], "end": rows["end"], "column": "a", "needle": ""})
    job.cancel()
    with pytest.raises(CancelledJobError):
        order(job)


def test_numbers_in_a_file_are_read_a_window_at_a_time(folder):
    path = folder / "numbers"
    path.write_bytes(array("Q", range(5000)).tobytes())
    numbers = NumberFile(path)
    assert (len(numbers), numbers[4999], numbers[0], numbers[-1], numbers[511:514]) == (
        5000,
        4999,
        0,
        4999,
        [511, 512, 513],
    )
    assert len(numbers._window) < 1000
    with pytest.raises(IndexError):
        numbers[5000]
    path.write_bytes(b"")
    assert numbers[2000] == 0, "a file that was cut short has nothing to say"
    numbers.close()
    assert not path.exists()
    assert len(NumberFile(path)) == 0
