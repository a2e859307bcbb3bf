"""What an XPath found as text: elements with the prefixes that their document has, scalars as XPath writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from explorer.core.content.xml_doctype import as_written
from explorer.core.content.xml_text import xml_lines

_XML = "http://www.w3.org/XML/1998/namespace"
_AT_ONCE = 500
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def xml_text(found: list[Any], prefixes: Mapping[str, list[str]]) -> Iterator[bytes]:
    """Each of what was found with a line end; ``prefixes`` are those that a document has for its namespaces."""
    from xml.etree.ElementTree import Element

    gathered: list[str] = []
    for item in found:
        if isinstance(item, Element) or callable(getattr(item, "tag", None)):
            pieces: list[str] = []
            _Writing(prefixes, pieces.append).element(item, {"xml": _XML})
            text = "".join(pieces)
            text = "\n".join(xml_lines(text)) if len(item) else text
        else:
            text = _scalar(item)
        gathered.append(text)
        if len(gathered) == _AT_ONCE:
            yield _joined(gathered)
            gathered = []
    yield _joined(gathered)


def _joined(texts: list[str]) -> bytes:
    return as_written("".join(f"{text}\n" for text in texts)).encode("utf-8", "replace")


def _scalar(item: Any) -> str:
    value = item if isinstance(item, str) else getattr(item, "value", item)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


class _Writing:
    def __init__(self, prefixes: Mapping[str, list[str]], write: Callable[[str], object]) -> None:
        self._prefixes, self._write = prefixes, write

    def element(self, element: Any, scope: dict[str, str]) -> None:
        """``scope`` says what the prefixes mean around it."""
        if callable(element.tag):
            self._write(self._aside(element))
            return
        scope = dict(scope)
        attributes: list[str] = []
        tag = self._name(element.tag, scope, attributes, is_attribute=False)
        for name, value in element.items():
            written = self._name(name, scope, attributes, is_attribute=True)
            attributes.append(f'{written}="{value.translate(_VALUE)}"')
        head = " ".join([tag, *attributes])
        text = element.text or ""
        if not text and not len(element):
            self._write(f"<{head}/>")
            return
        self._write(f"<{head}>{text.translate(_TEXT)}")
        for child in element:
            self.element(child, scope)
            self._write((child.tail or "").translate(_TEXT))
        self._write(f"</{tag}>")

    def _name(self, name: str, scope: dict[str, str], attributes: list[str], *, is_attribute: bool) -> str:
        """With a prefix that means its namespace, which is declared here where it does not yet."""
        space, _, local = name.removeprefix("{").rpartition("}")
        if not space and is_attribute:
            return local
        known = [prefix for prefix in self._prefixes.get(space, ()) if prefix or not is_attribute]
        if not space:
            known = [""]
        prefix = next((prefix for prefix in known if scope.get(prefix, "") == space), None)
        if prefix is None:
            prefix = known[0] if known else next(free for n in range(len(scope) + 1) if (free := f"ns{n}") not in scope)
            scope[prefix] = space
            attributes.append(
                f'xmlns:{prefix}="{space.translate(_VALUE)}"' if prefix else f'xmlns="{space.translate(_VALUE)}"'
            )
        return f"{prefix}:{local}" if prefix else local

    def _aside(self, node: Any) -> str:
        from xml.etree.ElementTree import Comment

        return f"<!--{node.text}-->" if node.tag is Comment else f"<?{node.text}?>"
