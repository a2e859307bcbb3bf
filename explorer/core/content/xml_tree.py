"""XML text -> nested values for a tree: attributes with an @, texts, and elements by their names, in order."""

from __future__ import annotations

from typing import Any

from explorer.core.content.json_tree import Members, Value


def parse_xml_tree(text: str) -> Value:
    """The root element; raises ValueError when the text is not well-formed or has a document type definition."""
    # Late, because most answers are not XML and the parser takes a megabyte.
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    from explorer.core.content.xml_text import without_declaration

    try:
        root = fromstring(without_declaration(text), forbid_dtd=True)
        return Members(((_name(root.tag), _value(root)),))
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("nested too deeply for a tree") from None


def _value(element: Any) -> Value:
    text = (element.text or "").strip()
    if not element.attrib and not len(element):
        return text
    pairs: list[tuple[str, Value]] = [(f"@{_name(name)}", value) for name, value in element.attrib.items()]
    if text:
        pairs.append(("#text", text))
    for child in element:
        if isinstance(child.tag, str):
            pairs.append((_name(child.tag), _value(child)))
        if tail := (child.tail or "").strip():
            pairs.append(("#text", tail))
    return Members(tuple(pairs))


def _name(tag: str) -> str:
    """The name without its namespace, which would fill the line."""
    return tag.rpartition("}")[2]
