"""What only the rows of a file say reaches the URL; what the URL says already stays as it is typed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.model.request import Param, ParamKind
from explorer.core.storage import collections
from explorer.core.storage.collection_query import with_rows


def row(name, value, **changes):
    return Param(name=name, value=value, **changes)


@pytest.mark.parametrize(
    ("url", "rows", "wanted"),
    [
        ("/a", (row("x", "1"), row("y", "2")), "/a?x=1&y=2"),
        ("/a?x=1", (row("x", "1"),), "/a?x=1"),
        ("/a?x=1#f", (row("x", "1"), row("y", "2")), "/a?x=1&y=2#f"),
        ("/a?x=%31", (row("x", "1"),), "/a?x=%31"),
        ("/a?x=1", (row("x", "2"),), "/a?x=1"),
        ("/a?x=1", (row("x", "1"), row("x", "2")), "/a?x=1&x=2"),
        ("/a?", (row("x", ""),), "/a?x="),
        ("/a", (row("x", "1", enabled=False), row("id", "1", kind=ParamKind.PATH), row("", "")), "/a"),
        ("/a", (row("q", "a b&c=d#e%20\n{{v}}é"),), "/a?q=a b%26c=d%23e%20%0A{{v}}é"),
        ("/a", (row("a=b", "1"),), "/a?a%3Db=1"),
        ("{{u}}?b={{c}}", (row("b", "{{c}}"),), "{{u}}?b={{c}}"),
        ("", (), ""),
    ],
)
def test_rows_that_the_url_lacks_are_put_into_it(url, rows, wanted):
    assert with_rows(url, rows) == wanted


ROWS = st.lists(
    st.builds(Param, name=st.text(max_size=6), value=st.text(alphabet="a=&#% +?\r\n{}é", max_size=6)), max_size=4
)


@given(url=st.text(alphabet="/a?&=#x%2", max_size=12), rows=ROWS)
def test_twice_is_once(url, rows):
    once = with_rows(url, rows)
    assert with_rows(once, rows) == once


FILE = """\
info: {name: a, type: http}
http:
  method: GET
  url: /a
  params:
    - {name: x, value: "1", type: query}   # kept
    - {name: y, value: b c, type: query}
    - {name: z, value: "3", type: query, disabled: true}
"""


def test_the_rows_of_a_file_are_sent_and_an_unchanged_save_leaves_it(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text(FILE)
    request = collections.read_request(path)
    assert request.url == "/a?x=1&y=b c"
    collections.save_request(tmp_path, "a.yml", request)
    assert path.read_text() == FILE
    collections.save_request(tmp_path, "a.yml", replace(request, method="PUT"))
    assert path.read_text() == FILE.replace("GET", "PUT")
    collections.save_request(tmp_path, "a.yml", replace(request, url="/b?x=1", params=request.params[:1]))
    assert collections.read_request(path) == replace(request, url="/b?x=1", params=request.params[:1])
