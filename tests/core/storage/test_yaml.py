"""YAML texts are read as YAML 1.2 has it, written so that they read the same, and edited in place."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from explorer.core.storage import yaml_long
from explorer.core.storage.yaml_edit import edited
from explorer.core.storage.yaml_lines import read_lines
from explorer.core.storage.yaml_read import place_of, read, read_strictly
from explorer.core.storage.yaml_scalars import YamlError
from explorer.core.storage.yaml_write import rendered
from tests.core.storage.yaml_corpus import request_files

TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=" \t\n\r'\"#:-|>{}[]&*!%@`,?a0.~=<é\u2028\x85\ufeff😀", max_size=25),
    st.sampled_from(
        ["no", "on", "yes", "012", "1e3", "null", "~", "true", "0x1F", "2026-01-01", "1_000", "", "y", ".5"]
    ),
)
KEYS = st.one_of(st.text(alphabet="abcxyz_-", min_size=1, max_size=4), TEXTS)
SCALARS = st.one_of(TEXTS, st.booleans(), st.none(), st.integers(-(10**6), 10**6))
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
        max_leaves=12,
    ),
    max_size=5,
)


@given(data=TREES)
@example(data={"data": " leading\n  more\n"})
@example(data={"data": "\n\n  late"})
@example(data={"data": "trailing   \n\ttab\n"})
@example(data={"a": ["x\ny", {"data": "one line"}]})
def test_written_data_reads_the_same(data):
    assert read_strictly(rendered(data)) == data


@given(data=TREES)
def test_the_fast_reader_agrees_with_the_complete_one(data):
    fast = read_lines(rendered(data))
    assert fast is None or repr(fast) == repr(read_strictly(rendered(data)))


LINES = st.lists(
    st.sampled_from(
        ["a: 1", "b: x", "  c: y", "  - d: |", "    e", "      f", "", "   ", "  - g", "- h", "# z", "k:",
         "  m: 'n''o'",
         "  p: \"q\\n\"", "    r: |2-", "       s", "t: u # v", "\tw", "x: |+", "  y: ~", "- z: 012", "a: b: c",
         "  # i",
         'j: "k" l', "    n: []", "  multi", "é: 1", "o: |", " #p", "q:r",
         "'200':", "  404: ok", "/p/{id}: &a x", "  e: *a", "    g: [a, b]", "  i j: >", "<<: *a", '  "s t": [u,',
         "- {v: w}", "4XX: y: z", "  ? k", "x:y: 'z", "    '", "  $ref: '#/a'", "a b"]
    ),
    max_size=9,
)  # fmt: skip


@given(lines=LINES)
@example(lines=["x: |+", "   ", "    n: []"])
def test_the_fast_reader_never_reads_what_the_complete_one_reads_otherwise(lines):
    text = "\n".join(lines) + "\n"
    fast = read_lines(text)
    if fast is not None:
        assert repr(fast) == repr(read_strictly(text))


def test_the_fast_reader_takes_the_usual_style():
    text = "info:\n  name: A # c\n  seq: 1\n"
    text += "http:\n  headers:\n    - name: X\n      value: 'y'\n  body:\n    data: |-\n      {}\n"
    assert read_lines(text) == {
        "info": {"name": "A", "seq": 1},
        "http": {"headers": [{"name": "X", "value": "y"}], "body": {"data": "{}"}},
    }


def test_an_entry_in_an_unusual_style_is_read_by_itself_and_an_anchor_of_another_one_is_not():
    text = "paths:\n  /p/{id}:\n    '200': {a: b}\n    404: [x, y]\n    d: of two\n      lines: {x}\n"
    assert read_lines(text) is None, "a colon in a text of two lines is wrong"
    text = text.replace("lines: {x}", "lines")
    assert read_lines(text) == {"paths": {"/p/{id}": {"200": {"a": "b"}, 404.0: ["x", "y"], "d": "of two lines"}}}
    assert repr(read_lines(text)) == repr(read_strictly(text))
    assert read_lines("a: &x [1]\nb: *x\n") is None


def test_yaml_1_2_words_and_numbers():
    data = read("a: no\nb: on\nc: 012\nd: '012'\ne: 1e3\nf: 2026-01-01\ng: True\nh: ~\ni: 0o14\n")
    assert data == {
        "a": "no", "b": "on", "c": 12, "d": "012", "e": 1000, "f": "2026-01-01", "g": True, "h": None, "i": 12,
    }  # fmt: skip
    assert data["c"].source == "012"


@pytest.mark.parametrize(
    "word", ["no", "on", "012", "1e3", "y", "null", "", "46701740605", "{{a}}", "a: b", "a #b", "- a"]
)
def test_text_that_could_be_taken_for_something_else_is_quoted(word):
    assert rendered({"v": word}) == f'v: "{word}"\n'


def test_text_of_several_lines_is_a_literal_block():
    assert rendered({"docs": "# One\n\nTwo\n"}) == "docs: |\n  # One\n\n  Two\n"
    assert rendered({"body": {"data": "{}"}}) == "body:\n  data: |-\n    {}\n"


TEXT = """\
# The first line
info:
  name: 'Send'   # shown in the tree
  seq: 3
