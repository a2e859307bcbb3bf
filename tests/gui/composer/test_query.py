"""The query of a URL as rows and back."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.gui.composer import query
from explorer.gui.widgets.key_value_rows import Row

words = st.text(alphabet="abc012%+ =&#?/:{}.-é", max_size=6)
urls = st.builds(
    lambda base, parts, fragment: base + ("?" + "&".join(parts) if parts else "") + fragment,
    st.sampled_from(["https://h/p", "{{base_url}}/x/:id", "", "h"]),
    st.lists(st.text(alphabet="ab=%+1{}", max_size=5), max_size=5),
    st.sampled_from(["", "#f", "#f?x=1&y"]),
)
row_values = st.builds(Row, name=words, value=words, enabled=st.booleans())
row_tuples = st.lists(row_values, max_size=5).map(tuple)


@given(urls)
def test_rows_read_from_a_url_do_not_change_it(url):
    rows = query.merged((), url)
    assert query.rewritten(url, rows) == url


@given(urls, row_tuples)
def test_rows_written_into_a_url_are_read_back(url, rows):
    written = query.rewritten(url, rows)
    assert query.merged(rows, written) == rows
    assert query.split(written)[0] == query.split(url)[0]
    assert query.split(written)[2] == query.split(url)[2]


@given(row_tuples, urls)
def test_rows_that_are_off_survive_any_url(rows, url):
    off = [row for row in rows if not query.is_mirrored(row)]
    after = query.merged(rows, url)
    assert [row for row in after if not query.is_mirrored(row)] == off
    assert [(row.name, row.value) for row in after if query.is_mirrored(row)] == [
        (pair.name, pair.value) for pair in query.pairs(url)
    ] or {query.rewritten(url, after)} == {url}


def test_other_characters_are_kept_when_one_value_changes():
    url = "https://h/a%20b?x=%41&flag&y=a+b#end"
    rows = query.merged((), url)
    changed = (rows[0], rows[1], Row(name="y", value="2"))
    assert query.rewritten(url, changed) == "https://h/a%20b?x=%41&flag&y=2#end"


def test_a_description_stays_with_its_row_while_its_value_is_typed():
    rows = (Row(name="page", value="1", description="from 0"), Row(name="off", enabled=False), Row(name="q", value="x"))
    after = query.merged(rows, "h?page=12&q=x")
    assert after == (Row(name="page", value="12", description="from 0"), rows[1], rows[2])


def test_a_row_that_is_not_in_the_url_is_switched_off_when_a_request_is_opened():
    rows = (Row(name="a", value="1"), Row(name="b", value="2", description="kept"))
    assert query.loaded(rows, "h?a=1") == (rows[0], Row(name="b", value="2", description="kept", enabled=False))


def test_structure_characters_in_a_row_are_encoded():
    assert query.rewritten("h", (Row(name="a=b", value="c&d#e=f"),)) == "h?a%3Db=c%26d%23e=f"


def test_path_names():
    assert query.path_names("https://h:80/:id/x/:other_id?q=/:no") == ("id", "other_id")


@given(st.text(max_size=12), st.text(max_size=12))
def test_the_smallest_edit_makes_one_text_of_the_other(before, after):
    start, end, text = query.changed_span(before, after)
    assert before[:start] + text + before[end:] == after
