"""Filters a body by JSONPath (RFC 9535), JMESPath, jq or XPath and writes what was found as a text of its own.

Numbers keep their characters. The parsed body of the last query is kept, so that the next letter costs no parsing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.core.content.worker.formatting import free_bytes
from explorer.core.content.worker.job import Job
from explorer.core.content.worker.json_document import JsonDocument, parsed_json, pieces
from explorer.core.content.worker.output import written
from explorer.core.content.worker.query_faults import (
    WrongQueryError,
    jmes_path_fault,
    json_path_fault,
    sentence,
    xpath_fault,
)
from explorer.core.content.worker.xml_writing import xml_text
from explorer.core.content.xml_doctype import as_parsed, without_doctype
from explorer.core.content.xml_text import DOCTYPE_FAULT, fault_of

_MEMORY_SHARE = 14
"""Parsed JSON of small objects takes so many times its text."""

_PORTION_CHARACTERS = 500_000
_READ_FOR_JQ_BYTES = 5_000_000
"""A longer body is not parsed once more only to tell what is lost of it."""

_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_PLAIN_NAME = re.compile(r"(?<![\w:@$.-])([A-Za-z_][\w.-]*)(?!\s*[(:]|[\w.-])")
"""Of an element in an XPath, without a prefix."""


class _Last:
    key: tuple[str, int, int, str] | None = None
    value: Any = None


def queried(job: Job) -> dict[str, Any]:
    """A file with what was found, and how much that is; or, in "wrong", why the expression cannot be used."""
    try:
        if job["language"] == "jq":
            from explorer.core.content.worker.jq_query import jq_values

            return jq_values(job) | _told_for_jq(job)
        found = _LANGUAGES[job["language"]](job)
    except WrongQueryError as wrong:
        return {"wrong": str(wrong)}
    try:
        return _answered(job, found)
    except RecursionError:
        return {"wrong": "What was found is nested too deeply."}


def _told_for_jq(job: Job) -> dict[str, str]:
    """What is lost of a body that is not too long to be read for this alone."""
    if Path(job["path"]).stat().st_size > _READ_FOR_JQ_BYTES:
        return {}
    try:
        return _told(job)
    except WrongQueryError:
        return {}  # what jq takes for JSON and Python does not


def _told(job: Job) -> dict[str, str]:
    note = _parsed_body(job).note
    return {"note": note} if note else {}


def _parsed_body(job: Job) -> JsonDocument:
    document: JsonDocument = _document(job, parsed_json)
    return document


def _answered(job: Job, found: Any) -> dict[str, Any]:
    job.check()
    count = len(found) if isinstance(found, list) else 1
    if job["language"] == "xpath":
        document: _Xml = _document(job, _parsed_xml)
        hint = {} if found else document.hint(job["expression"])
        return written(job, xml_text(found, document.prefixes), 0) | {"count": count} | hint
    return written(job, _portions(found), 0) | {"count": count} | _told(job)


def _json_path(job: Job) -> list[Any]:
    from jsonpath import JSONPathEnvironment, JSONPathError

    try:
        query = JSONPathEnvironment(strict=True).compile(job["expression"])
        found = []
        for number, match in enumerate(query.finditer(_parsed_body(job).value)):
            found.append(match.value)
            if not number & 0xFFF:
                job.check()
    except JSONPathError as error:
        raise json_path_fault(error) from None
    except RecursionError:
        raise WrongQueryError("The body is nested too deeply.") from None
    return found


def _jmes_path(job: Job) -> Any:
    import jmespath
    from jmespath.exceptions import JMESPathError

    from explorer.core.content.worker.jmes_functions import options

    try:
        query = jmespath.compile(job["expression"])
        return query.search(_parsed_body(job).value, options())
    except JMESPathError as error:
        raise jmes_path_fault(error) from None
    except RecursionError:
        raise WrongQueryError("The body is nested too deeply.") from None
    except TypeError as error:
        raise WrongQueryError(sentence(str(error))) from None


def _xpath(job: Job) -> list[Any]:
    from elementpath import ElementPathError, XPath2Parser, select

    document: _Xml = _document(job, _parsed_xml)
    if job["expression"].strip() == "/":
        return [document.root]
    try:
        found = select(document.root, as_parsed(job["expression"]), namespaces=document.namespaces, parser=XPath2Parser)
    except ElementPathError as error:
        raise xpath_fault(error) from None
    except RecursionError:
        raise WrongQueryError("The body is nested too deeply.") from None
    except (TypeError, ValueError) as error:
        raise WrongQueryError(sentence(str(error))) from None
    return found if isinstance(found, list) else [found]


_LANGUAGES: dict[str, Callable[[Job], Any]] = {"jsonpath": _json_path, "jmespath": _jmes_path, "xpath": _xpath}


def _document(job: Job, parse: Callable[[bytes], Any]) -> Any:
    path = Path(job["path"])
    state = path.stat()
    key = (str(path), state.st_size, state.st_mtime_ns, parse.__name__)
    if _Last.key != key:
        _Last.key, _Last.value = None, None
        if state.st_size * _MEMORY_SHARE > free_bytes():
            raise WrongQueryError("The body is too long to be filtered with the memory that is free.")
        _Last.value = parse(path.read_bytes())
        _Last.key = key
    return _Last.value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Xml:
    root: Any
    namespaces: dict[str, str]
    """By prefix; the first declaration of one counts."""
    prefixes: dict[str, list[str]]
    """By namespace, in their order."""

    def hint(self, expression: str) -> dict[str, str]:
        """Why nothing was found, where a name without a prefix is one of another namespace."""
        default = self.namespaces.get("", "")
        for name in dict.fromkeys(_PLAIN_NAME.findall(_LITERAL.sub("", expression))):
            for element in self.root.iter():
                space, _, local = (
                    element.tag.removeprefix("{").rpartition("}") if isinstance(element.tag, str) else "   "
                )
                if local == name and space != default:
                    prefix = next(
                        (prefix for prefix in self.prefixes.get(space, ()) if self.namespaces[prefix] == space), ""
                    )
                    return {"hint": f"{prefix or '*'}:{name}", "name": name}
        return {}


def _parsed_xml(data: bytes) -> _Xml:
    from io import BytesIO
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser, iterparse

    namespaces: dict[str, str] = {}
    prefixes: dict[str, list[str]] = {}
    root = None
    # The text is UTF-8 by now, whatever its declaration says.
    target = TreeBuilder(insert_comments=True, insert_pis=True)
    parser = XMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    data = without_doctype(data)
    try:
        for event, item in iterparse(BytesIO(data), events=("start-ns", "end"), parser=parser):
            if event == "start-ns":
                prefix, space = item
                namespaces.setdefault(prefix, space)
                known = prefixes.setdefault(space, [])
                if prefix not in known:
                    known.append(prefix)
            else:
                root = item
    except ParseError as error:
        line, column = error.position
        raise WrongQueryError(
            f"The body is not well-formed XML: {fault_of(error)} at line {line}, column {column + 1}."
        ) from None
    except DefusedXmlException:
        raise WrongQueryError(DOCTYPE_FAULT) from None
    return _Xml(root=root, namespaces=namespaces, prefixes=prefixes)


def _portions(value: Any) -> Iterator[bytes]:
    gathered: list[str] = []
    size = 0
    for piece in pieces(value, "\n"):
        gathered.append(piece)
        size += len(piece)
        if size > _PORTION_CHARACTERS:
            yield "".join(gathered).encode("utf-8", "replace")
            gathered, size = [], 0
    yield "".join(gathered).encode("utf-8", "replace")
