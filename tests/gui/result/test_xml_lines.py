"""The tree over formatted XML is the one a parser finds, and every path it writes picks its node."""

import base64
from array import array
from pathlib import Path
from xml.etree.ElementTree import fromstring
from xml.sax.saxutils import escape, quoteattr

import elementpath
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.core.content.scratch import ScratchFile
from explorer.core.content.text_file import TextFile
from explorer.core.content.text_index import TextIndex
from explorer.core.content.worker import xml_structure
from explorer.core.content.worker.formatting import formatted
from explorer.core.content.worker.job import Job
from explorer.gui.result.file_node import FileNode
from explorer.gui.result.xml_lines import XmlLines

WORDS = st.text(alphabet='ab<>&"\n  ü', max_size=8)
TEXTS = WORDS.map(escape) | st.text(alphabet="ab<&\n /", max_size=8).map(lambda text: f"<![CDATA[{text}]]>")
COMMENTS = st.text(alphabet="ab<\n /", max_size=8).map(lambda text: f"<!--{text}-->")
NAMES = st.sampled_from(["a", "b", "x:b"])
ATTRIBUTES = st.dictionaries(st.sampled_from(["i", "j", "x:k"]), WORDS, max_size=2)


def element(inside):
    return st.builds(
        lambda name, attributes, parts: (
            f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>"
            f"{''.join(parts)}</{name}>"
        ),
        NAMES,
        ATTRIBUTES,
        st.lists(inside, max_size=4),
    )


DOCUMENTS = st.recursive(TEXTS | COMMENTS | st.just("<b/>"), element, max_leaves=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("xml")


def opened(folder, data):
    path = folder / "body.xml"
    path.write_bytes(data)
    answer = formatted(Job(1, {"source": str(path), "folder": str(folder), "charset": "utf-8", "kind": "xml"}))
    text = TextFile(Path(answer["path"]), TextIndex.from_bytes(base64.b64decode(answer["index"])), is_owned=True)
    return text, XmlLines(ScratchFile(Path(answer["spans"])) if "spans" in answer else None)


def children(folder, file, grammar, node):
    for row, (name, value) in enumerate(node.leads):
        yield FileNode(name, value, node.offset, node, row)
    if node.is_block:
        message = {"path": str(file.path), "folder": str(folder), "offset": node.offset, **grammar.values()}
        answer = xml_structure.xml_children(Job(1, message))
        numbers = Path(answer["path"]).read_bytes()
        Path(answer["path"]).unlink()
        node.starts, node.ordinals = (
            array("Q", numbers[: 8 * answer["count"]]),
            array("I", numbers[8 * answer["count"] :]),
        )
        node.end = answer["end"]
        for number, start in enumerate(node.starts):
            yield grammar.read(file.read, start, node, number + len(node.leads))


def walked(folder, file, grammar, node):
    for child in children(folder, file, grammar, node):
        yield child
        yield from walked(folder, file, grammar, child)


def of_parser(node):
    """Names and values in order, as ElementTree has them."""
    yield node.tag.replace("{urn:x}", "x:"), ""
    yield from ((f"@{name.replace('{urn:x}', 'x:')}", value) for name, value in node.attrib.items())
    for text, child in [(node.text, None), *((child.tail, child) for child in node)]:
        if child is not None:
            yield from of_parser(child)
        if text and text.strip():
            yield "#text", text.strip()


@given(st.lists(DOCUMENTS, max_size=4).map("".join), st.sampled_from([24, 1 << 20]))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_it_is_the_tree_of_a_parser(folder, inside, window):
    source = f"<r xmlns:x='urn:x'>{inside}<z/></r>"
    file, grammar = opened(folder, source.encode())
    before, xml_structure._WINDOW_BYTES = xml_structure._WINDOW_BYTES, window
    try:
        nodes = list(walked(folder, file, grammar, grammar.root(file)))
    finally:
        xml_structure._WINDOW_BYTES = before
    root = fromstring(source)
    said = []
    for node in nodes:
        place = grammar.place(file, node)
        if node.name == "@xmlns:x":
            assert place.path == "/r/namespace::x"
            continue
        said.append(node)
        picked = elementpath.select(root, place.path, namespaces={"x": "urn:x"})
        assert len(picked) >= 1, place.path
        if node.name[0] not in "@#":
            assert len(picked) == 1
            assert picked[0].tag.replace("{urn:x}", "x:") == node.name
        if node.name.startswith("@"):
            assert picked == [node.value]
    # A text that is alone in its element stands beside the name instead of below it; a comment or CDATA cuts texts.
    assert _joined(_flat(said)) == _joined(of_parser(root))
    file.close()


def _flat(nodes):
    for node in nodes:
        is_element = node.name[0] not in "@#"
        yield node.name, "" if is_element else node.value
        if is_element and node.value and not node.leads:
            yield "#text", node.value


def _joined(pairs):
    """Texts in a row as one, without white space, which is laid out anew around comments."""
    joined = []
    for name, value in pairs:
        words = "".join(value.split()) if name == "#text" else value
        if joined and name == "#text" == joined[-1][0]:
            joined[-1] = (name, joined[-1][1] + words)
        elif name != "#text" or words:
            joined.append((name, words))
    return joined