unknown: {kept: yes}

http:
  method: POST
  url: "https://example.com"
  # about the headers
  headers:
  - name: A
    value: "1"
    x-own: kept # too

  - name:   B
    value: '2'
  body:
    type: json
    data: |
      {
        "a": 1
      }

# the end
"""


def changed(**http):
    data = read(TEXT)
    data["http"] = {**data["http"], **http}
    return data


def test_an_equal_text_stays_as_it_is():
    assert edited(TEXT, read(TEXT)) == TEXT


def test_only_the_changed_scalar_differs():
    assert edited(TEXT, changed(method="PUT")) == TEXT.replace("method: POST", "method: PUT")
    assert edited(TEXT, changed(url="https://example.org")) == TEXT.replace("example.com", "example.org")


def test_a_comment_behind_a_changed_value_stays():
    data = read(TEXT)
    data["info"]["name"] = "It's"
    assert edited(TEXT, data) == TEXT.replace("'Send'", "'It''s'")
    data["info"]["name"] = "one\ntwo"
    assert "  name: |-   # shown in the tree\n    one\n    two\n  seq: 3\n" in edited(TEXT, data)


def test_a_block_is_replaced_and_the_blank_lines_after_it_stay():
    result = edited(TEXT, changed(body={"type": "json", "data": "{}\n"}))
    assert result == TEXT.replace('      {\n        "a": 1\n      }\n', "      {}\n")


def test_a_row_is_added_and_taken_away_among_rows():
    rows = read(TEXT)["http"]["headers"]
    added = edited(TEXT, changed(headers=[rows[0], {"name": "M", "value": "3"}, rows[1]]))
    assert added == TEXT.replace("kept # too\n", 'kept # too\n  - name: M\n    value: "3"\n')
    removed = edited(TEXT, changed(headers=rows[:1]))
    assert removed == TEXT.replace("  - name:   B\n    value: '2'\n", "")
    first = edited(TEXT, changed(headers=[{"name": "M", "value": "3"}, *rows]))
    assert first == TEXT.replace("  - name: A\n", '  - name: M\n    value: "3"\n  - name: A\n')


def test_a_key_is_added_at_its_place_and_taken_away():
    data = read(TEXT)
    data["info"] = {"name": "Send", "type": "http", "seq": 3}
    assert edited(TEXT, data) == TEXT.replace("  seq: 3\n", "  type: http\n  seq: 3\n")
    data = read(TEXT)
    del data["http"]["body"]
    assert edited(TEXT, data) == TEXT[: TEXT.index("  body:")] + TEXT[TEXT.index("\n# the end") :]


def test_windows_line_breaks_stay():
    text = TEXT.replace("\n", "\r\n")
    assert edited(text, changed(body={"type": "json", "data": "{\n}\n"})) == edited(
        TEXT, changed(body={"type": "json", "data": "{\n}\n"})
    ).replace("\n", "\r\n")


def test_a_text_without_a_last_line_break_gets_new_lines():
    assert edited("a: 1\nb: 2", {"a": 1, "b": 2, "c": 3}) == "a: 1\nb: 2\nc: 3"


@given(before=TREES, after=TREES)
def test_an_edited_text_reads_as_wanted(before, after):
    assert read_strictly(edited(rendered(before), after)) == after


@given(data=TREES, extra=TREES)
def test_merging_trees_keeps_the_text_readable(data, extra):
    wanted = {**data, **extra}
    assert read_strictly(edited("# top\n" + rendered(data), wanted)) == wanted


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 'x\n", 3, "never closed"),
        ("a: 1\n\tb: 2\n", 2, "tab"),
        ("a: b: c\n", 1, "colon"),
        ("a: 1\na: 2\n", 2, "twice"),
        ("a: \x01\n", 1, "control character"),
        ("a: &x [*x]\n", 1, "contains it"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, words):
    with pytest.raises(YamlError) as caught:
        read(text)
    assert caught.value.line == line
    assert words in caught.value.reason


def test_deep_nesting_is_refused_in_words():
    with pytest.raises(YamlError, match="nested too deeply"):
        read("a: " + "[" * 600 + "]" * 600 + "\n")  # the reader's time grows with the square of it


def test_aliases_do_not_blow_up():
    text = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    assert list(read(text))[-1] == "a39"


def test_the_place_of_a_value_is_found():
    assert place_of(TEXT, ("http", "headers", 1, "value")) == (17, 12)
    assert place_of(TEXT, ("http", "nothing")) == (8, 3)


FLOW = """\
info: {
  name: 'old',   # who
  tags: [a,  "b, c"],
  seq: 1 }   # end
