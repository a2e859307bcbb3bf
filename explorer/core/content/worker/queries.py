"""Filters a body by JSONPath (RFC 9535), JMESPath, jq or XPath and writes what was found as a text of its own.

Numbers keep their characters. The parsed body of the last query is kept, so that the next letter costs no parsing.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

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
from explorer.core.content.xml_doctype import as_parsed, as_written, without_doctype

_MEMORY_SHARE = 14
"""Parsed JSON of small objects takes so many times its text."""

_PORTION_CHARACTERS = 500_000


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
    job.check()
    count = len(found) if isinstance(found, list) else 1
    portions = _xml_text(found) if job["language"] == "xpath" else _portions(found)
    return written(job, portions, 0) | {"count": count}


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
    from jmespath.exceptions import JMESPathError

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

    root, namespaces = _document(job, _parsed_xml)
    try:
        found = select(root, as_parsed(job["expression"]), namespaces=namespaces, parser=XPath2Parser)
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
    text = data.decode("utf-8-sig", "replace")
    try:
        return json.loads(text, parse_float=ExactNumber)
    except RecursionError:
        raise WrongQueryError("The body is nested too deeply.") from None
    except ValueError as error:
        if "Extra data" not in str(error):
            raise WrongQueryError(sentence(f"The body is not valid JSON: {error}")) from None
    try:
        return [json.loads(line, parse_float=ExactNumber) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise WrongQueryError(sentence(f"The body is not valid JSON: {error}")) from None


def _parsed_xml(data: bytes) -> tuple[Any, dict[str, str]]:
    from io import BytesIO
    from xml.etree.ElementTree import ParseError, TreeBuilder, register_namespace

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser, iterparse

    namespaces: dict[str, str] = {}
    root = None
    # The text is UTF-8 by now, whatever its declaration says.
    parser = XMLParser(target=TreeBuilder(), encoding="utf-8", forbid_dtd=True)
    data = without_doctype(data)
    try:
        for event, item in iterparse(BytesIO(data), events=("start-ns", "end"), parser=parser):
            if event == "start-ns":
                namespaces.setdefault(*item)
                with contextlib.suppress(ValueError):
                    register_namespace(*item)  # what is found is written with the prefixes of the body
            else:
                root = item
    except (ParseError, DefusedXmlException) as error:
        raise WrongQueryError(sentence(f"The body is not well-formed XML: {error}")) from None
    return root, namespaces


def _xml_text(found: list[Any]) -> Iterator[bytes]:
    from xml.etree.ElementTree import Element, indent, tostring

    for item in found:
        if isinstance(item, Element):
            shown = deepcopy(item)  # the body is kept for the next query
            shown.tail = None
            indent(shown)
            yield as_written(tostring(shown, encoding="unicode")).encode("utf-8", "replace") + b"\n"
        else:
            text = item if isinstance(item, str) else getattr(item, "value", item)
            yield f"{as_written(str(text))}\n".encode("utf-8", "replace")


def _portions(value: Any) -> Iterator[bytes]:
    gathered: list[str] = []
    size = 0
    for piece in pieces(value, "\n"):
        gathered.append(piece)
        size += len(piece)
        if size > _PORTION_CHARACTERS:
            yield "".join(gathered).encode("utf-8", "surrogatepass")
            gathered, size = [], 0
    yield "".join(gathered).encode("utf-8", "surrogatepass")


def pieces(value: Any, line: str) -> Iterator[str]:
    """The value as JSON on lines; ``line`` is a line end with the indentation in force."""
    inner = line + "  "
    if isinstance(value, dict) and value:
        before = "{" + inner
        for name, item in value.items():
            yield before + json.dumps(name, ensure_ascii=False) + ": "
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
        yield json.dumps(value, ensure_ascii=False)
