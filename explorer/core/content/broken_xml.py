"""Broken XML up to its error: on lines, and as a tree with the error in the innermost element that is open."""

from __future__ import annotations

from explorer.core.content.json_text import Beginning
from explorer.core.content.json_tree import BREAK, Broken, Members, Value, break_words
from explorer.core.content.view import View
from explorer.core.content.xml_line import WELL_FORMED
from explorer.core.content.xml_text import cut_before, has_element, parsable, xml_lines
from explorer.core.content.xml_tree import Names, element_value


def beginning_of_xml(view: View) -> Beginning | None:
    """What stands before the flaw of a view; None where no element begins there."""
    if view.flaw is None:
        return None
    above = view.raw.split("\n", view.flaw.line)[: view.flaw.line - 1]
    offset = sum(map(len, above)) + len(above) + view.flaw.column - 1
    cut = cut_before(view.raw, offset)
    if not has_element(view.raw[:cut]):
        return None
    lines = "\n".join(xml_lines(view.raw[:cut])).split("\n")
    rest = view.raw[cut:].lstrip()
    inside = view.raw[cut:offset].lstrip()
    return Beginning(
        lines=lines, rest=rest, error=(len(lines) + inside.count("\n"), len(inside) - inside.rfind("\n") - 1)
    )


def broken_xml_tree(text: str, reason: str) -> Value:
    """The root element with a ``Broken`` where the text goes on; raises ValueError without one, or too deep a one."""
    from io import BytesIO
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser, iterparse

    names, builder = Names(), TreeBuilder()
    parser = XMLParser(target=builder, forbid_dtd=True)
    root, depth = None, 0
    try:
        for event, item in iterparse(BytesIO(parsable(text)), ("start-ns", "start", "end"), parser):
            if event == "start-ns":
                names.learn(*item)
            else:
                root = item if root is None else root
                depth += 1 if event == "start" else -1
    except ParseError:
        parser.parser.buffer_text = False  # hands over the text before the error
        if depth:
            builder.start(BREAK, {})  # no element has such a name
    except DefusedXmlException as error:
        raise ValueError(str(error)) from None
    if root is None:
        raise ValueError("no element")
    broken = Broken(break_words(reason, WELL_FORMED))
    value = element_value(root, names, broken)
    return Members(((names.of(root.tag), value), *(() if depth else ((BREAK, broken),))))