"""


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"name": "it's"}, "'old'", "'it''s'"),
        ({"name": "two\nlines"}, "'old'", '"two\\nlines"'),
        ({"tags": ["a", "d"]}, '"b, c"', '"d"'),
        ({"tags": ["x, y", "b, c"]}, "[a,", '["x, y",'),
        ({"tags": ["]", "b, c"]}, "[a,", '["]",'),
        ({"seq": None}, "seq: 1", "seq: null"),
        ({"seq": "1"}, "seq: 1", 'seq: "1"'),
        ({"seq": True}, "seq: 1", "seq: true"),
    ],
)
def test_a_value_inside_braces_changes_alone(changes, old, new):
    data = read(FLOW)
    wanted = {"info": {**data["info"], **changes}}
    assert edited(FLOW, wanted) == FLOW.replace(old, new)
    assert read(edited(FLOW, wanted)) == wanted


def test_a_key_that_is_added_inside_braces_turns_them_into_a_block():
    data = read("a: {b: 1}   # why\nc: 2\n")
    text = edited("a: {b: 1}   # why\nc: 2\n", {**data, "a": {"b": data["a"]["b"], "d": "x"}})
    assert text == "a:   # why\n  b: 1\n  d: x\nc: 2\n"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20)
@given(
    text=request_files(), url=st.sampled_from(("http://new/", "a: b")), body=st.sampled_from(("x\ny", " lead\n", ""))
)
def test_long_texts_that_stand_aside_change_nothing_of_an_edit(text, url, body):
    """Whatever counts as long, the result is the same text."""
    data = read(text.removeprefix("\ufeff"))
    kind = "graphql" if "graphql" in data else "http"
    with_body = {**data[kind], "body": {"type": "text", "data": body}}
    for wanted in ({**data, kind: {**data[kind], "url": url}}, {**data, kind: with_body}):
        results = []
        for limit in (10**9, 4):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(yaml_long, "_LONG_CHARS", limit)
                results.append(edited(text.removeprefix("\ufeff"), wanted))
        assert results[0] == results[1]


def test_a_long_text_stands_aside_and_comes_back(monkeypatch):
    monkeypatch.setattr(yaml_long, "_LONG_CHARS", 10)
    text = "a:\r\n  - b: |2+\r\n       first: |\r\n\r\n      second\r\n\r\n    c: 1 # why\r\n"
    short = yaml_long.shortened(text)
    assert short is not None
    assert "second" not in short.text
    assert short.restored(short.text) == text
    assert edited(text, {"a": [{"b": read(text)["a"][0]["b"], "c": "new"}]}) == text.replace("1 #", "new #")


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_moved_row_goes_as_it_is_written(line_break):
    rows = ["  - name: A   # the a\n    value: '1'\n", "  - name: B\n    value: '2' # the b\n", "  - name: C\n"]
    text = "rows:\n" + "".join(rows) + "end: 1\n"
    for order in ([1, 0, 2], [2, 0, 1], [1, 2, 0], [0, 2, 1]):
        data = read(text)
        data["rows"] = [data["rows"][at] for at in order]
        moved = "rows:\n" + "".join(rows[at] for at in order) + "end: 1\n"
        assert edited(text.replace("\n", line_break), data) == moved.replace("\n", line_break)
