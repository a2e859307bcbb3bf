"""YAML on lines: what it says stays the same, sign by sign."""

import re
import warnings
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from explorer.core.content.look import look
from explorer.core.content.view import ContentKind
from explorer.core.content.yaml_blocks import yaml_lines
from explorer.core.content.yaml_signs import YamlError

KUBERNETES = """\
# For the cluster
apiVersion: apps/v1
kind: Deployment
metadata:
    name: web   # its name
    labels: {app: web, tier: "front", version: 1.10, big: 12345678901234567890, twice: 1, twice: 2, note: long enough}
spec:
    containers:
    -   name: nginx
        args: ["--port", '8080',
               # not needed
               --verbose]
        command:
        - sh
        - |
           set -e
             echo "two deeper"

           exit 0
        # resources: none
        env:
        - {name: A, value: "1"}
---
? [complex, key]
: - &anchor !!str x
  - *anchor
...
"""
KUBERNETES_SET = """\
# For the cluster
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web   # its name
  labels:
    {
      app: web,
      tier: "front",
      version: 1.10,
      big: 12345678901234567890,
      twice: 1,
      twice: 2,
      note: long enough
    }
spec:
  containers:
  - name: nginx
    args:
      [
        "--port",
        '8080',
        # not needed
        --verbose
      ]
    command:
    - sh
    - |
      set -e
        echo "two deeper"

      exit 0
    # resources: none
    env:
    - {name: A, value: "1"}
---
? [complex, key]
: - &anchor !!str x
  - *anchor
..."""
WORKFLOW = """\
name: test
on: {push: {branches: [main]}, pull_request: }
jobs:
      test:
            strategy: {matrix: {os: [ubuntu-latest, windows-latest], python: ["3.11", "3.12", "3.13"]}}
            steps:
                  - uses: actions/checkout@v4
                  - name: Run
                    run: >-
                      pip install . &&
                      pytest

                    env: {A: b}   # c
                  -
                    name: "two
                      lines \\
                       \\  joined"
                    if: github.ref ==
                      'refs/heads/main'

                      || true
    # at the end
"""
INDICATORS = """\
a:
      b: |2
            three deep
          one
      c: >1-
        x

      # behind a text
      d: |+
          kept


      e: |
\tx: tab
""".replace("\tx", "          \tx")
ODD = """\
\ufeffa:
    b: 'é \'\'x'
    "c" : "\\u00e9\\
      x \\ \x20
      y"
    -1: ~
    http://x/y: a#b
""".replace("\n", "\r\n")
DOCUMENTS = """\
%YAML 1.2
---
plain
  goes on
   --- here
...
---
'quoted
 --- here'
--- |
 raw
  text
---
- - a
  -   - b
"""
TEXTS = (KUBERNETES, WORKFLOW, INDICATORS, ODD, DOCUMENTS)


