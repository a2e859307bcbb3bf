"""XML is set on lines by cutting it at its tags."""

import pytest

from explorer.core.content.json_tree import Members
from explorer.core.content.look import look
from explorer.core.content.view import ContentKind
from explorer.core.content.xml_tree import parse_xml_tree


def test_elements_are_indented_and_leaves_stay_on_one_line():
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><a x="1>2"><b>t</b><!-- c --><c/><d><e><![CDATA[<]]></e></d></a>'
    view = look(body.encode(), ())
    assert view.text.split("\n") == [
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<a x="1>2">',
        "  <b>t</b>",
        "  <!-- c -->",
        "  <c/>",
        "  <d>",
        "    <e><![CDATA[<]]></e>",
        "  </d>",
        "</a>",
    ]


def test_broken_xml_is_shown_as_it_came_with_its_place():
    view = look(b"<a>\n<b></a>", ())
    assert view.kind is ContentKind.XML
    assert view.text == "<a>\n<b></a>"
    assert view.flaw is not None
    assert view.flaw.line == 2


DOCTYPE = """<!DOCTYPE a SYSTEM "file:///etc/passwd" [
  <!ENTITY x "it's > ]>">
  <!-- ' ]> -->
  <?p ]> ?>
    <!ENTITY y "&x;&x;&x;">
] >"""
ENTITIES = (
    f'<?xml version="1.0"?>\n<!-- <!DOCTYPE no> -->{DOCTYPE}<a b="&x;"><c>1&y;&nbsp;&lt;</c>&x;<![CDATA[&y;]]></a>'
)


def test_a_document_type_is_kept_and_its_entities_stay_as_they_are_written():
    view = look(ENTITIES.encode(), ())
    assert view.is_formatted
    assert not view.note
    start = ['<?xml version="1.0"?>', "<!-- <!DOCTYPE no> -->", *DOCTYPE.split("\n")]
    assert view.text.split("\n") == [
        *start,
        '<a b="&x;">',
        "  <c>1&y;&nbsp;&lt;</c>",
        "  &x;",
        "  <![CDATA[&y;]]>",
        "</a>",
    ]
    members = parse_xml_tree(view.raw)
    assert members == Members((("a", Members((("@b", "&x;"), ("c", "1&y;&nbsp;<"), ("#text", "&x;&y;")))),))


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (
            "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&z;</a>",
            "Not well-formed XML: an entity that is not declared at line 1, column 34.",
        ),
        ("<!DOCTYPE a>\n<a>é&x;</b></a>", "Not well-formed XML: an entity that is not declared at line 2, column 5."),
        (
            "<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>é&x;</b></a>",
            "Not well-formed XML: an end tag that does not fit at line 2, column 10.",
        ),
        ('<?xml version="1.0"?><a></b>', "Not well-formed XML: an end tag that does not fit at line 1, column 27."),
        ("<!DOCTYPE a [<a>&x;</a>", "Has a document type definition that cannot be read; shown as it came."),
    ],
)
def test_what_is_wrong_beside_a_document_type_has_its_place(body, note):
    view = look(body.encode(), ())
    assert (view.text, view.note) == (body, note)


def test_blanks_in_an_element_stay_and_those_around_elements_are_told():
    view = look(b"<a><b> x </b><c>\n  y\n</c><d>  </d></a>", ())
    assert view.text.split("\n") == ["<a>", "  <b> x </b>", "  <c>y</c>", "  <d>  </d>", "</a>"]
    assert parse_xml_tree(view.raw) == Members((("a", Members((("b", " x "), ("c", "y"), ("d", "  ")))),))
    assert not view.note
    kept = look(b'<a xml:space="preserve"> x <b/></a>', ())
    assert kept.note == "White space that counts (xml:space) is only in the raw text as it came."


def test_the_coding_that_markup_declares_is_taken_where_the_bytes_are_no_utf8():
    body = '<?xml version="1.0" encoding="ISO-8859-2"?><a>řš</a>'
    assert look(body.encode("iso-8859-2"), ()).raw == body
    assert look(body.encode(), ()).raw == body
    page = "<html><meta charset=iso-8859-2><p>řš</p>"
    view = look(page.encode("iso-8859-2"), (("Content-Type", "text/html"),))
    assert (view.raw, view.charset) == (page, "iso-8859-2")
