"""XML text -> nested values for a tree: attributes with an @, texts, and elements by their names, in order."""

from __future__ import annotations

from typing import Any

from explorer.core.content.json_tree import BREAK, Members, Value
from explorer.core.content.xml_doctype import as_written
from explorer.core.content.xml_text import parsable, within


def parse_xml_tree(text: str) -> Value:
    """The root element; raises ValueError when the text is not well-formed."""
    # Late, because most answers are not XML and the parser takes a megabyte.
    from io import BytesIO
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser, iterparse

    names = Names()
    root = None
    data = BytesIO(parsable(text))
    try:
        for event, item in iterparse(data, ("start-ns", "end"), XMLParser(target=TreeBuilder(), forbid_dtd=True)):
            if event == "start-ns":
                names.learn(*item)
            else:
                root = item
        return Members(((names.of(root.tag), element_value(root, names)),)) if root is not None else None
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(str(error)) from None


class Names:
    """Names with the prefixes of their namespaces, as the text has them."""

    def __init__(self) -> None:
        self._prefixes: dict[str, str] = {"http://www.w3.org/XML/1998/namespace": "xml"}

    def learn(self, prefix: str, address: str) -> None:
        self._prefixes.setdefault(address, prefix or "")

    def of(self, tag: str) -> str:
        address, _, name = tag.removeprefix("{").rpartition("}")
        prefix = self._prefixes.get(address, "") if address else ""
        return f"{prefix}:{name}" if prefix else name


def element_value(element: Any, names: Names, broken: Value = None) -> Value:
    """Attributes, texts and elements of an element, or its text alone; ``broken`` stands for a child named BREAK.

    Raises ValueError where it is nested too deeply."""
    try:
        return _value(element, names, broken)
    except RecursionError:
        raise ValueError("nested too deeply for a tree") from None


def _value(element: Any, names: Names, broken: Value) -> Value:
    text = as_written(element.text or "")
    text = text.strip() if len(element) else within(text)
    if not element.attrib and not len(element):
        return text
    pairs: list[tuple[str, Value]] = [
        (f"@{names.of(name)}", as_written(value)) for name, value in element.attrib.items()
    ]
    if text:
        pairs.append(("#text", text))
    for child in element:
        if child.tag == BREAK:
            pairs.append((BREAK, broken))
        elif isinstance(child.tag, str):
            pairs.append((names.of(child.tag), _value(child, names, broken)))
        if tail := (child.tail or "").strip():
            pairs.append(("#text", as_written(tail)))
    return Members(tuple(pairs))