def events(text):
    """What a parser makes of a text, places aside; None when it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [
                (
                    type(event).__name__,
                    *(getattr(event, name, None) for name in ("anchor", "value", "style", "flow_style", "explicit")),
                    str(getattr(event, "ctag", None)),
                )
                for event in YAML(typ="safe", pure=True).parse(text)
            ]
        except (YAMLError, ValueError, AssertionError, IndexError):
            return None


def laid_out(text):
    """The text on lines and whether all of it is."""
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    lines: list[str] = []
    try:
        lines.extend(yaml_lines(source))
    except YamlError as error:
        number, column = error.rest
        return "\n".join([*lines, source[number][column:], *source[number + 1 :]]), False
    return "\n".join(lines), True


def signs(text):
    return re.sub(r"[ \t\r\n\ufeff]", "", text)


def yaml_view(text, label="application/yaml"):
    return look(text.encode(), (("Content-Type", label),))


def test_what_a_cluster_takes():
    view = yaml_view(KUBERNETES)
    assert view.is_formatted
    assert view.text == KUBERNETES_SET
    assert not view.note


@pytest.mark.parametrize("text", TEXTS)
def test_it_says_the_same_and_is_laid_out_once(text):
    before = events(text.removeprefix("\ufeff"))
    assert before is not None
    once, is_whole = laid_out(text)
    assert is_whole
    assert events(once + "\n") == before
    assert signs(once) == signs(text)
    assert laid_out(once) == (once, True)


SOUP = [
    *(
        "a",
        "b: ",
        "key: ",
        "- ",
        "- ",
        "? ",
        ": ",
        "\n",
        "\n  ",
        "\n  ",
        "\n    ",
        "\n ",
        "\n   ",
        "#c",
        "  # c",
        "\n# c",
    ),
    *(
        "\n  # c\n",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "'",
        '"',
        "'x y'",
        '"q\\""',
        "&x ",
        "*x ",
        "!t ",
        "!!str ",
        "x y",
        "x:y",
    ),
    *(
        " ",
        "\t",
        "\\",
        "http://a/b#c",
        "-1",
        "~",
        "é",
        '"a\n b"',
        "long " * 20,
        "\n\n",
        "\r\n",
        "[a, {b: c}]",
        "{a: 1}",
    ),
    *("k: v\n", "  k: v\n", "    k: v\n", "- v\n", "  - v\n", "    text\n", "      deep\n"),
]
BLOCKS = ["|\n", "|2\n", ">-\n", ">+\n", "|1-\n"]
MARKS = ["---\n", "\n---\n", "\n...\n", "--- ", "%YAML 1.2\n"]


# ruamel reads the mark behind a block text that is a whole document as its last line, so the two are not together.
@given(
    st.one_of(
        st.lists(st.sampled_from(SOUP + BLOCKS), max_size=14), st.lists(st.sampled_from(SOUP + MARKS), max_size=14)
    )
)
@settings(max_examples=150, deadline=None)
def test_whatever_comes_only_white_space_changes_and_the_same_is_said(pieces):
    text = "".join(pieces)
    after, is_whole = laid_out(text)
    assert signs(after) == signs(text)
    before = events(text)
    if is_whole and before is not None:
        assert events(after + "\n" * text.endswith(("\n", "\r"))) == before
        assert laid_out(after + "\n") == (after, True)


def test_json_with_comments_and_bare_keys_is_set_as_json_is():
    view = yaml_view('{a: 1, "b":[], # none\n c: [1.10,{"d":x y}], "e": {}}')
    assert view.kind is ContentKind.TEXT
    assert view.text.split("\n") == [
        "{",
        "  a: 1,",
        '  "b": [], # none',
        "  c: [",
        "    1.10,",
        "    {",
        '      "d": x y',
        "    }",
        "  ],",
        '  "e": {}',
        "}",
    ]


def test_each_short_entry_stays_on_a_line_whatever_stands_above():
    row = "{id: 17, name: Ada Lovelace, tags: [a, b], price: 12.5}"
    view = yaml_view(f"rows: [{row}, {row}, {row}]")
    assert view.text.split("\n") == ["rows:", "  [", *[f"    {row},"] * 2, f"    {row}", "  ]"]


def test_json_stays_json_whatever_its_label():
    view = yaml_view('{"a":1}')
    assert (view.kind, view.note) == (ContentKind.JSON, "")


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("a: 1\nb: c: d\n", "a second colon in a text without quotation marks", (2, 5)),
        ("a:\n    b: 1\n   c: 2\n", "an indentation that does not fit the lines above", (3, 4)),
        ("a: x\n  b: 1\n", "a key that is indented like a part of the text above it", (2, 4)),
        ("a:\n\tb: 1\n", "a tab where only blanks can indent", (2, 1)),
        ("a: 1\nwords\n", "a key without a colon", (2, 1)),
        ('a: "x\nb: 1\n', "a quotation mark that is not closed", (1, 4)),
        ("a: [1, 2\nb: 1\n", "a comma or ] expected before this line", (2, 1)),
        ("a: [1, 2}\n", "unexpected }", (1, 9)),
        ("a: [1,, 2]\n", "unexpected comma", (1, 7)),
        ("a: [1\n---\n", "the text ends before ]", (1, 6)),
        ('a: "b" c\n', "text behind a value", (1, 7)),
        ("a: @x\n", "unexpected @x", (1, 4)),
        ("a: |x\n", "unexpected text behind |", (1, 4)),
        ("- a\nb: 1\n", "a line without a dash among list items", (2, 1)),
        ("a: 1\n- b\n", "a list item among keys", (2, 1)),
        ("a: - b\n", "unexpected -", (1, 4)),
    ],
)
def test_broken_yaml_says_where_and_why(text, reason, place):
    view = yaml_view(text)
    assert (view.flaw.reason, (view.flaw.line, view.flaw.column)) == (reason, place)
    assert view.note.startswith(f"Not valid YAML: {reason} at line {place[0]}, column {place[1]}.")
    assert events(text) is None
    assert signs(view.text) == signs(text)


def test_broken_yaml_is_laid_out_up_to_its_error():
    opened = "[1, {e: 'long enough to be opened'}, [x, " + "y" * 40 + "], ]"
    view = yaml_view(f"a:\n    b: 1\n    # c\n    d: {opened}]\nf:\n   g\n")
    assert view.is_formatted
    lines = view.text.split("\n")
    line, column = view.flaw_in_text
    assert lines[:4] == ["a:", "  b: 1", "  # c", "  d:"]
    assert lines[line:] == ["]", "f:", "   g"]
    assert column == 0


@pytest.mark.parametrize(
    "text",
    [
        "- " * 12000,
        "? " * 12000,
        "[" * 6000,
        "a: " + "[" * 6000,
        'a: "' + "\\" * 24001,
        "&a " * 8000,
        "a:" * 12000,
        "#\n" * 9000,
        "[" + '{"a":-1.5e3,"b":/},' * 2000,
    ],
)
def test_many_begins_cost_no_time(text):
    started_s = process_time()
    assert signs(laid_out(text)[0]) == signs(text)
    assert process_time() - started_s < 0.5


@pytest.mark.parametrize(
    "label", ["application/x-yaml", "text/vnd.yaml", "application/openapi+yaml", "application/vnd.oai.openapi"]
)
def test_labels_of_yaml(label):
    assert yaml_view("a:\n    b", label).text == "a:\n  b"


@pytest.mark.parametrize("label", ["", "text/plain", "application/octet-stream"])
def test_files_without_a_label_that_begin_like_descriptions(label):
    assert yaml_view("# x\n---\nopenapi: 3.1.0\ninfo:\n    a: 1", label).text.endswith("info:\n  a: 1")
    told = yaml_view("openapi: 3.1.0\n  - told: by a person, not: a machine", label)
    assert (told.is_formatted, told.note) == (False, "")
    assert not yaml_view("words: and\n    more", label).is_formatted
