"""Filters a body by JSONPath (RFC 9535), JMESPath, jq or XPath and writes what was found as a text of its own.

Numbers keep their characters. The parsed body of the last query is kept, so that the next letter costs no parsing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.core.content.json_tree import escaped
from explorer.core.content.worker.formatting import free_bytes
from explorer.core.content.worker.job import Job
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
_LONGEST_INTEGER = 4000
"""Digits of a number with which Python still calculates."""

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_PLAIN_NAME = re.compile(r"(?<![\w:@$.-])([A-Za-z_][\w.-]*)(?!\s*[(:]|[\w.-])")
"""Of an element in an XPath, without a prefix."""


class ExactNumber(float):
    """A number that compares as one and is written as it was sent."""

    text: str

    def __new__(cls, text: str) -> ExactNumber:
        made = super().__new__(cls, text)
        made.text = text
        return made


class _Last:
    key: tuple[str, int, int, str] | None = None
    value: Any = None


def queried(job: Job) -> dict[str, Any]:
    """A file with what was found, and how much that is; or, in "wrong", why the expression cannot be used."""
    try:
        if job["language"] == "jq":
            from explorer.core.content.worker.jq_query import jq_values

            return jq_values(job)
        found = _LANGUAGES[job["language"]](job)
    except WrongQueryError as wrong:
        return {"wrong": str(wrong)}
    try:
        return _answered(job, found)
    except RecursionError:
        return {"wrong": "What was found is nested too deeply."}


def _answered(job: Job, found: Any) -> dict[str, Any]:
    job.check()
    count = len(found) if isinstance(found, list) else 1
    if job["language"] == "xpath":
        document: _Xml = _document(job, _parsed_xml)
        hint = {} if found else document.hint(job["expression"])
        return written(job, xml_text(found, document.prefixes), 0) | {"count": count} | hint
    return written(job, _portions(found), 0) | {"count": count}


def _json_path(job: Job) -> list[Any]:
    from jsonpath import JSONPathEnvironment, JSONPathError

    try:
        query = JSONPathEnvironment(strict=True).compile(job["expression"])
        found = []
        for number, match in enumerate(query.finditer(_document(job, _parsed_json))):
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
    from jmespath import functions
    from jmespath.exceptions import JMESPathError

    # It tells types by their names.
    functions.TYPES_MAP[ExactNumber.__name__] = "number"
    functions.REVERSE_TYPES_MAP["number"] = ("float", "int", ExactNumber.__name__)
    try:
        query = jmespath.compile(job["expression"])
        return query.search(_document(job, _parsed_json))
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


def _parsed_json(data: bytes) -> Any:
    """The value; several one after another are in a list."""
    text = data.decode("utf-8-sig", "replace")
    decoder = json.JSONDecoder(parse_float=ExactNumber, parse_int=_integer)
    values: list[Any] = []
    at = _space_end(text, 0)
    try:
        while at < len(text) or not values:
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            at = _space_end(text, at)
    except RecursionError:
        raise WrongQueryError("The body is nested too deeply.") from None
    except json.JSONDecodeError as error:
        reason = error.msg[0].lower() + error.msg[1:]
        raise WrongQueryError(
            f"The body is not valid JSON: {reason} at line {error.lineno}, column {error.colno}."
        ) from None
    return values[0] if len(values) == 1 else values


def _integer(text: str) -> int | ExactNumber:
    """One that Python would not write as it was sent, or not read, is kept by its characters."""
    return ExactNumber(text) if text == "-0" or len(text) > _LONGEST_INTEGER else int(text)


def _space_end(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


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


def pieces(value: Any, line: str) -> Iterator[str]:
    """The value as JSON on lines; ``line`` is a line end with the indentation in force."""
    inner = line + "  "
    if isinstance(value, dict) and value:
        before = "{" + inner
        for name, item in value.items():
            yield before + escaped(json.dumps(name, ensure_ascii=False)) + ": "
            yield from pieces(item, inner)
            before = "," + inner
        yield line + "}"
    elif isinstance(value, list) and value:
        before = "[" + inner
        for item in value:
            yield before
            yield from pieces(item, inner)
            before = "," + inner
        yield line + "]"
    elif isinstance(value, ExactNumber):
        yield value.text
    else:
        yield escaped(json.dumps(value, ensure_ascii=False))
