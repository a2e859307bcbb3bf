"""Broken XML is on lines and a tree up to its error, in memory and in a file alike."""

import base64
from array import array
from pathlib import Path

import pytest

from explorer.core.content.broken_xml import beginning_of_xml, broken_xml_tree
from explorer.core.content.json_tree import BREAK, Broken, Members
from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.core.content.view import ContentKind, View
from explorer.core.content.worker.formatting import formatted
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.xml_structure import xml_children
from explorer.core.content.xml_line import xml_line
from explorer.core.content.xml_text import format_xml

HERE = Broken("Not well-formed XML from here on: why.")
CASES = [
    (
        '<a i="1"><b>x</b><c><d/>y</b>z</a>',
        ['<a i="1">', "  <b>x</b>", "  <c>", "    <d/>", "    y", "</b>z</a>"],
        Members(
            (("a", Members((("@i", "1"), ("b", "x"), ("c", Members((("d", ""), ("#text", "y"), (BREAK, HERE))))))),)
        ),
    ),
    ("<a><b>\n<b>x</b>", ["<a>", "  <b>", "    <b>x</b>", ""], {"a": {"b": {"b": "x", BREAK: HERE}}}),
    ("<a>\n<b/>one & two</a>", ["<a>", "  <b/>", "one & two</a>"], {"a": {"b": "", "#text": "one", BREAK: HERE}}),
    ("<a><b/></a>\n<c/>", ["<a>", "  <b/>", "</a>", "<c/>"], {"a": {"b": ""}, BREAK: HERE}),
    ("<a><!-- <b>\n</a> --><c x='<'/></a>", ["<a>", "  <!-- <b>", "</a> -->", "<c x='<'/></a>"], {"a": {BREAK: HERE}}),
]


def members(value):
    return Members(tuple((name, members(one)) for name, one in value.items())) if isinstance(value, dict) else value


def plain(value):
    return [(name, plain(one)) for name, one in value.pairs] if isinstance(value, Members) else value


@pytest.mark.parametrize(("text", "lines", "tree"), CASES)
def test_what_stands_before_the_error_and_the_error(text, lines, tree):
    view = format_xml(View(kind=ContentKind.XML, text=text, raw=text))
    beginning = beginning_of_xml(view)
    assert "\n".join([*beginning.lines, beginning.rest]).split("\n") == lines
    line, column = beginning.error
    raw = text.split("\n")[view.flaw.line - 1][view.flaw.column - 1 :]
    assert lines[line][column:] == raw
    assert plain(broken_xml_tree(text, "why")) == plain(members(tree))


@pytest.mark.parametrize(("text", "lines", "tree"), CASES)
def test_the_same_in_a_file(tmp_path, text, lines, tree):
    path = tmp_path / "body.xml"
    path.write_text(text)
    answer = formatted(Job(1, {"source": str(path), "folder": str(tmp_path), "charset": "utf-8", "kind": "xml"}))
    file = TextFile(Path(answer["path"]), TextIndex.from_bytes(base64.b64decode(answer["index"])), is_owned=True)
    assert [*file, *[""] * (len(lines) - len(file))] == lines
    spans = ScratchFile(Path(answer["spans"])) if "spans" in answer else None
    job = {"path": str(file.path), "folder": str(tmp_path), "until": answer["rest_at"]}
    job |= {"spans": str(spans.path)} if spans else {}

    def depths(offset, depth=0):
        """How deep the break lies, below which lines."""
        found = xml_children(Job(1, job | {"offset": offset}))
        starts = array("Q", Path(found["path"]).read_bytes()[: 8 * found["count"]])
        for start in starts:
            if start == answer["rest_at"]:
                yield depth
            elif xml_line(file.read(start, 100).decode()).is_block:
                yield from depths(start, depth + 1)

    def wanted(value, depth=0):
        for name, one in value.pairs if isinstance(value, Members) else ():
            yield from [depth] if name == BREAK else wanted(one, depth + 1)

    assert list(depths(-1)) == list(wanted(members(tree)))


@pytest.mark.parametrize("text", ["<", "<?xml version='1.0'?>", "<!-- <a> -->", "no <a>", "<a/>"])
def test_what_has_no_beginning(text):
    assert beginning_of_xml(format_xml(View(kind=ContentKind.XML, text=text, raw=text))) is None
