"""XML is set on lines by cutting it at its tags."""

from explorer.core.content import ContentKind, look


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


def test_entities_are_never_expanded():
    body = b'<!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>'
    view = look(body, ())
    assert view.text == body.decode()
    assert "document type definition" in view.note
