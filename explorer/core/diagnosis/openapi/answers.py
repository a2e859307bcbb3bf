"""What a description says of its answers: a meaning for each status, and the error codes its schemas list."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from explorer.core.diagnosis.catalog_reader import statuses
from explorer.core.diagnosis.catalog_rows import ApiStatusRow, ErrorCodeRow
from explorer.core.diagnosis.openapi.document import Document, Seen, listed, mapping, text, words
from explorer.core.diagnosis.openapi.fields import as_json, json_content

_CODE_NAMES = ("code", "error_code", "errorCode", "type")
_MOST_CODES = 500
_DEEPEST = 4
_LONGEST = 300


def meaning(document: Document, answer: object) -> str:
    """The description of an answer, shortened."""
    found, _ = document.follow(answer)
    said = words(found.get("description"))
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def status_row(status: int, said: str, source: str) -> ApiStatusRow | None:
    """A status as the description means it; all that it does not say is as the status is registered."""
    known = statuses().get(status)
    if known is None or not said:
        return None
    return ApiStatusRow(
        status=status,
        meaning=said,
        summary=said,
        at_fault=known.at_fault,
        effect=known.effect,
        retry=known.retry,
        is_error=status >= 400,
        causes=known.causes,
        fixes=known.fixes,
        example="",
        references=(),
        source=source,
    )


def codes(document: Document, status: int, answer: object, source: str) -> Iterator[ErrorCodeRow]:
    """The error codes of an answer's schema and examples. Causes stay empty: the description tests nothing."""
    found, _ = document.follow(answer)
    content = json_content(found)
    named = [*_of_shared_schema(document, content.get("schema")), *_of_examples(document, content)]
    known = statuses().get(status)
    said = meaning(document, answer)
    for code in islice(dict.fromkeys(named), _MOST_CODES):
        yield ErrorCodeRow(
            code=code,
            status=status,
            aliases=(),
            meaning=said,
            summary=said,
            at_fault=known.at_fault if known else "",
            effect=known.effect if known else "",
            retry=known.retry if known else "",
            causes=(),
            fixes=(),
            fields=(),
            returned_by=(),
            example="",
            references=(),
            source=source,
        )


def _of_shared_schema(document: Document, node: object) -> Iterator[str]:
    reference = text(mapping(node).get("$ref"))
    if reference and reference in document.error_schemas:
        return
    document.error_schemas.add(reference)
    schema, seen = document.schema(node)
    yield from _of_schema(document, schema, seen, 0)


def _of_schema(document: Document, schema: Mapping[str, Any], seen: Seen, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    for name, node in mapping(schema.get("properties")).items():
        inner, inside = document.schema(node, seen)
        if name in _CODE_NAMES:
            values = (*listed(inner.get("enum")), inner.get("const"), inner.get("example"))
            yield from (one for one in values if _is_code(one))
        else:
            yield from _of_schema(document, inner, inside, depth + 1)
    element, inside = document.schema(schema.get("items"), seen)
    if element:
        yield from _of_schema(document, element, inside, depth + 1)


def _of_examples(document: Document, content: Mapping[str, Any]) -> Iterator[str]:
    named = [document.follow(one)[0].get("value") for one in islice(mapping(content.get("examples")).values(), 50)]
    for example in (content.get("example"), *named):
        inner = mapping(example)
        for part in (inner, *(mapping(inner.get(name)) for name in ("error", "errors"))):
            yield from (part[name] for name in _CODE_NAMES if _is_code(part.get(name)))


def _is_code(value: object) -> bool:
    """A word an API would use as a code: a text without blanks, as it stands."""
    return (
        isinstance(value, str)
        and bool(text(value).strip())
        and not any(one.isspace() for one in value)
        and bool(as_json(value))
    )
