"""Reads XML without DTDs or entities and gives it the shape of JSON, local names only; it knows no vocabulary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:\-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_DEEPEST = 60
_MOST_MENDED, _MOST_CHILDREN = 64 * 1024, 300
"""Characters of a document without its end that are read, and children of one element that are looked at."""


def read_xml(text: str) -> Element | None:
    """The root of a document, also of one whose end is missing; None when it is not XML."""
    text = text.strip()
    if not text.startswith("<"):
        return None
    root = _parsed(text)
    return root if root is not None else _parsed(_closed(text[:_MOST_MENDED]))


def _parsed(text: str) -> Element | None:
    # Late, because most answers are not XML and the parser takes a megabyte.
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError, LookupError):
        return None
    return root


def _closed(text: str) -> str:
    """The text up to its last whole tag, with end tags for what is open there."""
    open_names: list[str] = []
    for tag in _TAG.finditer(text):
        if len(open_names) > _DEEPEST:
            text = text[: tag.start()]
            break
        if tag.group(1):
            if open_names and open_names[-1] == tag.group(2):
                open_names.pop()
        elif not tag.group(4):
            open_names.append(tag.group(2))
    head = re.sub(r"<[^<>]*$|&[\w#]*$", "", text)
    return head + "".join(f"</{name}>" for name in reversed(open_names))


def local_name(element: Element) -> str:
    """The name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Element | None) -> str:
    """All text below an element, blanks squashed at the ends."""
    return "".join(element.itertext()).strip() if element is not None else ""


def first(element: Element | None, *names: str) -> Element | None:
    """The first descendant found by walking down the local names, case-insensitively."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if local_name(child).lower() == name.lower()), None)
    return element


def below(element: Element, name: str) -> Element | None:
    """The first element of that local name at or below ``element``, case-insensitively."""
    return next((one for one in element.iter() if local_name(one).lower() == name.lower()), None)


def as_plain(element: Element, depth: int = 0) -> object:
    """Leaf: its text. Otherwise a dict of attributes and children (repeated ones as a list); own text as "text"."""
    attributes = {key: value for key, value in element.attrib.items() if not _is_technical(key, value)}
    if depth > _DEEPEST or (not len(element) and not attributes):
        return text_of(element)
    plain: dict[str, object] = dict(attributes)
    for child in element[:_MOST_CHILDREN]:
        name = local_name(child)
        if attributes.pop(name, None) is not None:
            del plain[name]  # an element says more than the attribute of its name: error="true", then <error>
        _add(plain, name, as_plain(child, depth + 1))
    text = (element.text or "").strip()
    if text:
        plain.setdefault("text", text)
    return plain


def _is_technical(key: str, value: str) -> bool:
    """Namespaced attributes (xml:lang, xsi:schemaLocation) and data types tell about the document, not the error."""
    return (
        key.startswith("{") or key in ("version", "lang") or (key == "type" and value in ("array", "integer", "string"))
    )


def _add(plain: dict[str, object], name: str, value: object) -> None:
    if name not in plain:
        plain[name] = value
        return
    there = plain[name]
    plain[name] = [*there, value] if isinstance(there, list) else [there, value]
